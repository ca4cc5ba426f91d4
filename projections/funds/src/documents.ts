import type { CollectionSpec } from '@commissioning/read-store';

/** One funding stream in one year. All sums in pence; every total is the sum of its lines. */
export interface FundDocument {
  readonly fund: string;
  readonly stream: string;
  readonly name: string;
  readonly year: string;
  readonly funder: string;
  readonly costCode: string | null;
  readonly budget: number;
  readonly reserved: number;
  readonly committed: number;
  readonly paid: number;
  /** What may still be set aside: budget less reserved, committed and paid. */
  readonly available: number;
}

/** What a line of a fund is, and so which total it is part of. */
export type LineKind = 'tranche' | 'reservation' | 'commitment' | 'payment';

/** One tranche, reservation, commitment or payment. `open` is what of it counts now; `amount` what it was made for. */
export interface LineDocument {
  readonly fund: string;
  readonly kind: LineKind;
  readonly id: string;
  readonly amount: number;
  readonly open: number;
  readonly commission: string | null;
  readonly award: string | null;
  readonly theme: string | null;
  readonly on: string;
}

/** Funding received before this record began, as its source has it; null where the source does not say. */
export interface PriorFundingDocument {
  readonly fund: string;
  readonly id: string;
  readonly title: string;
  readonly stream: string;
  readonly year: string;
  readonly funder: string;
  readonly amount: number | null;
  readonly decision: string | null;
  readonly decidedOn: string | null;
  readonly spendBy: string | null;
  readonly note: string | null;
  readonly source: string;
}

export const fundCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'funds', fields: ['stream', 'year'], indexes: [['year', 'stream']], temporal: true },
  {
    name: 'lines',
    fields: ['fund', 'kind', 'commission', 'theme', 'on', 'open'],
    indexes: [['fund', 'kind', 'on'], ['commission'], ['fund', 'theme']],
    temporal: false,
  },
  {
    name: 'prior',
    fields: ['fund', 'year', 'decidedOn'],
    indexes: [['year'], ['decidedOn']],
    temporal: true,
  },
];
