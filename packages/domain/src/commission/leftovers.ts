import type { LocalId } from '@commissioning/kernel';
import { unpromised } from './allocations';
import type { CommissionEvent } from './events';
import { FundingReleased } from './plan/events';
import type { CommissionState } from './state';

/** Under which id, and why, what is left goes back. */
interface GivingBack {
  readonly release: LocalId;
  readonly reason: string;
}

/** What was set aside and promised to nobody goes back to its funds. */
export const leftovers = (
  commission: CommissionState,
  { release, reason }: GivingBack,
): ReadonlyArray<CommissionEvent> =>
  [...commission.allocations].flatMap(([allocation, { fund }]) => {
    const amount = unpromised(commission, allocation);
    return amount === 0
      ? []
      : [FundingReleased.make({ release, reason, allocation: allocation as LocalId, fund, amount })];
  });
