import type { Query } from '@commissioning/read-store';

/** Commissions, the one changed last first; of one phase where it is given. */
export const commissionsPage = (limit: number, phase?: string, cursor?: string): Query => ({
  ...(phase === undefined ? {} : { where: [{ field: 'phase', is: phase }] }),
  sort: [{ field: 'changedAt', descending: true }],
  limit,
  ...(cursor === undefined ? {} : { cursor }),
});

/** The parts of a commission by kind. */
export const partsOfFile = (reference: string, limit: number): Query => ({
  where: [{ field: 'commission', is: reference }],
  sort: [{ field: 'kind' }],
  limit,
});
