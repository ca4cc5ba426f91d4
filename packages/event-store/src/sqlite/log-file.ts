import * as fs from 'node:fs';
import * as path from 'node:path';
import Database, { type Database as SqliteDatabase } from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import { freshLogId } from '../local/positions';
import type { OpenFailure } from './opening-failure';
import { reasonOf, sqliteCode } from './sqlite-error';

/** The open file of a log. */
export interface LogFile {
  readonly database: SqliteDatabase;
  readonly logId: string;
  /** The sequence of its last event; 0 while the log is empty. */
  readonly last: number;
}

/** Marks a database file as an event log of this system: `CmLg`. */
const applicationId = 0x43_6d_4c_67;

const knownSchema = 1;

/**
 * An event's id comes first in its index: ids are made in time order, so that every insert meets the same page at the
 * index's end, where stream first would touch a page a stream.
 */
const tables = `
  create table log (id text not null, schema integer not null) strict;
  create table stream (id integer primary key, name text not null unique) strict;
  create table event (
    sequence integer primary key,
    stream integer not null references stream,
    revision integer not null,
    id text not null,
    type text not null,
    data text not null,
    metadata text not null,
    private text,
    content_hash blob not null check (length(content_hash) = 32),
    chain_hash blob not null check (length(chain_hash) = 32),
    unique (stream, revision),
    unique (id, stream)
  ) strict;
`;

/**
 * `synchronous` is set although it reads back as set: better-sqlite3 is built so that, left alone, it syncs at
 * checkpoints only. The page size holds for files still to be made.
 */
const configure = (database: SqliteDatabase): void => {
  database.pragma('page_size = 8192');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
};

const syncFolder = (folder: string): void => {
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
};

const create = (database: SqliteDatabase, folder: string): void => {
  database.exec('begin immediate');
  database.pragma(`application_id = ${applicationId}`);
  database.exec(tables);
  database.prepare('insert into log (id, schema) values (?, ?)').run(freshLogId(), knownSchema);
  database.exec('commit');
  syncFolder(folder);
  syncFolder(path.dirname(folder));
};

const isEmpty = (database: SqliteDatabase): boolean =>
  database.prepare('select count(*) from sqlite_schema').pluck().get() === 0;

const schemaOf = (database: SqliteDatabase): unknown =>
  database.pragma('application_id', { simple: true }) === applicationId
    ? database.prepare('select schema from log').pluck().get()
    : undefined;

const openChecked = (database: SqliteDatabase, file: string): E.Either<OpenFailure, LogFile> => {
  const fresh = isEmpty(database);
  const schema = fresh ? knownSchema : schemaOf(database);
  if (typeof schema !== 'number')
    return E.left({ _tag: 'NotALog', file, reason: 'it holds something else than a log' });
  if (schema > knownSchema) return E.left({ _tag: 'NewerSchema', file, found: schema, known: knownSchema });
  configure(database);
  if (fresh) create(database, path.dirname(file));
  const logId = database.prepare<[], string>('select id from log').pluck().get();
  const last = database.prepare<[], number>('select coalesce(max(sequence), 0) from event').pluck().get();
  return logId === undefined || last === undefined
    ? E.left({ _tag: 'NotALog', file, reason: 'it does not say its id' })
    : E.right({ database, logId, last });
};

const damage = /^SQLITE_(NOTADB|CORRUPT|ERROR)/;

/** Opens the log of a folder that this process holds, making it where there is none. */
export const openLogFile = (folder: string): E.Either<OpenFailure, LogFile> => {
  const file = path.join(path.resolve(folder), 'events.db');
  let database: SqliteDatabase | undefined;
  try {
    database = new Database(file, { timeout: 1_000 });
    const opened = openChecked(database, file);
    if (E.isLeft(opened)) database.close();
    return opened;
  } catch (error) {
    database?.close();
    const reason = reasonOf(error);
    return E.left(
      damage.test(sqliteCode(error) ?? '')
        ? { _tag: 'NotALog', file, reason }
        : { _tag: 'FolderUnusable', folder, reason },
    );
  }
};
