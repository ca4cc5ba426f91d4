import { type CalendarDate, type EventOf, rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../checks';
import type { FundsPaid } from './events';
import { type FundState, leftOfTranche, returnedOfPayment, type Tranche } from './state';

export const deliveredInTime = rule({
  id: 'fund.delivered-in-time',
  sentence:
    'Money pays for activity delivered by the day by which it is to be spent, on whatever day it is paid; activity of which no day is said is of the day of payment.',
  strength: 'integrity',
  source: 'Ministry of Justice grants lapse on 31 March, PCC/D/071 and PCC/D/099; accruals accounting',
});

type Payment = Pick<EventOf<typeof FundsPaid>['data'], 'amount' | 'paidOn' | 'deliveredUntil'>;

/** The last day of the activity that a payment is for. */
const deliveryOf = ({ paidOn, deliveredUntil }: Payment): CalendarDate => deliveredUntil ?? paidOn;

const total = (sums: ReadonlyArray<number>): number => sums.reduce((one, other) => one + other, 0);

/** What may pay for activity delivered after a day: tranches to be spent later or at any time, and budgets raised. */
const mayPayAfter = ({ tranches, revisions }: FundState, day: CalendarDate): number => {
  const lasting = [...tranches.values()].filter(
    ({ made: { spendBy } }) => spendBy === undefined || spendBy > day,
  );
  const raised = [...revisions.values()].filter(({ change }) => change === 'raise');
  return total(lasting.map(leftOfTranche)) + total(raised.map(({ amount }) => amount));
};

const paidForAfter = (fund: FundState, day: CalendarDate): number =>
  total(
    [...fund.payments.values()]
      .filter((payment) => deliveryOf(payment) > day)
      .map(({ payment, amount }) => amount - returnedOfPayment(fund, payment)),
  );

/**
 * What of a tranche no payment has used that it alone could pay for, in pence: after each day on which other money of the
 * fund lapses, what was delivered stays covered by what lasts longer.
 */
export const unusedOf = (fund: FundState, { made: { spendBy: last } }: Tranche): number => {
  const lapses = [...fund.tranches.values()].flatMap(({ made: { spendBy } }) => spendBy ?? []);
  const before = lapses.filter((spendBy) => last === undefined || spendBy < last);
  return Math.min(
    ...before.map((spendBy) => Math.max(0, mayPayAfter(fund, spendBy) - paidForAfter(fund, spendBy))),
  );
};

/**
 * A payment, with those made before, is covered by money that may still be spent on the day of its delivery: after each day
 * on which money of the fund lapses, no more is delivered than what lasts longer can pay for.
 */
export const inTime = (fund: FundState, payment: Payment): Check => {
  const delivered = deliveryOf(payment);
  const lapses = [...fund.tranches.values()].flatMap(({ made: { spendBy } }) =>
    spendBy !== undefined && spendBy < delivered ? [spendBy] : [],
  );
  return allHold(
    ...[...new Set(lapses)].map((spendBy) => {
      const left = mayPayAfter(fund, spendBy) - paidForAfter(fund, spendBy);
      const { amount } = payment;
      return check(amount <= left, deliveredInTime, { delivered, spendBy, amount, left }, '/deliveredUntil');
    }),
  );
};
