import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import type { ReadStoreUnavailable } from '../port';
import { unavailable } from './failure';

/** The layout of the tables, kept in the file as SQLite's `user_version`. */
const layout = 2;

/**
 * `synchronous = NORMAL` syncs at checkpoints only: a power failure may take back the last batches, but whole and in
 * order, and the progress of the projections lies in this same file and goes back with them, so that they are written
 * again from the log. What is deleted or replaced is overwritten, for it may be personal. Pages of 8 KiB fit a
 * document.
 */
const pragmas = [
  'page_size = 8192',
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'secure_delete = ON',
  'wal_autocheckpoint = 4000',
];

const cacheOf = (megabytes: number): string => `cache_size = -${megabytes * 1_024}`;
/** What is read: the narrow rows of a register with hundreds of thousands of versions. */
const readingCache = cacheOf(64);
/** What is written: where the indexes of what is under way are being added to. */
const writingCache = cacheOf(32);

const tables = `
  begin immediate;
  create table collections (
    number integer primary key autoincrement, name text not null unique, spec text not null
  );
  create table progress (
    projection text primary key, position text not null, recorded_at text not null, events integer not null
  ) without rowid;
  create table settings (name text primary key, value text not null) without rowid;
  pragma user_version = ${layout};
  commit;
`;

const prepared = (database: Database.Database, file: string): E.Either<ReadStoreUnavailable, void> => {
  const isEmpty = database.prepare('select count(*) from sqlite_schema').pluck().get() === 0;
  const found = database.pragma('user_version', { simple: true });
  if (!isEmpty && found !== layout)
    return E.left(
      unavailable(
        'open',
        `${file} is no read store of this release (layout ${String(found)}): take it away, it is made again`,
      ),
    );
  for (const pragma of [...pragmas, readingCache]) database.pragma(pragma);
  if (isEmpty) database.exec(tables);
  return E.right(undefined);
};

/** The file of a read store, open, and what the connection that writes to it begins with. */
export interface OpenFile {
  readonly database: Database.Database;
  readonly file: string;
  readonly pragmas: ReadonlyArray<string>;
}

/** Opens the file of a data folder (`read.db`), making both where they are missing, for their owner alone to read. */
export const openFile = (folder: string): E.Either<ReadStoreUnavailable, OpenFile> => {
  const file = join(folder, 'read.db');
  let database: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // SQLite gives the files it makes beside this one the same mode.
    closeSync(openSync(file, 'a', 0o600));
    database = new Database(file);
    const ready = prepared(database, file);
    if (E.isRight(ready)) return E.right({ database, file, pragmas: [...pragmas, writingCache] });
    database.close();
    return ready;
  } catch (error) {
    database?.close();
    return E.left(unavailable('open', `${file}: ${error instanceof Error ? error.message : String(error)}`));
  }
};
