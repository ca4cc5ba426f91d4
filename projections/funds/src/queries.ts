import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { LineKind } from './documents';

/** The totals of a fund that are sums of lines. */
export const totalsOfFunds = [
  'budget',
  'reserved',
  'committed',
  'paid',
  'forward',
  'returned',
  'carried',
] as const;
export type FundTotal = (typeof totalsOfFunds)[number];

const kindsOf: Record<FundTotal, ReadonlyArray<LineKind>> = {
  budget: ['tranche', 'revision'],
  reserved: ['reservation'],
  committed: ['commitment'],
  paid: ['payment'],
  forward: ['reservation', 'commitment'],
  returned: ['returned'],
  carried: ['carried'],
};

/** Which figure of the lines behind a total it is the sum of. */
export const figureBehind = (total: FundTotal): 'open' | 'forward' =>
  total === 'forward' ? 'forward' : 'open';

/** Funds by year, newest first, then by stream; of one year where it is given. */
export const fundsOf = (year: string | undefined, limit: number, at?: Moment, cursor?: string): Query => ({
  ...(year === undefined ? {} : { where: [{ field: 'year', is: year }] }),
  sort: [{ field: 'year', descending: true }, { field: 'stream' }],
  limit,
  ...(at === undefined ? {} : { at }),
  ...(cursor === undefined ? {} : { cursor }),
});

/** What partners agreed to give, what was agreed last first; into one fund or to one commission where it is given. */
export const contributionsPage = (
  asked: { readonly fund?: string; readonly commission?: string },
  limit: number,
  at?: Moment,
  cursor?: string,
): Query => ({
  where: [
    ...(asked.fund === undefined ? [] : [{ field: 'fund', is: asked.fund }]),
    ...(asked.commission === undefined ? [] : [{ field: 'commission', is: asked.commission }]),
  ],
  sort: [{ field: 'agreedOn', descending: true }],
  limit,
  ...(at === undefined ? {} : { at }),
  ...(cursor === undefined ? {} : { cursor }),
});

/** Which lines a total of a fund, or of one of its themes, is the sum of: the figure that `figureBehind` names. */
export const linesBehindTotal = (
  fund: string,
  total: FundTotal,
  theme?: string,
): ReadonlyArray<Condition> => [
  { field: 'fund', is: fund },
  { field: 'kind', in: kindsOf[total] },
  ...(theme === undefined ? [] : [{ field: 'theme', is: theme }]),
];
