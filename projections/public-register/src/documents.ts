import {
  BodyId,
  CalendarDate,
  CommissionRef,
  Count,
  DecisionRef,
  EventId,
  FinancialYear,
  FundRef,
  Instant,
  LocalId,
  orNull,
  Pence,
  ProviderRef,
} from '@commissioning/kernel';
import {
  CorrectedField,
  CriterionCategory,
  Instrument,
  LegalPower,
  Rating,
  StatutoryReasons,
  Withheld,
} from '@commissioning/domain';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/**
 * A sum in pence that says whether VAT is in it, `including`, `excluding` or `outside`; for history the basis in the
 * source's own words. Null pence where the source does not say.
 */
export const PublicSum = t.type({ pence: orNull(Pence), basis: t.string }, 'PublicSum');
export type PublicSum = t.TypeOf<typeof PublicSum>;

/**
 * Whether there is an agreement: awaited until both sides sign, never where the award came to nothing before; for
 * history what its source says of it.
 */
export const AgreementStanding = t.keyof(
  { awaited: null, signed: null, never: null, live: null, ended: null, unknown: null },
  'AgreementStanding',
);

/** A service commissioned, now or before: who provides it, for how much, from when to when, what came of it. */
export const EntryDocument = t.type(
  {
    commission: CommissionRef,
    award: LocalId,
    title: t.string,
    purpose: orNull(t.string),
    /** The lot it was awarded in, by its title; null where there was but one. */
    lot: orNull(t.string),
    provider: t.string,
    providerReference: orNull(ProviderRef),
    amount: PublicSum,
    instrument: orNull(Instrument),
    /** The route by which the provider was found, in the words of the rule book or the source. */
    route: orNull(t.string),
    /** The funds it is paid from, by their names. */
    fundingStream: t.string,
    /** How much of it comes from which fund; empty where that is not known. */
    paidFrom: t.readonlyArray(t.type({ fund: FundRef, name: t.string, pence: Pence })),
    years: t.readonlyArray(t.type({ year: FinancialYear, pence: orNull(Pence) })),
    /** The first and the last of the financial years, by which the register is listed; empty when none is known. */
    firstYear: t.string,
    lastYear: t.string,
    starts: orNull(CalendarDate),
    ends: orNull(CalendarDate),
    extensions: t.readonlyArray(t.type({ months: Count, upTo: PublicSum })),
    outcomes: t.readonlyArray(t.string),
    conditions: t.readonlyArray(t.string),
    legalPower: orNull(LegalPower),
    reasons: StatutoryReasons,
    decision: orNull(t.string),
    decidedOn: orNull(CalendarDate),
    publishedOn: orNull(CalendarDate),
    agreement: AgreementStanding,
    signedOn: orNull(CalendarDate),
    /** The sum of the payments recorded here, in pence; null where none is known of. */
    paid: orNull(Pence),
    rating: orNull(Rating),
    /** What of the decision was withheld, on which ground. */
    withheld: t.readonlyArray(Withheld),
    origin: t.keyof({ here: null, before: null }),
    source: orNull(t.string),
    note: orNull(t.string),
    /** What was put right in it since it was recorded. */
    corrections: t.readonlyArray(CorrectedField),
    /** The event by which the award was made or brought in. */
    awardEvent: EventId,
  },
  'EntryDocument',
);
export type EntryDocument = t.TypeOf<typeof EntryDocument>;

/** One payment that was made, and the event that says so. */
export const PaymentMade = t.type(
  { payment: LocalId, pence: Pence, paidOn: CalendarDate, event: EventId },
  'PaymentMade',
);
export type PaymentMade = t.TypeOf<typeof PaymentMade>;

/** A line of an award's `paid`: one payment or, in one line, those made before the award became public. */
export const PaymentDocument = t.type(
  {
    commission: CommissionRef,
    award: LocalId,
    pence: Pence,
    vat: t.string,
    /** The day of the last of them. */
    paidOn: CalendarDate,
    payments: t.readonlyArray(PaymentMade),
  },
  'PaymentDocument',
);
export type PaymentDocument = t.TypeOf<typeof PaymentDocument>;

/** What a partner agreed to give, less what it withdrew. */
export const PartnerContribution = t.type(
  { contribution: LocalId, partner: LocalId, pence: Pence },
  'PartnerContribution',
);
export type PartnerContribution = t.TypeOf<typeof PartnerContribution>;

/** What the public may know of a commission: its need and specification once published, its end. */
export const CommissionDocument = t.type(
  {
    reference: CommissionRef,
    title: t.string,
    summary: orNull(t.string),
    objectives: t.readonlyArray(t.string),
    themes: t.readonlyArray(t.string),
    areas: t.readonlyArray(t.string),
    /** The commission that this one follows. */
    predecessor: orNull(CommissionRef),
    identifiedOn: orNull(CalendarDate),
    /** The bodies that commission this together with ours, and whether one of them leads. */
    commissionedWith: t.readonlyArray(
      t.type({
        partner: LocalId,
        name: t.string,
        leads: t.boolean,
        since: CalendarDate,
        left: orNull(CalendarDate),
      }),
    ),
    /** What they give to it, in pence; null until a decision about it is published. */
    contributions: orNull(t.readonlyArray(PartnerContribution)),
    assessment: orNull(
      t.type({ demand: t.string, gaps: t.string, equalityImpact: t.string, conclusion: t.string }),
    ),
    consultations: t.readonlyArray(
      t.type({ consulted: t.readonlyArray(t.string), from: CalendarDate, to: CalendarDate }),
    ),
    /** Drafts of the specification that were shared before it was published. */
    drafts: t.readonlyArray(
      t.type({
        sharedWith: t.readonlyArray(t.string),
        openly: t.boolean,
        on: CalendarDate,
        until: CalendarDate,
      }),
    ),
    instrument: orNull(Instrument),
    route: orNull(t.string),
    /** Why there was no competition, where there was none: the ground of the rule book and what shows it. */
    directAward: orNull(t.type({ ground: t.string, evidence: t.string })),
    specification: orNull(
      t.type({
        title: t.string,
        need: t.string,
        outcomes: t.readonlyArray(t.string),
        criteria: t.readonlyArray(t.type({ title: t.string, category: CriterionCategory, weight: Count })),
        lots: t.readonlyArray(t.type({ lot: LocalId, title: t.string, envelope: PublicSum })),
        starts: CalendarDate,
        ends: CalendarDate,
        opens: Instant,
        clarificationsUntil: Instant,
        closes: Instant,
        publishedOn: CalendarDate,
      }),
    ),
    /** Lots that ended without an award, and why. */
    withoutAward: t.readonlyArray(
      t.type({ lot: LocalId, title: t.string, reason: t.string, decision: DecisionRef }),
    ),
    closed: orNull(t.type({ outcome: t.string, summary: t.string, on: CalendarDate })),
    /** What was put right in it since it was recorded. */
    corrections: t.readonlyArray(CorrectedField),
  },
  'CommissionDocument',
);
export type CommissionDocument = t.TypeOf<typeof CommissionDocument>;

/**
 * One step of a commission's story. Neither its id nor its order tells how much else was recorded: the stream's
 * revisions would let anybody count the bids.
 */
export const StepDocument = t.type(
  {
    commission: CommissionRef,
    /** Sorts a story: by the day, then by when it was recorded, then in the order of the cycle. */
    order: t.string,
    on: CalendarDate,
    what: t.string,
    detail: orNull(t.string),
    /** The provider or lot that the detail begins with, where it names one. */
    who: orNull(t.string),
    event: EventId,
  },
  'StepDocument',
);
export type StepDocument = t.TypeOf<typeof StepDocument>;

/** What of a commission, or of one of its awards, is withheld since it was published: until a day, or for good. */
export const WithholdingDocument = t.type(
  {
    commission: CommissionRef,
    award: orNull(LocalId),
    /** The decision by which that award was made. */
    decision: orNull(t.string),
    item: t.string,
    ground: t.string,
    inTheViewOf: t.string,
    until: orNull(CalendarDate),
  },
  'WithholdingDocument',
);
export type WithholdingDocument = t.TypeOf<typeof WithholdingDocument>;

/** A body that commissions, and the one that takes its place, where one does. */
export const BodyDocument = t.type(
  {
    body: BodyId,
    name: t.string,
    area: t.string,
    established: CalendarDate,
    successor: orNull(
      t.type({
        name: t.string,
        body: orNull(BodyId),
        from: CalendarDate,
        under: t.string,
        note: orNull(t.string),
      }),
    ),
  },
  'BodyDocument',
);
export type BodyDocument = t.TypeOf<typeof BodyDocument>;

/** The collections of the register. What is `pending` is not public, and no public route may reach it. */
export const registerCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  { name: 'bodies', fields: ['body'], indexes: [['body']], temporal: true },
  { name: 'commissions', fields: ['reference'], indexes: [['reference']], temporal: true },
  {
    name: 'entries',
    fields: [
      'commission',
      'firstYear',
      'lastYear',
      'title',
      'provider',
      'origin',
      'decidedOn',
      'amount.pence',
    ],
    indexes: [
      ['decidedOn', 'title'],
      ['title'],
      ['provider', 'title'],
      ['amount.pence', 'title'],
      ['commission', 'title'],
      ['firstYear', 'lastYear'],
    ],
    temporal: true,
  },
  {
    name: 'payments',
    fields: ['commission', 'award', 'paidOn'],
    indexes: [['commission', 'award', 'paidOn']],
    temporal: true,
  },
  { name: 'withholdings', fields: ['commission'], indexes: [['commission']], temporal: false },
  { name: 'steps', fields: ['commission', 'order'], indexes: [['commission', 'order']], temporal: false },
];
