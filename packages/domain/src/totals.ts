import type { Pence } from '@commissioning/kernel';

/** The total of sums that somebody stated, in pence. It may pass what can be counted, and is then refused, not a bug. */
export const totalOf = (sums: ReadonlyArray<number>): number => sums.reduce((total, sum) => total + sum, 0);

/** What has happened, added up in pence: no more than can be counted, since nothing that has happened is refused. */
export const tally = (sums: Iterable<number>): Pence =>
  Math.min(totalOf([...sums]), Number.MAX_SAFE_INTEGER) as Pence;
