import type { Credentials, EventStoreDBClient } from '@eventstore/db-client';
import { within } from './patience';

/** A client, and how calls are made through it. */
export interface Connection {
  readonly client: EventStoreDBClient;
  /**
   * What goes with every call. Its own credentials keep an append off the client's batch path, which forgets
   * deadlines and mixes up clients. The leader answers, so that what was acknowledged is seen by the next read.
   */
  readonly call: { readonly credentials: Credentials; readonly requiresLeader: true };
  /** How long one step of an operation may take with all its tries, in milliseconds. */
  readonly deadlineMs: number;
}

interface WithChannel {
  readonly getChannel: () => Promise<{ readonly close: () => void }>;
}

/** How long the calls are waited for that were cancelled, and a connection that is only to be closed; milliseconds. */
const closingTime = 1_000;

/**
 * Ends every call and the connection itself, which the client's own `dispose` leaves open. Neither may settle: a call
 * that was over before it was read to its end never finishes, and a connection to no node is never made.
 */
export const disconnect = async ({ client }: Connection): Promise<void> => {
  const orNot = (promise: Promise<unknown>): Promise<unknown> =>
    within(closingTime, promise).catch(() => undefined);
  await orNot(client.dispose());
  await orNot((client as unknown as WithChannel).getChannel().then((channel) => channel.close()));
};
