import { change, type DocumentKey, type Effect } from '@commissioning/projecting';
import type { BodyDocument } from './documents';
import type { BodyEvent } from './events';
import type { Happened } from '@commissioning/kernel';

const bodyKey = (body: string): DocumentKey => ({ collection: 'bodies', id: body });

const bodyAfter = (
  event: Happened<BodyEvent>,
  before: BodyDocument | undefined,
): BodyDocument | undefined => {
  switch (event.type) {
    case 'BodyEstablished':
      return { ...event.data, successor: null };
    case 'BodySucceeded': {
      const { successor, from, under, note = null } = event.data;
      return (
        before && {
          ...before,
          successor: { name: successor.name, body: successor.body ?? null, from, under, note },
        }
      );
    }
  }
};

/** Who commissions, and who takes its place. */
export const ofBody = (event: Happened<BodyEvent>): Effect => ({
  reads: [],
  changes: [change<BodyDocument>(bodyKey(event.data.body), (before) => bodyAfter(event, before))],
});
