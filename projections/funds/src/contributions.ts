import type { CommissionEvent } from '@commissioning/domain';
import { commissionOf, type Happened, noPence, remaining, sumPence } from '@commissioning/kernel';
import type { DocumentKey } from '@commissioning/projecting';
import type { ContributionDocument } from './documents';

/** What commissions tell of the money that partners give to them. */
export type ContributionEvent = Extract<
  CommissionEvent,
  { type: 'ContributionAgreed' | 'ContributionReceived' | 'ContributionWithdrawn' }
>;

export const isContribution = (event: Happened): event is Happened<ContributionEvent> =>
  event.type === 'ContributionAgreed' ||
  event.type === 'ContributionReceived' ||
  event.type === 'ContributionWithdrawn';

export const contributionKey = (event: Happened<ContributionEvent>): DocumentKey => ({
  collection: 'contributions',
  id: `${commissionOf(event)}/${event.data.contribution}`,
});

/** A contribution after something became of it: each pound is to come, received or withdrawn. */
export const contributionAfter = (
  event: Happened<ContributionEvent>,
  before: ContributionDocument | undefined,
): ContributionDocument | undefined => {
  if (event.type === 'ContributionAgreed') {
    const { contribution, partner, amount, agreedOn, fund = null } = event.data;
    const sums = { agreed: amount, received: noPence, withdrawn: noPence, toCome: amount };
    return { commission: commissionOf(event), contribution, partner, fund, agreedOn, ...sums };
  }
  if (before === undefined) return undefined;
  const { amount } = event.data;
  const sum = event.type === 'ContributionReceived' ? 'received' : 'withdrawn';
  return { ...before, [sum]: sumPence([before[sum], amount]), toCome: remaining(before.toCome, amount) };
};
