import type { Json } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { checkFields, checkLimit, mergeSpec, mustBeTemporal, notPrepared, pastMoment } from '../checks';
import { placeOf } from '../cursor';
import type {
  Batch,
  CollectionSpec,
  Condition,
  Moment,
  Page,
  Progress,
  ProgressConflict,
  Query,
  QueryFailure,
  ReadStore,
  ReadStoreUnavailable,
  Since,
  Stored,
} from '../port';
import { pageAfter, rowsWhere } from './selection';
import { changed, type Collection, storedOf, type Version, versionAt, withSpec } from './versions';

const engine = 'memory';

/** A read store that lives as long as its process: for tests, and for trying things out. */
export const openMemoryReadStore = (): ReadStore => {
  const collections = new Map<string, Collection>();
  const progress = new Map<string, Progress>();
  const settings = new Map<string, Json>();
  let closed = false;

  const answer =
    <Failure, A>(operation: string, run: () => E.Either<Failure, A>) =>
    async (): Promise<E.Either<Failure | ReadStoreUnavailable, A>> =>
      closed ? E.left({ _tag: 'ReadStoreUnavailable', engine, operation, reason: 'closed' }) : run();

  const collectionOf = (name: string): Collection => {
    const collection = collections.get(name);
    if (collection === undefined) throw notPrepared(name);
    return collection;
  };

  const prepare = (specs: ReadonlyArray<CollectionSpec>): void => {
    const prepared = specs.map((spec) => {
      const before = collections.get(spec.name);
      return withSpec(mergeSpec(before?.spec, spec), before);
    });
    for (const collection of prepared) collections.set(collection.spec.name, collection);
  };

  const staged = (
    changes: Batch['changes'],
  ): ReadonlyMap<Collection, Map<string, ReadonlyArray<Version>>> => {
    const stage = new Map<Collection, Map<string, ReadonlyArray<Version>>>();
    for (const change of changes) {
      const collection = collectionOf(change.collection);
      const documents = stage.get(collection) ?? new Map<string, ReadonlyArray<Version>>();
      const before = documents.get(change.id) ?? collection.versions.get(change.id) ?? [];
      stage.set(collection, documents.set(change.id, changed(collection, change, before)));
    }
    return stage;
  };

  const write = ({ changes, progress: moved }: Batch): E.Either<ProgressConflict, void> => {
    const actual = moved && progress.get(moved.projection)?.position;
    if (moved !== undefined && actual !== moved.expected) {
      const { projection, expected } = moved;
      return E.left({ _tag: 'ProgressConflict', projection, expected, actual });
    }
    for (const [collection, documents] of staged(changes))
      for (const [id, versions] of documents)
        if (versions.length === 0) collection.versions.delete(id);
        else collection.versions.set(id, versions);
    if (moved !== undefined) progress.set(moved.projection, moved.next);
    return E.right(undefined);
  };

  const get = (name: string, id: string, at?: Moment): Stored | undefined => {
    const { spec, versions } = collectionOf(name);
    return storedOf(id, versionAt(versions.get(id) ?? [], pastMoment(spec, at)));
  };

  const find = (name: string, query: Query): E.Either<QueryFailure, Page> => {
    const collection = collectionOf(name);
    checkLimit(query.limit);
    const declared = checkFields(collection.spec, query);
    if (E.isLeft(declared)) return declared;
    const place = placeOf(name, query);
    return E.isLeft(place) ? place : E.right(pageAfter(collection, query, place.right));
  };

  const count = (
    name: string,
    where: ReadonlyArray<Condition>,
    at: Moment | undefined,
  ): E.Either<QueryFailure, number> => {
    const collection = collectionOf(name);
    const declared = checkFields(collection.spec, { where });
    return E.isLeft(declared) ? declared : E.right(rowsWhere(collection, where, at).length);
  };

  const versionsOf = (name: string, id: string): ReadonlyArray<Stored & { readonly until?: Since }> => {
    const { spec, versions } = collectionOf(name);
    mustBeTemporal(spec);
    const kept = versions.get(id) ?? [];
    return kept.flatMap((version, index) => {
      const stored = storedOf(id, version);
      const until = kept[index + 1]?.since;
      if (stored === undefined) return [];
      return until === undefined ? stored : { ...stored, until };
    });
  };

  const set = (values: Readonly<Record<string, Json>>): void => {
    for (const [name, value] of Object.entries(values))
      if (value === null) settings.delete(name);
      else settings.set(name, value);
  };

  return {
    engine,
    prepare: (specs) => answer('prepare', () => E.right(prepare(specs))),
    drop: (names, projections) =>
      answer('drop', () => {
        names.forEach((name) => collections.delete(name));
        projections.forEach((projection) => progress.delete(projection));
        return E.right(undefined);
      }),
    get: (name, id, at) => answer('get', () => E.right(get(name, id, at))),
    getMany: (name, ids) =>
      answer('getMany', () => {
        const found = ids.flatMap((id) => get(name, id) ?? []);
        return E.right(new Map(found.map((stored) => [stored.id, stored])));
      }),
    find: (name, query) => answer('find', () => find(name, query)),
    count: (name, where = [], at) => answer('count', () => count(name, where, at)),
    versions: (name, id) => answer('versions', () => E.right(versionsOf(name, id))),
    write: (batch) => answer('write', () => write(batch)),
    progress: (projection) => answer('progress', () => E.right(progress.get(projection))),
    settings: answer('settings', () => E.right(Object.fromEntries(settings))),
    set: (values) => answer('set', () => E.right(set(values))),
    close: async () => {
      closed = true;
    },
  };
};
