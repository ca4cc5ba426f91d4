import { Figure, Frequency, Instrument, Term } from '@commissioning/domain';
import {
  ActorId,
  BodyId,
  CalendarDate,
  CommissionRef,
  Count,
  DecisionRef,
  EventId,
  Instant,
  LocalId,
  Money,
  orNull,
  Pence,
  ProviderRef,
  WorkingDayCalendar,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** An event and the moment it was recorded: what a flag stands on and is judged by. */
export const Happening = t.type({ event: EventId, at: Instant }, 'Happening');
export type Happening = t.TypeOf<typeof Happening>;

const fact = <Kind extends string, P extends t.Props>(kind: Kind, props: P) =>
  t.type({
    kind: t.literal(kind),
    body: BodyId,
    /** Null of what belongs to no one commission, or to no one provider that is known. */
    commission: orNull(CommissionRef),
    provider: orNull(ProviderRef),
    ...props,
  });

/** What flags measure by of one version of the rules. */
export const BookFact = fact('book', {
  version: Count,
  /** Its bands: where each ends, null without end, and the routes that meet it. */
  bands: t.readonlyArray(t.type({ upTo: orNull(Pence), profiles: t.readonlyArray(LocalId) })),
  /** The grounds for not competing on which the market is to be engaged first. */
  toEngageFor: t.readonlyArray(LocalId),
  calendar: WorkingDayCalendar,
});

/** What was said of contracts that could reasonably be one with a commission's: which there are, and why they are apart. */
const BesideOthers = t.type({ others: t.readonlyArray(t.string), reason: t.string }, 'BesideOthers');

/** How a provider was to be found for a commission, and how that went on until bids were opened. */
export const CommissionFact = fact('commission', {
  route: orNull(
    t.type({
      ...Happening.props,
      profile: LocalId,
      competition: t.string,
      openers: Count,
      value: Money,
      /** Up to what sum this route goes: the highest end of a band in which it is allowed; null without end. */
      upTo: orNull(Pence),
      version: Count,
      beside: orNull(BesideOthers),
    }),
  ),
  direct: orNull(t.type({ ...Happening.props, ground: LocalId })),
  engaged: orNull(Happening),
  specification: orNull(
    t.type({
      ...Happening.props,
      opens: Instant,
      closes: Instant,
      highestScore: Count,
      criteria: t.readonlyArray(t.type({ id: LocalId, weight: Count, byPanel: t.boolean })),
    }),
  ),
  /** Each time the deadline was moved. */
  moved: t.readonlyArray(t.type({ ...Happening.props, from: Instant, to: Instant, reason: t.string })),
  opened: orNull(t.type({ ...Happening.props, openers: Count, portalLog: t.boolean })),
});

/** A bid or a quote. Whose it is and what it offers is known once bids are opened. */
export const BidFact = fact('bid', {
  bid: LocalId,
  received: Happening,
  /** The day it came, by which bids of some years are found. */
  on: CalendarDate,
  /** Whether it may be known: a bid once it was opened, a quote once it was ranked. */
  known: t.boolean,
  withdrawn: orNull(EventId),
  offers: t.readonlyArray(t.type({ lot: LocalId, price: Money })),
  excluded: t.readonlyArray(
    t.type({ event: EventId, lot: orNull(LocalId), criterion: orNull(LocalId), reason: t.string }),
  ),
});

/** A question about a specification. */
export const QuestionFact = fact('question', {
  question: LocalId,
  asked: Happening,
  answered: orNull(Happening),
});

/** One assessor's scores of one bid in one lot, as they stand. */
export const ScoresFact = fact('scores', {
  ...Happening.props,
  lot: LocalId,
  bid: LocalId,
  assessor: ActorId,
  scores: t.readonlyArray(t.type({ criterion: LocalId, score: Count })),
});

/** One movement of an agreed score. */
export const MovementFact = fact('movement', {
  event: EventId,
  lot: LocalId,
  bid: LocalId,
  criterion: LocalId,
  from: Count,
  to: Count,
  reason: t.string,
});

/** How a lot was ranked, in hundredths. */
export const RankingFact = fact('ranking', {
  ...Happening.props,
  lot: LocalId,
  bids: t.readonlyArray(
    t.type({
      bid: LocalId,
      total: Count,
      criteria: t.readonlyArray(t.type({ criterion: LocalId, weighted: Count })),
    }),
  ),
});

/** What somebody did in a commission that not everybody may do as well. */
export const Part = t.keyof(
  {
    scored: null,
    recommended: null,
    decided: null,
    awarded: null,
    'accepted-return': null,
    'approved-payment': null,
  },
  'Part',
);
export type Part = t.TypeOf<typeof Part>;

/** One person in one commission: what they declared when, and the first time they took each part. */
export const PersonFact = fact('person', {
  person: ActorId,
  /** The first declaration of interests against the bidders. */
  declared: orNull(Happening),
  parts: t.readonlyArray(t.type({ ...Happening.props, part: Part, award: orNull(LocalId) })),
});

/** An award and what became of it. */
export const AwardFact = fact('award', {
  ...Happening.props,
  award: LocalId,
  lot: LocalId,
  bid: orNull(LocalId),
  instrument: Instrument,
  on: CalendarDate,
  decision: DecisionRef,
  amount: Money,
  /** Whether it was made without competition, and up to what sum its route goes. */
  direct: t.boolean,
  upTo: orNull(Pence),
  /** Where the bands of the rules then in force end. */
  limits: t.readonlyArray(Pence),
  /** What its route said of contracts that could be one with it, and the event that says so. */
  beside: orNull(t.type({ event: EventId, ...BesideOthers.props })),
  /** The last deadline for bids there was. */
  closed: orNull(Instant),
  cameToNothing: orNull(EventId),
  signed: orNull(t.type({ ...Happening.props, on: CalendarDate, amount: Money, term: Term })),
  /** The sum as the agreement stands. */
  sum: Money,
  changes: t.readonlyArray(t.type({ ...Happening.props, pence: Pence, reason: t.string })),
  paid: Pence,
  firstPaid: orNull(t.type({ ...Happening.props, on: CalendarDate })),
  /** The first payment by which more had been paid than the agreement then came to. */
  overpaid: orNull(t.type({ ...Happening.props, paid: Pence, sum: Pence })),
});

/** The measures agreed under an award. */
export const MeasuresFact = fact('measures', {
  award: LocalId,
  measures: t.readonlyArray(
    t.type({ kpi: LocalId, name: t.string, target: Figure, frequency: Frequency, lowerIsBetter: t.boolean }),
  ),
  periods: t.readonlyArray(t.type({ id: LocalId, from: CalendarDate, to: CalendarDate })),
});

/** What was returned for a period, and whether anything was paid on it. */
export const ReturnFact = fact('return', {
  award: LocalId,
  period: LocalId,
  measured: orNull(Happening),
  accepted: orNull(Happening),
  values: t.readonlyArray(t.type({ kpi: LocalId, value: orNull(Figure), comment: orNull(t.string) })),
  /** The sum of what was spent. */
  spent: orNull(Pence),
  /** The payment that was approved for the period. */
  reliedOn: orNull(Happening),
  /** What was restated after that: a measure or the spending, before and after. */
  restated: t.readonlyArray(
    t.type({ ...Happening.props, what: t.string, before: t.number, after: t.number, reason: t.string }),
  ),
});

/** A duty that was missed, and whether it was met since. */
const missedDuty = { rule: LocalId, due: CalendarDate, missed: Happening, met: orNull(Happening) };
export const DutyFact = fact('duty', missedDuty);

/** The same of what a body owes for itself. */
export const BodyDutyFact = fact('body-duty', missedDuty);

/** A rule of policy that was set aside. */
export const ExceptionFact = fact('exception', { event: EventId, rule: t.string, ground: t.string });

/** A decision, declaration or receipt that took effect at another moment than it was recorded. */
export const EntryFact = fact('entry', { ...Happening.props, what: t.string, took: Instant });

export const FactDocument = t.union(
  [
    BookFact,
    CommissionFact,
    BidFact,
    QuestionFact,
    ScoresFact,
    MovementFact,
    RankingFact,
    PersonFact,
    AwardFact,
    MeasuresFact,
    ReturnFact,
    DutyFact,
    BodyDutyFact,
    ExceptionFact,
    EntryFact,
  ],
  'FactDocument',
);
export type FactDocument = t.TypeOf<typeof FactDocument>;
export type Fact<Kind extends FactDocument['kind']> = Extract<FactDocument, { readonly kind: Kind }>;

/** What flags can be asked of: a body, one of its commissions, or a provider that it awarded money to. */
export const SubjectDocument = t.type(
  {
    subject: t.keyof({ body: null, commission: null, provider: null }),
    reference: t.string,
    body: BodyId,
  },
  'SubjectDocument',
);
export type SubjectDocument = t.TypeOf<typeof SubjectDocument>;
export type SubjectKind = SubjectDocument['subject'];

export const redFlagsCollections: ReadonlyArray<CollectionSpec> = [
  {
    name: 'facts',
    fields: ['kind', 'body', 'commission', 'provider', 'on'],
    indexes: [['commission'], ['provider', 'kind'], ['body', 'kind', 'on']],
    temporal: true,
  },
  {
    name: 'subjects',
    fields: ['subject', 'reference'],
    indexes: [['subject', 'reference']],
    temporal: false,
  },
];
