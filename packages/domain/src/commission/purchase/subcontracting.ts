import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import { isPublicContract } from '../public-contract';
import type { CommissionState } from '../state';

export const subcontractorsKnown = rule({
  id: 'award.after-subcontractors-checked',
  sentence:
    'A public contract that was competed for goes to a bidder that said to whom it would subcontract, none of them on the debarment list.',
  strength: 'law',
  source: 'Procurement Act 2023 s.28',
});

/** The winner of a public contract was asked for its subcontractors, and none of those it has now is debarred. */
export const subcontractorsInOrder = (commission: CommissionState, bid: string | undefined): Check => {
  const checked = bid === undefined ? undefined : commission.subcontracting.get(bid);
  const asked = bid !== undefined && isPublicContract(commission);
  return check(
    !asked || (checked !== undefined && checked.debarred.length === 0),
    subcontractorsKnown,
    { bid: bid ?? null, asked: checked !== undefined, debarred: [...(checked?.debarred ?? [])] },
    '/bid',
  );
};
