import type { CollectionSpec } from '@commissioning/read-store';

/** A commission at a glance: where it stands in the cycle. The details lie in its parts. */
export interface FileDocument {
  readonly reference: string;
  readonly title: string;
  readonly origin: 'need' | 'history';
  /** The phase its last event belongs to. */
  readonly phase: string;
  readonly instrument: string | null;
  readonly route: string | null;
  readonly closes: string | null;
  readonly closed: string | null;
  /** Revision of the last event. */
  readonly revision: number;
  readonly changedAt: string;
}

/** A part of a commission: a piece of evidence, a lot, a bid, an award, a payment, a return. */
export interface PartDocument {
  readonly commission: string;
  readonly kind: string;
  readonly id: string;
  /** The lot or award it belongs to, where it belongs to one. */
  readonly of: string | null;
  readonly [field: string]: unknown;
}

/** One event of a commission: what happened, when, by whom, under which rules. */
export interface HistoryDocument {
  readonly commission: string;
  readonly order: number;
  readonly type: string;
  readonly phase: string;
  readonly says: string;
  readonly recordedAt: string;
  readonly effectiveAt: string;
  readonly actor: string;
  readonly role: string;
  readonly ruleBookVersion: number;
  readonly decision: string | null;
  readonly event: string;
}

export const fileCollections: ReadonlyArray<CollectionSpec> = [
  {
    name: 'commissions',
    fields: ['title', 'phase', 'origin', 'changedAt', 'closed'],
    indexes: [['changedAt'], ['phase', 'changedAt'], ['origin', 'changedAt']],
    temporal: false,
  },
  {
    name: 'parts',
    fields: ['commission', 'kind', 'of', 'id'],
    indexes: [['commission', 'kind', 'id']],
    temporal: false,
  },
  {
    name: 'history',
    fields: ['commission', 'order', 'type'],
    indexes: [['commission', 'order']],
    temporal: false,
  },
];
