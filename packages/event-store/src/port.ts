import { CarriedFailure } from '@commissioning/kernel';
import type { RecordedEvent, StoredEvent } from '@commissioning/record';
import type { TaskEither } from 'fp-ts/TaskEither';

/** A stream is not at the revision the append named, and what stands there is not what the append holds. */
export interface Conflict {
  readonly _tag: 'Conflict';
  readonly stream: string;
  readonly expected: number;
  /** The last revision of the stream; −1 when it does not exist. */
  readonly actual: number;
}

/** The engine did not answer, or not in time. Whether an append took place is unknown: repeat it, it is idempotent. */
export interface StoreUnavailable {
  readonly _tag: 'StoreUnavailable';
  readonly engine: string;
  readonly operation: string;
  readonly reason: string;
  /** What the engine holds cannot be read as what was written: nothing that is waited for mends it. */
  readonly damaged?: true;
}

export type AppendFailure = Conflict | StoreUnavailable;

/** Thrown by the iterators of `readStream`, `readAll` and `follow` when the engine fails under them. */
export class EventStoreError extends CarriedFailure<StoreUnavailable> {
  constructor(failure: StoreUnavailable) {
    super(failure, `${failure.engine}: ${failure.operation}: ${failure.reason}`);
  }
}

/** The revision that a stream which does not exist is at. */
export const noStream = -1;

/** Where an append ended: the revision of its last event, and that event's position. */
export interface Appended {
  readonly revision: number;
  readonly position: string;
}

/** Consecutive events in their order, never empty. */
export type EventPage = ReadonlyArray<RecordedEvent>;

export interface StreamRange {
  /** First revision to read; 0 when absent. */
  readonly from?: number;
  /** Last revision to read; the end of the stream when absent. */
  readonly to?: number;
}

export interface LogRange {
  /** Read what comes after this position; from the start when absent. */
  readonly after?: string;
  /** Events a page holds at the most; 1,000 when absent. */
  readonly pageSize?: number;
}

/** Which events a follower wants; both conditions must hold where both are given. */
export interface EventFilter {
  readonly streamPrefixes?: ReadonlyArray<string>;
  /** Stored types, exactly. */
  readonly types?: ReadonlyArray<string>;
}

export interface FollowOptions extends LogRange {
  readonly filter?: EventFilter;
  /** Ends the iteration, at once and quietly. */
  readonly signal: AbortSignal;
}

/**
 * A step of a follower: the wanted events, possibly none, and the position up to which everything has been considered.
 * Resuming after `position` misses nothing and repeats nothing.
 */
export interface FollowPage {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly position: string;
  /** Whether the end of the log had been reached when the page was made. */
  readonly caughtUp: boolean;
}

/**
 * The log. Every engine holds what the contract suite says:
 *
 * - `append` writes all of its events or none, and returns once they are durable. It names the revision the stream is
 *   at (`noStream` when new). The same ids at the same revision of the same stream give the same answer again; anything
 *   else than the end of the stream is a `Conflict`. An event id may stand once in a stream; brought again it is a
 *   `Conflict` too. An append of nothing, or of one id twice, is a bug and rejects.
 * - `readStream` gives a stream's events oldest first; nothing when there is no such stream.
 * - `readAll` gives every event of ours in log order up to where the log ended when it was called.
 * - `follow` gives what is there and then what comes, in pull mode: a slow reader holds nothing up and loses nothing.
 *   The iteration ends only by its signal, or quietly by `close`; an engine that went away is reconnected to.
 * - A position is opaque, compares as a string within one log, and carries the log's id before its first colon. Reading
 *   after a position of another log throws an `Error` that says so.
 */
export interface EventStore {
  readonly engine: string;
  readonly append: (
    stream: string,
    expectedRevision: number,
    events: ReadonlyArray<StoredEvent>,
  ) => TaskEither<AppendFailure, Appended>;
  readonly readStream: (stream: string, range?: StreamRange) => AsyncIterable<EventPage>;
  readonly readAll: (range?: LogRange) => AsyncIterable<EventPage>;
  readonly follow: (options: FollowOptions) => AsyncIterable<FollowPage>;
  /** The position of the last event of ours; undefined while the log is empty. */
  readonly head: TaskEither<StoreUnavailable, string | undefined>;
  /** The last event of ours, in one short read; undefined while the log is empty. */
  readonly last: TaskEither<StoreUnavailable, RecordedEvent | undefined>;
  /** Lets go of connections, files and locks. Appends under way are finished first. */
  readonly close: () => Promise<void>;
}
