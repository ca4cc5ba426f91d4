import * as E from 'fp-ts/Either';
import type { EventBus } from '../port';
import { type NatsAddress, type NotAnAddress, reach } from './address';
import { makeConnection } from './connection';
import { declare, type StreamKeeping } from './declaring';
import { engine } from './engine';
import { last } from './last';
import { publish } from './publishing';
import { subscribe, type SubscribingOptions } from './subscribing';

export type { NatsAddress, NatsIdentity, NotAnAddress } from './address';

export interface NatsOptions extends NatsAddress, Partial<StreamKeeping & SubscribingOptions> {
  /** How a server's operator sees who is connected; `commissioning` when absent. */
  readonly name?: string;
  /** How long any one call may take, in milliseconds; 5,000 when absent. */
  readonly deadlineMs?: number;
  /** Messages sent and not acknowledged yet, at the most; 64 when absent. */
  readonly window?: number;
}

/** The duplicate window that servers have by themselves. */
const twoMinutes = 120_000;

/**
 * The EventBus on NATS JetStream. Connects when first asked something, and anew after a connection was lost; nothing is
 * sent behind the back of whoever gave up waiting.
 */
export const openNatsEventBus = (options: NatsOptions): E.Either<NotAnAddress, EventBus> => {
  const { name = 'commissioning', deadlineMs = 5_000, window = 64, handledWithinMs = 30_000 } = options;
  const { duplicateWindowMs = twoMinutes, replicas = 1 } = options;
  return E.map((to: Parameters<typeof makeConnection>[0]): EventBus => {
    const connection = makeConnection(to, { name, deadlineMs });
    return {
      engine,
      declare: declare(connection, { duplicateWindowMs, replicas }),
      last: last(connection),
      publish: publish(connection, window),
      subscribe: subscribe(connection, { handledWithinMs }),
      close: connection.close,
    };
  })(reach(options));
};
