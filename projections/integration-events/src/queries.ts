import type { Query } from '@commissioning/read-store';

/** What comes after a place, in order; from the first on without one. */
export const releasedAfter = (place: string | undefined, limit: number): Query => ({
  // A blank sorts before whatever a place goes on with, so that this is just behind it.
  where: [{ field: 'place', from: place === undefined ? '' : `${place} ` }],
  sort: [{ field: 'place' }],
  limit,
});
