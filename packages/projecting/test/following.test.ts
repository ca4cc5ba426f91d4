import { openMemoryEventStore } from '@commissioning/event-store/memory';
import type { Projecting, ProjectionHealth, Rebuilding } from '@commissioning/projecting';
import { readServing, servingFrom } from '@commissioning/projecting';
import type { ReadStore } from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import { inMemory, onDisk } from './support/engines';
import { type Happening, latest, ledger, moment, poison } from './support/ledger';
import { poisonedLogs } from './support/logs';
import { everythingOf, left, projectingOver, record, right, today } from './support/world';

const one = 'fund-BEDS-one-2026-27';
const two = 'fund-BEDS-two-2026-27';
const longEnough = 10_000;

const added = (stream: string, line: string, amount: number): Happening => ({
  stream,
  type: 'LineAdded',
  data: { line, fund: 'one', amount },
});
const some = (count: number, stream = one): ReadonlyArray<Happening> =>
  Array.from({ length: count }, (_, index) => added(stream, 'a', index + 1));

const running: Array<Projecting> = [];

/** Runners that are stopped when their test is over, however it went. */
const runner = (...args: Parameters<typeof projectingOver>): Projecting => {
  const projecting = projectingOver(...args);
  running.push(projecting);
  return projecting;
};

afterEach(async () => {
  for (const projecting of running.splice(0)) await projecting.stop();
});

/** A door in front of the writes of one generation. */
const gated = (reads: ReadStore, generation: string) => {
  let open: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const write: ReadStore['write'] = (batch) => async () => {
    if (batch.progress?.projection === generation) {
      arrive();
      await opened;
    }
    return reads.write(batch)();
  };
  return { reads: { ...reads, write }, open, arrived };
};

const healthOf = (projecting: Projecting, projection: string): ProjectionHealth => {
  const health = projecting.health().find((one_) => one_.projection === projection);
  if (health === undefined) throw new Error(`${projection} has no health`);
  return health;
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
};

const amountOf = (projecting: Projecting, reads: ReadStore, line = 'a'): Promise<unknown> =>
  right(
    readServing(projecting.serving('ledger'), ({ collection }) =>
      pipe(
        reads.get(collection('lines'), line),
        TE.map((found) => found?.body['amount']),
      ),
    ),
  );

const gone = { _tag: 'ReadStoreUnavailable', engine: 'memory', operation: 'write', reason: 'gone' } as const;

/** A read store whose writes fail where the list says so, before or after they were done; then it is well. */
const failing = (reads: ReadStore, faults: Array<boolean>): ReadStore => ({
  ...reads,
  write: (batch) => async () => {
    if (faults.shift() === true) return E.left(gone);
    const written = await reads.write(batch)();
    return faults.shift() === true ? E.left(gone) : written;
  },
});

describe('following the log', () => {
  it('takes in what is there and then what comes, until it is stopped; begun again, it goes on from there', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    const projecting = runner(events, reads, { pageSize: 2 });
    await record(events, some(5));
    projecting.start();
    projecting.start();
    const [position = ''] = (await record(events, [added(two, 'a', 77)])).slice(-1);
    await right(projecting.waitFor('ledger', position, longEnough));
    await right(projecting.waitFor('latest', position, longEnough));
    expect(await amountOf(projecting, reads)).toBe(77);
    await projecting.stop();
    await record(events, [added(two, 'a', 78)]);
    projecting.start();
    expect(await right(projecting.catchUp)).toMatchObject({ documents: 3 });
    expect(await amountOf(projecting, reads)).toBe(78);
    expect(projecting.work().events).toBe(7);
  });

  it('ends where catching up ends, whatever faults come between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(poisonedLogs, { minLength: 1, maxLength: 3 }),
        fc.array(fc.boolean(), { maxLength: 60 }),
        async (portions, faults) => {
          const projections = [ledger(1, () => false), latest()];
          const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
          const flaky = failing(reads, [...faults]);
          const projecting = projectingOver(events, flaky, {
            projections,
            pageSize: 3,
            retryAfterMs: () => 0,
          });
          projecting.start();
          for (const portion of portions) await record(events, portion);
          await right(projecting.catchUp);
          await projecting.stop();
          const plain = openMemoryReadStore();
          const undisturbed = projectingOver(events, plain, { projections });
          await right(undisturbed.catchUp);
          for (const projection of projections)
            expect(await everythingOf(projecting, reads, projection)).toEqual(
              await everythingOf(undisturbed, plain, projection),
            );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is not undone by a second runner on the same stores', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    const runners = [runner(events, reads, { pageSize: 2 }), runner(events, reads, { pageSize: 3 })];
    for (const projecting of runners) projecting.start();
    await record(events, some(50));
    for (const projecting of runners) await right(projecting.catchUp);
    const plain = openMemoryReadStore();
    const alone = projectingOver(events, plain);
    await right(alone.catchUp);
    for (const projection of [ledger(), latest()])
      expect(await everythingOf(runners[0] as Projecting, reads, projection)).toEqual(
        await everythingOf(alone, plain, projection),
      );
  });

  it('goes on past a stream that holds poison, which can be tried again meanwhile', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    let mended = false;
    const projecting = runner(events, reads, { projections: [ledger(1, () => mended)] });
    projecting.start();
    await record(events, [added(one, 'a', poison), added(two, 'b', 1), added(one, 'a', 2)]);
    await right(projecting.catchUp);
    expect(await amountOf(projecting, reads, 'b')).toBe(1);
    expect(healthOf(projecting, 'ledger')).toMatchObject({ state: 'live', parked: 2 });
    mended = true;
    expect(await right(projecting.retryParked('ledger'))).toEqual({ takenIn: 2, stillParked: 0 });
    await record(events, [added(one, 'c', 3)]);
    await right(projecting.catchUp);
    expect(await amountOf(projecting, reads, 'a')).toBe(2);
    expect(await amountOf(projecting, reads, 'c')).toBe(3);
  });

  it('does not let a projection that is new hold up those that are not', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(20));
    await right(projectingOver(events, memory, { projections: [latest()] }).catchUp);
    const { reads, open, arrived } = gated(memory, 'ledger.v1.g1');
    const projecting = runner(events, reads, { pageSize: 5 });
    projecting.start();
    await arrived;
    const [position = ''] = await record(events, [added(one, 'a', 99)]);
    await right(projecting.waitFor('latest', position, longEnough));
    expect(healthOf(projecting, 'ledger')).toMatchObject({
      state: 'behind',
      position: undefined,
      lag: { events: 21, seconds: undefined },
    });
    open();
    await right(projecting.waitFor('ledger', position, longEnough));
  });

  it('stops in the middle of catching up when it is told to', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(20));
    const { reads, open, arrived } = gated(memory, 'ledger.v1.g1');
    const projecting = runner(events, reads, { pageSize: 5 });
    const caughtUp = left(projecting.catchUp);
    await arrived;
    const stopped = projecting.stop();
    open();
    await stopped;
    expect(await caughtUp).toEqual({ _tag: 'Stopped' });
    expect(await right(projecting.catchUp)).toMatchObject({ events: 15 });
  });
});

describe('on disk', () => {
  it('follows, rebuilds, takes up a new version and answers meanwhile, across restarts', async () => {
    let engines = await onDisk();
    const { reads } = engines;
    const first = runner(engines.events, reads, { pageSize: 2 });
    first.start();
    const [position = ''] = (await record(engines.events, some(7))).slice(-1);
    await right(first.waitFor('ledger', position, longEnough));
    expect(await amountOf(first, reads)).toBe(7);
    expect(await right(first.rebuild(['ledger']))).toMatchObject([{ generation: 2, events: 7 }]);
    await record(engines.events, [added(two, 'a', 8)]);
    await right(first.catchUp);
    expect(await amountOf(first, reads)).toBe(8);
    await first.stop();

    engines = await engines.restarted();
    const projections = [ledger(2), latest()];
    const second = runner(engines.events, engines.reads, { projections });
    second.start();
    await record(engines.events, [added(one, 'b', 9)]);
    await right(second.catchUp);
    expect(await right(second.serving('ledger'))).toMatchObject({ version: 2, generation: 3 });
    const fresh = await inMemory();
    const undisturbed = projectingOver(engines.events, fresh.reads, { projections });
    await right(undisturbed.catchUp);
    for (const projection of projections)
      expect(await everythingOf(second, engines.reads, projection)).toEqual(
        await everythingOf(undisturbed, fresh.reads, projection),
      );
    await second.stop();
    await engines.close();
  });
});

describe('waiting for a position', () => {
  it('ends at once where it has been passed, and with where it stands when the time is over', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    const [early = ''] = await record(events, some(3));
    await right(projectingOver(events, memory).catchUp);
    const { reads, open, arrived } = gated(memory, 'ledger.v1.g1');
    const projecting = runner(events, reads);
    projecting.start();
    await right(projecting.waitFor('ledger', early, 0));
    const reached = (await right(memory.progress('ledger.v1.g1')))?.position;
    const [late = ''] = await record(events, some(1));
    await arrived;
    expect(await left(projecting.waitFor('ledger', late, 5))).toEqual({
      _tag: 'TimedOut',
      projection: 'ledger',
      position: late,
      reached,
    });
    open();
    await right(projecting.waitFor('ledger', late, longEnough));
  });

  it('is refused for a position of another log, and for one of a log that is empty', async () => {
    const [events, elsewhere] = [openMemoryEventStore(), openMemoryEventStore()];
    const [foreign = ''] = await record(elsewhere, some(1));
    const projecting = runner(events, openMemoryReadStore());
    projecting.start();
    const refusal = { _tag: 'AnotherLog', position: foreign };
    expect(await left(projecting.waitFor('ledger', foreign, longEnough))).toEqual(refusal);
    await record(events, some(1));
    expect(await left(projecting.waitFor('ledger', foreign, longEnough))).toEqual(refusal);
  });

  it('is refused for a projection that is not run, and ends when the runner stops', async () => {
    const events = openMemoryEventStore();
    const [position = ''] = await record(events, some(1));
    const projecting = runner(events, openMemoryReadStore());
    expect(await left(projecting.waitFor('nobody', position, longEnough))).toEqual({
      _tag: 'UnknownProjection',
      projection: 'nobody',
    });
    projecting.start();
    await right(projecting.catchUp);
    const waits = left(projecting.waitFor('ledger', `${position}9`, longEnough));
    await new Promise(setImmediate);
    await projecting.stop();
    expect(await waits).toEqual({ _tag: 'Stopped' });
  });
});

describe('rebuilding beside', () => {
  it('lets the old answer, and follow, until the new has caught up; then the new answers and the old is gone', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(20));
    const { reads, open, arrived } = gated(memory, 'ledger.v1.g2');
    const projecting = runner(events, reads, { pageSize: 5 });
    await right(projecting.catchUp);
    projecting.start();
    const said: Array<Rebuilding> = [];
    const rebuilt = right(projecting.rebuild(['ledger'], (progress) => said.push(progress)));
    await arrived;
    const old = await right(projecting.serving('ledger'));
    const [position = ''] = await record(events, [added(two, 'a', 99)]);
    await right(projecting.waitFor('ledger', position, longEnough));
    expect(await amountOf(projecting, reads)).toBe(99);
    expect(healthOf(projecting, 'ledger')).toMatchObject({
      state: 'rebuilding',
      lag: { events: 0, seconds: 0 },
    });
    expect(healthOf(projecting, 'latest')).toMatchObject({ state: 'live' });
    open();
    expect(await rebuilt).toEqual([
      { projection: 'ledger', version: 1, generation: 2, events: 21, parked: 0 },
    ]);
    const now = await right(projecting.serving('ledger'));
    expect([old.generation, now.generation]).toEqual([1, 2]);
    expect(await amountOf(projecting, reads)).toBe(99);
    await expect(memory.get(old.collection('lines'), 'a')()).rejects.toThrow('has not been prepared');
    expect(await right(memory.progress(old.progress))).toBeUndefined();
    expect(said.map(({ of }) => of)).toEqual(said.map(() => expect.any(Number) as unknown));
    const steps = [...new Set(said.map(({ events: done }) => done))];
    expect(steps).toEqual([0, 5, 10, 15, 20, 21].filter((done) => steps.includes(done)));
    expect(steps.length).toBeGreaterThan(3);
    expect([steps.at(0), steps.at(-1)]).toEqual([0, 21]);
    const [later = ''] = await record(events, [added(two, 'a', 100)]);
    await right(projecting.waitFor('ledger', later, longEnough));
    expect(await amountOf(projecting, reads)).toBe(100);
  });

  it('is begun by itself where the code is of another version, which the old answers until then', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    const [, position = ''] = await record(events, some(3));
    await right(projectingOver(events, memory).catchUp);
    const { reads, open, arrived } = gated(memory, 'ledger.v2.g2');
    const projecting = runner(events, reads, { projections: [ledger(2), latest()] });
    projecting.start();
    await arrived;
    const versionOf = async (): Promise<unknown> =>
      right(
        readServing(projecting.serving('ledger'), ({ collection }) =>
          pipe(
            memory.get(collection('funds'), 'one'),
            TE.map((fund) => fund?.body['version']),
          ),
        ),
      );
    expect(await versionOf()).toBe(1);
    await right(projecting.waitFor('ledger', position, 0));
    expect(healthOf(projecting, 'ledger')).toMatchObject({ state: 'rebuilding', serving: { version: 1 } });
    const [late = ''] = await record(events, some(1, two));
    await right(projecting.waitFor('latest', late, longEnough));
    const waits = right(projecting.waitFor('ledger', late, longEnough));
    open();
    await waits;
    expect(await versionOf()).toBe(2);
    expect(await right(projecting.catchUp)).toMatchObject({ parked: 0 });
    expect(healthOf(projecting, 'ledger')).toMatchObject({
      state: 'live',
      serving: { version: 2, generation: 2 },
    });
  });

  it('of several projections reads the log once', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(30));
    const projecting = runner(events, reads, { pageSize: 4 });
    await right(projecting.catchUp);
    const before = projecting.work().events;
    await right(projecting.rebuild());
    expect(projecting.work().events - before).toBe(30);
  });

  it('gives up a filling of a version that is not the one of the code any more', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(10));
    await right(projectingOver(events, reads).catchUp);
    const broken = { ...reads, write: () => TE.left(gone) } satisfies ReadStore;
    const newer = projectingOver(events, broken, { projections: [ledger(2), latest()] });
    expect(await left(newer.catchUp)).toEqual(gone);
    const back = projectingOver(events, reads);
    await right(back.catchUp);
    expect(await right(back.serving('ledger'))).toMatchObject({ version: 1, generation: 1 });
    await expect(reads.get('ledger.v2.g2.lines', 'a')()).rejects.toThrow('has not been prepared');
  });

  it('is not done for a projection that is not run, nor once the runner has stopped', async () => {
    const events = openMemoryEventStore();
    const projecting = runner(events, openMemoryReadStore());
    expect(await left(projecting.rebuild(['latest', 'nobody']))).toEqual({
      _tag: 'UnknownProjection',
      projection: 'nobody',
    });
    await record(events, some(1));
    const { reads, open, arrived } = gated(openMemoryReadStore(), 'ledger.v1.g2');
    const other = runner(events, reads);
    await right(other.catchUp);
    other.start();
    const rebuilt = left(other.rebuild(['ledger']));
    await arrived;
    const stopped = other.stop();
    open();
    await stopped;
    expect(await rebuilt).toEqual({ _tag: 'Stopped' });
  });

  it('is what helps where the read model came from another log; nothing is taken in before', async () => {
    const [events, elsewhere, reads] = [
      openMemoryEventStore(),
      openMemoryEventStore(),
      openMemoryReadStore(),
    ];
    const [foreign] = await record(elsewhere, some(1));
    await record(events, [added(two, 'b', 2)]);
    await right(projectingOver(elsewhere, reads).catchUp);
    const projecting = runner(events, reads);
    expect(await left(projecting.catchUp)).toEqual({ _tag: 'AnotherLog', position: foreign });
    projecting.start();
    await until(() => projecting.health()[0]?.lastFault !== undefined);
    expect(healthOf(projecting, 'ledger').lastFault).toMatchObject({
      at: today,
      reason: `${String(foreign)} is a position of another log`,
    });
    expect(await left(projecting.serving('ledger'))).toEqual({ _tag: 'AnotherLog', position: foreign });
    await right(projecting.rebuild());
    expect(await amountOf(projecting, reads, 'b')).toBe(2);
    expect(await amountOf(projecting, reads, 'a')).toBeUndefined();
  });
});

describe('reading what answers', () => {
  it('reads again where another generation took its place meanwhile', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(1));
    const projecting = runner(events, reads);
    await right(projecting.catchUp);
    let times = 0;
    const amount = await right(
      readServing(projecting.serving('ledger'), ({ collection }) => async () => {
        times += 1;
        if (times === 1) await right(projecting.rebuild());
        return reads.get(collection('lines'), 'a')();
      }),
    );
    expect([times, amount?.body['amount']]).toEqual([2, 1]);
  });

  it('lets a bug of the reader through', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    const projecting = runner(events, reads);
    const reading = readServing(projecting.serving('ledger'), ({ collection }) =>
      reads.get(collection('nowhere'), 'a'),
    );
    await expect(reading()).rejects.toThrow('The projection ledger has no collection "nowhere"');
  });

  it('can be done by a process that runs no projector', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    expect(await right(servingFrom(reads, 'ledger'))).toBeUndefined();
    const projecting = runner(events, reads);
    await right(projecting.catchUp);
    const [own, other] = [
      await right(projecting.serving('ledger')),
      await right(servingFrom(reads, 'ledger')),
    ];
    expect(other?.collection('lines')).toBe(own.collection('lines'));
    await right(reads.set({ 'projecting.ledger': 'something else' }));
    await expect(servingFrom(reads, 'ledger')()).rejects.toThrow('is not one the projector wrote');
  });
});

describe('health', () => {
  it('says nothing it does not know: without progress a projection is behind, not up to date', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(3));
    const { reads, open, arrived } = gated(memory, 'ledger.v1.g1');
    const projecting = runner(events, reads, { projections: [ledger()] });
    const unknown = { events: undefined, seconds: undefined };
    expect(projecting.health()).toEqual([
      {
        projection: 'ledger',
        state: 'stopped',
        serving: undefined,
        position: undefined,
        lag: unknown,
        parked: 0,
        lastFault: undefined,
      },
    ]);
    projecting.start();
    await arrived;
    expect(projecting.health()).toMatchObject([{ state: 'behind', serving: { version: 1 }, lag: unknown }]);
    open();
    await right(projecting.catchUp);
    expect(projecting.health()).toMatchObject([{ state: 'live', lag: { events: 0, seconds: 0 } }]);
    await projecting.stop();
    const seconds = (Date.parse(today) - Date.parse(moment(2))) / 1_000;
    expect(projecting.health()).toMatchObject([{ state: 'stopped', lag: { events: undefined, seconds } }]);
  });

  it('is live on an empty log', async () => {
    const projecting = runner(openMemoryEventStore(), openMemoryReadStore());
    projecting.start();
    await until(() => healthOf(projecting, 'ledger').state === 'live');
    expect(healthOf(projecting, 'ledger').lag).toEqual({ events: 0, seconds: 0 });
  });

  it('says what keeps it from its work and how often it has been tried, until it works again', async () => {
    const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
    await record(events, some(3));
    let broken = true;
    const reads: ReadStore = { ...memory, write: (batch) => (broken ? TE.left(gone) : memory.write(batch)) };
    const waited: Array<number> = [];
    const retryAfterMs = (attempt: number): number => {
      waited.push(attempt);
      return 0;
    };
    const projecting = runner(events, reads, { retryAfterMs });
    projecting.start();
    await until(() => waited.length >= 3);
    expect(waited.slice(0, 3)).toEqual([1, 2, 3]);
    expect(healthOf(projecting, 'ledger').lastFault).toMatchObject({
      at: today,
      reason: 'memory: write: gone',
    });
    broken = false;
    await right(projecting.catchUp);
    expect(healthOf(projecting, 'ledger')).toMatchObject({ state: 'live', lastFault: { attempts: 0 } });
  });
});

describe('whoever watches events', () => {
  test('is told of those a projection is given, and once what came of each is written', async () => {
    const events = openMemoryEventStore();
    const { reads, open, arrived } = gated(openMemoryReadStore(), 'ledger.v1.g1');
    await record(events, some(2));
    const [given, written]: [Array<string>, Array<string>] = [[], []];
    const projecting = runner(events, reads, {
      projections: [ledger()],
      watch: (projection, { revision }) => {
        given.push(`${projection} ${revision}`);
        return revision === 0 ? undefined : () => written.push(`${projection} ${revision}`);
      },
    });
    const done = projecting.catchUp();
    await arrived;
    expect([given, written]).toEqual([['ledger 0', 'ledger 1'], []]);
    open();
    await done;
    expect(written).toEqual(['ledger 1']);
  });
});

it('whoever asks for read models that could not be taken up is told so, and is answered once they are', async () => {
  const [events, memory] = [openMemoryEventStore(), openMemoryReadStore()];
  const [position = ''] = await record(events, some(1));
  let isThere = false;
  const reads: ReadStore = { ...memory, settings: () => (isThere ? memory.settings() : TE.left(gone)()) };
  const projecting = runner(events, reads);
  projecting.start();
  expect(await left(projecting.serving('ledger'))).toEqual(gone);
  expect(await left(projecting.waitFor('ledger', position, longEnough))).toEqual(gone);
  isThere = true;
  await right(projecting.catchUp);
  await right(projecting.waitFor('ledger', position, longEnough));
  expect(await amountOf(projecting, memory)).toBe(1);
});
