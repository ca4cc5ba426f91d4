import type { DocumentKey } from '@commissioning/projecting';

/** What waits to become public. */
export const pendingKey = {
  howFound: (reference: string): DocumentKey => ({ collection: 'pending', id: `how-found/${reference}` }),
  closing: (reference: string): DocumentKey => ({ collection: 'pending', id: `closing/${reference}` }),
  award: (reference: string, award: string): DocumentKey => ({
    collection: 'pending',
    id: `award/${reference}/${award}`,
  }),
  noAward: (reference: string, decision: string): DocumentKey => ({
    collection: 'pending',
    id: `no-award/${reference}/${decision}`,
  }),
};

export const opportunityKey = (reference: string): DocumentKey => ({
  collection: 'opportunities',
  id: reference,
});

export const clarificationKey = (reference: string, question: string): DocumentKey => ({
  collection: 'clarifications',
  id: `${reference}/${question}`,
});

export const amendmentKey = (reference: string, amendment: string): DocumentKey => ({
  collection: 'amendments',
  id: `${reference}/${amendment}`,
});

export const noticeKey = (reference: string, notice: string): DocumentKey => ({
  collection: 'notices',
  id: `${reference}/${notice}`,
});

/** A result is named by what was decided: an award, or under which decision lots ended without one. */
export const resultKey = (reference: string, ...about: ReadonlyArray<string>): DocumentKey => ({
  collection: 'results',
  id: [reference, ...about].join('/'),
});
