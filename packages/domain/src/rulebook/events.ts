import {
  atLeastOne,
  BodyId,
  CalendarDate,
  Count,
  defineEvent,
  type EventOf,
  Line,
  LocalId,
  Money,
  Pence,
  Role,
  struct,
  Text,
  VatBasis,
  WorkingDayCalendar,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Channel, Frequency, Instrument, PriceMethod, Scale, TieBreak } from '../shapes';
import { DutyRule } from './duty-rules';
import { RetentionAdopted } from './retention-events';
import { StatementPublished } from './statement-events';
import { BodySucceeded } from './succession-events';
import { DiligenceLevels } from './diligence-levels';
import { StandstillRule } from './standstill-rule';
import { TenderPeriods } from './tender-periods';

/** Steps of the cycle that a route profile may ask for. A step that a profile does not name is not required. */
export const Step = t.keyof(
  {
    'standing-assessment': null,
    evidence: null,
    'needs-assessment': null,
    consultation: null,
    'market-engagement': null,
    'procurement-team': null,
    'conflicts-assessment': null,
    specification: null,
    quotes: null,
    'opening-keys': null,
    'sealed-bids': null,
    panel: null,
    'interest-declarations': null,
    scoring: null,
    moderation: null,
    evaluation: null,
    recommendation: null,
    'subsidy-assessment': null,
    'due-diligence': null,
    'assessment-summaries': null,
    feedback: null,
    publication: null,
    standstill: null,
    kpis: null,
    review: null,
  },
  'Step',
);
export type Step = t.TypeOf<typeof Step>;

/** A ground on which money may be awarded without competition, and what must be shown for it. */
export const Ground = struct(
  { id: LocalId, sentence: Text, evidence: Text, marketEngagement: t.boolean },
  { upTo: Pence },
  'Ground',
);
export type Ground = t.TypeOf<typeof Ground>;

/** A route through the cycle: whom it suits, the steps it asks for, how many people it takes. */
export const RouteProfile = struct(
  {
    id: LocalId,
    name: Line,
    instruments: atLeastOne(Instrument),
    competition: t.keyof({ none: null, quotes: null, open: null }),
    steps: t.readonlyArray(Step),
    /** Grounds of which one must hold; empty where the route needs none. */
    grounds: t.readonlyArray(LocalId),
    /** Written quotes to invite, and how many of them from local providers. */
    quotes: t.type({ invited: Count, local: Count, received: Count }),
    panel: t.type({ assessors: Count, independent: Count }),
    /** How many people open bids together. */
    openers: Count,
    /** Whether the weight of social value must be above zero or only be considered with reasons. */
    socialValue: t.keyof({ weighted: null, considered: null }),
    channels: t.readonlyArray(Channel),
    /** Calendar days between publication and closing, at the least. */
    minimumDaysOpen: Count,
    /** Working days of standstill, counting the day of publication; 0 for none. */
    standstillWorkingDays: Count,
    returns: Frequency,
  },
  { upTo: Pence },
  'RouteProfile',
);
export type RouteProfile = t.TypeOf<typeof RouteProfile>;

/** A band of value and the profiles that satisfy it. Bands are contiguous in pence; the last has no upper end. */
export const Band = struct(
  { id: LocalId, name: Line, profiles: atLeastOne(LocalId) },
  { upTo: Pence },
  'Band',
);
export type Band = t.TypeOf<typeof Band>;

/**
 * Who may take which decisions, up to what sum; no `upTo` is without limit. `holder` says what kind of person holds
 * it: to a constable or the staff of a police body nothing may be delegated, whatever their title.
 */
export const Delegation = struct(
  {
    id: LocalId,
    role: Role,
    capacity: Line,
    holder: t.keyof({
      'office-holder': null,
      deputy: null,
      'own-staff': null,
      other: null,
      constable: null,
      'police-staff': null,
    }),
  },
  { upTo: Pence },
  'Delegation',
);
export type Delegation = t.TypeOf<typeof Delegation>;

/** A funding stream and the conditions that travel with its money. */
export const FundingStream = struct(
  {
    id: LocalId,
    name: Line,
    funder: Line,
    themes: t.readonlyArray(Line),
    conditions: t.readonlyArray(t.type({ id: LocalId, sentence: Text })),
  },
  { costCode: Line },
  'FundingStream',
);
export type FundingStream = t.TypeOf<typeof FundingStream>;

/** A sum from which, or up to which, a statute asks for something: `amount` says whether VAT is counted. */
export const Threshold = t.type({ id: LocalId, sentence: Text, source: Line, amount: Money }, 'Threshold');
export type Threshold = t.TypeOf<typeof Threshold>;

/** The body that commissions: a commissioner today, its successor tomorrow. */
export const BodyEstablished = defineEvent({
  type: 'BodyEstablished',
  aggregate: 'rulebook',
  phase: 'rulebook',
  says: 'A commissioning body took up its duties.',
  data: t.type({ body: BodyId, name: Line, area: Line, established: CalendarDate }),
});

const ruleBookFields = {
  version: Count,
  name: Line,
  inForceFrom: CalendarDate,
  sources: atLeastOne(Line),
  /** On what the bands are measured: whole-life value with options, VAT as said here. */
  valueBasis: VatBasis,
  bands: atLeastOne(Band),
  profiles: atLeastOne(RouteProfile),
  grounds: t.readonlyArray(Ground),
  /** The sums that statutes name, as they stand in this version. */
  thresholds: t.readonlyArray(Threshold),
  scale: Scale,
  priceMethod: PriceMethod,
  tieBreak: atLeastOne(TieBreak),
  delegations: atLeastOne(Delegation),
  fundingStreams: atLeastOne(FundingStream),
  /** Decision series in use, `PFCC24`; numbers are unique within a series. */
  decisionSeries: atLeastOne(Line),
  objectives: t.readonlyArray(t.type({ id: LocalId, sentence: Text })),
  workingDays: WorkingDayCalendar,
  /** Calendar days in which a valid invoice is paid (Procurement Act 2023 s.68, s.88). */
  paymentDays: Count,
  /** Calendar days after the end of a period by which a return is due. */
  returnDays: Count,
  /** Months for which a due diligence check holds, where its depth names no others. */
  diligenceMonths: Count,
};

const withDuties = {
  ...ruleBookFields,
  /** What is owed by a day once something has happened. */
  duties: t.readonlyArray(DutyRule),
};

/** Every rule that is data, whole, in one version. */
export const RuleBookData = struct(
  withDuties,
  {
    /** Absent of a version under which no law names such times. */
    tenderPeriods: TenderPeriods,
    standstill: StandstillRule,
    /** How deeply who is looked into, by sector and sum; absent of a version that leaves it to whoever looks. */
    diligence: DiligenceLevels,
  },
  'RuleBookData',
);
export type RuleBookData = t.TypeOf<typeof RuleBookData>;

/** The first shape of a rule book: it said nothing of duties. */
const FirstRuleBookData = t.type(ruleBookFields, 'FirstRuleBookData');

/** The second: it said nothing of how long a tender is open by law. */
const SecondRuleBookData = t.type(withDuties, 'SecondRuleBookData');

const withoutDuties = (data: t.TypeOf<typeof FirstRuleBookData>) =>
  ({ ...data, duties: [] }) satisfies RuleBookData;

export const RulesAdopted = defineEvent({
  type: 'RulesAdopted',
  aggregate: 'rulebook',
  phase: 'rulebook',
  says: 'A version of the rules was adopted, in force from a day on.',
  data: RuleBookData,
  earlier: [
    { codec: FirstRuleBookData, upcast: withoutDuties },
    { codec: SecondRuleBookData, upcast: (data) => data },
  ],
});

export const ruleBookEvents = [
  BodyEstablished,
  RulesAdopted,
  BodySucceeded,
  RetentionAdopted,
  StatementPublished,
] as const;
export type RuleBookEvent = EventOf<(typeof ruleBookEvents)[number]>;
