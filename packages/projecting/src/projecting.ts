import type { EventStore } from '@commissioning/event-store';
import type { Instant, Registry } from '@commissioning/kernel';
import type { ReadStore } from '@commissioning/read-store';
import type { KeyStore } from '@commissioning/record';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Interruption, UnknownProjection } from './failure';
import type { Retried, Watching } from './feed';
import type { ProjectionHealth } from './health';
import type { AnyProjection } from './projection';
import type { Rebuilding, Rebuilt } from './rebuilds';
import type { Serving } from './serving';
import type { TimedOut } from './waiting';
import type { Work } from './worker';

export interface ProjectingOptions {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly registry: Registry;
  readonly keys: KeyStore;
  readonly projections: ReadonlyArray<AnyProjection>;
  readonly now: () => Instant;
  /** Events read and folded at once; 500 when absent. What comes out does not depend on it. */
  readonly pageSize?: number;
  /**
   * Versions of documents that each projection gathers before they are written, while there is more to read; 1,000 when
   * absent. More is quicker, for a document that many events change is written less often; less takes less memory, for one
   * batch is gathered while another is being written. What was gathered and not written when the process ends is folded
   * again from the log.
   */
  readonly batchSize?: number;
  /** Documents of each collection that are kept at hand between batches; 500 when absent. */
  readonly keep?: number;
  /**
   * Told of each event that a projection is given; what it answers with is called once all that came of the event has
   * been written. For those who follow events on their way; what comes out does not depend on it.
   */
  readonly watch?: Watching;
  /** Milliseconds to wait before the n-th try, from 1, after a fault; doubling from 100 to 2,000 when absent. */
  readonly retryAfterMs?: (attempt: number) => number;
}

/** Runs projections over a log into a read store. */
export interface Projecting {
  /**
   * Begins to take in what is there and what comes, until `stop`. Faults of the engines are retried with back-off, for
   * good, and said in `health`.
   */
  readonly start: () => void;
  /** Finishes the page under way and stops. The stores stay open. */
  readonly stop: () => Promise<void>;
  /**
   * Takes in everything up to where the log ends now, fillings included, and says what was done. While the projector
   * follows the log, waits until that has been taken in, through faults too.
   */
  readonly catchUp: TaskEither<Interruption, Work>;
  /**
   * Fills the named projections (all when absent) anew from the start of the log beside what answers, then lets the
   * new take the place of the old. Done when the old is gone.
   */
  readonly rebuild: (
    projections?: ReadonlyArray<string>,
    onProgress?: (progress: Rebuilding) => void,
  ) => TaskEither<Interruption | UnknownProjection, ReadonlyArray<Rebuilt>>;
  /** Waits until what answers for a projection has come to a position. */
  readonly waitFor: (
    projection: string,
    position: string,
    timeoutMs: number,
  ) => TaskEither<Interruption | UnknownProjection | TimedOut, void>;
  /** What answers for a projection now: ask for every read, or use `readServing`. */
  readonly serving: (projection: string) => TaskEither<Interruption | UnknownProjection, Serving>;
  /** How each projection is, in the order given at the start. */
  readonly health: () => ReadonlyArray<ProjectionHealth>;
  /** What has been done since this was made. */
  readonly work: () => Work;
  /** Tries the events that a projection set aside again, in the order of their streams. */
  readonly retryParked: (projection: string) => TaskEither<Interruption | UnknownProjection, Retried>;
}
