import type { Change, Since } from '../port';
import { columnValue, type ColumnValue } from './column-value';
import type { Tables } from './tables';
import type { Task } from './writing-thread';

type Version = Change['versions'][number];

const moments = ({ position, recordedAt, effectiveAt }: Since): ReadonlyArray<string> => [
  position,
  recordedAt,
  effectiveAt,
];

const since = ['position', 'recorded', 'effective'];
const until = ['until_position', 'until_recorded', 'until_effective'];

/** Columns that take a value, and what stands in the statement for it. */
interface Columns {
  readonly names: ReadonlyArray<string>;
  readonly given: ReadonlyArray<string>;
}

const taking = (names: ReadonlyArray<string>): Columns => ({ names, given: names.map(() => '?') });

const inserting = (table: string, { names, given }: Columns): string =>
  `insert into ${table} (${names.join()}) values (${given.join()})`;

/** Inserts a document, or replaces the one that has its id. */
const placing = (table: string, columns: Columns): string =>
  `${inserting(table, columns)} on conflict (id) do update set ${columns.names
    .filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join()}`;

/** Statements to be run one after the other. */
export interface Script {
  /** A statement, by the number under which it is then known. */
  readonly statement: (text: string, values: number) => number;
  readonly step: (statement: number, ...values: ReadonlyArray<ColumnValue>) => void;
  readonly task: () => Pick<Task, 'statements' | 'steps'>;
}

export const emptyScript = (): Script => {
  const statements: Array<Task['statements'][number]> = [];
  const steps: Array<ColumnValue> = [];
  return {
    statement: (text, values) => statements.push({ text, values }) - 1,
    step: (statement, ...values) => void steps.push(statement, ...values),
    task: () => ({ statements, steps }),
  };
};

/** Adds to a script what writes what became of a document. */
export type Write = (id: string, versions: Change['versions']) => void;

const fieldValues = (
  { read }: Tables,
  id: string,
  body: NonNullable<Version['body']>,
): ReadonlyArray<ColumnValue> => read(id, body).map(columnValue);

/** Writes the documents of a collection that keeps only what is. */
const presentWriter = ({ statement, step }: Script, tables: Tables): Write => {
  const { documents, columns } = tables;
  const kept = taking(['id', ...since, 'body', 'lineage', ...columns]);
  const place = statement(placing(documents, kept), kept.names.length);
  const remove = statement(`delete from ${documents} where id = ?`, 1);

  return (id, versions) => {
    const last = versions.at(-1);
    if (last === undefined) return;
    const { body, lineage } = last;
    if (body === null) step(remove, id);
    else
      step(
        place,
        id,
        ...moments(last.since),
        JSON.stringify(body),
        JSON.stringify(lineage),
        ...fieldValues(tables, id, body),
      );
  };
};

/** Writes the documents of a collection that keeps its past: what is replaced moves there, but for its body. */
const temporalWriter = ({ statement, step }: Script, tables: Tables): Write => {
  const { bodies, documents, past, columns } = tables;
  const kept = taking(['id', ...since, ...columns]);
  const ended = taking([...kept.names, ...until]);
  /** A version has the key of its body, which has just been inserted. */
  const keyed = ({ names, given }: Columns): Columns => ({
    names: ['key', ...names],
    given: ['last_insert_rowid()', ...given],
  });
  const moved = ['key', ...kept.names];
  const retire = statement(
    `insert into ${past} (${[...moved, ...until].join()})
      select ${[...moved, ...until.map(() => '?')].join()} from ${documents} where id = ?`,
    until.length + 1,
  );
  const addBody = statement(inserting(bodies, taking(['body', 'lineage'])), 2);
  const addPast = statement(inserting(past, keyed(ended)), ended.names.length);
  const place = statement(placing(documents, keyed(kept)), kept.names.length);
  const remove = statement(`delete from ${documents} where id = ?`, 1);

  return (id, versions) => {
    const [first] = versions;
    if (first === undefined) return;
    step(retire, ...moments(first.since), id);
    for (const [index, version] of versions.entries()) {
      const { body, lineage } = version;
      const next = versions[index + 1];
      if (body === null) {
        if (next === undefined) step(remove, id);
        continue;
      }
      step(addBody, JSON.stringify(body), JSON.stringify(lineage));
      const values = [id, ...moments(version.since), ...fieldValues(tables, id, body)];
      if (next === undefined) step(place, ...values);
      else step(addPast, ...values, ...moments(next.since));
    }
  };
};

/** What writes the documents of one collection into a script. */
export const writerInto = (script: Script, tables: Tables): Write =>
  tables.spec.temporal ? temporalWriter(script, tables) : presentWriter(script, tables);
