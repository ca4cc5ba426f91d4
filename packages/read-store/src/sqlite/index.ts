import type { Instant, Json } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Batch, Progress, ProgressConflict, ReadStore, ReadStoreUnavailable } from '../port';
import { answering, engine } from './failure';
import { openFile, type OpenFile } from './file';
import { readerOf } from './reading';
import { catalogueOf } from './tables';
import { emptyScript, type Script, type Write, writerInto } from './writing';
import { writingThread } from './writing-thread';

interface ProgressRow {
  readonly position: string;
  readonly recorded_at: Instant;
  readonly events: number;
}

interface SettingRow {
  readonly name: string;
  readonly value: string;
}

const positionOf = 'select position from progress where projection = ?';
const setProgress = 'replace into progress (projection, position, recorded_at, events) values (?, ?, ?, ?)';

const storeOn = ({ database, ...beginning }: OpenFile): ReadStore => {
  let closing: Promise<void> | undefined;
  const answer = answering(() => closing === undefined);
  const thread = writingThread(beginning);
  const catalogue = catalogueOf(database);
  const reader = readerOf(database);
  const transaction = <A>(change: () => A): A => database.transaction(change).immediate();

  const progressOf = database.prepare<[string], ProgressRow>(
    'select position, recorded_at, events from progress where projection = ?',
  );
  const dropProgress = database.prepare<[string]>('delete from progress where projection = ?');
  const allSettings = database.prepare<[], SettingRow>('select name, value from settings');
  const keepSetting = database.prepare<[string, string]>('replace into settings (name, value) values (?, ?)');
  const dropSetting = database.prepare<[string]>('delete from settings where name = ?');

  /** Each collection is looked up once a batch: within one no declaration changes. */
  const scriptOf = ({ changes, progress: moved }: Batch): Script => {
    const script = emptyScript();
    if (moved !== undefined) {
      const { projection, next } = moved;
      script.step(script.statement(setProgress, 4), projection, next.position, next.recordedAt, next.events);
    }
    const writers = new Map<string, Write>();
    for (const { collection, id, versions } of changes) {
      const writer = writers.get(collection) ?? writerInto(script, catalogue.of(collection));
      writers.set(collection, writer);
      writer(id, versions);
    }
    return script;
  };

  const write = async (batch: Batch): Promise<E.Either<ProgressConflict, void>> => {
    const task = scriptOf(batch).task();
    if (batch.progress === undefined) {
      await thread.run(task);
      return E.right(undefined);
    }
    const { projection, expected } = batch.progress;
    const guard = { text: positionOf, value: projection, expected };
    const outcome = await thread.run({ ...task, guard });
    return outcome._tag === 'Done'
      ? E.right(undefined)
      : E.left({ _tag: 'ProgressConflict', projection, expected, actual: outcome.actual });
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

  /** What changes tables or settings waits for batches under way: two connections cannot write at once. */
  const alone = async (change: () => void): Promise<E.Either<never, void>> => {
    await thread.idle();
    transaction(change);
    return E.right(undefined);
  };

  const close = async (): Promise<void> => {
    await thread.close();
    database.close();
  };

  return {
    engine,
    prepare: (specs) => answer('prepare', () => alone(() => specs.forEach(catalogue.prepare))),
    drop: (collections, projections) =>
      answer('drop', () =>
        alone(() => {
          collections.forEach(catalogue.drop);
          projections.forEach((projection) => dropProgress.run(projection));
        }),
      ),
    get: (collection, id, at) => answer('get', () => E.right(reader.get(catalogue.of(collection), id, at))),
    getMany: (collection, ids) =>
      answer('getMany', () => {
        const found = reader.getMany(catalogue.of(collection), ids);
        return E.right(new Map(found.map((stored) => [stored.id, stored])));
      }),
    find: (collection, query) => answer('find', () => reader.find(catalogue.of(collection), query)),
    count: (collection, where = [], at) =>
      answer('count', () => reader.count(catalogue.of(collection), where, at)),
    versions: (collection, id) =>
      answer('versions', () => E.right(reader.versions(catalogue.of(collection), id))),
    write: (batch) => answer('write', () => write(batch)),
    progress: (projection) => answer('progress', () => E.right(progress(projection))),
    settings: answer('settings', () =>
      E.right(
        Object.fromEntries(allSettings.all().map(({ name, value }) => [name, JSON.parse(value) as Json])),
      ),
    ),
    set: (settings) => answer('set', () => alone(() => set(settings))),
    close: () => (closing ??= close()),
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
