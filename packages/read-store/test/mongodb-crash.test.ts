import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, instantOf, type JsonObject } from '@commissioning/kernel';
import type { Batch, Change, ReadStore, Since } from '@commissioning/read-store';
import { type MongodbReadStoreOptions, openMongodbReadStore } from '@commissioning/read-store/mongodb';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type Cut, type CutWire, cutWire } from '../../../test/support/cut-wire';
import {
  buildPatience,
  describeFaultsOfMongodb,
  type FerretDb,
  ferretDb,
  ownDatabase,
} from '../../../test/support/ferretdb';

const lines = { name: 'lines', fields: ['fund'], indexes: [['fund']], temporal: true };
const funds = { name: 'funds', fields: [], indexes: [], temporal: false };
const projection = 'ledger.v1.g1';

const at = (n: number): Instant => instantOf(n * 1_000);
const since = (n: number): Since => ({ position: `log:${n}`, recordedAt: at(n), effectiveAt: at(n) });
const change = (
  collection: string,
  id: string,
  ...bodies: ReadonlyArray<readonly [number, JsonObject | null]>
): Change => ({
  collection,
  id,
  versions: bodies.map(([n, body]) => ({ body, lineage: { '': `event-${n}` }, since: since(n) })),
});
const moved = (expected: number | undefined, next: number): NonNullable<Batch['progress']> => ({
  projection,
  expected: expected === undefined ? undefined : `log:${expected}`,
  next: { position: `log:${next}`, recordedAt: at(next), events: next },
});

/** What is there before the crash, and the batch that it befalls: one of everything that can be written. */
const first: Batch = {
  changes: [
    change('lines', 'kept', [1, { fund: 'a', amount: 1 }]),
    change('lines', 'changed', [1, { fund: 'a', amount: 1 }]),
    change('lines', 'removed', [1, { fund: 'a', amount: 1 }]),
    change('funds', 'a', [1, { total: 3 }]),
    change('funds', 'closed', [1, {}]),
  ],
  progress: moved(undefined, 1),
};
const second: Batch = {
  changes: [
    change('lines', 'changed', [2, { fund: 'a', amount: 5 }], [3, { fund: 'b', amount: 6 }]),
    change('lines', 'removed', [4, null]),
    change('lines', 'new', [2, { fund: 'a', amount: 7 }], [3, null], [4, { fund: 'a', amount: 8 }]),
    change('lines', 'passing', [2, { fund: 'a', amount: 9 }], [3, null]),
    change('funds', 'a', [4, { total: 9 }]),
    change('funds', 'closed', [4, null]),
    change('funds', 'b', [4, { total: 6 }]),
  ],
  progress: moved(1, 4),
};

const right = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

describeFaultsOfMongodb('a batch on a server without transactions', () => {
  let server: FerretDb;
  let wire: CutWire;
  beforeAll(async () => {
    server = await ferretDb();
    wire = await cutWire(server.url);
  }, buildPatience);
  afterAll(async () => {
    await wire.stop();
    await server.stop();
  });

  const open = (options: Partial<MongodbReadStoreOptions>): ReadStore => {
    const quick = { url: server.url, database: 'none', leaseMs: 150, deadlineMs: 30_000 };
    const opened = openMongodbReadStore({ ...quick, ...options });
    if (E.isLeft(opened)) throw new Error(opened.left.reason);
    return opened.right;
  };

  const everything = async (store: ReadStore): Promise<unknown> => {
    const all: Array<unknown> = [];
    for (const { name } of [lines, funds])
      all.push((await right(store.find(name, { limit: 100 }))).documents, await right(store.count(name)));
    const ids = ['kept', 'changed', 'removed', 'new', 'passing'];
    for (const id of ids) all.push(id, await right(store.versions('lines', id)));
    all.push([...(await right(store.getMany('funds', ['a', 'b', 'closed'])))]);
    all.push(await right(store.find('lines', { limit: 100, at: { asAt: at(3) } })));
    return JSON.parse(JSON.stringify(all));
  };

  /** Connections that were cut are found out by being used. */
  const reachable = async (store: ReadStore): Promise<void> => {
    while (E.isLeft(await store.settings())) await sleep(20);
  };

  const begun = async (): Promise<string> => {
    const database = ownDatabase();
    const store = open({ database });
    await right(store.prepare([lines, funds]));
    await right(store.write(first));
    await store.close();
    return database;
  };

  /** Everything before the batch, and after it. */
  const undisturbed = async (): Promise<readonly [before: unknown, after: unknown]> => {
    const store = open({ database: await begun() });
    const before = await everything(store);
    await right(store.write(second));
    const after = await everything(store);
    await store.close();
    return [before, after];
  };

  /**
   * Writes a batch over a wire that is cut on the way; whether it was. A server that is too slow to answer is cut off
   * too: whether a slow machine did it or the test, what is held must hold.
   */
  const writeCut = async (store: ReadStore, batch: Batch, command: number, cut: Cut): Promise<boolean> => {
    await reachable(store);
    wire.cutAt(command, cut);
    const written = await store.write(batch)();
    if (E.isLeft(written)) {
      expect(written.left._tag).toBe('ReadStoreUnavailable');
      wire.cut();
    }
    return wire.isCut();
  };

  it.each(['before', 'after'] as const)(
    'is there whole or not at all for whoever comes after its writer died, %s any of its commands was done',
    async (cut) => {
      const [before, after] = await undisturbed();
      let commands = 1;
      const seen = new Set<string>();
      for (; ; commands += 1) {
        const database = await begun();
        const dying = open({ database, url: wire.url, deadlineMs: 1_000 });
        const wasCut = await writeCut(dying, second, commands, cut);
        if (!wasCut) await dying.close();
        const next = open({ database });
        await right(next.prepare([lines, funds]));
        const progress = await right(next.progress(projection));
        const isWritten = progress?.position === 'log:4';
        seen.add(String(isWritten));
        expect([cut, commands, await everything(next)]).toEqual([cut, commands, isWritten ? after : before]);
        if (!isWritten) await right(next.write(second));
        expect(await everything(next)).toEqual(after);
        wire.mend();
        await dying.close();
        await next.close();
        if (!wasCut) break;
      }
      expect(commands).toBeGreaterThan(8);
      expect(seen).toEqual(new Set(['true', 'false']));
    },
    240_000,
  );

  it('is there whole or not at all for its writer, once the server can be reached again', async () => {
    const [before, after] = await undisturbed();
    for (let command = 1; ; command += 1) {
      const database = await begun();
      const store = open({ database, url: wire.url, deadlineMs: 1_000, leaseMs: 60_000 });
      await right(store.get('funds', 'a'));
      const wasCut = await writeCut(store, second, command, 'after');
      wire.mend();
      await reachable(store);
      const found = await everything(store);
      const isWritten = (await right(store.progress(projection)))?.position === 'log:4';
      expect([command, found]).toEqual([command, isWritten ? after : before]);
      if (!isWritten) await right(store.write(second));
      expect(await everything(store)).toEqual(after);
      await store.close();
      if (!wasCut) break;
    }
  }, 240_000);

  it('is never seen half by those who only read', async () => {
    const [before, after] = await undisturbed();
    for (let command = 1; ; command += 1) {
      const database = await begun();
      const writer = open({ database, url: wire.url, deadlineMs: 1_000 });
      const reader = open({ database, deadlineMs: 1_000 });
      await reachable(reader);
      const wasCut = await writeCut(writer, second, command, 'after');
      const seen = await everything(reader).catch((error: Error) => error.message);
      if (typeof seen === 'string') expect(seen).toMatch('ReadStoreUnavailable');
      else expect([before, after]).toContainEqual(seen);
      wire.mend();
      await reader.close();
      await writer.close();
      if (!wasCut) break;
    }
  }, 240_000);

  it('that is too large for one record is there whole or not at all too', async () => {
    const large = 'x'.repeat(1_400_000);
    const batch: Batch = {
      changes: [1, 2, 3].map((n) => change('funds', `large-${n}`, [5, { large }])),
      progress: moved(1, 5),
    };
    for (let command = 1; ; command += 2) {
      const database = await begun();
      const dying = open({ database, url: wire.url, deadlineMs: 2_000 });
      const wasCut = await writeCut(dying, batch, command, 'after');
      if (!wasCut) await dying.close();
      const next = open({ database });
      await right(next.prepare([]));
      const isWritten = (await right(next.progress(projection)))?.position === 'log:5';
      const found = await right(next.getMany('funds', ['large-1', 'large-2', 'large-3']));
      expect([command, [...found.values()].map(({ body }) => body['large'] === large)]).toEqual([
        command,
        isWritten ? [true, true, true] : [],
      ]);
      wire.mend();
      await dying.close();
      await next.close();
      if (!wasCut) break;
    }
  }, 240_000);
});
