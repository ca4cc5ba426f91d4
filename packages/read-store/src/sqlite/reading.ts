import type { Instant, JsonObject } from '@commissioning/kernel';
import type { Database, Statement } from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import { checkFields, checkLimit, mustBeTemporal, pastMoment } from '../checks';
import { cursorAt, type Place, placeOf } from '../cursor';
import type { Condition, Lineage, Moment, Page, Query, QueryFailure, Since, Stored } from '../port';
import type { ColumnValue } from './column-value';
import { counting, current, finding, following, type Sql } from './selection';
import type { Tables } from './tables';

interface VersionRow {
  readonly key: number;
  readonly id: string;
  readonly position: string;
  readonly recorded: Instant;
  readonly effective: Instant;
}

interface BodyRow {
  readonly body: string;
  readonly lineage: string;
}

interface UntilRow {
  readonly until_position: string | null;
  readonly until_recorded: Instant;
  readonly until_effective: Instant;
}

const storedOf = (row: VersionRow, { body, lineage }: BodyRow): Stored => ({
  id: row.id,
  body: JSON.parse(body) as JsonObject,
  lineage: JSON.parse(lineage) as Lineage,
  since: { position: row.position, recordedAt: row.recorded, effectiveAt: row.effective },
});

const untilOf = ({ until_position, until_recorded, until_effective }: UntilRow): Since | undefined =>
  until_position === null
    ? undefined
    : { position: until_position, recordedAt: until_recorded, effectiveAt: until_effective };

/** Texts of queries kept prepared; more than any set of queries in code comes to. */
const preparedAtMost = 500;

const preparing = (database: Database): (<Row>(text: string) => Statement<Array<ColumnValue>, Row>) => {
  const prepared = new Map<string, unknown>();
  return <Row>(text: string) => {
    const known = prepared.get(text);
    if (known !== undefined) return known as Statement<Array<ColumnValue>, Row>;
    if (prepared.size >= preparedAtMost) prepared.clear();
    const statement = database.prepare<Array<ColumnValue>, Row>(text);
    prepared.set(text, statement);
    return statement;
  };
};

/** Reads collections by their tables, which the caller has looked up. */
export interface Reader {
  readonly get: (tables: Tables, id: string, at?: Moment) => Stored | undefined;
  /** The documents among these ids that are there. */
  readonly getMany: (tables: Tables, ids: ReadonlyArray<string>) => ReadonlyArray<Stored>;
  readonly find: (tables: Tables, query: Query) => E.Either<QueryFailure, Page>;
  readonly count: (
    tables: Tables,
    where: ReadonlyArray<Condition>,
    at: Moment | undefined,
  ) => E.Either<QueryFailure, number>;
  readonly versions: (tables: Tables, id: string) => ReadonlyArray<Stored & { readonly until?: Since }>;
}

/** The reading half of the store on a database. */
export const readerOf = (database: Database): Reader => {
  const prepared = preparing(database);

  const bodyOf = ({ bodies }: Tables, row: VersionRow): Stored => {
    const body = prepared<BodyRow>(`select body, lineage from ${bodies} where key = ?`).get(row.key);
    if (body === undefined) throw new Error(`${bodies} is without the body of version ${row.key}`);
    return storedOf(row, body);
  };

  const finders = new WeakMap<Tables, Statement<Array<ColumnValue>, VersionRow & BodyRow>>();

  /** Kept by its tables: a replay asks for little else, and making the text would cost as much as the answer. */
  const finder = (tables: Tables): Statement<Array<ColumnValue>, VersionRow & BodyRow> => {
    const known =
      finders.get(tables) ?? database.prepare<Array<ColumnValue>, VersionRow & BodyRow>(current(tables));
    finders.set(tables, known);
    return known;
  };

  const rows = (statements: ReadonlyArray<Sql>, wanted: number): ReadonlyArray<VersionRow> => {
    const found: Array<VersionRow> = [];
    for (const { text, values } of statements) {
      if (found.length >= wanted) break;
      found.push(...prepared<VersionRow>(text).all(...values, wanted - found.length));
    }
    return found;
  };

  const placeIn = ({ spec, read }: Tables, sort: NonNullable<Query['sort']>, { id, body }: Stored): Place => {
    const values = read(id, body);
    return { id, values: sort.map(({ field }) => values[spec.fields.indexOf(field)] ?? null) };
  };

  const find: Reader['find'] = (tables, query) => {
    const { spec } = tables;
    const { limit, sort = [], at } = query;
    checkLimit(limit);
    const declared = checkFields(spec, query);
    if (E.isLeft(declared)) return declared;
    const after = placeOf(spec.name, query);
    if (E.isLeft(after)) return after;
    // One row more than the page holds says whether there is another page; its body is not read.
    const found = rows(following(tables, query, pastMoment(spec, at), after.right), limit + 1);
    const documents = found.slice(0, limit).map((row) => bodyOf(tables, row));
    const last = documents.at(-1);
    return E.right(
      found.length > limit && last !== undefined
        ? { documents, next: cursorAt(spec.name, query, placeIn(tables, sort, last)) }
        : { documents },
    );
  };

  const count: Reader['count'] = (tables, where, at) => {
    const declared = checkFields(tables.spec, { where });
    if (E.isLeft(declared)) return declared;
    const { text, values } = counting(tables, where, pastMoment(tables.spec, at));
    return E.right(prepared<{ readonly documents: number }>(text).get(...values)?.documents ?? 0);
  };

  const getMany: Reader['getMany'] = (tables, ids) =>
    finder(tables)
      .all(JSON.stringify(ids))
      .map((found) => storedOf(found, found));

  const get: Reader['get'] = (tables, id, at) => {
    const moment = pastMoment(tables.spec, at);
    if (moment === undefined) return getMany(tables, [id])[0];
    const { text, values } = finding(tables, id, moment);
    const row = prepared<VersionRow>(text).get(...values);
    return row && bodyOf(tables, row);
  };

  const versions: Reader['versions'] = (tables, id) => {
    mustBeTemporal(tables.spec);
    return prepared<VersionRow & UntilRow>(`select * from ${tables.ever} where id = ? order by key`)
      .all(id)
      .map((row) => {
        const until = untilOf(row);
        const stored = bodyOf(tables, row);
        return until === undefined ? stored : { ...stored, until };
      });
  };

  return { get, getMany, find, count, versions };
};
