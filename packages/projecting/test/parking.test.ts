import { type EventStore } from '@commissioning/event-store';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { type ParkedEvent } from '@commissioning/projecting';
import type { ReadStore, Stored } from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import fc from 'fast-check';
import { type Happening, keys, latest, laterRegistry, ledger, poison, registry } from './support/ledger';
import { poisonedLogs } from './support/logs';
import { everythingOf, left, projectingOver, record, right, today } from './support/world';

const one = 'fund-BEDS-one-2026-27';
const two = 'fund-BEDS-two-2026-27';

const added = (stream: string, line: string, amount: number): Happening => ({
  stream,
  type: 'LineAdded',
  data: { line, fund: 'one', amount },
});

/** A ledger that fails on poison until it is mended. */
const ailing = (events: EventStore = openMemoryEventStore(), reads: ReadStore = openMemoryReadStore()) => {
  let mended = false;
  const projecting = projectingOver(events, reads, {
    projections: [ledger(1, () => mended), latest()],
    pageSize: 2,
  });
  const parked = async (): Promise<ReadonlyArray<ParkedEvent & Stored['body']>> => {
    const serving = await right(projecting.serving('ledger'));
    const page = await right(reads.find(serving.collection('parked'), { limit: 100 }));
    return page.documents.map(({ body }) => body as unknown as ParkedEvent & Stored['body']);
  };
  return { events, reads, projecting, parked, mend: () => (mended = true) };
};

const amountOf = async (reads: ReadStore, collection: string, line: string): Promise<unknown> =>
  (await right(reads.get(collection, line)))?.body['amount'];

describe('an event that a projection cannot take in', () => {
  it('is set aside as it was received, with why; nothing of it is applied', async () => {
    const { events, reads, projecting, parked } = ailing();
    const [first, second] = await record(events, [added(one, 'a', 1), added(one, 'b', poison)]);
    expect(await right(projecting.catchUp)).toMatchObject({ parked: 1 });
    const [recorded] = (await parked()) ?? [];
    expect(recorded).toMatchObject({
      projection: 'ledger',
      version: 1,
      position: second,
      stream: one,
      revision: 1,
      category: 'Apply',
      attempts: 1,
      parkedAt: today,
      error: 'Error: poison',
      event: { type: 'LineAdded', data: { line: 'b', amount: poison }, position: second },
    });
    const serving = await right(projecting.serving('ledger'));
    expect(await amountOf(reads, serving.collection('lines'), 'b')).toBeUndefined();
    expect((await right(reads.get(serving.collection('funds'), 'one')))?.since.position).toBe(first);
  });

  it('holds back the later events of its stream and nothing else', async () => {
    const { events, reads, projecting, parked } = ailing();
    await record(events, [
      added(one, 'a', poison),
      added(two, 'b', 2),
      added(one, 'c', 3),
      added(two, 'd', 4),
    ]);
    await right(projecting.catchUp);
    await record(events, [added(one, 'a', 5), added(two, 'b', 6)]);
    await right(projecting.catchUp);
    expect(
      (await parked()).map(({ category, attempts, event }) => [category, attempts, event.revision]),
    ).toEqual([
      ['Apply', 1, 0],
      ['Queued', 0, 1],
      ['Queued', 0, 2],
    ]);
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    expect(await amountOf(reads, lines, 'b')).toBe(6);
    expect(await amountOf(reads, lines, 'c')).toBeUndefined();
    const streams = (await right(projecting.serving('latest'))).collection('streams');
    expect((await right(reads.get(streams, one)))?.body['revision']).toBe(2);
  });

  it('is said in health, and remembered by a new runner', async () => {
    const { events, reads, projecting } = ailing();
    await record(events, [added(one, 'a', poison), added(one, 'b', 2)]);
    await right(projecting.catchUp);
    expect(projecting.health().map(({ projection, parked }) => [projection, parked])).toEqual([
      ['ledger', 2],
      ['latest', 0],
    ]);
    await record(events, [added(one, 'c', 3)]);
    const next = ailing(events, reads);
    await right(next.projecting.catchUp);
    expect(next.projecting.health()[0]?.parked).toBe(3);
  });

  it('is taken in when it is tried again after the projection was mended, and so is what queued, in order', async () => {
    const { events, reads, projecting, parked, mend } = ailing();
    await record(events, [
      added(one, 'a', poison),
      added(one, 'a', 2),
      added(two, 'b', poison),
      added(one, 'c', 3),
      added(two, 'd', 7),
    ]);
    await right(projecting.catchUp);
    expect(await right(projecting.retryParked('ledger'))).toEqual({ takenIn: 0, stillParked: 5 });
    expect((await parked()).map(({ category, attempts }) => [category, attempts])).toEqual([
      ['Apply', 2],
      ['Queued', 0],
      ['Apply', 2],
      ['Queued', 0],
      ['Queued', 0],
    ]);
    mend();
    expect(await right(projecting.retryParked('ledger'))).toEqual({ takenIn: 5, stillParked: 0 });
    expect(await parked()).toEqual([]);
    expect(projecting.health()[0]?.parked).toBe(0);
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    expect((await right(reads.versions(lines, 'a'))).map(({ body }) => body['amount'])).toEqual([poison, 2]);
    await record(events, [added(one, 'a', 9)]);
    await right(projecting.catchUp);
    expect(await amountOf(reads, lines, 'a')).toBe(9);
  });

  it('stays set aside with all behind it where a later one of the stream fails when tried again', async () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    let failing: ReadonlyArray<number> = [1, 3];
    const healthy = ledger();
    const picky = {
      ...healthy,
      project: ((event, ...rest) => {
        if (failing.includes(event.revision)) throw new TypeError('not yet');
        return healthy.project(event, ...rest);
      }) satisfies typeof healthy.project,
    };
    const projecting = projectingOver(events, reads, { projections: [picky] });
    await record(
      events,
      [1, 2, 3, 4, 5].map((amount) => added(one, 'a', amount)),
    );
    await right(projecting.catchUp);
    failing = [3];
    expect(await right(projecting.retryParked('ledger'))).toEqual({ takenIn: 2, stillParked: 2 });
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    expect(await amountOf(reads, lines, 'a')).toBe(3);
    await record(events, [added(one, 'a', 6)]);
    await right(projecting.catchUp);
    expect(await amountOf(reads, lines, 'a')).toBe(3);
    failing = [];
    expect(await right(projecting.retryParked('ledger'))).toEqual({ takenIn: 3, stillParked: 0 });
    expect(await amountOf(reads, lines, 'a')).toBe(6);
  });

  it('ends where a ledger that never failed ends, where streams share no document', async () => {
    await fc.assert(
      fc.asyncProperty(poisonedLogs, async (log) => {
        const ownDocuments = log.map((happening): Happening => ({
          ...happening,
          data: { ...happening.data, ...ownNames(happening) },
        }));
        const { events, reads, projecting, mend } = ailing();
        await record(events, ownDocuments);
        await right(projecting.catchUp);
        mend();
        await right(projecting.retryParked('ledger'));
        const after = await everythingOf(projecting, reads, ledger());
        await right(projecting.rebuild(['ledger']));
        expect(after).toEqual(await everythingOf(projecting, reads, ledger()));
      }),
      { numRuns: 60 },
    );
  });

  const ownNames = ({ stream, data }: Happening): Record<string, string> => ({
    ...('line' in data ? { line: `${data['line'] as string} of ${stream}` } : {}),
    ...('fund' in data ? { fund: `${data['fund'] as string} of ${stream}` } : {}),
  });

  it('may be one that looks up what it did not declare, or names a collection that there is not', async () => {
    const events = openMemoryEventStore();
    await record(events, [added(one, 'a', 1), added(two, 'b', 1)]);
    const healthy = ledger();
    const careless = { ...healthy, reads: () => [] };
    const lost = { ...latest(), keys: () => [{ collection: 'nowhere', id: '1' }] };
    const reads = openMemoryReadStore();
    const projecting = projectingOver(events, reads, { projections: [careless, lost] });
    await right(projecting.catchUp);
    const errorsOf = async (projection: string): Promise<ReadonlyArray<unknown>> => {
      const { collection } = await right(projecting.serving(projection));
      const page = await right(reads.find(collection('parked'), { limit: 10 }));
      return page.documents.map(({ body }) => [body['category'], body['error']]);
    };
    expect(await errorsOf('ledger')).toEqual([
      ['Apply', 'Error: lines/a is looked up, but `reads` does not name it'],
      ['Apply', 'Error: lines/b is looked up, but `reads` does not name it'],
    ]);
    expect(await errorsOf('latest')).toEqual([
      ['Apply', 'Error: The projection has no collection "nowhere"'],
      ['Apply', 'Error: The projection has no collection "nowhere"'],
    ]);
  });

  it('may be one that puts into a declared field what no engine could sort by', async () => {
    const events = openMemoryEventStore();
    await record(events, [added(one, 'a', 1), added(two, 'b', 2)]);
    const healthy = ledger();
    const listing = {
      ...healthy,
      project: ((event, key, ...rest) =>
        key.id === 'a'
          ? { amount: [1] }
          : healthy.project(event, key, ...rest)) satisfies typeof healthy.project,
    };
    const reads = openMemoryReadStore();
    const projecting = projectingOver(events, reads, { projections: [listing] });
    expect(await right(projecting.catchUp)).toEqual({ events: 2, documents: 2, parked: 1 });
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    expect(await amountOf(reads, lines, 'b')).toBe(2);
  });

  it('may be damaged: it waits with the fault that was found in it', async () => {
    const { events, projecting, parked } = ailing();
    const [whole] = await collect(events, [added(one, 'a', 1)]);
    const damaged = {
      ...whole,
      id: '00000000-0000-7000-8000-999999999999',
      data: { line: 'a', fund: 'one', amount: -1 },
    };
    await right(events.append(two, -1, [damaged]));
    await right(projecting.catchUp);
    expect(await parked()).toMatchObject([
      { category: 'Decode', stream: two, error: expect.stringContaining('/amount') as unknown },
    ]);
  });

  it('may be of a newer shape than is known here: it waits for the newer program', async () => {
    const { events, reads, projecting, parked } = ailing();
    await record(events, [added(one, 'a', 1)]);
    await record(
      events,
      [{ stream: one, type: 'FundRenamed', data: { fund: 'one', title: 'First' } }, added(one, 'b', 2)],
      laterRegistry,
    );
    await right(projecting.catchUp);
    expect(await parked()).toMatchObject([
      { category: 'UnknownType', event: { type: 'FundRenamed.v2' } },
      { category: 'Queued' },
    ]);
    expect(projecting.health()[1]?.parked).toBe(0);
    const later = projectingOver(events, reads, { registry: laterRegistry });
    expect(await right(later.retryParked('ledger'))).toEqual({ takenIn: 2, stillParked: 0 });
  });

  it('is none that no projection handles, known or not', async () => {
    const { events, projecting } = ailing();
    const [some] = await collect(events, [added(one, 'a', 1)]);
    const foreign = {
      ...some,
      id: '00000000-0000-7000-8000-999999999999',
      type: 'SomethingElse.v3',
      data: {},
    };
    await right(events.append(two, -1, [foreign]));
    expect(await right(projecting.catchUp)).toMatchObject({ events: 2, parked: 0 });
  });

  it('is never set aside for a fault of the engines', async () => {
    const events = openMemoryEventStore();
    await record(events, [{ ...added(one, 'a', 1), data: { line: 'a', fund: 'one', amount: 1, note: 'x' } }]);
    const unreadable = {
      ...registry,
      decode: () => {
        throw Object.assign(new Error('EIO: i/o error, read'), { syscall: 'read' });
      },
    };
    const projecting = projectingOver(events, openMemoryReadStore(), { registry: unreadable });
    expect(await left(projecting.catchUp)).toEqual({
      _tag: 'KeysUnavailable',
      reason: 'Error: EIO: i/o error, read',
    });
    const healed = projectingOver(events, openMemoryReadStore(), { keys });
    expect(await right(healed.catchUp)).toMatchObject({ parked: 0 });
  });

  it('cannot be tried again in a projection that is not run', async () => {
    const { projecting } = ailing();
    expect(await left(projecting.retryParked('nobody'))).toEqual({
      _tag: 'UnknownProjection',
      projection: 'nobody',
    });
  });
});

/** Records what happened and gives back what was stored. */
const collect = async (events: EventStore, happenings: ReadonlyArray<Happening>) => {
  await record(events, happenings);
  const found = [];
  for await (const page of events.readAll()) found.push(...page);
  const [first] = found;
  if (first === undefined) throw new Error('Nothing was recorded');
  const { stream: _s, revision: _r, position: _p, ...rest } = first;
  return [rest] as const;
};
