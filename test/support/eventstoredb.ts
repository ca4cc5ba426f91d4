import { setTimeout as delay } from 'node:timers/promises';
import type {
  AppendFailure,
  Appended,
  EventStore,
  FollowOptions,
  FollowPage,
} from '@commissioning/event-store';
import { commissionStream, storedEventsFor } from '@commissioning/event-store/contract';
import { type EventStoreDbOptions, openEventStoreDb } from '@commissioning/event-store/eventstoredb';
import type { RecordedEvent, StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';

/** The address of a server to be tested instead of the double; undefined where there is none. */
export const realServer = process.env['EVENTSTOREDB_URL'];

/** Describes tests that order faults of the double. A real server cannot be asked for them: they are skipped, aloud. */
export const describeFaults = (name: string, tests: () => void): void => {
  if (realServer === undefined) {
    describe(name, tests);
    return;
  }
  // Past the console, whose words are not shown of a file that is skipped whole.
  process.stderr.write(
    `Skipped, for EVENTSTOREDB_URL names a server and faults are ordered of the double: ${name}\n`,
  );
  describe.skip(name, tests);
};

/** Opens a store; one whose address is refused is a fault of the test. */
export const openStore = (url: string, options: Omit<EventStoreDbOptions, 'url'> = {}): EventStore => {
  const opened = openEventStoreDb({ url, ...options });
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left));
  return opened.right;
};

/** What an append answered, of which success was expected. */
export const appended = (result: E.Either<AppendFailure, Appended>): Appended => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
};

/** Appends to a body's streams, so many events to each, one append a stream; the ids in their order. */
export const fillStreams = async (
  store: EventStore,
  body: string,
  numbers: ReadonlyArray<number>,
  count = 1,
): Promise<ReadonlyArray<string>> => {
  const ids: Array<string> = [];
  for (const number of numbers) {
    const stream = commissionStream(body, number);
    const events = storedEventsFor(stream, 0, count);
    appended(await store.append(stream, -1, events)());
    ids.push(...idsOf(events));
  }
  return ids;
};

export const idsOf = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<string> =>
  events.map(({ id }) => id);

/** Everything that pages hold, in order. */
export const collect = async <Page extends ReadonlyArray<RecordedEvent>>(
  pages: AsyncIterable<Page>,
): Promise<ReadonlyArray<RecordedEvent>> => {
  const events: Array<RecordedEvent> = [];
  for await (const page of pages) events.push(...page);
  return events;
};

/** Waits until something is so. What never is runs into the test's own time limit. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await delay(5);
};

/** A follower that runs beside the test and keeps what it is given. */
export interface Follower {
  readonly pages: ReadonlyArray<FollowPage>;
  readonly ids: () => ReadonlyArray<string>;
  /** Waits until so many events were given, or the follower failed, which is thrown. */
  readonly given: (count: number) => Promise<void>;
  readonly caughtUp: () => Promise<void>;
  /** Ends the follower by its signal; throws what it failed with. */
  readonly leave: () => Promise<void>;
}

export const startFollower = (store: EventStore, options: Omit<FollowOptions, 'signal'> = {}): Follower => {
  const pages: Array<FollowPage> = [];
  const abort = new AbortController();
  let failure: unknown;
  const run = async (): Promise<void> => {
    try {
      for await (const page of store.follow({ ...options, signal: abort.signal })) pages.push(page);
    } catch (error) {
      failure = error ?? new Error('The follower failed');
    }
  };
  const running = run();
  const ids = (): ReadonlyArray<string> => pages.flatMap((page) => idsOf(page.events));
  const waitFor = async (holds: () => boolean): Promise<void> => {
    await until(() => failure !== undefined || holds());
    if (failure !== undefined) throw failure as Error;
  };
  return {
    pages,
    ids,
    given: (count) => waitFor(() => ids().length >= count),
    caughtUp: () => waitFor(() => pages.at(-1)?.caughtUp ?? false),
    leave: async () => {
      abort.abort();
      await running;
      if (failure !== undefined) throw failure as Error;
    },
  };
};
