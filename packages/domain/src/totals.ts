/** The total of sums that somebody stated, in pence. It may pass what can be counted, and is then refused, not a bug. */
export const totalOf = (sums: ReadonlyArray<number>): number => sums.reduce((total, sum) => total + sum, 0);
