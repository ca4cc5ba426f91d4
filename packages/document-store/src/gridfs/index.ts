import { type AddressFailure, type Connection, connectionTo, isDuplicate } from '@commissioning/mongodb';
import * as E from 'fp-ts/Either';
import type { DocumentDamaged, DocumentMissing, DocumentStore, DocumentStoreUnavailable } from '../port';
import { referenceTo } from '../reference';
import { type Sealer, sealerWith } from '../sealing';
import { type Held, heldIn } from './held';

const engine = 'gridfs';

export interface GridFsOptions {
  /** `mongodb://user:password@host:27017/?replicaSet=…` or `mongodb+srv://…` */
  readonly url: string;
  /** The database, which may be the one of the read models. */
  readonly database: string;
  /** The key of the documents, 32 bytes. */
  readonly key: Uint8Array;
  /** How long a server is looked for, and an answer of it waited for, in milliseconds; 15,000 when absent. */
  readonly deadlineMs?: number;
  /** After how long an upload that was not finished is taken away, in milliseconds; an hour when absent. */
  readonly abandonedMs?: number;
}

const unavailable = (operation: string, reason: string): DocumentStoreUnavailable => ({
  _tag: 'DocumentStoreUnavailable',
  engine,
  operation,
  reason,
});

/** Why a database is not used though it can be reached. */
class WrongKey extends Error {}

/** Under another key every document would seem missing, as if it had been removed; so a database knows its key. */
const checkKey = async ({ database }: Connection, mark: string): Promise<void> => {
  const marks = database.collection<{ readonly _id: string; readonly mark: string }>('sealed.key');
  const known = async (): Promise<string | undefined> => (await marks.findOne({ _id: 'key' }))?.mark;
  let found = await known();
  if (found === undefined) {
    await marks.insertOne({ _id: 'key', mark }).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
    found = await known();
  }
  if (found !== mark) throw new WrongKey('the documents of this database are kept under another key');
};

const storeOn = (
  connection: Connection,
  { nameOf, seal, open, keyMark }: Sealer,
  abandonedMs: number,
): DocumentStore => {
  const underWay = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  let ready: Promise<Held> | undefined;

  const makeReady = async (): Promise<Held> => {
    await connection.reach();
    await checkKey(connection, keyMark);
    const held = heldIn(connection);
    await held.tidy(abandonedMs);
    return held;
  };

  const whenReady = (): Promise<Held> =>
    (ready ??= makeReady().catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));

  const answered = async <Failure, A>(
    operation: string,
    run: (held: Held) => Promise<E.Either<Failure, A>>,
  ): Promise<E.Either<Failure | DocumentStoreUnavailable, A>> => {
    try {
      return await run(await whenReady());
    } catch (error) {
      const reason = error instanceof WrongKey ? error.message : connection.trouble(error);
      if (reason === undefined) throw error;
      return E.left(unavailable(operation, reason));
    }
  };

  /** Runs an operation while the store is open: trouble becomes a failure, a bug rejects. */
  const answer =
    <Failure, A>(operation: string, run: (held: Held) => Promise<E.Either<Failure, A>>) =>
    async (): Promise<E.Either<Failure | DocumentStoreUnavailable, A>> => {
      if (closing !== undefined) return E.left(unavailable(operation, 'closed'));
      const running = answered(operation, run);
      underWay.add(running);
      return running.finally(() => underWay.delete(running));
    };

  const close = async (): Promise<void> => {
    await Promise.allSettled(underWay);
    await connection.close();
  };

  return {
    engine,
    put: (bytes, mediaType) =>
      answer('put', async (held) => {
        const reference = referenceTo(bytes, mediaType);
        await held.put(nameOf(reference.sha256), seal(reference.sha256, bytes));
        return E.right(reference);
      }),
    get: ({ sha256 }) =>
      answer('get', async (held): Promise<E.Either<DocumentMissing | DocumentDamaged, Uint8Array>> => {
        const sealed = await held.get(nameOf(sha256));
        if (sealed === undefined) return E.left({ _tag: 'DocumentMissing', sha256 });
        const opened = open(sha256, sealed);
        return E.isRight(opened) ? opened : E.left({ _tag: 'DocumentDamaged', sha256, reason: opened.left });
      }),
    has: ({ sha256 }) => answer('has', async (held) => E.right(await held.has(nameOf(sha256)))),
    remove: ({ sha256 }) =>
      answer('remove', async (held) => {
        await held.remove(nameOf(sha256));
        return E.right(undefined);
      }),
    close: () => (closing ??= close()),
  };
};

/**
 * Opens the documents in GridFS of a MongoDB database, under a key of 32 bytes. The server is reached with the first
 * operation: it need not be there yet. Several processes may keep one database.
 */
export const openGridFsDocumentStore = (options: GridFsOptions): E.Either<AddressFailure, DocumentStore> => {
  const { url, database, key, deadlineMs = 15_000, abandonedMs = 3_600_000 } = options;
  const sealer = sealerWith(key);
  return E.map((connection: Connection) => storeOn(connection, sealer, abandonedMs))(
    connectionTo({ url, database, deadlineMs }),
  );
};
