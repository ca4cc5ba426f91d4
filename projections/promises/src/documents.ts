import {
  CalendarDate,
  CommissionRef,
  EventId,
  LocalId,
  orNull,
  Pence,
  ProviderRef,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** Something that a bidder promised, by the id its bid gave it. */
export const BidPromise = t.type({ id: LocalId, promise: t.string }, 'BidPromise');

/** A need, what was specified to answer it, and the commissions that followed this one. */
export const NeedDocument = t.type(
  {
    commission: CommissionRef,
    title: orNull(t.string),
    predecessor: orNull(CommissionRef),
    /** Commissions that name this one as the one they follow. */
    followedBy: t.readonlyArray(CommissionRef),
    /** What the assessment of the need said to what was learnt before. */
    answerToInsights: orNull(t.string),
    specification: orNull(
      t.type({
        event: EventId,
        on: CalendarDate,
        outcomes: t.readonlyArray(t.type({ id: LocalId, outcome: t.string })),
      }),
    ),
    /** What became of it, once it was closed. */
    outcome: orNull(t.string),
  },
  'NeedDocument',
);
export type NeedDocument = t.TypeOf<typeof NeedDocument>;

/** What a bid promised. */
export const BidDocument = t.type({ promises: t.readonlyArray(BidPromise) }, 'BidDocument');
export type BidDocument = t.TypeOf<typeof BidDocument>;

/** The period that a payment was approved for. */
export const PaymentDocument = t.type({ period: LocalId }, 'PaymentDocument');
export type PaymentDocument = t.TypeOf<typeof PaymentDocument>;

/** An award with what its bid promised, and where each measure comes from. What came of it is in its performance. */
export const AwardDocument = t.type(
  {
    commission: CommissionRef,
    award: LocalId,
    title: t.string,
    providerReference: orNull(ProviderRef),
    /** Whether there is any promise: the bid made one, or measures were agreed. */
    promised: t.boolean,
    agreed: orNull(EventId),
    promises: t.readonlyArray(BidPromise),
    /** The bid promise that a measure comes from, in the words of the agreement. */
    sources: t.readonlyArray(t.type({ kpi: LocalId, promise: t.string })),
    /** What was paid for a period, less what came back of it. */
    paidFor: t.readonlyArray(t.type({ period: LocalId, pence: Pence })),
  },
  'AwardDocument',
);
export type AwardDocument = t.TypeOf<typeof AwardDocument>;

export const promisesCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'needs', fields: [], indexes: [], temporal: true },
  { name: 'bids', fields: [], indexes: [], temporal: false },
  { name: 'payments', fields: [], indexes: [], temporal: false },
  {
    name: 'awards',
    fields: ['promised', 'commission', 'providerReference', 'title'],
    indexes: [
      ['promised', 'title'],
      ['promised', 'commission', 'title'],
      ['promised', 'providerReference', 'title'],
    ],
    temporal: true,
  },
];
