import * as E from 'fp-ts/Either';
import { checkFields, checkLimit, mustBeTemporal, pastMoment } from '../checks';
import { cursorAt, type Place, placeOf } from '../cursor';
import type { FieldValue } from '../fields';
import { compareText, compareValues } from '../order';
import type { Condition, Moment, Page, Query, QueryFailure, Since, Stored } from '../port';
import { type DocumentRecord, type Kept, type PastRecord, storedOf, untilOf } from './records';
import { following, oneAt, type OrderedStretch, selected, type Stretch } from './selection';
import { collectionOn, inSession, recordsOf, type Server, type Session } from './server';
import type { Tables } from './tables';

type AnyRecord = DocumentRecord | PastRecord;

const findIn = async (
  server: Server,
  session: Session,
  { collection, selection, sort }: Stretch & Partial<Pick<OrderedStretch, 'sort'>>,
  limit: number,
): Promise<ReadonlyArray<AnyRecord>> =>
  (await collectionOn(server, collection)
    .find(selection, { ...inSession(session), limit, batchSize: limit, ...(sort && { sort }) })
    .toArray()) as unknown as ReadonlyArray<AnyRecord>;

const comparing =
  (sort: NonNullable<Query['sort']>) =>
  (a: Place, b: Place): number => {
    for (const [index, { descending }] of sort.entries()) {
      const order = compareValues(a.values[index] ?? null, b.values[index] ?? null);
      if (order !== 0) return descending === true ? -order : order;
    }
    return compareText(a.id, b.id);
  };

/** Puts documents of several stretches, each of them in order, into one. */
const merged = (
  stretches: ReadonlyArray<ReadonlyArray<Stored>>,
  sort: NonNullable<Query['sort']>,
  placeOfOne: (document: Stored) => Place,
): ReadonlyArray<Stored> => {
  const [first = [], ...others] = stretches;
  if (others.length === 0) return first;
  const compare = comparing(sort);
  return stretches
    .flatMap((stretch) => stretch.map((document) => ({ document, place: placeOfOne(document) })))
    .sort((a, b) => compare(a.place, b.place))
    .map(({ document }) => document);
};

/** The page of a query that follows a place. */
const pageAfter = async (
  server: Server,
  session: Session,
  tables: Tables,
  query: Query,
  after: Place | undefined,
): Promise<Page> => {
  const { spec, read } = tables;
  const { limit, sort = [], at } = query;
  const placeIn = ({ id, body }: Stored): Place => {
    const values: ReadonlyArray<FieldValue> = sort.length === 0 ? [] : read(id, body);
    return { id, values: sort.map(({ field }) => values[spec.fields.indexOf(field)] ?? null) };
  };
  const stretches: Array<ReadonlyArray<Stored>> = [];
  // One more than the page holds says whether there is another page.
  for (const stretch of following(tables, query, pastMoment(spec, at), after))
    stretches.push((await findIn(server, session, stretch, limit + 1)).map(storedOf));
  const inOrder = merged(stretches, sort, placeIn);
  const documents = inOrder.slice(0, limit);
  const last = documents.at(-1);
  return inOrder.length > limit && last !== undefined
    ? { documents, next: cursorAt(spec.name, query, placeIn(last)) }
    : { documents };
};

/** The page a query asks for, or why not. */
export const find = async (
  server: Server,
  session: Session,
  tables: Tables,
  query: Query,
): Promise<E.Either<QueryFailure, Page>> => {
  checkLimit(query.limit);
  const declared = checkFields(tables.spec, query);
  if (E.isLeft(declared)) return declared;
  const after = placeOf(tables.spec.name, query);
  return E.isLeft(after) ? after : E.right(await pageAfter(server, session, tables, query, after.right));
};

/** How many documents meet the conditions at a moment. */
export const count = async (
  server: Server,
  session: Session,
  tables: Tables,
  where: ReadonlyArray<Condition>,
  at: Moment | undefined,
): Promise<E.Either<QueryFailure, number>> => {
  const declared = checkFields(tables.spec, { where });
  if (E.isLeft(declared)) return declared;
  let documents = 0;
  for (const { collection, selection } of selected(tables, where, pastMoment(tables.spec, at))) {
    const stages = [{ $match: selection }, { $count: 'documents' }];
    const [counted] = await collectionOn(server, collection).aggregate(stages, inSession(session)).toArray();
    documents += Number(counted?.['documents'] ?? 0);
  }
  return E.right(documents);
};

/** Records of documents as they are, by id; tombstones among them. */
export const recordsIn = (
  server: Server,
  session: Session,
  { documents }: Tables,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, Kept>> => recordsOf(server, session, documents, ids);

/** The document of a record; undefined where there is none or a tombstone. */
export const storedIn = (record: Kept | undefined): Stored | undefined =>
  record?.live === true ? storedOf(record as DocumentRecord) : undefined;

/** A document as it was at a moment. */
export const getAt = async (
  server: Server,
  session: Session,
  tables: Tables,
  id: string,
  moment: Moment,
): Promise<Stored | undefined> => {
  for (const stretch of oneAt(tables, id, moment)) {
    const [record] = await findIn(server, session, stretch, 1);
    if (record !== undefined) return storedOf(record);
  }
  return undefined;
};

/** Every version of a document, oldest first. */
export const versions = async (
  server: Server,
  session: Session,
  tables: Tables,
  id: string,
): Promise<ReadonlyArray<Stored & { readonly until?: Since }>> => {
  mustBeTemporal(tables.spec);
  const past = (await collectionOn(server, tables.past)
    .find({ id }, { ...inSession(session), sort: { serial: 1 } })
    .toArray()) as unknown as ReadonlyArray<PastRecord>;
  const last = storedIn((await recordsIn(server, session, tables, [id])).get(id));
  const replaced = past.map((record) => ({ ...storedOf(record), until: untilOf(record) }));
  return last === undefined ? replaced : [...replaced, last];
};
