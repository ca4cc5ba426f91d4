import type { Connection } from './connection';
import type { StreamIds } from './stream-ids';

/** A log on a server, with what is remembered of it. */
export interface ServedLog {
  readonly connection: Connection;
  /** The log's id; asked for once. */
  readonly id: () => Promise<string>;
  readonly ids: StreamIds;
  /** Aborted when the store is closed. */
  readonly closed: AbortSignal;
}
