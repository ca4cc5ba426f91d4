import type { Database } from 'better-sqlite3';
import type { Change, Since } from '../port';
import { columnValue, type ColumnValue } from './column-value';
import type { Tables } from './tables';

type Version = Change['versions'][number];
type Write = (id: string, versions: Change['versions']) => void;

const moments = ({ position, recordedAt, effectiveAt }: Since): ReadonlyArray<string> => [
  position,
  recordedAt,
  effectiveAt,
];

const marks = (columns: ReadonlyArray<string>): string => columns.map(() => '?').join();

const since = ['position', 'recorded', 'effective'];
const until = ['until_position', 'until_recorded', 'until_effective'];

const bodyAdder = (database: Database, { bodies }: Tables) => {
  const insert = database.prepare<[string, string]>(`insert into ${bodies} (body, lineage) values (?, ?)`);
  return (body: object, { lineage }: Version): number =>
    Number(insert.run(JSON.stringify(body), JSON.stringify(lineage)).lastInsertRowid);
};

const fieldValues = (
  { read }: Tables,
  id: string,
  body: NonNullable<Version['body']>,
): ReadonlyArray<ColumnValue> => read(id, body).map(columnValue);

/** Writes the documents of a collection that keeps only what is. */
const presentWriter = (database: Database, tables: Tables): Write => {
  const { bodies, documents, columns } = tables;
  const kept = [...since, ...columns];
  const replace = database
    .prepare<Array<ColumnValue>, number>(
      `update ${documents} set ${kept.map((column) => `${column} = ?`).join()} where id = ? returning key`,
    )
    .pluck();
  const replaceBody = database.prepare<[string, string, number]>(
    `update ${bodies} set body = ?, lineage = ? where key = ?`,
  );
  const insert = database.prepare<Array<ColumnValue>>(
    `insert into ${documents} (id, key, ${kept.join()}) values (?, ?, ${marks(kept)})`,
  );
  const remove = database
    .prepare<[string], number>(`delete from ${documents} where id = ? returning key`)
    .pluck();
  const removeBody = database.prepare<[number]>(`delete from ${bodies} where key = ?`);
  const addBody = bodyAdder(database, tables);

  return (id, versions) => {
    const last = versions.at(-1);
    if (last === undefined) return;
    const { body, lineage } = last;
    if (body === null) {
      const key = remove.get(id);
      if (key !== undefined) removeBody.run(key);
      return;
    }
    const values = [...moments(last.since), ...fieldValues(tables, id, body)];
    const key = replace.get(...values, id);
    if (key === undefined) insert.run(id, addBody(body, last), ...values);
    else replaceBody.run(JSON.stringify(body), JSON.stringify(lineage), key);
  };
};

/** Writes the documents of a collection that keeps its past: what is replaced moves there, but for its body. */
const temporalWriter = (database: Database, tables: Tables): Write => {
  const { documents, past, columns } = tables;
  const kept = ['id', 'key', ...since, ...columns];
  const retire = database.prepare<Array<ColumnValue>>(
    `insert into ${past} (${[...kept, ...until].join()})
      select ${kept.join()}, ${marks(until)} from ${documents} where id = ?`,
  );
  const insertPast = database.prepare<Array<ColumnValue>>(
    `insert into ${past} (${[...kept, ...until].join()}) values (${marks([...kept, ...until])})`,
  );
  const place = database.prepare<Array<ColumnValue>>(
    `insert into ${documents} (${kept.join()}) values (${marks(kept)})
      on conflict (id) do update set ${kept.map((column) => `${column} = excluded.${column}`).join()}`,
  );
  const remove = database.prepare<[string]>(`delete from ${documents} where id = ?`);
  const addBody = bodyAdder(database, tables);

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
