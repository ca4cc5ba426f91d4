import * as E from 'fp-ts/Either';
import { mergeSpec } from '../checks';
import type { CollectionSpec } from '../port';
import type { Commit, Plan } from './committing';
import type { Put } from './puts';
import { type DocumentRecord, keyName, type PastRecord, storedOf } from './records';
import { collectionOn, makeCollection, portions, recordsOf, type Server } from './server';
import { sortKey } from './sort-key';
import { progressId, type ProgressRecord, stateCollection } from './state';
import { catalogueCollection, type CatalogueRecord, keyIn, newKey, type Tables, tablesOf } from './tables';

const specIn = (record: CatalogueRecord | undefined): CollectionSpec | undefined =>
  record?.live === true ? (JSON.parse(record.spec) as CollectionSpec) : undefined;

/** A collection as it is to be, and as it is in the catalogue. */
interface Wanted {
  readonly spec: CollectionSpec;
  readonly tables: Tables;
  readonly key: string;
  readonly before: CatalogueRecord | undefined;
}

const wantedOf = (
  specs: ReadonlyArray<CollectionSpec>,
  catalogue: ReadonlyMap<string, CatalogueRecord>,
): ReadonlyArray<Wanted> => {
  const merged = new Map<string, CollectionSpec>();
  for (const spec of specs) {
    const before = merged.get(spec.name) ?? specIn(catalogue.get(spec.name));
    merged.set(spec.name, mergeSpec(before, spec));
  }
  return [...merged.values()].map((spec) => {
    const before = catalogue.get(spec.name);
    const key = before?.live === true ? before.key : newKey();
    return { spec, key, before, tables: tablesOf(spec, key) };
  });
};

const serverNames = ({ spec, documents, past }: Tables): ReadonlyArray<string> =>
  spec.temporal ? [documents, past] : [documents];

const namesOnServer = async ({ connection }: Server): Promise<ReadonlyArray<string>> => {
  const listed = await connection.database.listCollections({}, { nameOnly: true }).toArray();
  return listed.map(({ name }) => name);
};

interface Index {
  readonly name: string;
  readonly key: Readonly<Record<string, 1>>;
}

/** An index for each combination that is declared: live documents alone, in the very order of a query by its fields. */
const indexesOf = ({ spec }: Tables): ReadonlyArray<Index> =>
  spec.indexes.map((fields) => {
    const numbers = fields.map((field) => spec.fields.indexOf(field));
    const keys = numbers.map((number): [string, 1] => [keyName(number), 1]);
    return {
      name: `fields_${numbers.join('_')}`,
      key: Object.fromEntries([['live', 1], ...keys, ['_id', 1]]),
    };
  });

const ofVersions: Index = { name: 'versions', key: { id: 1, serial: 1 } };

/** Makes the indexes that are not there; a server says of one of the same name that it is another. */
const makeIndexes = async (
  server: Server,
  collection: string,
  indexes: ReadonlyArray<Index>,
): Promise<void> => {
  if (indexes.length === 0) return;
  const there = await collectionOn(server, collection).listIndexes().toArray();
  const known = new Set(there.map(({ name, key }) => JSON.stringify([name, key])));
  // One at a time: FerretDB ends the connection when two that are asked for are there.
  for (const { name, key } of indexes)
    if (!known.has(JSON.stringify([name, key])))
      await collectionOn(server, collection).createIndex(key, { name });
};

type AnyRecord = DocumentRecord | PastRecord;

const recordsAtOnce = 500;

async function* allRecords(server: Server, collection: string): AsyncGenerator<ReadonlyArray<AnyRecord>> {
  let after: string | undefined;
  for (;;) {
    const selection = after === undefined ? { live: true } : { live: true, _id: { $gt: after } };
    const page = (await collectionOn(server, collection)
      .find(selection, { sort: { _id: 1 }, limit: recordsAtOnce, batchSize: recordsAtOnce })
      .toArray()) as unknown as ReadonlyArray<AnyRecord>;
    yield page;
    if (page.length < recordsAtOnce) return;
    after = page.at(-1)?._id;
  }
}

/** Does something with each record that is without fields declared since, and the sort keys it is to have of them. */
const eachUnfilled = async (
  server: Server,
  { spec, tables, before }: Wanted,
  act: (collection: string, keys: ReadonlyArray<readonly [string, Record<string, string>]>) => Promise<void>,
): Promise<void> => {
  const declared = specIn(before)?.fields.length;
  if (declared === undefined || declared === spec.fields.length) return;
  for (const collection of serverNames(tables))
    for await (const page of allRecords(server, collection))
      await act(
        collection,
        page.map((record) => {
          const { id, body } = storedOf(record);
          const values = tables.read(id, body).slice(declared);
          const keys = values.map((value, index): [string, string] => [
            keyName(declared + index),
            sortKey(value),
          ]);
          return [record._id, Object.fromEntries(keys)] as const;
        }),
      );
};

const fill = (server: Server, wanted: Wanted): Promise<void> =>
  eachUnfilled(server, wanted, async (collection, keys) => {
    for (const some of portions(keys, server.writeBatch ?? 16))
      await collectionOn(server, collection).bulkWrite(
        some.map(([_id, set]) => ({ updateOne: { filter: { _id }, update: { $set: set } } })),
        { ordered: false },
      );
  });

const entryPut = ({ spec, key, before }: Wanted): ReadonlyArray<Put> => {
  const text = JSON.stringify(spec);
  if (before?.live === true && before.spec === text) return [];
  const serial = (before?.serial ?? 0) + 1;
  const record: CatalogueRecord = { _id: spec.name, serial, batch: 0, live: true, key, spec: text };
  return [{ collection: catalogueCollection, expected: before?.serial, record }];
};

/**
 * Makes collections, indexes and the sort keys of fields that are new; the catalogue names them once all is there. Runs
 * while nothing else is written.
 */
export const prepare = async (
  server: Server,
  commit: Commit,
  specs: ReadonlyArray<CollectionSpec>,
): Promise<void> => {
  const catalogue = await recordsOf<CatalogueRecord>(
    server,
    undefined,
    catalogueCollection,
    specs.map(({ name }) => name),
  );
  const wanted = wantedOf(specs, catalogue);
  // What no field may hold is found before anything is changed.
  for (const each of wanted) await eachUnfilled(server, each, () => Promise.resolve());
  const there = new Set(await namesOnServer(server));
  for (const { tables } of wanted)
    for (const name of serverNames(tables)) if (!there.has(name)) await makeCollection(server, name);
  for (const { spec, tables } of wanted) {
    await makeIndexes(server, tables.documents, indexesOf(tables));
    if (spec.temporal) await makeIndexes(server, tables.past, [ofVersions]);
  }
  for (const each of wanted) await fill(server, each);
  const puts = wanted.flatMap(entryPut);
  if (puts.length > 0) await commit('go on', async () => E.right(puts));
};

const tombstone = <R extends CatalogueRecord | ProgressRecord>(collection: string, record: R): Put => ({
  collection,
  expected: record.serial,
  record: { ...record, serial: record.serial + 1, live: false },
});

/** Takes collections out of the catalogue, and progress away; then removes from the server what the catalogue lacks. */
export const drop = async (
  server: Server,
  commit: Commit,
  collections: ReadonlyArray<string>,
  progress: ReadonlyArray<string>,
): Promise<void> => {
  const plan: Plan<never> = async (view) => {
    const entries = await view.records<CatalogueRecord>(catalogueCollection, collections);
    const kept = await view.records<ProgressRecord>(stateCollection, progress.map(progressId));
    return E.right([
      ...[...entries.values()].filter(({ live }) => live).map((one) => tombstone(catalogueCollection, one)),
      ...[...kept.values()].filter(({ live }) => live).map((one) => tombstone(stateCollection, one)),
    ]);
  };
  await commit('begin', plan);
  await sweep(server);
};

/** Removes from the server what no collection of the catalogue uses: left by a crash, or by `drop`. */
export const sweep = async (server: Server): Promise<void> => {
  const entries = await collectionOn(server, catalogueCollection).find({ live: true }).toArray();
  const used = new Set(entries.map((entry) => String(entry['key'])));
  for (const name of await namesOnServer(server)) {
    const key = keyIn(name);
    if (key !== undefined && !used.has(key)) await server.connection.database.dropCollection(name);
  }
};
