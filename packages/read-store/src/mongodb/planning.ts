import type { JsonObject } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { beginsTooEarly } from '../checks';
import type { Batch, Change, Progress, ProgressConflict, Since } from '../port';
import type { Plan } from './committing';
import type { Put } from './puts';
import {
  beganAt,
  type DocumentRecord,
  type Kept,
  pastOf,
  recordOf,
  temporal,
  type TemporalRecord,
  tombstoneOf,
} from './records';
import { progressId, progressIn, progressRecord, type ProgressRecord, stateCollection } from './state';
import { catalogueCollection, type CatalogueRecord, type Tables, tablesIn } from './tables';
import type { View } from './view';

type Version = Change['versions'][number];
type Began = Omit<Since, 'position'>;

/** A document while the changes of a batch are made to it. */
interface Working {
  readonly tables: Tables;
  readonly id: string;
  /** The serial of the record that is there. */
  readonly expected: number | undefined;
  serial: number;
  /** As it is now; of a collection that keeps no past it is not read, and undefined until it is changed. */
  record: DocumentRecord | undefined;
  /** When the last version began that a next one may not begin before. */
  since: Began | undefined;
  isChanged: boolean;
  /** Whether versions of it lie in the past, which a next one must not be numbered like. */
  hasPast: boolean;
}

const mustNotBeginBefore = ({ tables, id }: Working, since: Began, before: Began | undefined): void => {
  if (before === undefined) return;
  if (since.recordedAt < before.recordedAt || since.effectiveAt < before.effectiveAt)
    throw new Error(`${tables.spec.name}/${id}: ${beginsTooEarly}`);
};

const recordFor = ({ tables, id }: Working, serial: number, body: JsonObject, version: Version) =>
  recordOf(id, serial, body, version, tables.read(id, body));

/** Where only what is is kept, the last version alone counts. */
const becomeLast = (working: Working, versions: Change['versions']): void => {
  const last = versions.at(-1);
  for (const { body } of versions) if (body !== null) working.tables.read(working.id, body);
  if (last === undefined) return;
  working.serial += 1;
  working.record = last.body === null ? undefined : recordFor(working, working.serial, last.body, last);
  working.isChanged = true;
};

/** Where the past is kept: the versions that were replaced, to be added to it. */
const becomeEach = (working: Working, versions: Change['versions']): ReadonlyArray<Put> => {
  const replaced: Array<Put> = [];
  let present = working.record as TemporalRecord | undefined;
  for (const version of versions) {
    const { body, since } = version;
    mustNotBeginBefore(working, since, working.since);
    if (present !== undefined) {
      const record = pastOf(present, since);
      replaced.push({ collection: working.tables.past, expected: undefined, record });
      working.hasPast = true;
    }
    working.serial += 1;
    present = body === null ? undefined : temporal(recordFor(working, working.serial, body, version), since);
    working.since = since;
    working.isChanged = true;
  }
  working.record = present;
  return replaced;
};

const putOf = ({ tables, id, expected, serial, record, isChanged, hasPast }: Working): ReadonlyArray<Put> => {
  const never = record === undefined && expected === undefined && !hasPast;
  if (!isChanged || never) return [];
  return [{ collection: tables.documents, expected, record: record ?? tombstoneOf(id, serial) }];
};

const found = (tables: Tables, id: string, there: Kept | undefined): Working => {
  const isWhole = tables.spec.temporal && there?.live === true;
  const record = isWhole ? (there as TemporalRecord) : undefined;
  return {
    tables,
    id,
    expected: there?.serial,
    serial: there?.serial ?? 0,
    record,
    since: record && beganAt(record),
    isChanged: false,
    hasPast: false,
  };
};

/** The documents of a collection that changes are about, as they are. */
const take = async (
  view: View,
  tables: Tables,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, Working>> => {
  const there = await (tables.spec.temporal ? view.records<Kept> : view.numbers)(tables.documents, ids);
  return new Map(ids.map((id) => [id, found(tables, id, there.get(id))]));
};

const documentPuts = async (
  view: View,
  tables: Tables,
  changes: ReadonlyArray<Change>,
): Promise<ReadonlyArray<Put>> => {
  const documents = await take(
    view,
    tables,
    changes.map(({ id }) => id),
  );
  const replaced: Array<Put> = [];
  for (const { id, versions } of changes) {
    const working = documents.get(id) as Working;
    if (tables.spec.temporal) replaced.push(...becomeEach(working, versions));
    else becomeLast(working, versions);
  }
  return [...replaced, ...[...documents.values()].flatMap(putOf)];
};

const byCollection = (changes: Batch['changes']): ReadonlyMap<string, ReadonlyArray<Change>> => {
  const sorted = new Map<string, Array<Change>>();
  for (const change of changes) {
    const some = sorted.get(change.collection);
    if (some === undefined) sorted.set(change.collection, [change]);
    else some.push(change);
  }
  return sorted;
};

const progressPut = (projection: string, there: Kept | undefined, next: Progress): Put => ({
  collection: stateCollection,
  expected: there?.serial,
  record: progressRecord(projection, (there?.serial ?? 0) + 1, next),
});

const progressOf = async (view: View, projection: string): Promise<ProgressRecord | undefined> => {
  const id = progressId(projection);
  return (await view.records<ProgressRecord>(stateCollection, [id])).get(id);
};

/** What a batch writes. A bug of the caller throws before anything is written. */
export const planOf =
  ({ changes, progress: moved }: Batch): Plan<ProgressConflict> =>
  async (view) => {
    const sorted = byCollection(changes);
    const names = [...sorted.keys()];
    const there = moved && (await progressOf(view, moved.projection));
    const actual = progressIn(there)?.position;
    if (moved !== undefined && actual !== moved.expected) {
      const { projection, expected } = moved;
      return E.left({ _tag: 'ProgressConflict', projection, expected, actual });
    }
    const catalogue = await view.records<CatalogueRecord>(catalogueCollection, names);
    const puts: Array<Put> = [];
    for (const [name, some] of sorted) {
      const tables = tablesIn(name, catalogue.get(name));
      puts.push(...(await documentPuts(view, tables, some)));
    }
    if (moved !== undefined) puts.push(progressPut(moved.projection, there, moved.next));
    return E.right(puts);
  };
