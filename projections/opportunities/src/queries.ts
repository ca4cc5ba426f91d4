import {
  addDays,
  type CalendarDate,
  epochMilliseconds,
  type Instant,
  instantOf,
} from '@commissioning/kernel';
import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { ConsultationDocument, OpportunityDocument } from './documents';

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

/** How a consultation stands on a day: answers are taken from its first day to the end of its last. */
export const consultationStandingOn = (
  { from, listedUntil }: Pick<ConsultationDocument, 'from' | 'listedUntil'>,
  today: CalendarDate,
): OpportunityStanding => {
  if (listedUntil < today) return 'closed';
  return from > today ? 'forthcoming' : 'open';
};

const listingOfDay = (standing: OpportunityStanding | 'all', today: CalendarDate): Listing => {
  const title = { field: 'title' };
  const lastFirst = { field: 'listedUntil', descending: true };
  switch (standing) {
    case 'open':
      return {
        where: [
          { field: 'listedUntil', from: today },
          { field: 'from', to: today },
        ],
        sort: [{ field: 'listedUntil' }, title],
      };
    case 'forthcoming':
      return {
        where: [
          { field: 'from', from: addDays(today, 1) },
          { field: 'listedUntil', from: today },
        ],
        sort: [{ field: 'from' }, title],
      };
    case 'closed':
      return { where: [{ field: 'listedUntil', to: addDays(today, -1) }], sort: [lastFirst, title] };
    case 'all':
      return { where: [], sort: [lastFirst, title] };
  }
};

/** A page of consultations that stand so on a day: those that end next first, of those that are over the last. */
export const consultationsPage = (asked: {
  readonly standing: OpportunityStanding | 'all';
  readonly today: CalendarDate;
  readonly limit: number;
  readonly cursor?: string;
  readonly at?: Moment;
}): Query => {
  const { standing, today, limit, cursor, at } = asked;
  return {
    ...listingOfDay(standing, today),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};
