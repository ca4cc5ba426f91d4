import type { EventStore } from '@commissioning/event-store';
import type { RecordedEvent } from '@commissioning/record';
import { makeExclusive } from './exclusive';
import { Interrupted, orInterrupted } from './failure';
import type { Feed } from './feed';

/** Where the events of a page go, and who is told of it. */
export interface Reader {
  readonly log: EventStore;
  readonly pageSize: number;
  /** Feeds a page to all of these; settles when all have settled. What it came to is written later, or by `flush`. */
  readonly feed: (feeds: ReadonlyArray<Feed>, events: ReadonlyArray<RecordedEvent>) => Promise<void>;
  /** These have been fed a page, and have come to the end of the log or have not. */
  readonly stand: (feeds: ReadonlyArray<Feed>, atEnd: boolean) => void;
}

/** Settles when all have settled; fails with what failed first in order. */
export const allSettled = async (tasks: ReadonlyArray<Promise<unknown>>): Promise<void> => {
  const failed = (await Promise.allSettled(tasks)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

/** What the log has to be read from for all of these; those further on pass over what they know. */
const lowest = (feeds: ReadonlyArray<Feed>): { readonly after?: string } => {
  const positions = feeds.map((feed) => feed.progress()?.position);
  if (positions.length === 0 || positions.includes(undefined)) return {};
  return { after: (positions as ReadonlyArray<string>).reduce((low, at) => (at < low ? at : low)) };
};

const flushAll = (feeds: ReadonlyArray<Feed>): Promise<void> => allSettled(feeds.map((feed) => feed.flush()));

/** Feeds these by `run` and has all they gathered written in the end, what the others gathered too where one fails. */
const thenFlushed = async (feeds: () => ReadonlyArray<Feed>, run: () => Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (error) {
    await flushAll(feeds()).catch(() => undefined);
    throw error;
  }
  await flushAll(feeds());
};

const throwIfStopped = (signal: AbortSignal): void => {
  if (signal.aborted) throw new Interrupted({ _tag: 'Stopped' });
};

/** Reads the log once, up to where it ends now, for all of these. Says how many events were read. */
export const readToEnd = async (
  { log, pageSize, feed, stand }: Reader,
  feeds: ReadonlyArray<Feed>,
  signal: AbortSignal,
): Promise<number> => {
  let read = 0;
  if (feeds.length === 0) return read;
  throwIfStopped(signal);
  await thenFlushed(
    () => feeds,
    async () => {
      for await (const events of log.readAll({ ...lowest(feeds), pageSize })) {
        await feed(feeds, events);
        read += events.length;
        stand(feeds, false);
        if (signal.aborted) break;
      }
    },
  );
  throwIfStopped(signal);
  stand(feeds, true);
  return read;
};

/** Feeds that follow the log together. */
export interface Lane {
  /** Feeds what is there and what comes, until the signal is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /**
   * Brings others to where the lane stands, which waits meanwhile, and takes them in: first what `joined` does, then
   * the lane goes on with them and without those that it says have left.
   */
  readonly join: (
    others: ReadonlyArray<Feed>,
    signal: AbortSignal,
    joined: () => Promise<ReadonlyArray<Feed>>,
  ) => Promise<void>;
}

export const makeLane = (reader: Reader, first: ReadonlyArray<Feed>): Lane => {
  const { log, pageSize, feed, stand } = reader;
  const exclusively = makeExclusive();
  let feeds = first;

  const run = async (signal: AbortSignal): Promise<void> => {
    // A follower of an empty log is told nothing until the first event comes.
    if ((await orInterrupted(log.head)) === undefined) stand(feeds, true);
    await thenFlushed(
      () => feeds,
      async () => {
        for await (const { events, caughtUp } of log.follow({ ...lowest(feeds), pageSize, signal }))
          await exclusively(async () => {
            if (events.length > 0) await feed(feeds, events);
            if (caughtUp) await flushAll(feeds);
            stand(feeds, caughtUp);
          });
      },
    );
    if (!signal.aborted) throw new Error('The log ended what was to be followed without end');
  };

  const join: Lane['join'] = (others, signal, joined) =>
    exclusively(async () => {
      await readToEnd(reader, others, signal);
      const left = await joined();
      feeds = [...feeds, ...others].filter((one) => !left.includes(one));
    });

  return { run, join };
};
