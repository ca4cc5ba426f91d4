import type { DocumentKey } from '@commissioning/projecting';
import type { ListName } from './lists';

const pending = (...about: ReadonlyArray<string>): DocumentKey => ({
  collection: 'pending',
  id: about.join('/'),
});

/** What waits to become public, and the rules by which it is judged what does. */
export const pendingKey = {
  thresholds: (body: string): DocumentKey => pending('thresholds', body),
  instrument: (reference: string): DocumentKey => pending('instrument', reference),
  award: (reference: string, award: string): DocumentKey => pending('award', reference, award),
  decision: (decision: string): DocumentKey => pending('decision', decision),
};

/** A contract is under one key whichever of the two lists it belongs to. */
export const entryKey = (
  list: Exclude<ListName, 'smaller-contracts'>,
  ...about: ReadonlyArray<string>
): DocumentKey => ({ collection: 'entries', id: [list, ...about].join('/') });
