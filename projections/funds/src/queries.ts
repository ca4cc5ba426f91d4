import type { Condition, Moment, Query } from '@commissioning/read-store';

/** Funds by year, newest first, then by stream; of one year where it is given. */
export const fundsOf = (year: string | undefined, limit: number, at?: Moment): Query => ({
  ...(year === undefined ? {} : { where: [{ field: 'year', is: year }] }),
  sort: [{ field: 'year', descending: true }, { field: 'stream' }],
  limit,
  ...(at === undefined ? {} : { at }),
});

/** Which lines a total of a fund is the sum of: their `open` amounts. */
export const linesBehindTotal = (
  fund: string,
  total: 'budget' | 'reserved' | 'committed' | 'paid',
): ReadonlyArray<Condition> => {
  const kind = { budget: 'tranche', reserved: 'reservation', committed: 'commitment', paid: 'payment' }[
    total
  ];
  return [
    { field: 'fund', is: fund },
    { field: 'kind', is: kind },
  ];
};
