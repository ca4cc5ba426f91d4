import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { LoggedEvent } from './log';

/** Where a log is kept so that it outlives its process. */
export interface Disk {
  readonly load: () => ReadonlyArray<LoggedEvent>;
  /** Returns once all of them are on the disk. */
  readonly save: (events: ReadonlyArray<LoggedEvent>) => void;
  readonly close: () => void;
}

interface Row {
  readonly commit_position: number;
  readonly prepare_position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly content_type: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
  readonly created: number;
}

/** Keeps a log in a SQLite file in a folder, which is made if need be. */
export const diskIn = (folder: string): Disk => {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, 'eventstoredb-double.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    `CREATE TABLE IF NOT EXISTS events (prepare_position INTEGER PRIMARY KEY, commit_position INTEGER, stream TEXT,
     revision INTEGER, id TEXT, type TEXT, content_type TEXT, data BLOB, metadata BLOB, created INTEGER)`,
  );
  const insert = database.prepare(
    `INSERT INTO events VALUES (@prepare_position, @commit_position, @stream, @revision, @id, @type, @content_type,
     @data, @metadata, @created)`,
  );
  const insertAll = database.transaction((rows: ReadonlyArray<Row>) => {
    for (const row of rows) insert.run(row);
  });
  return {
    load: () =>
      database
        .prepare<[], Row>('SELECT * FROM events ORDER BY prepare_position')
        .all()
        .map(({ commit_position, prepare_position, content_type, ...rest }) => ({
          ...rest,
          commit: commit_position,
          prepare: prepare_position,
          contentType: content_type,
        })),
    save: (events) =>
      insertAll(
        events.map(({ commit, prepare, contentType, data, metadata, ...rest }) => ({
          ...rest,
          commit_position: commit,
          prepare_position: prepare,
          content_type: contentType,
          data: Buffer.from(data),
          metadata: Buffer.from(metadata),
        })),
      ),
    close: () => {
      database.close();
    },
  };
};
