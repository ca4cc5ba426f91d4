import type { JsonObject } from '@commissioning/kernel';
import type { Database } from 'better-sqlite3';
import { beginsTooEarly, mergeSpec, notPrepared } from '../checks';
import { fieldReader, type FieldValue } from '../fields';
import type { CollectionSpec } from '../port';
import { columnValue } from './column-value';

/**
 * The tables of one collection. They are numbered, for a collection's name may hold anything:
 *
 * - `documents_N`: every document as it is, with the values of the declared fields. Where only the present is kept,
 *   body and lineage stand in the same row: one row less to write.
 * - `bodies_N`, where the past is kept: the body and lineage of each version by its key. Apart from the rest, so that
 *   searching the past, which no index leads through, reads narrow rows only, and so that a body is written once and
 *   not moved when it is replaced.
 * - `past_N`, where the past is kept: every version that was replaced, with the moment from which it no longer held.
 *   Keys grow from version to version of a document.
 * - `ever_N`: a view of both.
 */
export interface Tables {
  readonly spec: CollectionSpec;
  /** The table that has body and lineage by key. */
  readonly bodies: string;
  readonly documents: string;
  readonly past: string;
  readonly ever: string;
  /** The columns of the declared fields, in their order. */
  readonly columns: ReadonlyArray<string>;
  readonly read: (id: string, body: JsonObject) => ReadonlyArray<FieldValue>;
}

/** When a version began to hold, and when it ceased to. */
const sinceColumns = 'position text not null, recorded text not null, effective text not null';
const untilColumns =
  'until_position text not null, until_recorded text not null, until_effective text not null';

const columnOf = (index: number): string => `field_${index}`;

const tablesOf = (number: number, spec: CollectionSpec): Tables => ({
  spec,
  bodies: spec.temporal ? `bodies_${number}` : `documents_${number}`,
  documents: `documents_${number}`,
  past: `past_${number}`,
  ever: `ever_${number}`,
  columns: spec.fields.map((_, index) => columnOf(index)),
  read: fieldReader(spec),
});

const bodyColumns = 'body text not null, lineage text not null';

const create = (database: Database, { bodies, documents, past, spec }: Tables): void => {
  if (!spec.temporal) {
    database.exec(
      `create table ${documents} (key integer primary key, id text not null unique, ${sinceColumns}, ${bodyColumns})`,
    );
    return;
  }
  database.exec(`
    create table ${bodies} (key integer primary key, ${bodyColumns});
    create table ${documents} (id text not null unique, key integer not null, ${sinceColumns});
    create table ${past} (
      key integer primary key, id text not null, ${sinceColumns}, ${untilColumns},
      constraint "${beginsTooEarly}"
        check (until_recorded >= recorded and until_effective >= effective)
    );
    create index ${past}_id on ${past} (id);
  `);
};

/** Gives a collection's tables the columns of fields declared since, filled for the documents that are there. */
const addFields = (database: Database, tables: Tables, declared: number): void => {
  const { spec, bodies, documents, past } = tables;
  for (const table of spec.temporal ? [documents, past] : [documents])
    for (const [index, field] of spec.fields.entries()) {
      if (index < declared) continue;
      const column = columnOf(index);
      database.exec(`alter table ${table} add column ${column}`);
      database
        .prepare(
          `update ${table} set ${column} = declared_field(?, ?, id, (select body from ${bodies} b where b.key = ${table}.key))`,
        )
        .run(spec.name, field);
    }
};

const addIndexes = (database: Database, { spec, documents }: Tables): void => {
  for (const [number, fields] of spec.indexes.entries()) {
    const columns = fields.map((field) => columnOf(spec.fields.indexOf(field)));
    // With the id at its end an index gives the documents in the very order of a query that sorts by its fields.
    database.exec(
      `create index if not exists ${documents}_${number} on ${documents} (${[...columns, 'id'].join()})`,
    );
  }
};

const seeEver = (database: Database, { documents, past, ever, columns }: Tables): void => {
  const common = ['key', 'id', 'position', 'recorded', 'effective', ...columns].join();
  database.exec(`
    drop view if exists ${ever};
    create view ${ever} as
      select ${common}, null as until_position, null as until_recorded, null as until_effective from ${documents}
      union all
      select ${common}, until_position, until_recorded, until_effective from ${past};
  `);
};

/** The collections of a database, as they are declared. To be used within a transaction where it changes anything. */
export interface Catalogue {
  /** The tables of a collection. One that was not prepared is a bug and throws. */
  readonly of: (name: string) => Tables;
  readonly prepare: (spec: CollectionSpec) => void;
  readonly drop: (name: string) => void;
}

interface Entry {
  readonly number: number;
  readonly name: string;
  readonly spec: string;
}

/** Opens the catalogue of a database, whose tables must be there. */
export const catalogueOf = (database: Database): Catalogue => {
  database.function('declared_field', (collection, field, id, body) => {
    const read = fieldReader({ name: String(collection), fields: [String(field)] });
    const [value = null] = read(String(id), JSON.parse(String(body)) as JsonObject);
    return columnValue(value);
  });
  const schemaVersion = database.prepare<[], number>('pragma schema_version').pluck();
  const entries = database.prepare<[], Entry>('select number, name, spec from collections');
  const entry = database.prepare<[string], Entry>(
    'select number, name, spec from collections where name = ?',
  );
  const enter = database.prepare<[string, string]>('insert into collections (name, spec) values (?, ?)');
  const amend = database.prepare<[string, number]>('update collections set spec = ? where number = ?');
  const strike = database.prepare<[number]>('delete from collections where number = ?');

  const read = ({ number, spec }: Entry): Tables => tablesOf(number, JSON.parse(spec) as CollectionSpec);
  let known = new Map<string, Tables>();
  let seen: number | undefined;

  /** Preparing and dropping change the schema, by whichever connection: what is known is read again then. */
  const of = (name: string): Tables => {
    const version = schemaVersion.get();
    if (version !== seen) {
      known = new Map(entries.all().map((found) => [found.name, read(found)]));
      seen = version;
    }
    const tables = known.get(name);
    if (tables === undefined) throw notPrepared(name);
    return tables;
  };

  const prepare = (spec: CollectionSpec): void => {
    const found = entry.get(spec.name);
    const before = found && read(found);
    const merged = mergeSpec(before?.spec, spec);
    const text = JSON.stringify(merged);
    if (text === found?.spec) return;
    const number = found?.number ?? Number(enter.run(spec.name, text).lastInsertRowid);
    const tables = tablesOf(number, merged);
    if (before === undefined) create(database, tables);
    else amend.run(text, number);
    addFields(database, tables, before?.spec.fields.length ?? 0);
    addIndexes(database, tables);
    if (merged.temporal) seeEver(database, tables);
  };

  const drop = (name: string): void => {
    const found = entry.get(name);
    if (found === undefined) return;
    const { bodies, documents, past, ever } = read(found);
    database.exec(`
      drop view if exists ${ever};
      drop table if exists ${past};
      drop table ${documents};
      drop table if exists ${bodies};
    `);
    strike.run(found.number);
  };

  return { of, prepare, drop };
};
