import { randomUUID } from 'node:crypto';
import { jsonEvent, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import * as t from 'io-ts';
import { freshLogId } from '../local/positions';
import { EventStoreError } from '../port';
import type { Connection } from './connection';
import { streamPage } from './pages';
import { send } from './send';
import { engine } from './trouble';

/** The stream whose first event names the log. Its name is none of ours, so that no reader is ever shown it. */
const logIdStream = 'commissioninglog';

const LogIdentified = t.type({ logId: t.string });

const unnamed = (reason: string): EventStoreError =>
  new EventStoreError({ _tag: 'StoreUnavailable', engine, operation: 'open', reason });

const readLogId = async (connection: Connection): Promise<string | undefined> => {
  const [first] = await streamPage(connection, logIdStream, 0, 1);
  if (first === undefined) return undefined;
  if (LogIdentified.is(first.data)) return first.data.logId;
  throw unnamed(`the stream ${logIdStream} does not name the log: something else writes to it`);
};

/**
 * The log's id, given to it now where it has none. Of several who give it one at the same time the first one's stands,
 * for the stream must be new; it is read back so that all of them use that.
 */
export const identifyLog = async (connection: Connection): Promise<string> => {
  const known = await readLogId(connection);
  if (known !== undefined) return known;
  const event = jsonEvent({ id: randomUUID(), type: 'LogIdentified', data: { logId: freshLogId() } });
  try {
    await send(connection, logIdStream, NO_STREAM, [event]);
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw error;
  }
  const given = await readLogId(connection);
  if (given !== undefined) return given;
  throw unnamed(`the stream ${logIdStream} cannot be read from its beginning`);
};
