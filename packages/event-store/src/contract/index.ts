import { describe, openedFor } from '@commissioning/contract';
import type { EventStore } from '../port';
import { appending } from './appending';
import { closing } from './closing';
import { following } from './following';
import { reading } from './reading';

export { commissionStream, type EventShape, freshBody, storedEventsFor } from './stored-events';

/** An engine to be held to the contract. */
export interface EventStoreSubject {
  readonly name: string;
  /** Opens a store on a log, which may be shared and hold other people's events. At most one is open at a time. */
  readonly open: () => Promise<EventStore>;
  /** Opens the log of the last store again, after that was closed; absent where a log does not outlive its store. */
  readonly reopen?: () => Promise<EventStore>;
}

/** Describes the tests that every adapter of the EventStore port passes; to be called in a test file. */
export const eventStoreContract = ({ name, open, reopen }: EventStoreSubject): void => {
  describe(`${name} as an event store`, () => {
    const store = openedFor(name, open);
    appending(store);
    reading(store);
    following(store);
  });
  describe(`${name} when closed`, () => {
    closing(open, reopen);
  });
};
