import { atLeastOne, LocalId, Pence, type Refusal, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { type Check, check } from '../../checks';
import { yearOf } from '../../fund/fund-reference';
import type { PaidFrom, YearProfile } from '../../shapes';
import { holdsOrExcepted } from '../action';
import { unpromised } from '../allocations';
import type { CommissionState } from '../state';

export const yearsAddUp = rule({
  id: 'award.years-add-up',
  sentence: 'What falls into each financial year adds up to the award, each year named once.',
  strength: 'integrity',
  source: 'CIPFA financial management code: commitments by year',
});

export const yearsCovered = rule({
  id: 'award.years-covered',
  sentence:
    'What falls into a financial year is paid from money of that year or of one before it, not of a later one.',
  strength: 'policy',
  source: 'CIPFA financial management code: commitments by year; budgets are set year by year',
});

export const fundedInFull = rule({
  id: 'award.funded-in-full',
  sentence:
    'An award is of some money and paid in full from what was set aside for the commission, each allocation named once and for more than nothing.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: expenditure stays within resources',
});

export const fundsLeft = rule({
  id: 'award.within-allocation',
  sentence: 'No more is taken from an allocation than is left of it.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: expenditure stays within resources',
});

/** From which allocations an award is paid, in pence; the record adds the fund of each. */
export const Shares = atLeastOne(t.type({ allocation: LocalId, amount: Pence }, 'Share'));
export type Shares = t.TypeOf<typeof Shares>;

/** Not `sumPence`: what somebody asks for may come to more than can be counted, and is then refused, not a bug. */
const sum = (sums: ReadonlyArray<{ readonly amount: number }>): number =>
  sums.reduce((before, { amount }) => before + amount, 0);

const once = (names: ReadonlyArray<string>): boolean => new Set(names).size === names.length;

/** The years together are the amount, in pence, each year once. */
export const spreadOverYears = (years: t.TypeOf<typeof YearProfile>, amount: Pence): Check =>
  check(
    sum(years) === amount && once(years.map(({ year }) => year)),
    yearsAddUp,
    { amount, years: years.map(({ year }) => year), total: sum(years) },
    '/years',
  );

/**
 * Up to the end of each financial year, no more falls due than the money of years up to then pays for: a later budget
 * pays for nothing that was promised before it. What an earlier year has left may pay for later ones, as far as its
 * conditions let it.
 */
export const paidInItsYears = (
  commission: CommissionState,
  years: t.TypeOf<typeof YearProfile>,
  paidFrom: PaidFrom,
): Check => {
  const short = years
    .map(({ year }) => {
      const due = sum(years.filter((each) => each.year <= year));
      const covered = sum(paidFrom.filter(({ fund }) => yearOf(fund) <= year));
      return { year, due, covered };
    })
    .filter(({ due, covered }) => due > covered);
  return holdsOrExcepted(commission, short.length === 0, yearsCovered, { short }, '/years');
};

/** The shares with the fund of each, when they together are the amount and every allocation still has its share. */
export const sharesOfFunds = (
  commission: CommissionState,
  shares: Shares,
  amount: Pence,
  field = '/paidFrom',
): E.Either<Refusal, PaidFrom> => {
  const each = once(shares.map(({ allocation }) => allocation)) && shares.every((share) => share.amount > 0);
  const whole = check(
    sum(shares) === amount && each,
    fundedInFull,
    { amount, allocations: shares.map(({ allocation }) => allocation), total: sum(shares) },
    field,
  );
  if (E.isLeft(whole)) return whole;
  const paidFrom: Array<PaidFrom[number]> = [];
  for (const [index, share] of shares.entries()) {
    const { allocation, amount: taken } = share;
    const fund = commission.allocations.get(allocation)?.fund;
    const left = unpromised(commission, allocation);
    if (fund === undefined || taken > left)
      return E.left(refusal(fundsLeft, { allocation, taken, left }, `${field}/${index}`));
    paidFrom.push({ allocation, fund, amount: taken });
  }
  return E.right(paidFrom);
};
