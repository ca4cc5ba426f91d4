import { type Pence, remaining, sumPence } from '@commissioning/kernel';
import { stands } from './standing';
import type { Allocation, Award, CommissionState } from './state';

/** What an allocation still holds for the commission, in pence: what was set aside less what went back. */
export const allocated = (allocation: Allocation): Pence =>
  remaining(allocation.amount, sumPence([...allocation.releases.values()].map(({ amount }) => amount)));

/**
 * What an award takes from an allocation: its share; an award brought in from before the record has one only where it was
 * raised here, and takes of any other what was paid.
 */
const takenBy = (award: Award, allocation: string): ReadonlyArray<Pence> => {
  const paid = [...award.payments.values()].flatMap(({ made }) => made?.from ?? []);
  const committed = award.kind !== 'prior' || award.paidFrom.some((share) => share.allocation === allocation);
  const shares = committed ? award.paidFrom : paid;
  return shares.filter((share) => share.allocation === allocation).map(({ amount }) => amount);
};

/** What the awards that stand take of an allocation, in pence. */
export const promised = (state: CommissionState, id: string): Pence =>
  sumPence([...state.awards.values()].filter(stands).flatMap((award) => takenBy(award, id)));

/** What is left of an allocation and promised to no award, in pence; nothing where there is no such allocation. */
export const unpromised = (state: CommissionState, id: string): Pence => {
  const allocation = state.allocations.get(id);
  return remaining(allocation === undefined ? sumPence([]) : allocated(allocation), promised(state, id));
};
