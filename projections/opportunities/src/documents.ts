import {
  Channel,
  Criterion,
  Instrument,
  Lot,
  PriceMethod,
  Regime,
  Scale,
  Term,
  TieBreak,
  Withheld,
} from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  DecisionRef,
  DocumentRef,
  Instant,
  LocalId,
  Money,
  orNull,
  Sha256,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** How a provider is found for a need, settled before its specification is published. */
export const HowFound = t.type(
  {
    instrument: orNull(Instrument),
    /** The route, by its name in the rule book. */
    route: orNull(t.string),
    /** Who may bid: anybody where it is open, those invited where it is by quotes. */
    competition: orNull(t.keyof({ none: null, quotes: null, open: null })),
    regime: orNull(Regime),
    /** What a total means for an award, in whole percent; null where nothing was settled beforehand. */
    matrix: orNull(t.type({ withConditionsFrom: t.number, recommendedFrom: t.number })),
  },
  'HowFound',
);
export type HowFound = t.TypeOf<typeof HowFound>;

/** A lot as it was offered, and what became of it once the decision on it was published. */
export const OfferedLot = t.intersection(
  [
    Lot,
    t.type({
      became: orNull(t.keyof({ awarded: null, 'no-award': null, cancelled: null })),
      /** The awards of it that are public and did not come to nothing. */
      awards: t.readonlyArray(LocalId),
    }),
  ],
  'OfferedLot',
);
export type OfferedLot = t.TypeOf<typeof OfferedLot>;

const Closing = t.type(
  {
    digest: Sha256,
    at: Instant,
    opened: orNull(t.type({ salt: t.string, commitments: t.readonlyArray(Sha256) })),
  },
  'Closing',
);
export type Closing = t.TypeOf<typeof Closing>;

/** What may be bid for: all that its specification says, as amended for everybody. Of bids it says nothing but one digest. */
export const OpportunityDocument = t.intersection(
  [
    t.type({
      commission: CommissionRef,
      title: t.string,
      need: t.string,
      outcomes: t.readonlyArray(t.string),
      term: Term,
      lots: t.readonlyArray(OfferedLot),
      criteria: t.readonlyArray(Criterion),
      scale: Scale,
      priceMethod: PriceMethod,
      tieBreak: t.readonlyArray(TieBreak),
      invitationToInnovate: t.string,
      /** Why nobody was consulted, where nobody was. */
      noConsultation: orNull(t.string),
      /** How social value was considered, where it has no weight. */
      socialValueConsidered: orNull(t.string),
      channels: t.readonlyArray(Channel),
      document: orNull(DocumentRef),
      publishedOn: CalendarDate,
      opens: Instant,
      clarificationsUntil: Instant,
      closes: Instant,
      /** Why it is open for fewer days than is usual, where it is. */
      shortened: orNull(
        t.type({ because: t.keyof({ 'planned-notice': null, urgency: null }), reason: t.string }),
      ),
      /** The last moment at which a bid is taken: when it closes, or when the commission ended if that was before. */
      until: Instant,
      /** The halts that nobody has ended: since when, and of which lots; of all where none is named. */
      halts: t.readonlyArray(t.type({ halt: LocalId, since: CalendarDate, lots: t.readonlyArray(LocalId) })),
      /**
       * How bidding was closed where bids were sealed: a digest over what bidders committed to, and once bids were opened
       * the commitments themselves and the salt. The digest is SHA-256 of the salt's bytes and the list in canonical JSON.
       */
      closing: orNull(Closing),
      /** How the commission ended, once it has. */
      ended: orNull(t.type({ outcome: t.string, on: CalendarDate })),
    }),
    HowFound,
  ],
  'OpportunityDocument',
);
export type OpportunityDocument = t.TypeOf<typeof OpportunityDocument>;

/** What those who know the need are asked, until when and how they can answer. */
export const ConsultationDocument = t.type(
  {
    commission: CommissionRef,
    consultation: LocalId,
    title: t.string,
    asks: t.string,
    consulted: t.readonlyArray(t.string),
    from: CalendarDate,
    /** The last day on which answers are taken, as extended. */
    until: CalendarDate,
    /** The last day on which it is open: that day, or the one before it was withdrawn. */
    listedUntil: CalendarDate,
    answer: t.string,
    reference: orNull(t.string),
    document: orNull(DocumentRef),
    extended: t.readonlyArray(t.type({ until: CalendarDate, reason: t.string, on: CalendarDate })),
    withdrawn: orNull(t.type({ reason: t.string, on: CalendarDate })),
    /** The day on which it was noted what was found, where it was. */
    heldOn: orNull(CalendarDate),
    openedOn: CalendarDate,
  },
  'ConsultationDocument',
);
export type ConsultationDocument = t.TypeOf<typeof ConsultationDocument>;

/** A question that was answered to everybody; who asked is said nowhere. */
export const ClarificationDocument = t.type(
  { commission: CommissionRef, question: LocalId, asked: t.string, answer: t.string, at: Instant },
  'ClarificationDocument',
);
export type ClarificationDocument = t.TypeOf<typeof ClarificationDocument>;

/** A change of the specification for everybody alike; the deadlines are null where they were left as they were. */
export const AmendmentDocument = t.type(
  {
    commission: CommissionRef,
    amendment: LocalId,
    change: t.string,
    reason: t.string,
    closes: orNull(Instant),
    clarificationsUntil: orNull(Instant),
    at: Instant,
  },
  'AmendmentDocument',
);
export type AmendmentDocument = t.TypeOf<typeof AmendmentDocument>;

/** A notice and where it can be read. */
export const NoticeDocument = t.type(
  {
    commission: CommissionRef,
    notice: LocalId,
    kind: t.string,
    channel: Channel,
    reference: t.string,
    on: CalendarDate,
    at: Instant,
  },
  'NoticeDocument',
);
export type NoticeDocument = t.TypeOf<typeof NoticeDocument>;

/** An award made, or lots ended without one, as the published decision lets it be known. */
export const ResultDocument = t.type(
  {
    commission: CommissionRef,
    became: t.keyof({ awarded: null, 'no-award': null }),
    /** Each lot it settles, and why where it ended without an award. */
    lots: t.readonlyArray(t.type({ lot: LocalId, title: t.string, reason: orNull(t.string) })),
    award: orNull(LocalId),
    /** The words `Withheld` where the decision withholds who it is. */
    provider: orNull(t.string),
    amount: orNull(Money),
    decision: DecisionRef,
    /** The day on which it was decided. */
    on: CalendarDate,
    /** The day on which an award came to nothing, where it did. */
    declinedOn: orNull(CalendarDate),
    withheld: t.readonlyArray(Withheld),
    at: Instant,
  },
  'ResultDocument',
);
export type ResultDocument = t.TypeOf<typeof ResultDocument>;

const ofOne: Pick<CollectionSpec, 'fields' | 'indexes' | 'temporal'> = {
  fields: ['commission', 'at'],
  indexes: [['commission', 'at']],
  temporal: true,
};

/** The collections of opportunities. What is `pending` is not public, and no public route may reach it. */
export const opportunityCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  {
    name: 'opportunities',
    fields: ['commission', 'title', 'instrument', 'opens', 'until'],
    indexes: [
      ['until', 'title'],
      ['opens', 'title'],
      ['instrument', 'until', 'title'],
    ],
    temporal: true,
  },
  {
    name: 'consultations',
    fields: ['commission', 'title', 'from', 'listedUntil'],
    indexes: [
      ['listedUntil', 'title'],
      ['from', 'title'],
    ],
    temporal: true,
  },
  { name: 'clarifications', ...ofOne },
  { name: 'amendments', ...ofOne },
  { name: 'notices', ...ofOne },
  { name: 'results', ...ofOne },
];
