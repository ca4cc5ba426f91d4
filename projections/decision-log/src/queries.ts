import type { Moment, Query } from '@commissioning/read-store';

/** Decisions, newest first. */
export const decisionsPage = (limit: number, cursor?: string, at?: Moment): Query => ({
  sort: [{ field: 'decidedOn', descending: true }, { field: 'decision' }],
  limit,
  ...(cursor === undefined ? {} : { cursor }),
  ...(at === undefined ? {} : { at }),
});
