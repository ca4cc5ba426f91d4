import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import { awardsIn, stands } from '../standing';
import { type CommissionState, wholeLot } from '../state';
import { evaluationOf } from './lots';

export const lotOpen = rule({
  id: 'award.in-open-lot',
  sentence:
    'Nothing is awarded, and no reserve called, in a lot that ended without an award or was cancelled.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.55: a procurement that was ended has ended',
});

/** Whether a lot ended without an agreement: with no award, or cancelled. */
export const ended = (commission: CommissionState, lot: string): boolean =>
  evaluationOf(commission, lot).noAward !== undefined ||
  [...commission.cancellations.values()].some(({ lots }) => lots.some((each) => each === lot));

/** The lot did not end without an award. */
export const lotStillOpen = (commission: CommissionState, lot: string): Check =>
  check(!ended(commission, lot), lotOpen, { lot }, '/lot');

/** Whether something in a lot can still go ahead: it has not ended, and not all that was awarded in it is signed. */
const goesOn = (commission: CommissionState, lot: string): boolean => {
  const awards = awardsIn(commission, lot);
  const signed = awards.length > 0 && awards.every(({ agreement }) => agreement !== undefined);
  return !ended(commission, lot) && !signed;
};

/** The lots in which something can still go ahead; the whole, where no specification was published. */
export const openLots = (commission: CommissionState): ReadonlyArray<string> => {
  const lots = commission.specification?.lots.map(({ id }) => id as string) ?? [wholeLot];
  const brought = [...commission.awards.values()].some((award) => award.kind === 'prior' && stands(award));
  const inHistoryAlone = brought && commission.need === undefined;
  return inHistoryAlone ? [] : lots.filter((lot) => goesOn(commission, lot));
};
