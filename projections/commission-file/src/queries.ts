import type { Query } from '@commissioning/read-store';
import type { PartKind } from './documents';

/** Commissions, the one changed last first; of one phase where it is given. */
export const commissionsPage = (limit: number, phase?: string, cursor?: string): Query => ({
  ...(phase === undefined ? {} : { where: [{ field: 'phase', is: phase }] }),
  sort: [{ field: 'changedAt', descending: true }],
  limit,
  ...(cursor === undefined ? {} : { cursor }),
});

/** The parts of a commission by kind; of some kinds alone where they are named. */
export const partsOfFile = (reference: string, limit: number, kinds?: ReadonlyArray<PartKind>): Query => ({
  where: [
    { field: 'commission', is: reference },
    ...(kinds === undefined ? [] : [{ field: 'kind', in: kinds }]),
  ],
  sort: [{ field: 'kind' }],
  limit,
});

/** Everybody's scores in a commission, by lot and bid. Whoever shows them asks who may see which. */
export const scoresOfFile = (reference: string, limit: number): Query => ({
  where: [{ field: 'commission', is: reference }],
  sort: [{ field: 'lot' }, { field: 'bid' }],
  limit,
});
