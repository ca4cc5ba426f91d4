import { type Pence, remaining, sumPence } from '@commissioning/kernel';
import type { PaidFrom } from '../../shapes';
import { unpromised } from '../allocations';
import type { Award, CommissionState } from '../state';

type Share = PaidFrom[number];

/** What an award may still pay from each allocation, in pence; an award brought in, from what is promised to no other. */
export const payableFrom = (commission: CommissionState, award: Award): ReadonlyArray<Share> => {
  if (award.kind === 'prior')
    return [...commission.allocations].map(([allocation, { fund }]) => ({
      allocation: allocation as Share['allocation'],
      fund,
      amount: unpromised(commission, allocation),
    }));
  const paid = [...award.payments.values()].flatMap(({ made }) => made?.from ?? []);
  return award.paidFrom.map((share) => {
    const before = paid
      .filter(({ allocation }) => allocation === share.allocation)
      .map(({ amount }) => amount);
    return { ...share, amount: remaining(share.amount, sumPence(before)) };
  });
};

/**
 * Divides a sum over what is left of each allocation, in proportion, to the penny: pennies that do not divide go to the
 * first allocations that still have one left. Gives less than the sum where the allocations have less.
 */
export const proRata = (sum: Pence, left: ReadonlyArray<Share>): ReadonlyArray<Share> => {
  const total = sumPence(left.map(({ amount }) => amount));
  const divided = Math.min(sum, total);
  // Pence times pence passes 2^53.
  const shares = left.map(({ amount }) =>
    total === 0 ? 0 : Number((BigInt(divided) * BigInt(amount)) / BigInt(total)),
  );
  let over = divided - shares.reduce((one, other) => one + other, 0);
  return left
    .map((share, index) => {
      const floor = shares[index] ?? 0;
      const penny = over > 0 && floor < share.amount ? 1 : 0;
      over -= penny;
      return { ...share, amount: (floor + penny) as Pence };
    })
    .filter(({ amount }) => amount > 0);
};
