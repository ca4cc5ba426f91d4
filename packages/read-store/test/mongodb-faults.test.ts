import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { instantOf, type JsonObject } from '@commissioning/kernel';
import { connectionTo } from '@commissioning/mongodb';
import type { Batch, ReadStore, ReadStoreUnavailable } from '@commissioning/read-store';
import { type MongodbReadStoreOptions, openMongodbReadStore } from '@commissioning/read-store/mongodb';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type CutWire, cutWire } from '../../../test/support/cut-wire';
import {
  buildPatience,
  describeFaultsOfMongodb,
  describeMongodb,
  describeReplicaSet,
  type FerretDb,
  ferretDb,
  type MongodbServer,
  mongodbServer,
  ownDatabase,
} from '../../../test/support/ferretdb';
import { hold } from '../../../test/support/holding';

const numbers = { name: 'numbers', fields: ['n'], indexes: [['n']], temporal: false };
const projection = 'numbers.v1.g1';
const recordedAt = instantOf(0);
const ids = ['a', 'b', 'c'];

/** The n-th batch: every document is made to hold n. */
const batch = (n: number, body: JsonObject = { n }): Batch => ({
  changes: ids.map((id) => ({
    collection: numbers.name,
    id,
    versions: [{ body, lineage: {}, since: { position: `log:${n}`, recordedAt, effectiveAt: recordedAt } }],
  })),
  progress: {
    projection,
    expected: n === 1 ? undefined : `log:${n - 1}`,
    next: { position: `log:${n}`, recordedAt, events: n },
  },
});

const open = (options: MongodbReadStoreOptions): ReadStore => {
  const opened = openMongodbReadStore({ leaseMs: 300, deadlineMs: 3_000, ...options });
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  return opened.right;
};

const right = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

/** The trouble that an operation met with; any other answer fails the test. */
const trouble = async (
  task: TaskEither<{ readonly _tag: string }, unknown>,
): Promise<ReadStoreUnavailable> => {
  const answer = await task();
  if (E.isRight(answer) || answer.left._tag !== 'ReadStoreUnavailable')
    throw new Error(`Not unavailable: ${JSON.stringify(answer)}`);
  return answer.left as ReadStoreUnavailable;
};

/** Asks again until there is an answer. */
const eventually = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  for (;;) {
    const answer = await task();
    if (E.isRight(answer)) return answer.right;
    await sleep(20);
  }
};

const held = async (store: ReadStore): Promise<ReadonlyArray<unknown>> =>
  (await eventually(store.find(numbers.name, { limit: 10 }))).documents.map(({ body }) => body['n']);

describeFaultsOfMongodb('a read store on a server', () => {
  let server: FerretDb;
  let wire: CutWire;
  beforeAll(async () => {
    server = await ferretDb({ started: false });
    wire = await cutWire(server.url);
  }, buildPatience);
  afterAll(async () => {
    await wire.stop();
    await server.stop();
  });

  it('that is down at the start says so of every operation, and works once it is there, opened once', async () => {
    const store = open({ url: server.url, database: ownDatabase() });
    expect(await trouble(store.prepare([numbers]))).toMatchObject({
      engine: 'mongodb',
      operation: 'prepare',
    });
    expect((await trouble(store.get(numbers.name, 'a'))).reason).toMatch('ECONNREFUSED');
    await server.start();
    await eventually(store.prepare([numbers]));
    await right(store.write(batch(1)));
    expect(await held(store)).toEqual([1, 1, 1]);
    await store.close();
  });

  it('never says with what user and password it is reached', async () => {
    const [user, password] = ['azalea', 'p@ss/word'];
    const url = `mongodb://${user}:${encodeURIComponent(password)}@127.0.0.1:1/?serverSelectionTimeoutMS=10`;
    const store = open({ url, database: ownDatabase(), deadlineMs: 50 });
    const said = JSON.stringify(await trouble(store.settings));
    for (const secret of [user, password, encodeURIComponent(password)]) expect(said).not.toContain(secret);
    await store.close();
    for (const wrong of [
      `http://${user}:${password}@host`,
      `mongodb://${user}:pass@wo:rd@h`,
      `mongodb://${user}:p%40ss@h:x`,
    ]) {
      const refused = openMongodbReadStore({ url: wrong, database: 'any' });
      expect(E.isLeft(refused) && refused.left._tag).toBe('AddressFailure');
      expect(JSON.stringify(refused)).not.toMatch(/azalea|p@ss|pass@/);
    }
  });

  it('that is killed while batches are written has every one that was acknowledged, and each of them whole', async () => {
    for (let round = 0; round < 5; round += 1) {
      const store = open({ url: server.url, database: ownDatabase(), leaseMs: 60_000 });
      await right(store.prepare([numbers]));
      let acknowledged = 0;
      const writing = (async () => {
        for (let n = 1; E.isRight(await store.write(batch(n))()); n += 1) acknowledged = n;
      })();
      await sleep(100 + 37 * round);
      await server.kill();
      await writing;
      await server.start();
      const found = await held(store);
      const position = Number((await right(store.progress(projection)))?.position.slice(4) ?? 0);
      expect(new Set(found).size).toBeLessThanOrEqual(1);
      expect(found[0] ?? 0).toBe(position);
      expect([acknowledged, acknowledged + 1]).toContain(position);
      await right(store.write(batch(position + 1)));
      expect(await held(store)).toEqual([position + 1, position + 1, position + 1]);
      await store.close();
    }
  }, 60_000);

  it('that does not answer is unavailable in time, and goes on where it was when it answers again', async () => {
    const store = open({ url: server.url, database: ownDatabase(), deadlineMs: 500, leaseMs: 60_000 });
    await right(store.prepare([numbers]));
    await right(store.write(batch(1)));
    server.hold();
    const began = performance.now();
    await trouble(store.find(numbers.name, { limit: 1 }));
    await trouble(store.write(batch(2)));
    expect(performance.now() - began).toBeLessThan(10_000);
    server.release();
    const [n] = await held(store);
    if (n === 1) await right(store.write(batch(2)));
    expect(await held(store)).toEqual([2, 2, 2]);
    await store.close();
  });

  it('whose connections are dropped now and then loses and doubles nothing', async () => {
    const store = open({ url: wire.url, database: ownDatabase(), leaseMs: 60_000 });
    await eventually(store.prepare([numbers]));
    for (let n = 1; n <= 20; n += 1) {
      if (n % 4 === 0) setTimeout(wire.drop, n);
      const written = await store.write(batch(n))();
      if (E.isRight(written)) continue;
      expect(written.left._tag).toBe('ReadStoreUnavailable');
      const [found] = await held(store);
      if (found !== n) await eventually(store.write(batch(n)));
      expect(await held(store)).toEqual([n, n, n]);
    }
    expect(await held(store)).toEqual([20, 20, 20]);
    await store.close();
  });

  it('has one projector: a second one is held off while it lives, and takes over once it gives no sign', async () => {
    const database = ownDatabase();
    const one = open({ url: wire.url, database });
    await eventually(one.prepare([numbers]));
    await eventually(one.write(batch(1)));
    const other = open({ url: server.url, database });
    expect((await trouble(other.prepare([numbers]))).reason).toMatch('one alone may be');
    expect((await trouble(other.write(batch(2)))).reason).toMatch('one alone may be');
    expect(await held(other)).toEqual([1, 1, 1]);
    wire.cut();
    await right(other.prepare([numbers]));
    // At the very position the first one left: the other projector alone changed documents, as retrying events does.
    const { changes } = batch(1, { n: 100 });
    await right(other.write({ changes }));
    wire.mend();
    // What it reads of the other's batches leaves it no less overtaken.
    expect(await held(one)).toEqual([100, 100, 100]);
    expect((await trouble(one.write(batch(2)))).reason).toMatch('has taken over');
    await other.close();
    expect((await trouble(one.write(batch(2)))).reason).toMatch('may be old');
    expect(await held(one)).toEqual([100, 100, 100]);
    await right(one.prepare([numbers]));
    await right(one.write(batch(2)));
    expect(await held(one)).toEqual([2, 2, 2]);
    await one.close();
  }, 60_000);
});

describeMongodb('a read store that others read too', () => {
  let server: MongodbServer;
  beforeAll(async () => {
    server = await mongodbServer();
  }, buildPatience);
  afterAll(() => server.stop());

  it('shows them no batch half, however many are written', async () => {
    const database = ownDatabase();
    const [writer, reader] = [open({ url: server.url, database }), open({ url: server.url, database })];
    await right(writer.prepare([numbers]));
    let isDone = false;
    const seen: Array<ReadonlyArray<unknown>> = [];
    const reading = (async () => {
      while (!isDone) {
        seen.push(await held(reader));
        const one = (await right(reader.get(numbers.name, 'a')))?.body['n'];
        const rest = [...(await right(reader.getMany(numbers.name, ids)))].map(([, { body }]) =>
          Number(body['n']),
        );
        seen.push(rest);
        expect(Math.min(...rest)).toBeGreaterThanOrEqual(Number(one ?? Number.NEGATIVE_INFINITY));
      }
    })();
    for (let n = 1; n <= 40; n += 1) {
      await right(writer.write(batch(n)));
      await sleep(n % 3);
    }
    isDone = true;
    await reading;
    for (const values of seen) expect(new Set(values).size).toBeLessThanOrEqual(1);
    await writer.close();
    await reader.close();
  }, 60_000);

  it('takes notice of what another process prepares and drops', async () => {
    const database = ownDatabase();
    const [writer, reader] = [open({ url: server.url, database }), open({ url: server.url, database })];
    const found = async (n: number) =>
      (await right(reader.find(numbers.name, { where: [{ field: 'n', is: n }], limit: 9 }))).documents.length;
    await right(writer.prepare([{ ...numbers, fields: [], indexes: [] }]));
    await right(writer.write(batch(1)));
    expect((await right(reader.find(numbers.name, { limit: 9 }))).documents).toHaveLength(3);
    await right(writer.prepare([numbers]));
    expect(await found(1)).toBe(3);
    await right(writer.drop([numbers.name], [projection]));
    await expect(found(1)).rejects.toThrow('not been prepared');
    await expect(reader.get(numbers.name, 'a')()).rejects.toThrow('not been prepared');
    await right(writer.prepare([numbers]));
    expect(await found(1)).toBe(0);
    expect(await right(reader.get(numbers.name, 'a'))).toBeUndefined();
    await writer.close();
    await reader.close();
  });

  it('leaves nothing on the server that no collection uses', async () => {
    const database = ownDatabase();
    const store = open({ url: server.url, database });
    await right(store.prepare([numbers]));
    await right(store.drop([numbers.name], []));
    const made = connectionTo({ url: server.url, database, deadlineMs: 5_000 });
    const names = E.isRight(made) ? await made.right.database.listCollections().toArray() : [];
    expect(names.map(({ name }) => name).filter((name) => /numbers/.test(name))).toEqual([]);
    if (E.isRight(made)) await made.right.close();
    await store.close();
  });

  it('is left alone by a projector that was held up for longer than its lease', async () => {
    const database = ownDatabase();
    const script = join(__dirname, 'mongodb-projector.js');
    const child = spawn(process.execPath, [script, server.url, database], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const saying = createInterface(child.stdout);
    const heard: Array<string> = [];
    saying.on('line', (line) => heard.push(line));
    const until = async (words: string) => {
      while (!heard.some((line) => line.startsWith(words))) await sleep(10);
    };
    await until('wrote 3');
    hold(child);
    const began = performance.now();
    const store = open({ url: server.url, database, deadlineMs: 10_000 });
    await right(store.prepare([numbers]));
    expect(performance.now() - began).toBeLessThan(10_000);
    const { changes } = batch(1, { n: 100 });
    await right(store.write({ changes }));
    child.kill('SIGCONT');
    await until('refused');
    expect(heard.at(-1)).toMatch('has taken over');
    expect(await held(store)).toEqual([100, 100, 100]);
    child.kill('SIGKILL');
    await store.close();
  }, 60_000);
});

describeReplicaSet('a read store on a replica set', () => {
  it('writes each batch in one transaction, and nothing down beforehand', async () => {
    const server = await mongodbServer();
    const database = ownDatabase();
    const store = open({ url: server.url, database });
    await right(store.prepare([numbers]));
    await right(store.write(batch(1)));
    const made = connectionTo({ url: server.url, database, deadlineMs: 5_000 });
    if (E.isLeft(made)) throw new Error(made.left.reason);
    expect(await made.right.ability()).toBe('transactions');
    expect(await made.right.database.collection('journal').countDocuments()).toBe(0);
    expect(await held(store)).toEqual([1, 1, 1]);
    await store.close();
    await made.right.close();
    await server.stop();
  });

  it('reads a list as it was at one moment while batches go on', async () => {
    const server = await mongodbServer();
    const database = ownDatabase();
    const store = open({ url: server.url, database });
    await right(store.prepare([numbers]));
    const writing = (async () => {
      for (let n = 1; n <= 100; n += 1) await right(store.write(batch(n)));
    })();
    for (let n = 0; n < 100; n += 1) expect(new Set(await held(store)).size).toBeLessThanOrEqual(1);
    await writing;
    await right(store.drop([numbers.name], [projection]));
    await store.close();
    await server.stop();
  });
});
