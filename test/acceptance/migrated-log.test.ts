import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { EventStore } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import { digestOf } from '@commissioning/event-store/migration';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import { instantOf } from '@commissioning/kernel';
import type { Query, Stored } from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import { folderKeys } from '@commissioning/record';
import { foldersOf } from '@services/office';
import { projections, projectorOf } from '@services/projector';
import * as E from 'fp-ts/Either';
import { type EventStoreDbDouble, startDouble } from '../doubles/eventstoredb/double';
import { openStore, until } from '../support/eventstoredb';
import { right } from '../support/read-models';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(120_000);

const bin = join(__dirname, '..', '..', 'services', 'auditor', 'bin', 'commissioning.js');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('a log that was migrated from a folder to an EventStoreDB', () => {
  const [folder, disk] = [temporaryFolder(), temporaryFolder()];
  const data = join(folder.path, 'data', 'demo');
  let double: EventStoreDbDouble;

  const start = (args: ReadonlyArray<string>, environment: Record<string, string> = {}) => {
    const { OFFICE_DATA: _, EVENTSTOREDB_URL: __, ...rest } = process.env;
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: folder.path,
      env: { ...rest, OFFICE_PORT: '0', LOG_LEVEL: 'silent', ...environment },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code) => resolve({ code, out, err }));
    });
    return { child, ended };
  };

  const copyingTo = (url: string): ReadonlyArray<string> => ['migrate', '--from', data, '--to', url];

  const openLog = async (): Promise<EventStore> => {
    const opened = await openSqliteEventStore(foldersOf(data).log)();
    if (E.isLeft(opened)) throw new Error(openFailureInWords(opened.left));
    return opened.right;
  };

  /** Every document of every read model, made from nothing; a position is the log's own and left out. */
  const documentsOver = async (events: EventStore): Promise<ReadonlyMap<string, unknown>> => {
    const reads = openMemoryReadStore();
    const keys = folderKeys(foldersOf(data).keys);
    const projecting = projectorOf({ events, reads, keys, now: () => instantOf(Date.UTC(2031, 0, 1)) });
    await right(projecting.catchUp);
    const found = new Map<string, unknown>();
    const take = (name: string, { body, lineage }: Stored): void => {
      const text = JSON.stringify({ body, lineage });
      found.set(name, JSON.parse(text.replaceAll(/"[^":]+:[\d-]{20,}(\/\d+)?"/g, '"a position"')));
    };
    for (const { name, collections } of projections) {
      const serving = await right(projecting.serving(name));
      for (const collection of collections) {
        let cursor: string | undefined;
        do {
          const query: Query = { limit: 500, ...(cursor === undefined ? {} : { cursor }) };
          const page = await right(reads.find(serving.collection(collection.name), query));
          for (const document of page.documents) take(`${name} ${collection.name} ${document.id}`, document);
          cursor = page.next;
        } while (cursor !== undefined);
      }
    }
    return found;
  };

  beforeAll(async () => {
    const office = await startOffice(folder.path);
    await office.stop();
    double = await startDouble({ folder: disk.path });
  });

  afterAll(async () => {
    await double.stop();
    folder.remove();
    disk.remove();
  });

  test('is whole although the migration was killed again and again, and its server once', async () => {
    for (const after of [1, 40, 150, 300]) {
      const { child, ended } = start(copyingTo(double.url));
      const before = double.log.events.length;
      await until(() => double.log.events.length >= before + after || child.exitCode !== null);
      expect(child.exitCode).toBeNull();
      child.kill('SIGKILL');
      await ended;
    }
    const { port } = double;
    const { child, ended } = start(copyingTo(double.url));
    const before = double.log.events.length;
    await until(() => double.log.events.length >= before + 100 || child.exitCode !== null);
    await double.stop();
    double = await startDouble({ folder: disk.path, port });
    const { code, out } = await ended;
    expect(code).toBe(0);

    const [from, to] = [await openLog(), openStore(double.url)];
    const digest = await digestOf(from);
    expect(await digestOf(to)).toBe(digest);
    expect(out).toContain(digest);
    await from.close();
    await to.close();
  });

  test('is found whole when the same is asked again, and is not written to', async () => {
    const before = double.log.events.length;
    const { code, out, err } = await start([...copyingTo(double.url), '--json']).ended;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ copied: 0 });
    expect(err).not.toContain('Error');
    expect(double.log.events).toHaveLength(before);
  });

  test('tells what the folder tells: every read model made from it is the same', async () => {
    const [from, to] = [await openLog(), openStore(double.url)];
    const [one, other] = [await documentsOver(from), await documentsOver(to)];
    expect(one.size).toBeGreaterThan(100);
    expect(Object.fromEntries(other)).toEqual(Object.fromEntries(one));
    await from.close();
    await to.close();
  });

  test('is the log of the same office from then on, once its read models were built anew', async () => {
    const settings = { EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: double.url };
    const register = async (office: RunningOffice): Promise<unknown> =>
      (await fetch(`${office.url}/v1/register?limit=100&order=title`)).json();
    const embedded = await startOffice(folder.path);
    const before = await register(embedded);
    await embedded.stop();
    const recorded = double.log.events.length;
    const office = await startOffice(folder.path, settings);
    const notYet = await fetch(`${office.url}/v1/register`);
    expect([notYet.status, await notYet.text()]).toEqual([503, expect.stringContaining('replay')]);
    const replayed = await start(['replay'], settings).ended;
    expect(replayed).toMatchObject({ code: 0 });
    expect(await register(office)).toEqual(before);
    expect((await fetch(`${office.url}/health/ready`)).status).toBe(200);
    await office.stop();
    // What is answered across aggregates, and duties, went through the log again and had nothing to add.
    expect(double.log.events).toHaveLength(recorded);
  });

  test('is refused in words where the folder is held or empty, and where the target holds something else', async () => {
    const held = await openLog();
    const whileHeld = await start(copyingTo(double.url)).ended;
    expect(whileHeld).toMatchObject({ code: 2, err: expect.stringContaining('held by another') as unknown });
    await held.close();
    const nowhere = await start(['migrate', '--from', join(folder.path, 'nowhere'), '--to', double.url])
      .ended;
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('no log') as unknown });
    expect(await start(['migrate', '--from', data]).ended).toMatchObject({ code: 2 });
    const badAddress = await start(copyingTo('http://localhost')).ended;
    expect(badAddress).toMatchObject({ code: 2, err: expect.stringContaining('no address') as unknown });

    const other = await startDouble();
    const store = openStore(other.url);
    const stream = commissionStream(freshBody(), 1);
    await store.append(stream, -1, storedEventsFor(stream, 0, 1))();
    const refused = await start(copyingTo(other.url)).ended;
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('something else') as unknown });
    await store.close();
    await other.stop();
  });
});
