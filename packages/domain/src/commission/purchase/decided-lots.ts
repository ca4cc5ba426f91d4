import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { CommissionState } from '../state';
import { awardsIn } from '../standing';
import { ended } from './open-lots';

export const afterDecision = rule({
  id: 'lot.after-decision',
  sentence: 'Bidders are told how they were seen, and a standstill begins, after the lot was decided.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.50-51; by policy for grants',
});

/** The lot was decided: something was awarded in it, or it ended without an award or was cancelled. */
export const decidedLot = (commission: CommissionState, lot: string): Check => {
  const decided = awardsIn(commission, lot).length > 0 || ended(commission, lot);
  return check(decided, afterDecision, { lot }, '/lot');
};
