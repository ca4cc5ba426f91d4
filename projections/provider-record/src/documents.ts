import {
  CorrectedField,
  DiligenceDepth,
  DiligenceOutcome,
  Identifier,
  Instrument,
  Sector,
} from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  DecisionRef,
  LocalId,
  Money,
  orNull,
  Pence,
  ProviderRef,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** A time during which a provider may not be awarded money; it ends on a day, with a reinstatement, or not yet. */
export const Exclusion = t.type(
  {
    ground: t.string,
    from: CalendarDate,
    until: orNull(CalendarDate),
    reinstated: orNull(t.type({ reason: t.string, on: CalendarDate })),
  },
  'Exclusion',
);
export type Exclusion = t.TypeOf<typeof Exclusion>;

/** A provider as the body knows it. Whom to write to there is not in it. */
export const ProviderDocument = t.type(
  {
    provider: ProviderRef,
    name: t.string,
    sector: Sector,
    local: t.boolean,
    registeredOn: CalendarDate,
    /** What it was called before, each name until the day it changed. */
    formerNames: t.readonlyArray(t.type({ name: t.string, until: CalendarDate })),
    identifiers: t.readonlyArray(Identifier),
    exclusions: t.readonlyArray(Exclusion),
    /** What was put right of it since it was registered. */
    corrections: t.readonlyArray(CorrectedField),
  },
  'ProviderDocument',
);
export type ProviderDocument = t.TypeOf<typeof ProviderDocument>;

/** One time that a provider was looked into: once for all that is due, or for one commission. */
export const CheckDocument = t.type(
  {
    provider: ProviderRef,
    commission: orNull(CommissionRef),
    depth: DiligenceDepth,
    outcome: DiligenceOutcome,
    finding: t.string,
    checkedOn: CalendarDate,
    goodUntil: CalendarDate,
    /** The highest sum it is deep enough for, in pence; null where it names none. */
    upTo: orNull(Pence),
  },
  'CheckDocument',
);
export type CheckDocument = t.TypeOf<typeof CheckDocument>;

/** When an award came to nothing before its agreement was signed, and as what. */
export const CameToNothing = t.type(
  {
    cause: t.keyof({
      declined: null,
      'diligence-failed': null,
      'conditions-unmet': null,
      'set-aside': null,
      cancelled: null,
    }),
    on: CalendarDate,
  },
  'CameToNothing',
);
export type CameToNothing = t.TypeOf<typeof CameToNothing>;

/** How an agreement was ended before its time, and the last day on which it binds. */
export const Ended = t.type(
  {
    ground: t.keyof({
      breach: null,
      'provider-excluded': null,
      'provider-insolvent': null,
      'provider-withdrew': null,
      'need-ended': null,
      'funding-ended': null,
      agreed: null,
    }),
    by: t.keyof({ body: null, provider: null, both: null }),
    lastDay: CalendarDate,
  },
  'Ended',
);
export type Ended = t.TypeOf<typeof Ended>;

/** What a breach of an agreement came to, and when: damages or a settlement are a ground to exclude in years to come. */
export const Breach = t.type(
  {
    outcome: t.keyof({ damages: null, settlement: null, 'partial-termination': null }),
    on: CalendarDate,
    amount: orNull(Money),
  },
  'Breach',
);

/** An award to a provider, made here or brought in; null is what is not known of it. */
export const AwardDocument = t.type(
  {
    /** Null where what was brought in names its recipient and no provider of this record. */
    provider: orNull(ProviderRef),
    commission: CommissionRef,
    award: LocalId,
    title: t.string,
    instrument: orNull(Instrument),
    /** Sum and term as awarded, then as signed, then as changed last. */
    amount: orNull(Money),
    starts: orNull(CalendarDate),
    ends: orNull(CalendarDate),
    decision: orNull(t.union([DecisionRef, t.string])),
    awardedOn: orNull(CalendarDate),
    signedOn: orNull(CalendarDate),
    cameToNothing: orNull(CameToNothing),
    ended: orNull(Ended),
    breaches: t.readonlyArray(Breach),
    /** The sum of the payments made less what came back of them, in pence. */
    paid: Pence,
    origin: t.keyof({ here: null, before: null }),
  },
  'AwardDocument',
);
export type AwardDocument = t.TypeOf<typeof AwardDocument>;

/** A payment from its approval on. */
export const PaymentDocument = t.type(
  {
    provider: orNull(ProviderRef),
    commission: CommissionRef,
    award: LocalId,
    payment: LocalId,
    standing: t.keyof({ approved: null, paid: null }),
    amount: Money,
    for: orNull(t.string),
    invoice: orNull(LocalId),
    period: orNull(LocalId),
    approvedOn: orNull(CalendarDate),
    paidOn: orNull(CalendarDate),
    /** What of it has been paid and has not come back, in pence: a line of the award's `paid`. */
    paid: Pence,
    /** What came back of it, in pence. */
    recovered: Pence,
  },
  'PaymentDocument',
);
export type PaymentDocument = t.TypeOf<typeof PaymentDocument>;

/** From when on an invoice was disputed, and until when: meanwhile it is not late. */
export const InvoiceDispute = t.type(
  { raisedOn: CalendarDate, settledOn: orNull(CalendarDate) },
  'InvoiceDispute',
);
export type InvoiceDispute = t.TypeOf<typeof InvoiceDispute>;

/** An invoice that was received, what of it is to be paid, and the payment that was approved on it. */
export const InvoiceDocument = t.type(
  {
    provider: orNull(ProviderRef),
    commission: CommissionRef,
    award: LocalId,
    invoice: LocalId,
    number: t.string,
    amount: Money,
    receivedOn: CalendarDate,
    /** What it asks, or what was made of that when a dispute was settled; null while it is disputed. */
    payable: orNull(Money),
    dispute: orNull(InvoiceDispute),
    payment: orNull(LocalId),
  },
  'InvoiceDocument',
);
export type InvoiceDocument = t.TypeOf<typeof InvoiceDocument>;

const ofOne: Omit<CollectionSpec, 'name'> = {
  fields: ['provider', 'commission', 'award'],
  indexes: [
    ['provider', 'commission'],
    ['commission', 'award'],
  ],
  temporal: true,
};

export const providerCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'providers', fields: ['name'], indexes: [['name']], temporal: true },
  { name: 'checks', ...ofOne },
  { name: 'awards', ...ofOne },
  { name: 'payments', ...ofOne },
  { name: 'invoices', ...ofOne },
];
