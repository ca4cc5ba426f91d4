import Database from 'better-sqlite3';
import { answer } from '../child';

/** Documents that are inserted in one transaction: about those of a batch. */
const atOnce = 3_000;

/** The tables of a read store that hold a body and a lineage of each document, or of each of its versions. */
const bodyTables = (reads: Database.Database): ReadonlyArray<string> =>
  reads
    .prepare<[], string>(
      `select m.name from sqlite_schema m join pragma_table_info(m.name) c
        where m.type = 'table' and c.name = 'lineage' order by m.name`,
    )
    .pluck()
    .all();

/**
 * Inserts every document that a replay left behind, and every version of those that keep their past, into one table of
 * an empty database, and does nothing else: what a replay cannot be quicker than, whatever makes its documents.
 *
 *   node -r …/typescript.js kept.ts READ-FOLDER
 */
const main = (folder: string): void => {
  const reads = new Database(`${folder}/read.db`, { readonly: true });
  const kept = new Database(`${folder}/kept.db`);
  for (const pragma of [
    'page_size = 8192',
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'wal_autocheckpoint = 4000',
  ])
    kept.pragma(pragma);
  kept.exec('create table document (key integer primary key, body text not null, lineage text not null)');
  const insert = kept.prepare<[string, string]>('insert into document (body, lineage) values (?, ?)');
  const insertAll = kept.transaction((rows: ReadonlyArray<readonly [string, string]>) => {
    for (const [body, lineage] of rows) insert.run(body, lineage);
  });
  let [documents, seconds] = [0, 0];
  let waiting: Array<readonly [string, string]> = [];
  const flush = (): void => {
    const start = performance.now();
    insertAll(waiting);
    seconds += (performance.now() - start) / 1_000;
    documents += waiting.length;
    waiting = [];
  };
  for (const table of bodyTables(reads)) {
    const rows = reads.prepare<[], { readonly body: string; readonly lineage: string }>(
      `select body, lineage from ${table}`,
    );
    for (const { body, lineage } of rows.iterate()) {
      if (waiting.push([body, lineage]) === atOnce) flush();
    }
  }
  flush();
  answer({ documents, seconds });
  kept.close();
  reads.close();
};

main(String(process.argv[2]));
