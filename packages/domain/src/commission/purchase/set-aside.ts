import { type Pence, remaining, rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import type { FundState } from '../../fund/state';
import type { PaidFrom } from '../../shapes';
import { tally } from '../../totals';
import { promised } from '../allocations';
import type { CommissionState } from '../state';

export const setAsideByFund = rule({
  id: 'award.set-aside-by-fund',
  sentence:
    'Money is promised to an award once its fund has set it aside for the commission; until the fund has answered, the award waits.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: expenditure stays within resources',
});

/** What a fund holds for an allocation, committed or not, in pence; undefined where it has set nothing aside for it. */
const heldFor = (fund: FundState | undefined, commission: string, allocation: string): Pence | undefined => {
  const lines = [...(fund?.reservations.values() ?? [])].filter(
    ({ made }) => made.for.commission === commission && made.for.line === allocation,
  );
  return lines.length === 0
    ? undefined
    : tally(lines.map(({ made, released }) => remaining(made.amount, released)));
};

/**
 * Each fund holds what is to be taken beside what its allocation has been promised for already. A fund follows a commission
 * later: what it has not answered yet it may still refuse, and what it refused stays an allocation until it is given back.
 */
export const setAsideByFunds = (
  commission: CommissionState,
  shares: PaidFrom,
  { funds }: Context,
  field: string,
): Check =>
  allHold(
    ...shares.map(({ allocation, fund, amount }, index) => {
      const held = heldFor(funds.get(fund), commission.reference ?? '', allocation);
      const before = promised(commission, allocation);
      return check(
        held !== undefined && before + amount <= held,
        setAsideByFund,
        { fund, allocation, taken: amount, promised: before, setAside: held ?? null },
        `${field}/${index}`,
      );
    }),
  );
