import { setMaxListeners } from 'node:events';
import { parseStreamName } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { mustBeAppendable } from '../local/appendable';
import { closedFailure } from '../local/reading';
import { type EventStore, EventStoreError } from '../port';
import { type AddressFailure, reach, type Reached } from './address';
import { append } from './append';
import { type Connection, disconnect } from './connection';
import { follow } from './follow';
import { identifyLog } from './log-id';
import { positionOf } from './place';
import { lastOfOurs, readAll, readStream } from './reading';
import type { ServedLog } from './served-log';
import { fromServer, placeIn, toServer } from './server-form';
import { streamIds } from './stream-ids';
import { engine, unavailableBecause } from './trouble';

export { type AddressFailure, addressFailureInWords } from './address';
export { type ProtectFailure, protectFailureInWords, protectLog, type ProtectOptions } from './protect-log';

export interface EventStoreDbOptions {
  /** Connection string, `esdb://user:password@host:2113` or `esdb+discover://…`; `?tls=false` without TLS. */
  readonly url: string;
  /** Go before those in the connection string; needed one way or the other where there is TLS. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** How long one step of an operation may take with all its tries, in milliseconds; 15,000 when absent. */
  readonly deadlineMs?: number;
  /** Told, a sentence at a time, why a follower had to subscribe anew. */
  readonly log?: (sentence: string) => void;
}

/** Asks once and keeps the answer; a failure is asked again. */
const kept = <A>(ask: () => Promise<A>): (() => Promise<A>) => {
  let answer: Promise<A> | undefined;
  return () =>
    (answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    }));
};

const storeOn = ({ client, credentials }: Reached, options: EventStoreDbOptions): EventStore => {
  const connection: Connection = {
    client,
    call: { credentials, requiresLeader: true },
    deadlineMs: options.deadlineMs ?? 15_000,
  };
  const closing = new AbortController();
  // Every reading under way listens to it.
  setMaxListeners(0, closing.signal);
  const log: ServedLog = {
    connection,
    id: kept(() => identifyLog(connection)),
    ids: streamIds(),
    closed: closing.signal,
  };
  const appending = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  const appendNow: EventStore['append'] = (stream, expected, events) => async () => {
    if (closing.signal.aborted) return E.left(closedFailure(engine, 'append'));
    mustBeAppendable(stream, events);
    if (parseStreamName(stream) === undefined) throw new Error(`${stream} is no stream of ours`);
    const underWay = append(log, stream, expected, events.map(toServer));
    appending.add(underWay);
    return underWay.finally(() => appending.delete(underWay));
  };

  const head: EventStore['head'] = async () => {
    if (closing.signal.aborted) return E.left(closedFailure(engine, 'head'));
    try {
      const [logId, last] = [await log.id(), await lastOfOurs(log)];
      return E.right(last && positionOf(logId, placeIn(last)));
    } catch (error) {
      return E.left(unavailableBecause('head', error));
    }
  };

  const last: EventStore['last'] = async () => {
    if (closing.signal.aborted) return E.left(closedFailure(engine, 'last'));
    try {
      const [logId, found] = [await log.id(), await lastOfOurs(log)];
      return E.right(found && fromServer(logId, found));
    } catch (error) {
      return E.left(error instanceof EventStoreError ? error.failure : unavailableBecause('last', error));
    }
  };

  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.allSettled(appending);
    await disconnect(connection);
  };

  return {
    engine,
    append: appendNow,
    readStream: (stream, range) => readStream(log, stream, range),
    readAll: (range) => readAll(log, range),
    follow: (wanted) => follow(log, options.log ?? (() => undefined), wanted),
    head,
    last,
    close: () => (closed ??= close()),
  };
};

/**
 * Opens the log of an EventStoreDB (22.6 or later) or KurrentDB. The server is reached with the first operation, and
 * each operation goes on trying for its time, so that it need not be there yet. A log is given an id the first time:
 * an event in a stream `commissioninglog`.
 */
export const openEventStoreDb = (options: EventStoreDbOptions): E.Either<AddressFailure, EventStore> =>
  pipe(
    reach(options.url, options.credentials),
    E.map((reached) => storeOn(reached, options)),
  );
