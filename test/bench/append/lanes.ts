import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { EventStore } from '@commissioning/event-store';
import { openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { startOfChain } from '@commissioning/record';
import Database from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import { uuidv7 } from 'uuidv7';
import { sample, sealed } from './sample';

/** Appends in an empty folder for so many seconds; how many events a second became durable. */
export type Lane = (folder: string, seconds: number) => Promise<number>;

/** Repeats something until the time is up; how many events a second that made, `each` of them a time. */
const repeated = (seconds: number, each: number, once: () => void): number => {
  const start = performance.now();
  let [times, elapsed] = [0, 0];
  do {
    once();
    times += 1;
    elapsed = (performance.now() - start) / 1_000;
  } while (elapsed < seconds);
  return (times * each) / elapsed;
};

/** The limit: the bytes of an event written to the end of a file and synced, and nothing else. */
export const rawWrites: Lane = async (folder, seconds) => {
  const bytes = Buffer.from(JSON.stringify(sample));
  const file = openSync(`${folder}/raw`, 'a');
  try {
    return repeated(seconds, 1, () => {
      writeSync(file, bytes);
      fdatasyncSync(file);
    });
  } finally {
    closeSync(file);
  }
};

/** SQLite with the log's own pragmas, one table, no index and no hash: so many events a transaction. */
export const bareSqlite =
  (events: number): Lane =>
  async (folder, seconds) => {
    const database = new Database(`${folder}/bare.db`);
    try {
      database.pragma('page_size = 8192');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.exec(
        'create table event (sequence integer primary key, stream text, id text, type text, data text, metadata text, private text)',
      );
      const insert = database.prepare(
        'insert into event (stream, id, type, data, metadata, private) values (?, ?, ?, ?, ?, ?)',
      );
      const add = (): void => {
        const { type, data, metadata } = sample;
        const beside = JSON.stringify(sample.private);
        insert.run('one', uuidv7(), type, JSON.stringify(data), JSON.stringify(metadata), beside);
      };
      const addAll = database.transaction(() => {
        for (let event = 0; event < events; event += 1) add();
      });
      return repeated(seconds, events, () => addAll.immediate());
    } finally {
      database.close();
    }
  };

const opened = async (folder: string): Promise<EventStore> => {
  const store = await openSqliteEventStore(folder)();
  if (E.isLeft(store)) throw new Error(JSON.stringify(store.left));
  return store.right;
};

/** The store of this system: so many writers at once, each sealing and appending one event after the other. */
export const ours =
  (writers: number): Lane =>
  async (folder, seconds) => {
    const store = await opened(folder);
    const start = performance.now();
    const end = start + seconds * 1_000;
    let appended = 0;
    const write = async (writer: number): Promise<void> => {
      const stream = `commission-BEDS-2026-${String(writer).padStart(4, '0')}`;
      let chainHash = startOfChain;
      for (let revision = 0; performance.now() < end; revision += 1) {
        const event = sealed(stream, revision, chainHash);
        const answer = await store.append(stream, revision - 1, [event])();
        if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
        ({ chainHash } = event);
        appended += 1;
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    const rate = appended / ((performance.now() - start) / 1_000);
    await store.close();
    return rate;
  };

/** Sealing alone, with nothing stored. */
export const sealing: Lane = async (_, seconds) => {
  let [revision, chainHash] = [0, startOfChain];
  return repeated(seconds, 1, () => {
    ({ chainHash } = sealed('commission-BEDS-2026-0001', revision, chainHash));
    revision += 1;
  });
};
