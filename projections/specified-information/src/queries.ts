import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { ListName } from './lists';

/** A page of a list, the latest first: of a month or a quarter where it is given. */
export const listPage = (asked: {
  readonly list: ListName;
  readonly month?: string;
  readonly quarter?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: Moment;
}): Query => {
  const { list, month, quarter, limit, cursor, at } = asked;
  const is = (field: string, value: string | undefined): ReadonlyArray<Condition> =>
    value === undefined ? [] : [{ field, is: value }];
  return {
    where: [...is('list', list), ...is('month', month), ...is('quarter', quarter)],
    sort: [{ field: 'on', descending: true }, { field: 'title' }],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};
