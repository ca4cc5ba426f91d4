import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type Check, check } from '../../checks';
import type { CommissionState } from '../state';
import { evaluationOf } from './lots';

export const highEnough = rule({
  id: 'award.total-high-enough',
  sentence: 'A bid whose total is below what was published for an award is neither recommended nor awarded.',
  strength: 'law',
  source:
    'Procurement Act 2023 s.23(3): what disqualifies is stated; Dorset, major grants: 4 of 10 and less is rejected. By policy for grants',
});

export const conditionsByMatrix = rule({
  id: 'award.conditions-by-its-total',
  sentence:
    'A bid whose total was published to be awarded with conditions alone is awarded on at least one that does not come with the money.',
  strength: 'law',
  source: 'Equal treatment, Procurement Act 2023 s.12(2); Dorset, major grants: 5 to 6 of 10 with conditions',
});

/** What a bid came to in its lot, in hundredths of a percent; undefined of one that no ranking has. */
const totalOf = (commission: CommissionState, lot: string, bid: string | undefined): number | undefined =>
  evaluationOf(commission, lot).ranking?.find((each) => each.bid === bid)?.total;

/** A bid reached the total from which it can be awarded, where one was published. */
export const totalHighEnough = (commission: CommissionState, lot: string, bid: string | undefined): Check => {
  const total = totalOf(commission, lot, bid);
  const from = commission.matrix?.withConditionsFrom;
  if (total === undefined || from === undefined) return E.right(undefined);
  return check(total >= from * 100, highEnough, { lot, bid: bid ?? '', total, from: from * 100 }, '/bid');
};

/** An award states conditions of its own where the total of its bid was published to ask for some. */
export const conditionsOfTotal = (
  commission: CommissionState,
  { lot, bid }: { readonly lot: string; readonly bid?: string | undefined },
  ownConditions: ReadonlyArray<string>,
): Check => {
  const total = totalOf(commission, lot, bid);
  const from = commission.matrix?.recommendedFrom;
  if (total === undefined || from === undefined) return E.right(undefined);
  return check(
    total >= from * 100 || ownConditions.length > 0,
    conditionsByMatrix,
    { lot, bid: bid ?? '', total, from: from * 100 },
    '/conditions',
  );
};
