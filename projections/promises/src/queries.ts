import type { Moment, Query } from '@commissioning/read-store';

/** A page of awards with their promises, by title: those of a commission or a provider where one is given. */
export const promisesPage = (asked: {
  readonly commission?: string;
  readonly provider?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: Moment;
}): Query => {
  const { commission, provider, limit, cursor, at } = asked;
  return {
    where: [
      { field: 'promised', is: true },
      ...(commission === undefined ? [] : [{ field: 'commission', is: commission }]),
      ...(provider === undefined ? [] : [{ field: 'providerReference', is: provider }]),
    ],
    sort: [{ field: 'title' }],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};
