import { commissionOf } from '@commissioning/kernel';
import { change, type Effect } from '@commissioning/projecting';
import { contributionsAfter } from './commissions';
import type { CommissionDocument } from './documents';
import type { Told } from './events';
import { commissionKept } from './held';
import { commissionKey } from './keys';

type Contributed = Told<'ContributionAgreed' | 'ContributionWithdrawn'>;

/** What partners give waits with the commission until a decision is published, and is told at once from then on. */
export const contributes = (event: Contributed): Effect => ({
  reads: [],
  changes: [
    change<CommissionDocument>(commissionKey(commissionOf(event)), (before) =>
      before === undefined || before.contributions === null
        ? before
        : { ...before, contributions: contributionsAfter(event, before.contributions) },
    ),
    commissionKept(event),
  ],
});
