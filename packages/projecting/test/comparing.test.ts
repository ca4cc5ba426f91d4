import { type EventStore } from '@commissioning/event-store';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { type AnyProjection, compareWithLog, type Projection } from '@commissioning/projecting';
import type { ReadStore, Stored } from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import fc from 'fast-check';
import { type Happening, keys, latest, ledger, poison, registry } from './support/ledger';
import { logs } from './support/logs';
import { left, projectingOver, record, right, today } from './support/world';

const one = 'fund-BEDS-one-2026-27';

const added = (line: string, amount: number): Happening => ({
  stream: one,
  type: 'LineAdded',
  data: { line, fund: 'one', amount },
});
const changed = (line: string, amount: number): Happening => ({
  stream: one,
  type: 'LineChanged',
  data: { line, fund: 'one', amount },
});
const removed = (line: string): Happening => ({
  stream: one,
  type: 'LineRemoved',
  data: { line, fund: 'one' },
});

const compared = (
  events: EventStore,
  reads: ReadStore,
  projections: ReadonlyArray<AnyProjection> = [ledger(), latest()],
  anew: ReadStore = openMemoryReadStore(),
) =>
  compareWithLog({
    events,
    reads,
    registry,
    keys,
    projections,
    now: () => today,
    anew,
    patienceMs: 50,
    batchSize: 1,
  });

/** Read models of a log, made by these projections and caught up with. */
const madeOf = async (
  happenings: ReadonlyArray<Happening>,
  projections: ReadonlyArray<AnyProjection> = [ledger(), latest()],
) => {
  const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
  await record(events, happenings);
  const projecting = projectingOver(events, reads, { projections });
  await right(projecting.catchUp);
  const collectionOf = async (projection: string, collection: string): Promise<string> =>
    (await right(projecting.serving(projection))).collection(collection);
  return { events, reads, projecting, collectionOf };
};

const story = [added('a', 1), added('b', 2), changed('a', 3), removed('b'), added('c', 5)];

it('finds nothing where read models are what the log makes of them', async () => {
  const { events, reads } = await madeOf(story);
  // Lines a and c, their fund, and one stream.
  expect(await right(compared(events, reads))).toEqual({ documents: 4, unsettled: 0, findings: [] });
});

it('finds nothing in any read models that a projector made, in whatever portions', async () => {
  await fc.assert(
    fc.asyncProperty(logs, logs, async (first, second) => {
      const { events, reads, projecting } = await madeOf(first);
      await record(events, second);
      await right(projecting.catchUp);
      expect(await right(compared(events, reads))).toMatchObject({ unsettled: 0, findings: [] });
    }),
    { numRuns: 50 },
  );
});

describe('names the document that', () => {
  /** Writes to a document past the projector. */
  const forged = async (change: (stored: Stored) => Stored['body'] | null, id = 'a', as = id) => {
    const { events, reads, collectionOf } = await madeOf(story);
    const collection = await collectionOf('ledger', 'lines');
    const stored = await right(reads.get(collection, id));
    if (stored === undefined) throw new Error('There is no such line');
    const { lineage, since } = stored;
    const versions = [{ body: change(stored), lineage, since }];
    await right(reads.write({ changes: [{ collection, id: as, versions }] }));
    return (await right(compared(events, reads))).findings;
  };
  const document = (id: string, how: string) => ({
    _tag: 'Document',
    projection: 'ledger',
    collection: 'lines',
    id,
    how,
  });

  it('is another', async () => {
    expect(await forged(({ body }) => ({ ...body, amount: 4 }))).toEqual([document('a', 'different')]);
  });

  it('is missing', async () => {
    expect(await forged(() => null)).toEqual([document('a', 'missing')]);
    expect(await forged(() => null, 'c')).toEqual([document('c', 'missing')]);
  });

  it('nothing makes, wherever its id stands among the others', async () => {
    for (const as of ['0', 'aa', 'z'])
      expect(await forged(({ body }) => body, 'a', as)).toEqual([document(as, 'unfounded')]);
  });

  it('says of itself that it is newer than all there is', async () => {
    const { events, reads, collectionOf } = await madeOf(story);
    const collection = await collectionOf('ledger', 'lines');
    const stored = (await right(reads.get(collection, 'a'))) as Stored;
    const since = { ...stored.since, position: `${stored.since.position.slice(0, -5)}99999` };
    await right(reads.write({ changes: [{ collection, id: 'a', versions: [{ ...stored, since }] }] }));
    expect((await right(compared(events, reads))).findings).toEqual([document('a', 'different')]);
  });

  it('has another past, although it is as it should be now', async () => {
    const rounded = (by: number): Projection => {
      const { project, ...rest } = ledger();
      return {
        ...rest,
        project: (event, key, before, lookup) => {
          const made = project(event as never, key, before, lookup);
          // What is changed later differs in between alone.
          return event.type === 'LineAdded' && key.collection === 'lines' && made !== undefined
            ? { ...made, amount: by }
            : made;
        },
      } as Projection;
    };
    const { events, reads } = await madeOf([added('a', 1), changed('a', 3)], [rounded(7)]);
    // The fund was summed up with the line as it was in between.
    expect((await right(compared(events, reads, [rounded(8)]))).findings).toEqual([
      document('a', 'different-before'),
      { ...document('one', 'different'), collection: 'funds' },
    ]);
  });
});

it('says of a read model what keeps it from being compared', async () => {
  const { events, reads, projecting } = await madeOf([added('a', 1)], [ledger()]);
  const nothing = await right(compared(events, reads));
  expect(nothing.findings).toEqual([{ _tag: 'NothingServes', projection: 'latest' }]);

  const other = await right(compared(events, reads, [ledger(2)]));
  expect(other.findings).toEqual([{ _tag: 'OtherVersion', projection: 'ledger', serves: 1 }]);

  const [position] = await record(events, [added('b', 2)]);
  const behind = await right(compared(events, reads, [ledger()]));
  expect(behind.findings).toEqual([
    {
      _tag: 'Behind',
      projection: 'ledger',
      position: expect.not.stringMatching(position as string) as string,
    },
  ]);
  await right(projecting.catchUp);
  expect((await right(compared(events, reads, [ledger()]))).findings).toEqual([]);
});

it('says how many events were set aside', async () => {
  const stubborn = [ledger(1, () => false)];
  const { events, reads } = await madeOf([added('a', 1), added('b', poison), changed('a', 2)], stubborn);
  expect((await right(compared(events, reads, stubborn))).findings).toEqual([
    { _tag: 'SetAside', projection: 'ledger', events: 2 },
  ]);
});

it('of an empty log nothing is expected', async () => {
  const { events, reads } = await madeOf([]);
  expect(await right(compared(events, reads))).toEqual({ documents: 0, unsettled: 0, findings: [] });
});

it('names no more than a hundred', async () => {
  const many = Array.from({ length: 130 }, (_, line) => added(`line-${line}`, line));
  const { events, reads, collectionOf } = await madeOf(many);
  const collection = await collectionOf('ledger', 'lines');
  const { documents } = await right(reads.find(collection, { limit: 1_000 }));
  const changes = documents.map(({ id, body, lineage, since }) => ({
    collection,
    id,
    versions: [{ body: { ...body, amount: -1 }, lineage, since }],
  }));
  await right(reads.write({ changes }));
  expect((await right(compared(events, reads))).findings).toHaveLength(100);
});

describe('while the log grows', () => {
  /** A store that is told each time before a page of documents is read. */
  const told = (store: ReadStore, before: () => Promise<void>): ReadStore => ({
    ...store,
    find: (collection, query) => async () => {
      await before();
      return store.find(collection, query)();
    },
  });

  it('holds each document against the log as it stood when both were made, and looks again at what changed', async () => {
    const { events, reads, projecting } = await madeOf(story);
    const coming = [[changed('a', 4), added('d', 1)], [removed('c'), changed('d', 2)], [removed('a')]];
    const kept = told(reads, async () => {
      const next = coming.shift();
      if (next === undefined) return;
      await record(events, next);
      await right(projecting.catchUp);
    });
    const { findings, unsettled } = await right(compared(events, kept));
    expect({ findings, unsettled, coming }).toEqual({ findings: [], unsettled: 0, coming: [] });
  });

  it('says nothing of a document that never stands still', async () => {
    const { events, reads, projecting } = await madeOf(story);
    let amount = 10;
    const restless = async (): Promise<void> => {
      await record(events, [changed('a', (amount += 1))]);
      await right(projecting.catchUp);
    };
    const kept: ReadStore = {
      ...told(reads, restless),
      get: (collection, id) => async () => {
        await restless();
        return reads.get(collection, id)();
      },
    };
    const { findings, unsettled } = await right(compared(events, kept));
    expect(findings).toEqual([]);
    // The line, and the fund it is of.
    expect(unsettled).toBe(2);
  });
});

it('an engine that fails is said', async () => {
  const { events, reads } = await madeOf(story);
  const anew = openMemoryReadStore();
  await anew.close();
  expect(await left(compared(events, reads, [ledger()], anew))).toMatchObject({
    _tag: 'ReadStoreUnavailable',
  });
  await reads.close();
  expect(await left(compared(events, reads))).toMatchObject({ _tag: 'ReadStoreUnavailable' });
});
