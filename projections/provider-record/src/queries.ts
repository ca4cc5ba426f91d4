import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { AwardDocument } from './documents';

/** The checks, awards, payments or invoices of one provider, commission by commission. */
export const ofOneProvider = (provider: string, limit: number, at?: Moment): Query => ({
  where: [{ field: 'provider', is: provider }],
  sort: [{ field: 'commission' }],
  limit,
  ...(at === undefined ? {} : { at }),
});

/** Which payments an award's `paid` is the sum of. */
export const paymentsUnder = ({
  commission,
  award,
}: Pick<AwardDocument, 'commission' | 'award'>): ReadonlyArray<Condition> => [
  { field: 'commission', is: commission },
  { field: 'award', is: award },
];
