import { connect, type JetStreamClient, type JetStreamManager, type NatsConnection } from 'nats';
import type { Reach } from './address';

/** A connection that stands, and what is asked through it. */
export interface Connected {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Aborted when the connection is lost or closed. */
  readonly lost: AbortSignal;
}

/**
 * The connection to the servers, made when it is first asked for and anew after it was lost. The client's own
 * reconnecting is left off: it keeps what was sent meanwhile and sends it later, when nobody waits for it any longer.
 */
export interface Connection {
  /** Rejects when no server can be reached in time. */
  readonly get: () => Promise<Connected>;
  /** How long any one call may take, in milliseconds. */
  readonly deadlineMs: number;
  /** Aborted by `close`. */
  readonly closing: AbortSignal;
  readonly close: () => Promise<void>;
}

/** How often a silent connection is tried, in milliseconds, and how many tries may stay without an answer. */
const pingInterval = 5_000;
const maxPingOut = 2;

class Closed extends Error {
  constructor() {
    super('it was closed');
  }
}

export const makeConnection = (
  { authenticator, ...reach }: Reach,
  options: { readonly name: string; readonly deadlineMs: number },
): Connection => {
  const { name, deadlineMs } = options;
  let current: Promise<Connected> | undefined;
  const closing = new AbortController();

  const open = async (): Promise<Connected> => {
    const nc = await connect({
      ...reach,
      ...authenticator(),
      name,
      reconnect: false,
      timeout: deadlineMs,
      pingInterval,
      maxPingOut,
    });
    const js = nc.jetstream({ timeout: deadlineMs });
    // Whether JetStream is there is found out by what is asked of it.
    const jsm = await js.jetstreamManager(false);
    const lost = new AbortController();
    void nc.closed().then(() => lost.abort());
    return { nc, js, jsm, lost: lost.signal };
  };

  const get = async (): Promise<Connected> => {
    if (closing.signal.aborted) throw new Closed();
    current ??= open();
    const mine = current;
    const forget = (): void => {
      if (current === mine) current = undefined;
    };
    try {
      const connected = await mine;
      if (!connected.nc.isClosed()) return connected;
    } catch (error) {
      forget();
      throw error;
    }
    forget();
    return get();
  };

  return {
    get,
    deadlineMs,
    closing: closing.signal,
    close: async () => {
      closing.abort();
      const connected = await current?.catch(() => undefined);
      await connected?.nc.close();
    },
  };
};
