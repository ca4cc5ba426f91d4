import type { Condition, Moment, Query } from '@commissioning/read-store';

/** A page of awards by title: those of a commission, a provider or a rating where they are given. */
export const performancePage = (asked: {
  readonly commission?: string;
  readonly provider?: string;
  readonly rating?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: Moment;
}): Query => {
  const { commission, provider, rating, limit, cursor, at } = asked;
  const is = (field: string, value: string | undefined): ReadonlyArray<Condition> =>
    value === undefined ? [] : [{ field, is: value }];
  return {
    where: [...is('commission', commission), ...is('providerReference', provider), ...is('rating', rating)],
    sort: [{ field: 'title' }],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};

/** Plans, or returns, of some awards by the ids of these. */
export const partsOfAwards = (
  awards: ReadonlyArray<string>,
  limit: number,
  at?: Moment,
  cursor?: string,
): Query => ({
  where: [{ field: 'of', in: awards }],
  limit,
  ...(at === undefined ? {} : { at }),
  ...(cursor === undefined ? {} : { cursor }),
});
