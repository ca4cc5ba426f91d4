import type { Metadata, ServiceError } from '@grpc/grpc-js';
import type { Authority, Right } from './authority';
import type { Faults, Rpc } from './faults';
import type { Log } from './log';
import type { LiveSubscription } from './subscribing';

/** What every handler of the double works with. */
export interface Context {
  readonly log: Log;
  readonly faults: Faults;
  readonly authority: Authority;
  /** Why a call is refused by this node or to this caller; undefined where it is not. */
  readonly refusal: (caller: Metadata, right: Right, stream: string) => ServiceError | undefined;
  /** How often each call was made. */
  readonly calls: Record<Rpc, number>;
  /** The reads and subscriptions that have not ended. */
  readonly open: Set<object>;
  readonly subscriptions: Set<LiveSubscription>;
  readonly cutConnections: () => void;
  /** Considered events after which a filtered subscription sends a checkpoint; what its client asks for when absent. */
  readonly checkpointInterval: number | undefined;
}
