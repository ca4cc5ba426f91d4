import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runInNewContext } from 'node:vm';
import type { RecordedEvent, StoredEvent } from '@commissioning/record';
import { type EventPage, type EventStore, EventStoreError, type FollowPage, noStream } from '../src/index';
import { commissionStream, eventStoreContract, freshBody, storedEventsFor } from '../src/contract/index';
import { openMemoryEventStore } from '../src/memory/index';
import { type OpenFailure, openFailureInWords, openSqliteEventStore } from '../src/sqlite/index';
import { reasonOf, sqliteCode } from '../src/sqlite/sqlite-error';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import * as E from 'fp-ts/Either';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const freshFolder = (): string => fs.mkdtempSync(path.join(root, 'data-'));
const fileIn = (folder: string): string => path.join(folder, 'events.db');

const open = async (folder: string): Promise<EventStore> => {
  const opened = await openSqliteEventStore(folder)();
  if (E.isLeft(opened)) throw new Error(openFailureInWords(opened.left));
  return opened.right;
};

const refusal = async (folder: string): Promise<OpenFailure> => {
  const opened = await openSqliteEventStore(folder)();
  if (E.isRight(opened)) {
    await opened.right.close();
    throw new Error(`${folder} was opened`);
  }
  return opened.left;
};

const collect = async (pages: AsyncIterable<EventPage>): Promise<ReadonlyArray<RecordedEvent>> => {
  const events: Array<RecordedEvent> = [];
  for await (const page of pages) events.push(...page);
  return events;
};

const idsOf = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<string> => events.map(({ id }) => id);

const body = freshBody();
const oneEventFor = (number: number): readonly [string, number, ReadonlyArray<StoredEvent>] => {
  const stream = commissionStream(body, number);
  return [stream, noStream, storedEventsFor(stream, 0, 1)];
};

/** A log of so many events in streams of ten, closed again. */
const folderWith = async (streams: number): Promise<string> => {
  const folder = freshFolder();
  const store = await open(folder);
  for (let number = 0; number < streams; number += 1) {
    const stream = commissionStream(body, number);
    const written = await store.append(stream, noStream, storedEventsFor(stream, 0, 10))();
    expect(written).toMatchObject({ _tag: 'Right' });
  }
  await store.close();
  return folder;
};

/** Changes a closed log as only damage or another release would. */
const tamper = (folder: string, sql: string): void => {
  const database = new Database(fileIn(folder));
  database.exec(sql);
  database.close();
};

const contractFolder = path.join(root, 'not', 'yet', 'there');
eventStoreContract({
  name: 'sqlite',
  open: () => open(contractFolder),
  reopen: () => open(contractFolder),
});

describe('sqlite and memory', () => {
  it('answer alike to any appends, and hold the same afterwards', async () => {
    const sqlite = await open(freshFolder());
    const memory = openMemoryEventStore();
    const step = fc.record({
      stream: fc.nat({ max: 2 }),
      expected: fc.integer({ min: -1, max: 6 }),
      picks: fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const own = freshBody();
        const candidates = [0, 1, 2].map((number) => storedEventsFor(commissionStream(own, number), 0, 8));
        for (const { stream, expected, picks } of steps) {
          const name = commissionStream(own, stream);
          const events = picks.flatMap((pick) => candidates[stream]?.[pick] ?? []);
          const [one, other] = [
            await sqlite.append(name, expected, events)(),
            await memory.append(name, expected, events)(),
          ];
          const revision = E.map(({ revision: at }: { readonly revision: number }) => at);
          expect(revision(one)).toEqual(revision(other));
        }
        for (const number of [0, 1, 2]) {
          const name = commissionStream(own, number);
          const placed = async (store: EventStore) =>
            (await collect(store.readStream(name))).map((event) => ({ ...event, position: '' }));
          expect(await placed(sqlite)).toEqual(await placed(memory));
        }
      }),
      { numRuns: 60 },
    );
    await sqlite.close();
    await memory.close();
  });
});

describe('a data folder', () => {
  it('is held by one store at a time, and the second is told which folder it is', async () => {
    const folder = freshFolder();
    const store = await open(folder);
    const failure = await refusal(folder);
    expect(failure).toEqual({ _tag: 'FolderHeld', folder });
    expect(openFailureInWords(failure)).toContain(folder);
    expect(await store.append(...oneEventFor(1))()).toMatchObject({ _tag: 'Right' });
    await store.close();
    await (await open(folder)).close();
  });

  it('that cannot be one is refused', async () => {
    const file = path.join(freshFolder(), 'a file');
    fs.writeFileSync(file, 'in the way');
    for (const folder of [file, path.join(file, 'below')]) {
      const failure = await refusal(folder);
      expect(failure).toMatchObject({ _tag: 'FolderUnusable', folder });
      expect(openFailureInWords(failure)).toContain(folder);
    }
  });

  it('that could not be opened is let go again', async () => {
    const folder = freshFolder();
    fs.writeFileSync(fileIn(folder), 'This is no database, but long enough to have been one. '.repeat(100));
    expect(await refusal(folder)).toMatchObject({ _tag: 'NotALog', file: fileIn(folder) });
    fs.rmSync(fileIn(folder));
    await (await open(folder)).close();
  });
});

describe('the log’s file', () => {
  it('of a newer schema is refused, and left as it was', async () => {
    const folder = await folderWith(1);
    tamper(folder, 'update log set schema = 2');
    const before = fs.readFileSync(fileIn(folder));
    const failure = await refusal(folder);
    expect(failure).toEqual({ _tag: 'NewerSchema', file: fileIn(folder), found: 2, known: 1 });
    expect(openFailureInWords(failure)).toContain('newer release');
    expect(fs.readFileSync(fileIn(folder)).equals(before)).toBe(true);
  });

  it('that belongs to something else is refused, and left as it was', async () => {
    const folder = freshFolder();
    tamper(folder, "create table log (id text, schema integer); insert into log values ('x', 1)");
    const before = fs.readFileSync(fileIn(folder));
    const failure = await refusal(folder);
    expect(failure).toMatchObject({ _tag: 'NotALog', file: fileIn(folder) });
    expect(openFailureInWords(failure)).toContain(fileIn(folder));
    expect(fs.readFileSync(fileIn(folder)).equals(before)).toBe(true);
  });

  it('that has lost its end is refused', async () => {
    const folder = await folderWith(40);
    fs.truncateSync(fileIn(folder), 5 * 8_192);
    expect(await refusal(folder)).toMatchObject({ _tag: 'NotALog', file: fileIn(folder) });
  });

  it('damaged in the middle fails the reader that comes to it, and names what it met', async () => {
    const folder = await folderWith(40);
    tamper(folder, `update event set data = '{"number":' where sequence = 7`);
    const store = await open(folder);
    const reader = collect(store.readAll());
    await expect(reader).rejects.toThrow(EventStoreError);
    await expect(reader).rejects.toThrow(/event 7 of the log is damaged/);
    const signal = new AbortController().signal;
    await expect(store.follow({ signal })[Symbol.asyncIterator]().next()).rejects.toThrow(EventStoreError);
    expect(await collect(store.readStream(commissionStream(body, 1)))).toHaveLength(10);
    await store.close();
  });

  it('with a page overwritten fails the reader instead of giving what is not there', async () => {
    const folder = await folderWith(200);
    const bytes = fs.readFileSync(fileIn(folder));
    for (let page = 20; page < Math.floor(bytes.length / 8_192) - 20; page += 1)
      bytes.fill(0xff, page * 8_192, (page + 1) * 8_192);
    fs.writeFileSync(fileIn(folder), bytes);
    const store = await open(folder);
    await expect(collect(store.readAll())).rejects.toThrow(/SQLITE_CORRUPT/);
    await store.close();
  });

  it('keeps its id, so that positions stay good when it is opened again', async () => {
    const folder = await folderWith(2);
    const first = await open(folder);
    const before = await collect(first.readAll());
    await first.close();
    const second = await open(folder);
    expect(await collect(second.readAll())).toEqual(before);
    const [{ position: after } = { position: '' }] = before;
    expect(after).toMatch(/^[0-9a-z]{12}:0{19}1$/);
    expect(idsOf(await collect(second.readAll({ after })))).toEqual(idsOf(before.slice(1)));
    await second.close();
  });

  it('restored from an older copy refuses positions that lie beyond its end', async () => {
    const folder = await folderWith(2);
    const copy = freshFolder();
    fs.copyFileSync(fileIn(folder), fileIn(copy));
    const store = await open(folder);
    const written = await store.append(...oneEventFor(3))();
    await store.close();
    const after = E.isRight(written) ? written.right.position : '';
    const older = await open(copy);
    await expect(collect(older.readAll({ after }))).rejects.toThrow(/beyond the end/);
    const signal = new AbortController().signal;
    await expect(older.follow({ after, signal })[Symbol.asyncIterator]().next()).rejects.toThrow(
      /beyond the end/,
    );
    await older.close();
  });
});

describe('an empty log', () => {
  it('has no head, gives no page, and lets a follower wait for its first event', async () => {
    const store = await open(freshFolder());
    expect(await store.head()).toEqual(E.right(undefined));
    expect(await collect(store.readAll())).toEqual([]);
    const abort = new AbortController();
    const follower = store.follow({ signal: abort.signal })[Symbol.asyncIterator]();
    const first = follower.next();
    const [stream, revision, events] = oneEventFor(1);
    expect(await store.append(stream, revision, events)()).toMatchObject({ _tag: 'Right' });
    const page = (await first).value as FollowPage;
    expect(idsOf(page.events)).toEqual(idsOf(events));
    expect(page.caughtUp).toBe(true);
    expect(await store.head()).toEqual(E.right(page.position));
    abort.abort();
    await store.close();
  });
});

describe('appends that share a commit', () => {
  it('fail each by itself: a conflict, an id used before, a hash that is none, what JSON cannot carry', async () => {
    const store = await open(freshFolder());
    const [stream, , events] = oneEventFor(1);
    const [other, , used] = oneEventFor(2);
    await store.append(other, noStream, used)();
    const bigint = storedEventsFor(commissionStream(body, 4), 0, 1).map((event) => ({
      ...event,
      data: { pence: 1n } as unknown as StoredEvent['data'],
    }));
    const [broken, , unhashed] = oneEventFor(3);
    const [last, , fine] = oneEventFor(5);
    const results = await Promise.allSettled([
      store.append(stream, noStream, events)(),
      store.append(stream, 4, storedEventsFor(stream, 5, 1))(),
      store.append(other, 0, used)(),
      store.append(
        broken,
        noStream,
        [...unhashed, ...storedEventsFor(broken, 1, 1)].map((event) => ({ ...event, chainHash: 'no hash' })),
      )(),
      store.append(commissionStream(body, 4), noStream, bigint)(),
      store.append(last, noStream, fine)(),
    ]);
    expect(results).toMatchObject([
      { status: 'fulfilled', value: { _tag: 'Right', right: { revision: 0 } } },
      { status: 'fulfilled', value: { _tag: 'Left', left: { _tag: 'Conflict', expected: 4, actual: 0 } } },
      { status: 'fulfilled', value: { _tag: 'Left', left: { _tag: 'Conflict', expected: 0, actual: 0 } } },
      { status: 'rejected' },
      { status: 'rejected' },
      { status: 'fulfilled', value: { _tag: 'Right', right: { revision: 0 } } },
    ]);
    expect(idsOf(await collect(store.readAll()))).toEqual(idsOf([...used, ...events, ...fine]));
    await store.close();
  });

  it('keep the positions of the log free of gaps when some of them fail', async () => {
    const store = await open(freshFolder());
    const spoilt = Array.from({ length: 40 }, (_, number) => {
      const [stream, revision, events] = oneEventFor(number);
      const bad = number % 7 === 3 ? events.map((event) => ({ ...event, contentHash: '' })) : events;
      return store.append(stream, revision, bad)();
    });
    const results = await Promise.allSettled(spoilt);
    const written = results.filter(({ status }) => status === 'fulfilled').length;
    expect(written).toBe(34);
    const positions = (await collect(store.readAll())).map(({ position }) => Number(position.split(':')[1]));
    expect(positions).toEqual(Array.from({ length: 34 }, (_, index) => index + 1));
    await store.close();
  });

  it('may be more than one commit takes', async () => {
    const store = await open(freshFolder());
    const results = await Promise.all(
      Array.from({ length: 1_300 }, (_, number) => store.append(...oneEventFor(number))()),
    );
    expect(results.every(E.isRight)).toBe(true);
    expect(await collect(store.readAll())).toHaveLength(1_300);
    await store.close();
  });
});

describe('a file that cannot be written', () => {
  it('leaves the append unknown, and its repeat succeeds once it can', async () => {
    const folder = freshFolder();
    const store = await open(folder);
    const [stream, revision, events] = oneEventFor(1);
    const intruder = new Database(fileIn(folder));
    intruder.exec('begin immediate');
    expect(await store.append(stream, revision, events)()).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'StoreUnavailable', engine: 'sqlite', operation: 'append' },
    });
    intruder.exec('rollback');
    intruder.close();
    expect(await store.append(stream, revision, events)()).toMatchObject({ _tag: 'Right' });
    expect(idsOf(await collect(store.readAll()))).toEqual(idsOf(events));
    await store.close();
  });
});

describe('an error of SQLite', () => {
  it('is known by its code, also when its class is not ours', () => {
    const foreign: unknown = runInNewContext(
      `Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })`,
    );
    expect(foreign).not.toBeInstanceOf(Error);
    expect(sqliteCode(foreign)).toBe('SQLITE_BUSY');
    expect(reasonOf(foreign)).toBe('SQLITE_BUSY: database is locked');
    for (const other of [new Error('x'), Object.assign(new Error('x'), { code: 'ENOENT' }), null, 'x'])
      expect(sqliteCode(other)).toBeUndefined();
    expect(reasonOf('said so')).toBe('said so');
  });
});

describe('a page of none', () => {
  it('is refused, for it would pass over every event', async () => {
    const store = openMemoryEventStore();
    await store.append(...oneEventFor(1))();
    await expect(collect(store.readAll({ pageSize: 0 }))).rejects.toThrow(/one event at the least/);
    await store.close();
  });
});

describe('pages of big events', () => {
  it('end early, so that memory stays flat, and lose nothing', async () => {
    const store = await open(freshFolder());
    const stream = commissionStream(body, 1);
    const text = 'x'.repeat(40_000);
    const written: Array<StoredEvent> = [];
    for (let from = 0; from < 900; from += 300) {
      const events = storedEventsFor(stream, from, 300, written.at(-1)?.chainHash, (revision) => ({
        type: revision % 3 === 0 ? 'NeedIdentified' : 'EvidenceAdded',
        data: { text },
      }));
      expect(await store.append(stream, from - 1, events)()).toMatchObject({ _tag: 'Right' });
      written.push(...events);
    }
    const sizes = { readAll: [] as Array<number>, readStream: [] as Array<number> };
    const read: Array<RecordedEvent> = [];
    for await (const page of store.readAll()) {
      sizes.readAll.push(page.length);
      read.push(...page);
    }
    for await (const page of store.readStream(stream)) sizes.readStream.push(page.length);
    expect(idsOf(read)).toEqual(idsOf(written));
    expect(sizes.readStream).toEqual(sizes.readAll);
    expect(Math.max(...sizes.readAll)).toBeLessThan(500);

    const wanted: Array<StoredEvent> = [];
    const { signal } = new AbortController();
    const filter = { types: ['NeedIdentified', 'EvidenceAdded'], streamPrefixes: [stream] };
    for await (const page of store.follow({ signal, filter })) {
      wanted.push(...page.events);
      expect(page.events.length).toBeLessThan(500);
      if (page.caughtUp) break;
    }
    expect(idsOf(wanted)).toEqual(idsOf(written));
    await store.close();
  });
});
