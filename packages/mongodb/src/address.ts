import * as E from 'fp-ts/Either';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import { withoutSecrets } from './secrets';

/** An address that no server can be reached by: said before anything is asked. */
export interface AddressFailure {
  readonly _tag: 'AddressFailure';
  readonly reason: string;
}

/** How long a server is looked for, and an operation waits for its answer, in milliseconds. */
export interface Patience {
  readonly deadlineMs: number;
}

/**
 * Majority writes, acknowledged from the journal: what was said to be written is not taken back when another member of
 * a replica set becomes primary. Read from the primary, so that what was written is seen by the next read.
 */
const optionsWith = ({ deadlineMs }: Patience): MongoClientOptions => ({
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: deadlineMs },
  readPreference: 'primary',
  serverSelectionTimeoutMS: deadlineMs,
  connectTimeoutMS: deadlineMs,
  socketTimeoutMS: deadlineMs,
  waitQueueTimeoutMS: deadlineMs,
  ignoreUndefined: true,
  appName: 'commissioning',
});

/** A client for an address (`mongodb://` or `mongodb+srv://`). Nothing is asked of the server yet. */
export const clientFor = (url: string, patience: Patience): E.Either<AddressFailure, MongoClient> =>
  E.tryCatch(
    () => new MongoClient(url, optionsWith(patience)),
    (error) => ({ _tag: 'AddressFailure', reason: withoutSecrets(url, String((error as Error).message)) }),
  );
