import type { Database } from 'better-sqlite3';
import type { Change, Since } from '../port';
import { columnValue, type ColumnValue } from './column-value';
import type { Tables } from './tables';

type Version = Change['versions'][number];
/** Writes what became of a document. */
export type Write = (id: string, versions: Change['versions']) => void;

const moments = ({ position, recordedAt, effectiveAt }: Since): ReadonlyArray<string> => [
  position,
  recordedAt,
  effectiveAt,
];

const marks = (columns: ReadonlyArray<string>): string => columns.map(() => '?').join();

const since = ['position', 'recorded', 'effective'];
const until = ['until_position', 'until_recorded', 'until_effective'];

const fieldValues = (
  { read }: Tables,
  id: string,
  body: NonNullable<Version['body']>,
): ReadonlyArray<ColumnValue> => read(id, body).map(columnValue);

/** Inserts a document, or replaces the one that has its id. */
const placing = (documents: string, kept: ReadonlyArray<string>): string =>
  `insert into ${documents} (id, ${kept.join()}) values (?, ${marks(kept)})
    on conflict (id) do update set ${kept.map((column) => `${column} = excluded.${column}`).join()}`;

/** Writes the documents of a collection that keeps only what is. */
const presentWriter = (database: Database, tables: Tables): Write => {
  const { documents, columns } = tables;
  const place = database.prepare<Array<ColumnValue>>(
    placing(documents, [...since, 'body', 'lineage', ...columns]),
  );
  const remove = database.prepare<[string]>(`delete from ${documents} where id = ?`);

  return (id, versions) => {
    const last = versions.at(-1);
    if (last === undefined) return;
    const { body, lineage } = last;
    if (body === null) remove.run(id);
    else
      place.run(
        id,
        ...moments(last.since),
        JSON.stringify(body),
        JSON.stringify(lineage),
        ...fieldValues(tables, id, body),
      );
  };
};

/** Writes the documents of a collection that keeps its past: what is replaced moves there, but for its body. */
const temporalWriter = (database: Database, tables: Tables): Write => {
  const { bodies, documents, past, columns } = tables;
  const kept = ['id', 'key', ...since, ...columns];
  const retire = database.prepare<Array<ColumnValue>>(
    `insert into ${past} (${[...kept, ...until].join()})
      select ${kept.join()}, ${marks(until)} from ${documents} where id = ?`,
  );
  const insertPast = database.prepare<Array<ColumnValue>>(
    `insert into ${past} (${[...kept, ...until].join()}) values (${marks([...kept, ...until])})`,
  );
  const place = database.prepare<Array<ColumnValue>>(placing(documents, ['key', ...since, ...columns]));
  const remove = database.prepare<[string]>(`delete from ${documents} where id = ?`);
  const insertBody = database.prepare<[string, string]>(
    `insert into ${bodies} (body, lineage) values (?, ?)`,
  );
  const addBody = (body: object, { lineage }: Version): number =>
    Number(insertBody.run(JSON.stringify(body), JSON.stringify(lineage)).lastInsertRowid);

  return (id, versions) => {
    const [first] = versions;
    if (first === undefined) return;
    retire.run(...moments(first.since), id);
    for (const [index, version] of versions.entries()) {
      const { body } = version;
      const next = versions[index + 1];
      if (body === null) {
        if (next === undefined) remove.run(id);
        continue;
      }
      const values = [
        id,
        addBody(body, version),
        ...moments(version.since),
        ...fieldValues(tables, id, body),
      ];
      if (next === undefined) place.run(...values);
      else insertPast.run(...values, ...moments(next.since));
    }
  };
};

/** Writes the documents of one collection. To be used within a transaction. */
export const writerOf = (database: Database, tables: Tables): Write =>
  tables.spec.temporal ? temporalWriter(database, tables) : presentWriter(database, tables);
