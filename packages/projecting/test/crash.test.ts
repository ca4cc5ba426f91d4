import type { AnyProjection, Projecting, ProjectingOptions } from '@commissioning/projecting';
import fc from 'fast-check';
import {
  buildPatience,
  describeMongodb,
  type MongodbServer,
  mongodbServer,
} from '../../../test/support/ferretdb';
import { type Engines, inMemory, onDisk, onMongodb } from './support/engines';
import { crashAt, under } from './support/faults';
import { type Happening, latest, ledger } from './support/ledger';
import { poisonedLogs } from './support/logs';
import { everythingOf, projectingOver, record, right } from './support/world';

/** A piece of work on engines that something has been done to already. */
interface Scenario {
  readonly projections: ReadonlyArray<AnyProjection>;
  readonly begin: (engines: Engines, log: ReadonlyArray<Happening>) => Promise<void>;
  readonly work: (projecting: Projecting) => Promise<unknown>;
  /** How it is taken up after a crash; by doing it again when absent. */
  readonly takeUp?: (projecting: Projecting) => Promise<unknown>;
  readonly batchSize?: number;
}

/** Batches of a page each, of some pages, and one for all there is. */
const batchSizes = [1, 5, 1_000];

const small: Partial<ProjectingOptions> = { pageSize: 3, keep: 2 };

const ailing = (version = 1): ReadonlyArray<AnyProjection> => [ledger(version, () => false), latest(version)];

const runOn = (
  engines: Pick<Engines, 'events' | 'reads'>,
  projections: ReadonlyArray<AnyProjection>,
  batchSize = 1,
): Projecting => projectingOver(engines.events, engines.reads, { ...small, batchSize, projections });

const freshEngines = async (
  scenario: Scenario,
  log: ReadonlyArray<Happening>,
  open = inMemory,
): Promise<Engines> => {
  const engines = await open();
  await scenario.begin(engines, log);
  return engines;
};

const outcome = async (
  engines: Engines,
  { projections, work, takeUp = work, batchSize }: Scenario,
): Promise<unknown> => {
  const projecting = runOn(engines, projections, batchSize);
  await takeUp(projecting);
  const made = await Promise.all(
    projections.map((projection) => everythingOf(projecting, engines.reads, projection)),
  );
  const settings = Object.values(await right(engines.reads.settings)) as unknown as ReadonlyArray<{
    readonly filling?: unknown;
    readonly dropping: ReadonlyArray<unknown>;
  }>;
  return {
    made,
    unfinished: settings.flatMap(({ filling, dropping }) => [filling ?? [], ...dropping].flat()),
  };
};

/** Does the work with a crash around one call, then does it again with nothing in the way; whether it crashed. */
const withCrash = async (
  engines: Engines,
  scenario: Scenario,
  at: number,
  when: 'before' | 'after',
): Promise<boolean> => {
  const crash = crashAt(at, when);
  const { projections, batchSize } = scenario;
  const projecting = runOn(under(crash, engines.events, engines.reads), projections, batchSize);
  await scenario.work(projecting).catch((error: Error) => expect(error.message).toBe('crash'));
  return crash.crashed();
};

const catchingUp: Scenario = {
  projections: ailing(),
  begin: async ({ events }, log) => void (await record(events, log)),
  work: (projecting) => right(projecting.catchUp),
};

const resuming: Scenario = {
  ...catchingUp,
  begin: async (engines, log) => {
    const half = Math.floor(log.length / 2);
    await record(engines.events, log.slice(0, half));
    await right(runOn(engines, ailing()).catchUp);
    await record(engines.events, log.slice(half));
  },
};

const takingUpANewVersion: Scenario = { ...resuming, projections: ailing(2) };

const rebuilding: Scenario = {
  ...resuming,
  work: (projecting) => right(projecting.rebuild()),
};

const catchingUpOnARebuild: Scenario = { ...rebuilding, takeUp: catchingUp.work };

/** Everything that can be taken in is, once the ledger has been mended, however often it takes. */
const retrying: Scenario = {
  projections: [ledger(), latest()],
  begin: async (engines, log) => {
    await record(engines.events, log);
    await right(runOn(engines, ailing()).catchUp);
  },
  work: (projecting) => right(projecting.retryParked('ledger')),
};

const scenarios = {
  catchingUp,
  resuming,
  takingUpANewVersion,
  rebuilding,
  catchingUpOnARebuild,
  retrying,
};

const one = 'fund-BEDS-one-2026-27';
const two = 'fund-BEDS-two-2026-27';
const line = (stream: string, type: string, id: string, amount: number): Happening => ({
  stream,
  type,
  data: type === 'LineRemoved' ? { line: id, fund: 'one' } : { line: id, fund: 'one', amount },
});

const log: ReadonlyArray<Happening> = [
  line(one, 'LineAdded', 'a', 1),
  line(two, 'LineAdded', 'b', 2),
  line(one, 'LineChanged', 'b', 3),
  line(two, 'LineRemoved', 'a', 0),
  line(one, 'LineAdded', 'c', 666),
  line(two, 'LineAdded', 'a', 4),
  line(one, 'LineChanged', 'a', 5),
  line(one, 'LineAdded', 'd', 6),
  line(two, 'LineChanged', 'd', 7),
  line(one, 'LineChanged', 'd', 8),
];

const survivesCrashes = (scenario: Scenario, open: () => Promise<Engines>, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      poisonedLogs,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom('before', 'after')), {
        maxLength: 3,
      }),
      fc.constantFrom(...batchSizes),
      async (random, crashes, batchSize) => {
        const batched = { ...scenario, batchSize };
        const undisturbed = await outcome(await freshEngines(scenario, random), scenario);
        let engines = await freshEngines(scenario, random, open);
        for (const [at, when] of crashes) {
          await withCrash(engines, batched, at, when);
          engines = await engines.restarted();
        }
        expect(await outcome(engines, batched)).toEqual(undisturbed);
        await engines.close();
      },
    ),
    { numRuns },
  );

describe.each(Object.entries(scenarios))('a crash while %s', (_, scenario) => {
  it.each(batchSizes)(
    'anywhere between two steps loses nothing and doubles nothing, in batches of %i',
    async (batchSize) => {
      const undisturbed = await outcome(await freshEngines(scenario, log), scenario);
      const batched = { ...scenario, batchSize };
      for (const when of ['before', 'after'] as const) {
        let at = 1;
        for (; ; at += 1) {
          const engines = await freshEngines(scenario, log);
          const crashed = await withCrash(engines, batched, at, when);
          if (!crashed) break;
          expect([when, at, await outcome(engines, batched)]).toEqual([when, at, undisturbed]);
        }
        expect(at).toBeGreaterThan(5);
      }
    },
  );

  it.each([
    ['in memory', inMemory, 60],
    ['on disk', onDisk, 8],
  ])('and more of them while taking it up again neither, %s, whatever had happened', (__, open, numRuns) =>
    survivesCrashes(scenario, open, numRuns),
  );
});

describeMongodb('with read models in MongoDB', () => {
  let server: MongodbServer;
  beforeAll(async () => {
    server = await mongodbServer();
  }, buildPatience);
  afterAll(() => server.stop());

  it.each(Object.entries(scenarios))(
    'crashes while %s lose nothing and double nothing, whatever had happened',
    (_, scenario) => survivesCrashes(scenario, () => onMongodb(server), 6),
    120_000,
  );
});
