import type { StoredEvent } from '@commissioning/record';

/** One way to a server: what is measured of it. */
export interface Lane {
  /** Appends one event where its stream has so many. */
  readonly append: (stream: string, revision: number, event: StoredEvent) => Promise<void>;
  /** Reads the whole log; how many events of ours it has. */
  readonly readAll: () => Promise<number>;
  /** Reads a stream; how many events it has. */
  readonly readStream: (stream: string) => Promise<number>;
  /** Follows the log from its start until so many events came. */
  readonly follow: (events: number) => Promise<void>;
  readonly close: () => Promise<void>;
}
