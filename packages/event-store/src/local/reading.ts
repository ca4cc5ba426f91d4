import type { Bell } from '@commissioning/kernel';
import { setImmediate as turn } from 'node:timers/promises';
import type { RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import {
  type EventFilter,
  type EventPage,
  EventStoreError,
  type FollowOptions,
  type FollowPage,
  type LogRange,
  type StoreUnavailable,
  type StreamRange,
} from '../port';
import type { Positions } from './positions';

/** A step through the log: what is wanted of it, and the sequence up to which it was looked through. */
export interface Step {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly upTo: number;
}

/** A log kept in this process, as it is read. Sequences are contiguous from 1. */
export interface LocalLog {
  readonly engine: string;
  readonly positions: Positions;
  readonly closed: () => boolean;
  /** The sequence of the last event; 0 while the log is empty. */
  readonly last: () => number;
  /**
   * Looks on from `after`, at most to `end`, until a page is full. Moves on by one at the least where `after` lies
   * before `end`. Throws `EventStoreError` when the engine fails.
   */
  readonly step: (after: number, end: number, pageSize: number, filter?: EventFilter) => Step;
  /** Events of one stream from a revision to another, a page at the most; empty only when there are none. */
  readonly streamPage: (stream: string, from: number, to: number, pageSize: number) => EventPage;
  /** Rings after every append, and at closing. */
  readonly bell: Bell;
}

const usualPage = 1_000;
/** Whoever reads a stream folds it: the shorter a page, the less of it is still held whenever garbage is collected. */
const streamPage = 200;

/** A page of none would pass over every event without a word. */
const pageSizeOf = ({ pageSize = usualPage }: LogRange): number => {
  if (pageSize >= 1) return pageSize;
  throw new Error(`A page holds one event at the least, not ${pageSize}`);
};

/** What an engine that has been closed answers. */
export const closedFailure = (engine: string, operation: string): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  engine,
  operation,
  reason: 'it has been closed',
});

const mustBeOpen = (log: LocalLog, operation: string): void => {
  if (log.closed()) throw new EventStoreError(closedFailure(log.engine, operation));
};

/** The last event of the log; undefined while it is empty. */
export const lastEvent =
  (log: LocalLog): TaskEither<StoreUnavailable, RecordedEvent | undefined> =>
  async () => {
    try {
      mustBeOpen(log, 'last');
      const end = log.last();
      return E.right(end === 0 ? undefined : log.step(end - 1, end, 1).events[0]);
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
  };

/** Reads a stream page by page, letting others have their turn between two pages. */
export async function* readStream(
  log: LocalLog,
  stream: string,
  range: StreamRange = {},
): AsyncGenerator<EventPage, void> {
  let from = range.from ?? 0;
  const to = range.to ?? Number.MAX_SAFE_INTEGER;
  while (from <= to) {
    mustBeOpen(log, 'readStream');
    const page = log.streamPage(stream, from, to, streamPage);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    from = last.revision + 1;
    await turn();
  }
}

/** Reads the log page by page up to `end`, letting others have their turn between two pages. */
async function* readUpTo(log: LocalLog, range: LogRange, end: number): AsyncGenerator<EventPage, void> {
  mustBeOpen(log, 'readAll');
  const pageSize = pageSizeOf(range);
  let at = range.after === undefined ? 0 : log.positions.sequenceOf(range.after, end);
  while (at < end) {
    mustBeOpen(log, 'readAll');
    const step = log.step(at, end, pageSize);
    at = step.upTo;
    yield step.events;
    await turn();
  }
}

/** Reads the log up to where it ends now. */
export const readAll = (log: LocalLog, range: LogRange = {}): AsyncGenerator<EventPage, void> =>
  readUpTo(log, range, log.last());

/** Gives what is there and then what comes, until the signal is aborted or the log closed. */
export async function* follow(log: LocalLog, options: FollowOptions): AsyncGenerator<FollowPage, void> {
  const { after, filter, signal } = options;
  const pageSize = pageSizeOf(options);
  let at = after === undefined ? 0 : log.positions.sequenceOf(after, log.last());
  let told = false;
  while (!signal.aborted && !log.closed()) {
    const end = log.last();
    // In an empty log there is no position yet at which a follower could be said to have caught up.
    if (at === end && (told || end === 0)) {
      await log.bell.wait(signal);
      continue;
    }
    const { events, upTo } = log.step(at, end, pageSize, filter);
    at = upTo;
    told = at === end;
    yield { events, position: log.positions.of(at), caughtUp: told };
    await turn();
  }
}
