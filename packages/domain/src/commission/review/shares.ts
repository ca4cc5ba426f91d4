import { type Pence, remaining, sumPence } from '@commissioning/kernel';
import type { PaidFrom } from '../../shapes';
import { unpromised } from '../allocations';
import type { Award, CommissionState } from '../state';

type Share = PaidFrom[number];

/** What an award may still pay from each allocation, in pence; an award brought in, from what is promised to no other. */
export const payableFrom = (commission: CommissionState, award: Award): ReadonlyArray<Share> => {
  const paid = [...award.payments.values()].flatMap(({ made }) => made?.from ?? []);
  const shares = award.paidFrom.map((share) => {
    const before = paid
      .filter(({ allocation }) => allocation === share.allocation)
      .map(({ amount }) => amount);
    return { ...share, amount: remaining(share.amount, sumPence(before)) };
  });
  if (award.kind !== 'prior') return shares;
  const others = [...commission.allocations].filter(
    ([id]) => !shares.some(({ allocation }) => allocation === id),
  );
  const free = others.map(([allocation, { fund }]) => ({
    allocation: allocation as Share['allocation'],
    fund,
    amount: unpromised(commission, allocation),
  }));
  return [...shares, ...free];
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

interface Moved {
  readonly more?: PaidFrom | undefined;
  readonly less?: PaidFrom | undefined;
}

/** What an event says as a command would say it: shares without their funds, and none where a name is left out. */
export const sharesAsStated = <Said extends Moved>(said: Said, leftOut: ReadonlyArray<string> = []): object =>
  Object.fromEntries(
    Object.entries(said)
      .filter(([field]) => !leftOut.includes(field))
      .map(([field, value]) =>
        field === 'more' || field === 'less'
          ? [field, (value as PaidFrom).map(({ allocation, amount }) => ({ allocation, amount }))]
          : [field, value as unknown],
      ),
  );
