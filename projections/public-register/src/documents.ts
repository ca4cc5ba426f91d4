import type { CollectionSpec } from '@commissioning/read-store';

/** A sum in pence that says whether VAT is in it; null pence where the source does not say. */
export interface PublicSum {
  readonly pence: number | null;
  /** `including`, `excluding` or `outside` VAT; for history the basis in the source's own words. */
  readonly basis: string;
}

/** A service commissioned, now or before: who provides it, for how much, from when to when, what came of it. */
export interface EntryDocument {
  readonly commission: string;
  readonly award: string;
  readonly title: string;
  readonly purpose: string | null;
  readonly provider: string;
  readonly amount: PublicSum;
  readonly instrument: string | null;
  readonly fundingStream: string | null;
  readonly years: ReadonlyArray<{ readonly year: string; readonly pence: number | null }>;
  /** The first of the financial years, by which the register is listed; empty when none is known. */
  readonly firstYear: string;
  readonly starts: string | null;
  readonly ends: string | null;
  readonly outcomes: ReadonlyArray<string>;
  readonly conditions: ReadonlyArray<string>;
  readonly legalPower: string | null;
  readonly reasons: { readonly crimeAndDisorderReduction?: string; readonly valueForMoney?: string };
  readonly decision: string | null;
  readonly decidedOn: string | null;
  readonly publishedOn: string | null;
  readonly signedOn: string | null;
  /** The sum of the payments made, in pence; null for history, where payments are not known. */
  readonly paid: number | null;
  readonly rating: string | null;
  readonly origin: 'here' | 'before';
  readonly source: string | null;
  readonly note: string | null;
  /** The event by which the award was made or brought in. */
  readonly awardEvent: string;
  /** Title, purpose and provider in lower case, for search. */
  readonly search: string;
}

/** A payment under an award: a line of the award's `paid`. */
export interface PaymentDocument {
  readonly commission: string;
  readonly award: string;
  readonly payment: string;
  readonly pence: number;
  readonly vat: string;
  readonly paidOn: string;
}

/** What the public may know of a commission: its need and specification once published, its end. */
export interface CommissionDocument {
  readonly reference: string;
  readonly title: string;
  readonly summary: string | null;
  readonly themes: ReadonlyArray<string>;
  readonly areas: ReadonlyArray<string>;
  readonly identifiedOn: string | null;
  readonly specification: {
    readonly title: string;
    readonly need: string;
    readonly outcomes: ReadonlyArray<string>;
    readonly criteria: ReadonlyArray<{
      readonly title: string;
      readonly category: string;
      readonly weight: number;
    }>;
    readonly opens: string;
    readonly closes: string;
    readonly publishedOn: string;
  } | null;
  readonly closed: { readonly outcome: string; readonly summary: string; readonly on: string } | null;
}

/** One step of a commission's story. */
export interface StepDocument {
  readonly commission: string;
  /** Revision of the event in its stream: the order of the story. */
  readonly order: number;
  readonly on: string;
  readonly what: string;
  readonly detail: string | null;
  readonly event: string;
}

export const registerCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  { name: 'commissions', fields: ['reference'], indexes: [['reference']], temporal: true },
  {
    name: 'entries',
    fields: ['commission', 'firstYear', 'title', 'provider', 'origin', 'decidedOn', 'amount.pence'],
    indexes: [
      ['firstYear', 'title'],
      ['decidedOn', 'title'],
      ['provider', 'title'],
      ['amount.pence', 'title'],
      ['commission'],
    ],
    temporal: true,
  },
  {
    name: 'payments',
    fields: ['commission', 'award', 'paidOn'],
    indexes: [['commission', 'award'], ['paidOn']],
    temporal: false,
  },
  { name: 'steps', fields: ['commission', 'order'], indexes: [['commission', 'order']], temporal: false },
];
