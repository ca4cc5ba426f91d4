import type { Condition, Moment, Query } from '@commissioning/read-store';
import type { DutyStanding } from './documents';

/** How duties are asked for by their standing: `open` is what is still owed, in time or not. */
export const standingsAsked = ['open', 'due', 'overdue', 'met', 'met-late', 'lapsed'] as const;
export type StandingAsked = (typeof standingsAsked)[number];

const stillOwed: ReadonlyArray<DutyStanding> = ['due', 'overdue'];

/** Which duties, and how many of them at a time. */
export interface DutiesAsked {
  readonly limit: number;
  /** A commission, or the id of a body for what it owes for itself. */
  readonly commission?: string;
  /** Who is to act. */
  readonly owner?: string;
  readonly standing?: StandingAsked;
  /** Due on this day or before. */
  readonly dueBy?: string;
  readonly cursor?: string;
  readonly at?: Moment;
}

/** Duties by the day they are due, the oldest first. */
export const dutiesPage = (asked: DutiesAsked): Query => {
  const { limit, commission, owner, standing, dueBy, cursor, at } = asked;
  const where: ReadonlyArray<Condition> = [
    ...(commission === undefined ? [] : [{ field: 'owedFor', is: commission }]),
    ...(owner === undefined ? [] : [{ field: 'liesWith', is: owner }]),
    ...(standing === undefined
      ? []
      : [standing === 'open' ? { field: 'standing', in: stillOwed } : { field: 'standing', is: standing }]),
    ...(dueBy === undefined ? [] : [{ field: 'due', to: dueBy }]),
  ];
  return {
    where,
    sort: [{ field: 'due' }, { field: 'duty' }],
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  };
};
