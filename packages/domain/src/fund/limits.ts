import { type CalendarDate, type EventOf, noPence, type Pence, remaining, rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { OverAllocationApproved } from './events';
import type { FundState } from './state';
import { tally } from '../totals';

export const promisedWithinLimit = rule({
  id: 'fund.promised-within-budget',
  sentence:
    'What is set aside, committed and paid together stays within the budget and what may be allocated beyond it.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114; Warwickshire WPCC3-0089: over-allocation underwritten',
});

type OverAllocation = EventOf<typeof OverAllocationApproved>['data'];

/** What an approval lets be promised beyond a budget, in pence: a sum, or a share of the budget up to that sum. */
export const beyond = (
  budget: Pence,
  { amount, percent }: Pick<OverAllocation, 'amount' | 'percent'>,
): Pence => {
  if (percent === undefined) return amount;
  // Pence times percent passes 2^53.
  const share = Number((BigInt(budget) * BigInt(percent)) / 100n);
  return Math.min(amount, share) as Pence;
};

/** The over-allocation in force on a day: the one approved last, until it ends. */
const overAllocationOn = (fund: FundState, today: CalendarDate): OverAllocation | undefined => {
  const last = [...fund.overAllocations.values()].at(-1);
  return last !== undefined && today <= last.until ? last : undefined;
};

/** The most that a budget lets be set aside, committed and paid together on a day, in pence. */
export const limitOf = (fund: FundState, budget: Pence, today: CalendarDate): Pence => {
  const approved = overAllocationOn(fund, today);
  return tally([budget, approved === undefined ? noPence : beyond(budget, approved)]);
};

/** What is set aside, committed and paid together. */
export const promised = ({ reserved, committed, paid }: FundState): Pence =>
  tally([reserved, committed, paid]);

/** What no promise has taken of what may be promised today. */
export const roomIn = (fund: FundState, today: CalendarDate): Pence =>
  remaining(limitOf(fund, fund.budget, today), promised(fund));

/** What is free to be set aside today: promises made before the year was opened come first. */
export const freeIn = (fund: FundState, today: CalendarDate): Pence =>
  remaining(roomIn(fund, today), fund.forward);

/** A lower limit, from a budget or an over-allocation that is to be, still holds everything that was promised. */
export const holdsPromises = (fund: FundState, limit: Pence, budget: Pence, field: string): Check =>
  check(
    promised(fund) <= limit && fund.paid <= budget,
    promisedWithinLimit,
    { reserved: fund.reserved, committed: fund.committed, paid: fund.paid, budget, limit },
    field,
  );
