import { randomUUID } from 'node:crypto';
import type { Json } from '@commissioning/kernel';
import { type AddressFailure, type Connection, connectionTo } from '@commissioning/mongodb';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { pastMoment } from '../checks';
import type { ReadStore, ReadStoreUnavailable, Stored } from '../port';
import { type Access, accessTo } from './access';
import { committerOn, type Plan } from './committing';
import { journalOn } from './journal';
import { leaseOn } from './lease';
import { makeReady } from './layout';
import { planOf } from './planning';
import { drop, prepare, sweep } from './preparing';
import { count, find, getAt, recordsIn, storedIn, versions } from './reading';
import { Refusal } from './refusal';
import type { Server } from './server';
import {
  progressId,
  progressIn,
  type ProgressRecord,
  settingsId,
  type SettingsRecord,
  stateCollection,
} from './state';

const engine = 'mongodb';

export interface MongodbReadStoreOptions {
  /** `mongodb://user:password@host:27017/?replicaSet=…` or `mongodb+srv://…` */
  readonly url: string;
  /** The database, which holds nothing else. */
  readonly database: string;
  /** How long a server is looked for, and an answer of it waited for, in milliseconds; 15,000 when absent. */
  readonly deadlineMs?: number;
  /** How long a projector may give no sign before another takes its place, in milliseconds; 5,000 when absent. */
  readonly leaseMs?: number;
  /** Documents that one command replaces; when absent 500, or 16 on FerretDB, which hangs on more. */
  readonly writeBatch?: number;
}

const settingsIn = (record: SettingsRecord | undefined): Readonly<Record<string, Json>> =>
  record === undefined ? {} : (JSON.parse(record.settings) as Readonly<Record<string, Json>>);

const setting =
  (changes: Readonly<Record<string, Json>>): Plan<never> =>
  async (view) => {
    const there = (await view.records<SettingsRecord>(stateCollection, [settingsId])).get(settingsId);
    const all = Object.entries({ ...settingsIn(there), ...changes }).filter(([, value]) => value !== null);
    const record: SettingsRecord = {
      _id: settingsId,
      serial: (there?.serial ?? 0) + 1,
      batch: 0,
      live: true,
      settings: JSON.stringify(Object.fromEntries(all)),
    };
    return E.right([{ collection: stateCollection, expected: there?.serial, record }]);
  };

const nothing: Plan<never> = async () => E.right([]);

const storeOn = (
  connection: Connection,
  { leaseMs = 5_000, writeBatch }: MongodbReadStoreOptions,
): ReadStore => {
  const server: Server = { connection, writeBatch };
  const writer = randomUUID();
  const journal = journalOn(server, writer);
  const committer = committerOn(server, journal, leaseOn(server, writer, leaseMs));
  const accessNow = accessTo(server, journal, committer);
  const ready = makeReady(server);
  let hasSwept = false;
  let closing: Promise<void> | undefined;

  const unavailable = (operation: string, reason: string): ReadStoreUnavailable => ({
    _tag: 'ReadStoreUnavailable',
    engine,
    operation,
    reason,
  });

  /** Runs an operation while the store is open: trouble becomes a failure, a bug rejects. */
  const answer =
    <Failure, A>(
      operation: string,
      run: () => Promise<E.Either<Failure, A>>,
    ): TaskEither<Failure | ReadStoreUnavailable, A> =>
    async () => {
      if (closing !== undefined) return E.left(unavailable(operation, 'closed'));
      try {
        await ready();
        return await run();
      } catch (error) {
        const reason = error instanceof Refusal ? error.message : connection.trouble(error);
        if (reason === undefined) throw error;
        return E.left(unavailable(operation, closing === undefined ? reason : 'closed'));
      }
    };

  const reading = <Failure, A>(
    operation: string,
    run: (access: Access) => Promise<E.Either<Failure, A>>,
  ): TaskEither<Failure | ReadStoreUnavailable, A> => answer(operation, async () => run(await accessNow()));

  /** The documents among these ids that are there. A record says itself whether its batch is done; a lack does not. */
  const documents = async (
    access: Access,
    collection: string,
    ids: ReadonlyArray<string>,
  ): Promise<ReadonlyMap<string, Stored>> => {
    const records = await access.to(
      collection,
      (tables, session) => recordsIn(server, session, tables, ids),
      (found, done) => ids.every((id) => (found.get(id)?.batch ?? Number.POSITIVE_INFINITY) <= done),
    );
    const found = ids.flatMap((id) => storedIn(records.get(id)) ?? []);
    return new Map(found.map((stored) => [stored.id, stored]));
  };

  const prepareAll: ReadStore['prepare'] = (specs) =>
    answer('prepare', () =>
      committer.exclusively(async (commit) => {
        await commit('begin', nothing);
        if (!hasSwept) await sweep(server);
        hasSwept = true;
        await prepare(server, commit, specs);
        return E.right(undefined);
      }),
    );

  const close = async (): Promise<void> => {
    await committer.close();
    await connection.close();
  };

  return {
    engine,
    prepare: prepareAll,
    drop: (collections, progress) =>
      answer('drop', () =>
        committer.exclusively(async (commit) => E.right(await drop(server, commit, collections, progress))),
      ),
    get: (collection, id, at) =>
      reading('get', async (access) => {
        if (at?.asAt === undefined && at?.knownAt === undefined)
          return E.right((await documents(access, collection, [id])).get(id));
        return E.right(
          await access.to(collection, (tables, session) =>
            getAt(server, session, tables, id, pastMoment(tables.spec, at) ?? {}),
          ),
        );
      }),
    getMany: (collection, ids) =>
      reading('getMany', async (access) => E.right(await documents(access, collection, ids))),
    find: (collection, query) =>
      reading('find', (access) =>
        access.to(collection, (tables, session) => find(server, session, tables, query)),
      ),
    count: (collection, where = [], at) =>
      reading('count', (access) =>
        access.to(collection, (tables, session) => count(server, session, tables, where, at)),
      ),
    versions: (collection, id) =>
      reading('versions', async (access) =>
        E.right(await access.to(collection, (tables, session) => versions(server, session, tables, id))),
      ),
    write: (batch) => answer('write', () => committer.commit('go on', planOf(batch))),
    progress: (projection) =>
      reading('progress', async (access) => {
        const record = await access.record<ProgressRecord>(stateCollection, progressId(projection));
        return E.right(progressIn(record));
      }),
    settings: reading('settings', async (access) =>
      E.right(settingsIn(await access.record<SettingsRecord>(stateCollection, settingsId))),
    ),
    set: (changes) => answer('set', () => committer.commit('begin', setting(changes))),
    close: () => (closing ??= close()),
  };
};

/**
 * Opens the read store in a database of MongoDB (6.0 or later) or of what speaks its protocol. The server is reached
 * with the first operation: it need not be there yet.
 */
export const openMongodbReadStore = (
  options: MongodbReadStoreOptions,
): E.Either<AddressFailure, ReadStore> => {
  const { url, database, deadlineMs = 15_000 } = options;
  return E.map((connection: Connection) => storeOn(connection, options))(
    connectionTo({ url, database, deadlineMs }),
  );
};
