import type { DocumentKey } from '@commissioning/projecting';

/** What waits to become public, and what others are named by. */
export const pendingKey = {
  fund: (fund: string): DocumentKey => ({ collection: 'pending', id: `fund/${fund}` }),
  /** The stream that a fund is a year of. */
  stream: (fund: string): DocumentKey => ({
    collection: 'pending',
    id: `stream/${fund.replace(/-\d{4}-\d{2}$/, '')}`,
  }),
  commission: (reference: string): DocumentKey => ({ collection: 'pending', id: `commission/${reference}` }),
  award: (reference: string, award: string): DocumentKey => ({
    collection: 'pending',
    id: `award/${reference}/${award}`,
  }),
  changes: (reference: string, award: string): DocumentKey => ({
    collection: 'pending',
    id: `changes/${reference}/${award}`,
  }),
  noAward: (reference: string, decision: string): DocumentKey => ({
    collection: 'pending',
    id: `no-award/${reference}/${decision}`,
  }),
  interruptions: (reference: string, decision: string): DocumentKey => ({
    collection: 'pending',
    id: `interruptions/${reference}/${decision}`,
  }),
};

export const commissionKey = (reference: string): DocumentKey => ({
  collection: 'commissions',
  id: reference,
});

export const entryKey = (reference: string, award: string): DocumentKey => ({
  collection: 'entries',
  id: `${reference}/${award}`,
});

export const paymentKey = (reference: string, award: string, payment: string): DocumentKey => ({
  collection: 'payments',
  id: `${reference}/${award}/payment/${payment}`,
});

/** The payments of an award that were made before it became public: one line, told when it does. */
export const earlierPaymentsKey = (reference: string, award: string): DocumentKey => ({
  collection: 'payments',
  id: `${reference}/${award}/before-publication`,
});

export const withholdingKey = (reference: string, withholding: string): DocumentKey => ({
  collection: 'withholdings',
  id: `${reference}/${withholding}`,
});

/** A step is named by what it is about, never by its place among all events. */
export const stepKey = (reference: string, ...about: ReadonlyArray<string>): DocumentKey => ({
  collection: 'steps',
  id: [reference, ...about].join('/'),
});
