import type { EventBus } from '../port';
import { closing } from './closing';
import { publishing } from './publishing';
import { afterAll, beforeAll, describe, patience } from './runner';
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
    let opened: EventBus | undefined;
    const bus = (): EventBus => {
      if (opened === undefined) throw new Error(`${name} did not open`);
      return opened;
    };
    beforeAll(async () => {
      opened = await open();
    }, patience);
    afterAll(async () => {
      await opened?.close();
    }, patience);
    publishing(bus);
    subscribing(bus);
  });
  describe(`${name} when closed`, () => {
    closing(open, reopen);
  });
};
