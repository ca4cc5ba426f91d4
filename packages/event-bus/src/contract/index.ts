import { describe, openedFor } from '@commissioning/contract';
import type { EventBus } from '../port';
import { closing } from './closing';
import { publishing } from './publishing';
import { subscribing } from './subscribing';

/** An engine to be held to the contract. */
export interface EventBusSubject {
  readonly name: string;
  /** Opens a bus, which may be shared and hold other people's streams. */
  readonly open: () => Promise<EventBus>;
  /** Opens it again after it was closed; absent where messages do not outlive their bus. */
  readonly reopen?: () => Promise<EventBus>;
}

/** Describes the tests that every adapter of the EventBus port passes; to be called in a test file. */
export const eventBusContract = ({ name, open, reopen }: EventBusSubject): void => {
  describe(`${name} as an event bus`, () => {
    const bus = openedFor(name, open);
    publishing(bus);
    subscribing(bus);
  });
  describe(`${name} when closed`, () => {
    closing(open, reopen);
  });
};
