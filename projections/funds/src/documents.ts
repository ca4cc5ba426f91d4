import {
  CalendarDate,
  CommissionRef,
  FinancialYear,
  FundRef,
  LocalId,
  orNull,
  Pence,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/** What became of the money, in pence: each pound reserved, committed or paid, and in one of them alone. */
const moved = { budget: Pence, reserved: Pence, committed: Pence, paid: Pence };

/** The money of one theme of a fund; the theme is empty for money that is under none. */
export const ThemeSums = t.type({ theme: t.string, ...moved }, 'ThemeSums');
export type ThemeSums = t.TypeOf<typeof ThemeSums>;

/** One funding stream in one year. All sums in pence; every total is the sum of its lines. */
export const FundDocument = t.type(
  {
    fund: FundRef,
    stream: LocalId,
    name: t.string,
    year: FinancialYear,
    funder: t.string,
    costCode: orNull(t.string),
    ...moved,
    /** Budget less reserved, committed and paid: what may still be set aside; below zero, what is promised beyond it. */
    available: t.Int,
    /** The same sums by theme, as the fund was opened with them; they add up to those of the fund. */
    themes: t.readonlyArray(ThemeSums),
  },
  'FundDocument',
);
export type FundDocument = t.TypeOf<typeof FundDocument>;

/** What a line of a fund is, and so which total it is part of. */
export const LineKind = t.keyof(
  { tranche: null, reservation: null, commitment: null, payment: null },
  'LineKind',
);
export type LineKind = t.TypeOf<typeof LineKind>;

/** One tranche, reservation, commitment or payment. `open` is what of it counts now; `amount` what it was made for. */
export const LineDocument = t.type(
  {
    fund: FundRef,
    kind: LineKind,
    id: LocalId,
    amount: Pence,
    open: Pence,
    /** Empty where the money is under no theme. */
    theme: t.string,
    commission: orNull(CommissionRef),
    /** The commission's allocation. */
    allocation: orNull(LocalId),
    award: orNull(LocalId),
    /** The line it was taken from: a commitment's reservation, a payment's commitment. */
    from: orNull(LocalId),
    /** Of a tranche: the decision by which it was accepted, its conditions, the day by which it is to be spent. */
    decision: orNull(t.string),
    conditions: t.readonlyArray(LocalId),
    spendBy: orNull(CalendarDate),
    on: CalendarDate,
  },
  'LineDocument',
);
export type LineDocument = t.TypeOf<typeof LineDocument>;

/** Funding received before this record began, as its source has it; null where the source does not say. */
export const PriorFundingDocument = t.type(
  {
    fund: FundRef,
    id: LocalId,
    title: t.string,
    stream: t.string,
    year: FinancialYear,
    funder: t.string,
    amount: orNull(Pence),
    decision: orNull(t.string),
    decidedOn: orNull(CalendarDate),
    spendBy: orNull(CalendarDate),
    note: orNull(t.string),
    source: t.string,
  },
  'PriorFundingDocument',
);
export type PriorFundingDocument = t.TypeOf<typeof PriorFundingDocument>;

export const fundCollections: ReadonlyArray<CollectionSpec> = [
  {
    name: 'funds',
    fields: ['stream', 'year'],
    indexes: [['year', 'stream']],
    temporal: true,
  },
  {
    name: 'lines',
    fields: ['fund', 'kind', 'theme', 'commission', 'on'],
    indexes: [['fund', 'kind', 'theme', 'on'], ['commission']],
    temporal: true,
  },
  {
    name: 'prior',
    fields: ['fund', 'year', 'decidedOn'],
    indexes: [['year'], ['decidedOn']],
    temporal: true,
  },
];
