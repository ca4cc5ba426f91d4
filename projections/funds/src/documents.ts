import { CorrectedField } from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  Count,
  DecisionRef,
  DocumentRef,
  FinancialYear,
  FundRef,
  LocalId,
  orNull,
  Pence,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/**
 * What became of the money, in pence: each pound reserved, committed or paid, and in one of them alone. `forward` is what
 * was promised before the year was opened and its budget does not cover yet: it is in none of the others.
 */
const moved = { budget: Pence, reserved: Pence, committed: Pence, paid: Pence, forward: Pence };

/**
 * The money of one theme of a fund; the theme is empty for money that is under none. Its budget is below zero where the
 * budget of the whole was lowered under another theme than it had been accepted for.
 */
export const ThemeSums = t.type({ theme: t.string, ...moved, budget: t.Int }, 'ThemeSums');
export type ThemeSums = t.TypeOf<typeof ThemeSums>;

/** One funding stream in one year. All sums in pence; every total is the sum of its lines. */
export const FundDocument = t.type(
  {
    fund: FundRef,
    stream: LocalId,
    /** Null while the year is not opened and is only promised from. */
    name: orNull(t.string),
    year: FinancialYear,
    funder: orNull(t.string),
    costCode: orNull(t.string),
    opened: t.boolean,
    ...moved,
    /** Went back to the funder, or left for the next year; it is not in the budget any more. */
    returned: Pence,
    carried: Pence,
    /**
     * Budget less reserved, committed, paid and forward: what may still be set aside of it; below zero, what is promised
     * beyond it.
     */
    available: t.Int,
    /** What may be promised beyond the budget: so much, or a share of it up to so much, until a day. */
    overAllocation: orNull(
      t.type({ amount: Pence, percent: orNull(Count), until: CalendarDate, decision: DecisionRef }),
    ),
    closed: orNull(t.type({ on: CalendarDate, left: Pence, explanation: orNull(t.string) })),
    /** The same sums by theme, as the fund was opened with them; they add up to those of the fund. */
    themes: t.readonlyArray(ThemeSums),
    /** What was put right in it since it was opened. */
    corrections: t.readonlyArray(CorrectedField),
  },
  'FundDocument',
);
export type FundDocument = t.TypeOf<typeof FundDocument>;

/** What a line of a fund is, and so which total it is part of. */
export const LineKind = t.keyof(
  {
    tranche: null,
    revision: null,
    reservation: null,
    commitment: null,
    payment: null,
    returned: null,
    carried: null,
  },
  'LineKind',
);
export type LineKind = t.TypeOf<typeof LineKind>;

/**
 * One tranche or other entry of a fund. `open` is what of it counts now, below zero for a budget lowered; `amount` what it
 * was made for; `forward` what of it the budget does not cover yet, which `open` does not count.
 */
export const LineDocument = t.type(
  {
    fund: FundRef,
    kind: LineKind,
    id: LocalId,
    amount: Pence,
    open: t.Int,
    forward: Pence,
    /** Empty where the money is under no theme. */
    theme: t.string,
    commission: orNull(CommissionRef),
    /** The commission's allocation. */
    allocation: orNull(LocalId),
    award: orNull(LocalId),
    /** The line it was taken from: a commitment's reservation, a payment's commitment, the tranche that was returned. */
    from: orNull(LocalId),
    /** The fund of the year that money was brought forward from, or carried forward to. */
    otherYear: orNull(FundRef),
    /** Of a tranche and what moves a budget: the decision, the conditions, the day by which it is to be spent. */
    decision: orNull(t.string),
    conditions: t.readonlyArray(LocalId),
    spendBy: orNull(CalendarDate),
    on: CalendarDate,
  },
  'LineDocument',
);
export type LineDocument = t.TypeOf<typeof LineDocument>;

/** What a funder was told of a year. */
export const FunderReturnDocument = t.type(
  {
    fund: FundRef,
    id: LocalId,
    sentOn: CalendarDate,
    spent: Pence,
    committed: Pence,
    unspent: Pence,
    difference: orNull(t.string),
    document: DocumentRef,
  },
  'FunderReturnDocument',
);
export type FunderReturnDocument = t.TypeOf<typeof FunderReturnDocument>;

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
    corrections: t.readonlyArray(CorrectedField),
  },
  'PriorFundingDocument',
);
export type PriorFundingDocument = t.TypeOf<typeof PriorFundingDocument>;

/** What a partner agreed to give to a commission; its sums are in pence and add up to what was agreed. */
export const ContributionDocument = t.type(
  {
    commission: CommissionRef,
    contribution: LocalId,
    partner: LocalId,
    /** The fund it comes into; null where the partner pays its part to the provider itself. */
    fund: orNull(FundRef),
    agreedOn: CalendarDate,
    agreed: Pence,
    received: Pence,
    withdrawn: Pence,
    toCome: Pence,
  },
  'ContributionDocument',
);
export type ContributionDocument = t.TypeOf<typeof ContributionDocument>;

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
    indexes: [['fund', 'kind', 'on'], ['fund', 'theme', 'kind', 'on'], ['commission']],
    temporal: true,
  },
  {
    name: 'funder-returns',
    fields: ['fund', 'sentOn'],
    indexes: [['fund', 'sentOn']],
    temporal: true,
  },
  {
    name: 'prior',
    fields: ['fund', 'year', 'decidedOn'],
    indexes: [['year'], ['decidedOn']],
    temporal: true,
  },
  {
    name: 'contributions',
    fields: ['fund', 'commission', 'agreedOn'],
    indexes: [['fund', 'commission', 'agreedOn'], ['agreedOn']],
    temporal: true,
  },
];
