import type { Instant, Json } from '@commissioning/kernel';
import type { Database } from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Batch, Change, Progress, ProgressConflict, ReadStore, ReadStoreUnavailable } from '../port';
import { answering, engine } from './failure';
import { openFile } from './file';
import { readerOf } from './reading';
import { catalogueOf, type Tables } from './tables';
import { type Write, writerOf } from './writing';

interface ProgressRow {
  readonly position: string;
  readonly recorded_at: Instant;
  readonly events: number;
}

interface SettingRow {
  readonly name: string;
  readonly value: string;
}

const storeOn = (database: Database): ReadStore => {
  const answer = answering(database);
  const catalogue = catalogueOf(database);
  const reader = readerOf(database);
  const transaction = <A>(change: () => A): A => database.transaction(change).immediate();

  const progressOf = database.prepare<[string], ProgressRow>(
    'select position, recorded_at, events from progress where projection = ?',
  );
  const setProgress = database.prepare<[string, string, string, number]>(
    'replace into progress (projection, position, recorded_at, events) values (?, ?, ?, ?)',
  );
  const dropProgress = database.prepare<[string]>('delete from progress where projection = ?');
  const allSettings = database.prepare<[], SettingRow>('select name, value from settings');
  const keepSetting = database.prepare<[string, string]>('replace into settings (name, value) values (?, ?)');
  const dropSetting = database.prepare<[string]>('delete from settings where name = ?');

  // By their tables, which are other ones after every change of a collection's declaration.
  const writers = new WeakMap<Tables, Write>();
  const writerFor = (collection: string): Write => {
    const tables = catalogue.of(collection);
    const writer = writers.get(tables) ?? writerOf(database, tables);
    writers.set(tables, writer);
    return writer;
  };

  /** Each collection is looked up once a batch: within a transaction no declaration changes. */
  const writeAll = (changes: ReadonlyArray<Change>): void => {
    const found = new Map<string, Write>();
    for (const { collection, id, versions } of changes) {
      const writer = found.get(collection) ?? writerFor(collection);
      found.set(collection, writer);
      writer(id, versions);
    }
  };

  const write = ({ changes, progress }: Batch): E.Either<ProgressConflict, void> => {
    if (progress !== undefined) {
      const { projection, expected, next } = progress;
      const actual = progressOf.get(projection)?.position;
      if (actual !== expected) return E.left({ _tag: 'ProgressConflict', projection, expected, actual });
      setProgress.run(projection, next.position, next.recordedAt, next.events);
    }
    writeAll(changes);
    return E.right(undefined);
  };

  const progress = (projection: string): Progress | undefined => {
    const row = progressOf.get(projection);
    return row && { position: row.position, recordedAt: row.recorded_at, events: row.events };
  };

  const set = (settings: Readonly<Record<string, Json>>): void => {
    for (const [name, value] of Object.entries(settings))
      if (value === null) dropSetting.run(name);
      else keepSetting.run(name, JSON.stringify(value));
  };

  return {
    engine,
    prepare: (specs) => answer('prepare', () => E.right(transaction(() => specs.forEach(catalogue.prepare)))),
    drop: (collections, projections) =>
      answer('drop', () =>
        E.right(
          transaction(() => {
            collections.forEach(catalogue.drop);
            projections.forEach((projection) => dropProgress.run(projection));
          }),
        ),
      ),
    get: (collection, id, at) => answer('get', () => E.right(reader.get(catalogue.of(collection), id, at))),
    getMany: (collection, ids) =>
      answer('getMany', () => {
        const tables = catalogue.of(collection);
        const found = ids.flatMap((id) => reader.get(tables, id) ?? []);
        return E.right(new Map(found.map((stored) => [stored.id, stored])));
      }),
    find: (collection, query) => answer('find', () => reader.find(catalogue.of(collection), query)),
    count: (collection, where = [], at) =>
      answer('count', () => reader.count(catalogue.of(collection), where, at)),
    versions: (collection, id) =>
      answer('versions', () => E.right(reader.versions(catalogue.of(collection), id))),
    write: (batch) => answer('write', () => transaction(() => write(batch))),
    progress: (projection) => answer('progress', () => E.right(progress(projection))),
    settings: answer('settings', () =>
      E.right(
        Object.fromEntries(allSettings.all().map(({ name, value }) => [name, JSON.parse(value) as Json])),
      ),
    ),
    set: (settings) => answer('set', () => E.right(transaction(() => set(settings)))),
    close: async () => void database.close(),
  };
};

/**
 * Opens the read store in a data folder (`read.db`), making both where they are missing. What it holds is derived from
 * the log: a power failure may take back the last batches together with the progress they were written with.
 */
export const openSqliteReadStore =
  (folder: string): TaskEither<ReadStoreUnavailable, ReadStore> =>
  async () =>
    E.map(storeOn)(openFile(folder));
