import { epochMilliseconds, type Instant, instantOf } from '@commissioning/kernel';
import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { OpportunityDocument } from './documents';

/** How an opportunity stands at a moment: bids are taken from when it opens up to and including its last moment. */
export const opportunityStandings = ['open', 'forthcoming', 'closed'] as const;
export type OpportunityStanding = (typeof opportunityStandings)[number];

/** How an opportunity stands at a moment. */
export const standingAt = (
  { opens, until }: Pick<OpportunityDocument, 'opens' | 'until'>,
  now: Instant,
): OpportunityStanding => {
  if (until < now) return 'closed';
  return opens > now ? 'forthcoming' : 'open';
};

const byMillisecond = (moment: Instant, by: number): Instant => instantOf(epochMilliseconds(moment) + by);

type Listing = Required<Pick<Query, 'where' | 'sort'>>;

/** What stands so at a moment, what is next first; what has closed, the latest first. */
const listing = (standing: OpportunityStanding | 'all', now: Instant): Listing => {
  const title = { field: 'title' };
  switch (standing) {
    case 'open':
      return {
        where: [
          { field: 'until', from: now },
          { field: 'opens', to: now },
        ],
        sort: [{ field: 'until' }, title],
      };
    case 'forthcoming':
      return {
        where: [
          { field: 'opens', from: byMillisecond(now, 1) },
          { field: 'until', from: now },
        ],
        sort: [{ field: 'opens' }, title],
      };
    case 'closed':
      return {
        where: [{ field: 'until', to: byMillisecond(now, -1) }],
        sort: [{ field: 'until', descending: true }, title],
      };
    case 'all':
      return { where: [], sort: [{ field: 'until', descending: true }, title] };
  }
};

/** A page of opportunities that stand so at a moment, of one instrument where it is given. */
export const opportunitiesPage = (asked: {
  readonly standing: OpportunityStanding | 'all';
  /** The moment by which it is judged whether one is open. */
  readonly now: Instant;
  readonly instrument?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: Moment;
}): Query => {
  const { standing, now, instrument, limit, cursor, at } = asked;
  const { where, sort } = listing(standing, now);
  const ofInstrument: ReadonlyArray<Condition> =
    instrument === undefined ? [] : [{ field: 'instrument', is: instrument }];
  return {
    where: [...ofInstrument, ...where],
    sort,
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};

/** The clarifications, amendments, notices or results of one opportunity, in the order in which they became known. */
export const ofOpportunity = (reference: string, limit: number, at?: Moment): Query => ({
  where: [{ field: 'commission', is: reference }],
  sort: [{ field: 'at' }],
  limit,
  ...(at === undefined ? {} : { at }),
});
