import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { EntryDocument } from './documents';

/** How the register may be listed. */
export const registerOrders = ['newest', 'title', 'provider', 'amount'] as const;
export type RegisterOrder = (typeof registerOrders)[number];

const sortBy: Record<RegisterOrder, NonNullable<Query['sort']>> = {
  newest: [{ field: 'decidedOn', descending: true }, { field: 'title' }],
  title: [{ field: 'title' }],
  provider: [{ field: 'provider' }, { field: 'title' }],
  amount: [{ field: 'amount.pence', descending: true }, { field: 'title' }],
};

/** A page of the register: what ran in a year, of one origin, where they are given; in an order, as at a moment. */
export const registerPage = (asked: {
  readonly year?: string;
  readonly origin?: 'here' | 'before';
  readonly order?: RegisterOrder;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: Moment;
}): Query => {
  const { year, origin, order = 'newest', limit, cursor, at } = asked;
  const runningIn: ReadonlyArray<Condition> =
    year === undefined
      ? []
      : [
          { field: 'firstYear', to: year },
          { field: 'lastYear', from: year },
        ];
  return {
    where: [...runningIn, ...(origin === undefined ? [] : [{ field: 'origin', is: origin }])],
    sort: sortBy[order],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};

/** The awards, payments or steps of one commission; steps in the order in which they happened. */
export const ofCommission = (reference: string, sort: NonNullable<Query['sort']>, limit: number): Query => ({
  where: [{ field: 'commission', is: reference }],
  sort,
  limit,
});

/** The awards of several commissions, as at a moment where one is given. */
export const ofCommissions = (references: ReadonlyArray<string>, at?: Moment): Query => ({
  where: [{ field: 'commission', in: references }],
  limit: 1_000,
  ...(at === undefined ? {} : { at }),
});

/** Which payments an award's `paid` is the sum of. */
export const paymentsOf = ({
  commission,
  award,
}: Pick<EntryDocument, 'commission' | 'award'>): ReadonlyArray<Condition> => [
  { field: 'commission', is: commission },
  { field: 'award', is: award },
];

/** The bodies that commission, by their ids. */
export const bodiesPage = (limit: number, at?: Moment, cursor?: string): Query => ({
  sort: [{ field: 'body' }],
  limit,
  ...(at === undefined ? {} : { at }),
  ...(cursor === undefined ? {} : { cursor }),
});
