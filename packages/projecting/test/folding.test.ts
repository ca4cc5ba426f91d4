import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { type Happened, instantOf, type JsonObject } from '@commissioning/kernel';
import {
  type AnyProjection,
  byEffects,
  change,
  type DocumentKey,
  eventBehind,
  found,
  linesBehind,
  type Lookup,
  type ProjectingOptions,
} from '@commissioning/projecting';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import { happened } from '@commissioning/record';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';
import { type Happening, keys, latest, ledger, moment, registry } from './support/ledger';
import { logs, poisonedLogs } from './support/logs';
import { everythingOf, projectingOver, record, right } from './support/world';

const one = 'fund-BEDS-one-2026-27';
const two = 'fund-BEDS-two-2026-27';

const added = (stream: string, line: string, amount: number, note?: string): Happening => ({
  stream,
  type: 'LineAdded',
  data: { line, fund: 'one', amount, ...(note === undefined ? {} : { note }) },
});
const changed = (stream: string, line: string, amount: number): Happening => ({
  stream,
  type: 'LineChanged',
  data: { line, fund: 'one', amount },
});
const removed = (stream: string, line: string): Happening => ({
  stream,
  type: 'LineRemoved',
  data: { line, fund: 'one' },
});
const eventId = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** What the ledger's projections make of a log, caught up with in the given portions. */
const madeOf = async (
  portions: ReadonlyArray<ReadonlyArray<Happening>>,
  more: Partial<ProjectingOptions> = {},
) => {
  const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
  const projections: ReadonlyArray<AnyProjection> = more.projections ?? [ledger(), latest()];
  let projecting = projectingOver(events, reads, { ...more, projections });
  for (const portion of portions) {
    await record(events, portion);
    projecting = projectingOver(events, reads, { ...more, projections });
    await right(projecting.catchUp);
  }
  return {
    reads,
    projecting,
    made: await Promise.all(projections.map((projection) => everythingOf(projecting, reads, projection))),
  };
};

describe('folding the log into documents', () => {
  it('folds each event into every document it changes, looking up others as they were before it', async () => {
    const { reads, projecting } = await madeOf([
      [added(one, 'a', 100), added(two, 'b', 5), changed(two, 'a', 30), removed(one, 'b')],
    ]);
    const serving = await right(projecting.serving('ledger'));
    const fund = await right(reads.get(serving.collection('funds'), 'one'));
    expect(fund?.body).toEqual({ version: 1, total: 30, lines: 1, last: { line: 'b', amount: 5 } });
    expect((await right(reads.get(serving.collection('lines'), 'a')))?.body).toEqual({
      fund: 'one',
      amount: 30,
      note: 'none',
    });
    expect(await right(reads.get(serving.collection('lines'), 'b'))).toBeUndefined();
  });

  it('says of each part of a document which event it is from, and of the document up to where it is true', async () => {
    const { reads, projecting } = await madeOf([
      [added(one, 'a', 100), added(two, 'b', 5), changed(two, 'a', 30)],
    ]);
    const serving = await right(projecting.serving('ledger'));
    const fund = await right(reads.get(serving.collection('funds'), 'one'));
    expect(eventBehind(fund?.lineage ?? {}, '/total')).toBe(eventId(2));
    expect(eventBehind(fund?.lineage ?? {}, '/last/line')).toBe(eventId(1));
    expect(eventBehind(fund?.lineage ?? {}, '/version')).toBe(eventId(0));
    expect(fund?.since.recordedAt).toBe(moment(2));
  });

  it('changes a document once that an event names twice', async () => {
    const once = latest();
    const twice = {
      ...once,
      keys: ((event) => [...once.keys(event), ...once.keys(event)]) satisfies typeof once.keys,
      project: (_: unknown, __: unknown, document: JsonObject | undefined) => ({
        times: Number(document?.['times'] ?? 0) + 1,
      }),
    };
    const { reads, projecting } = await madeOf([[added(one, 'a', 1), added(one, 'b', 1)]], {
      projections: [twice],
    });
    const streams = (await right(projecting.serving('latest'))).collection('streams');
    expect((await right(reads.get(streams, one)))?.body).toEqual({ times: 2 });
  });

  describe('where only a document can say what an event touches', () => {
    const fundKey = (id: string): DocumentKey => ({ collection: 'funds', id });
    const lineKey = (id: string): DocumentKey => ({ collection: 'lines', id });
    /** A fund that lists its lines; renamed, it gives all of them its name, and another document how many there are. */
    const naming = (more: object = {}): AnyProjection => ({
      name: 'naming',
      version: 1,
      sees: 'public',
      collections: [
        { name: 'funds', fields: [], indexes: [], temporal: false },
        { name: 'lines', fields: [], indexes: [], temporal: true },
      ],
      handles: ['LineAdded', 'FundRenamed'],
      ...byEffects((event: Happened) => {
        const data = event.data as { readonly fund: string; readonly line?: string; readonly name?: string };
        const { fund, line, name } = data;
        if (line !== undefined)
          return {
            reads: [],
            changes: [
              change<{ readonly lines: ReadonlyArray<string> }>(fundKey(fund), (before) => ({
                lines: [...(before?.lines ?? []), line],
              })),
              change<{ readonly line: string }>(lineKey(line), () => ({ line })),
            ],
          };
        const linesIn = (lookup: Lookup) =>
          found<{ readonly lines: ReadonlyArray<string> }>(lookup, fundKey(fund))?.lines ?? [];
        return {
          reads: [fundKey(fund)],
          changes: [],
          further: (lookup: Lookup) => ({
            reads: linesIn(lookup).map(lineKey),
            changes: linesIn(lookup).map((each) =>
              change<object>(lineKey(each), (_, seen) => ({ ...seen(lineKey(each)), name })),
            ),
          }),
        };
      }),
      ...more,
    });
    const renamed = (fund: string, name: string): Happening => ({
      stream: one,
      type: 'FundRenamed',
      data: { fund, name },
    });
    const log = [
      added(one, 'a', 1),
      added(two, 'b', 2),
      renamed('one', 'First'),
      added(two, 'c', 3),
      renamed('one', 'Second'),
      renamed('none', 'Third'),
    ];

    it.each([
      ['in one page', [log], {}],
      ['page by page', [log], { pageSize: 1 }],
      ['taken up again in between', log.map((each) => [each]), {}],
      ['with little held', [log], { pageSize: 2, keep: 1, batchSize: 1 }],
    ])('changes those as well, as every earlier event left them: %s', async (_, portions, more) => {
      const { reads, projecting } = await madeOf(portions, { ...more, projections: [naming()] });
      const lines = (await right(projecting.serving('naming'))).collection('lines');
      const bodies = async (id: string) => (await right(reads.versions(lines, id))).map(({ body }) => body);
      expect(await bodies('a')).toEqual([
        { line: 'a' },
        { line: 'a', name: 'First' },
        { line: 'a', name: 'Second' },
      ]);
      expect(await bodies('b')).toEqual(
        await bodies('a').then((all) => all.map((each) => ({ ...each, line: 'b' }))),
      );
      expect(await bodies('c')).toEqual([{ line: 'c' }, { line: 'c', name: 'Second' }]);
    });

    it('sets an event aside that cannot say it, and all that it would have changed stays as it was', async () => {
      const broken = naming({
        further: ({ type }: Happened) => {
          if (type === 'FundRenamed') throw new Error('nobody knows');
        },
      });
      const { reads, projecting } = await madeOf([log.slice(0, 3)], { projections: [broken] });
      const lines = (await right(projecting.serving('naming'))).collection('lines');
      expect((await right(reads.get(lines, 'a')))?.body).toEqual({ line: 'a' });
      expect(projecting.health()).toMatchObject([{ parked: 1 }]);
    });
  });

  it('gives a projection no more of an event than it may see', async () => {
    const { reads, projecting } = await madeOf([[added(one, 'a', 100, 'not for everybody')]]);
    const [all, open] = [
      await right(projecting.serving('ledger')),
      await right(projecting.serving('latest')),
    ];
    const line = await right(reads.get(all.collection('lines'), 'a'));
    const seen = await right(reads.get(open.collection('streams'), one));
    expect(line?.body['note']).toBe('not for everybody');
    expect(seen?.body['data']).toMatchObject({
      amount: 100,
      note: { $commitment: expect.any(String) as unknown },
    });
  });

  it('keeps every version of a document of a temporal collection, none beginning before the one before it', async () => {
    const late = { ...changed(one, 'a', 7), effectiveAt: instantOf(Date.UTC(2020, 0, 1)) };
    const { reads, projecting } = await madeOf([
      [added(one, 'a', 1), late, removed(one, 'a'), added(one, 'a', 1)],
    ]);
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    const versions = await right(reads.versions(lines, 'a'));
    expect(versions.map(({ body, since }) => [body['amount'], since.effectiveAt])).toEqual([
      [1, moment(0)],
      [7, moment(0)],
      [1, moment(3)],
    ]);
    expect(versions[1]?.until?.effectiveAt).toBe(moment(2));
    expect(versions.map(({ lineage }) => lineage)).toEqual([
      { '': eventId(0) },
      { '': eventId(0), '/amount': eventId(1) },
      { '': eventId(3) },
    ]);
  });

  it('makes no version where an event leaves a document of equal value', async () => {
    const { reads, projecting } = await madeOf([
      [added(one, 'a', 1), added(two, 'a', 1), changed(one, 'a', 1)],
    ]);
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    expect(await right(reads.versions(lines, 'a'))).toHaveLength(1);
  });

  it('lets a line that was deleted come back no earlier than it went, even after a restart', async () => {
    const late = { ...added(one, 'a', 2), effectiveAt: instantOf(Date.UTC(2020, 0, 1)) };
    const { reads, projecting } = await madeOf([[added(one, 'a', 1)], [removed(one, 'a')], [late]], {
      keep: 1,
    });
    const lines = (await right(projecting.serving('ledger'))).collection('lines');
    const versions = await right(reads.versions(lines, 'a'));
    expect(versions.map(({ since }) => since.effectiveAt)).toEqual([moment(0), moment(1)]);
  });

  it('reads the log once for all projections, and says what was done', async () => {
    const events = openMemoryEventStore();
    await record(events, [
      added(one, 'a', 1),
      changed(one, 'a', 2),
      { stream: one, type: 'NothingHappened', data: { number: 1 } },
    ]);
    const projecting = projectingOver(events, openMemoryReadStore());
    expect(await right(projecting.catchUp)).toEqual({ events: 3, documents: 3, parked: 0 });
    expect(await right(projecting.catchUp)).toEqual({ events: 0, documents: 0, parked: 0 });
  });

  it('refuses projections of one name, and collections that are called like its own', () => {
    const [events, reads] = [openMemoryEventStore(), openMemoryReadStore()];
    expect(() => projectingOver(events, reads, { projections: [ledger(), ledger(2)] })).toThrow(
      'called ledger',
    );
    const collections = [{ name: 'parked', fields: [], indexes: [], temporal: false }];
    const own = { ...latest(), collections };
    expect(() => projectingOver(events, reads, { projections: [own] })).toThrow('called parked');
  });
});

/** The documents of the ledger, folded one event after another in the plainest way. */
const foldedPlainly = async (log: ReadonlyArray<Happening>): Promise<ReadonlyMap<string, JsonObject>> => {
  const events = openMemoryEventStore();
  await record(events, log);
  const documents = new Map<string, JsonObject>();
  const projection = ledger();
  for await (const page of events.readAll())
    for (const recorded of page) {
      const opened = happened(registry, keys, recorded, projection.sees);
      if (E.isLeft(opened)) throw new Error(opened.left.storedType);
      const event = opened.right as Parameters<typeof projection.keys>[0];
      if (!projection.handles.includes(event.type)) continue;
      const before = new Map(documents);
      for (const key of projection.keys(event)) {
        const name = `${key.collection}/${key.id}`;
        const find = ({ collection, id }: DocumentKey) => before.get(`${collection}/${id}`);
        const after = projection.project(event, key, find(key), find);
        if (after === undefined) documents.delete(name);
        else documents.set(name, after);
      }
    }
  return documents;
};

const sizes = fc.integer({ min: 1, max: 7 });

describe('what comes out', () => {
  it('is what folding one event after another in the plainest way gives', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async (log) => {
        const { reads, projecting } = await madeOf([log], { pageSize: 4, batchSize: 3, keep: 3 });
        const { collection } = await right(projecting.serving('ledger'));
        const found = new Map<string, JsonObject>();
        for (const name of ['lines', 'funds']) {
          const { documents } = await right(reads.find(collection(name), { limit: 100 }));
          for (const { id, body } of documents) found.set(`${name}/${id}`, body);
        }
        expect(found).toEqual(await foldedPlainly(log));
      }),
    );
  });

  it('does not depend on the size of a page or a batch, nor on how many documents are kept at hand', async () => {
    await fc.assert(
      fc.asyncProperty(poisonedLogs, sizes, sizes, async (log, pageSize, batchSize) => {
        const projections = [ledger(1, () => false), latest()];
        const whole = await madeOf([log], { projections });
        const single = await madeOf([log], { projections, pageSize: 1, keep: 1 });
        const some = await madeOf([log], { projections, pageSize, batchSize, keep: 2 });
        expect(single.made).toEqual(whole.made);
        expect(some.made).toEqual(whole.made);
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on how often it was stopped and begun again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(poisonedLogs, { minLength: 1, maxLength: 5 }), async (portions) => {
        const projections = [ledger(1, () => false), latest()];
        const whole = await madeOf([portions.flat()], { projections });
        const pieces = await madeOf(portions, { projections });
        expect(pieces.made).toEqual(whole.made);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the lineage of a total', () => {
  it('is its lines, each with the event behind its sum', async () => {
    const { reads, projecting } = await madeOf([
      [
        added(one, 'a', 100),
        added(two, 'b', 5),
        changed(two, 'a', 30),
        { ...added(two, 'c', 1), data: { line: 'c', fund: 'two', amount: 1 } },
      ],
    ]);
    const serving = await right(projecting.serving('ledger'));
    const fund = await right(reads.get(serving.collection('funds'), 'one'));
    const [total] = ledger().totals ?? [];
    if (fund === undefined || total === undefined) throw new Error('There is no total');
    const first = await right(linesBehind(reads, serving, total, fund, { limit: 1 }));
    expect(first.lines).toEqual([{ id: 'a', pointer: '/amount', eventId: eventId(2) }]);
    if (first.next === undefined) throw new Error('There is no second page');
    const second = await right(linesBehind(reads, serving, total, fund, { limit: 1, cursor: first.next }));
    expect(second).toEqual({ lines: [{ id: 'b', pointer: '/amount', eventId: eventId(1) }] });
  });

  it('sums up to the total, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async (log) => {
        const sameFund = log.map((happening) =>
          'fund' in happening.data ? { ...happening, data: { ...happening.data, fund: 'one' } } : happening,
        );
        const { reads, projecting } = await madeOf([sameFund]);
        const serving = await right(projecting.serving('ledger'));
        const fund = await right(reads.get(serving.collection('funds'), 'one'));
        const lines = await right(reads.find(serving.collection('lines'), { limit: 100 }));
        const sum = lines.documents.reduce((total, { body }) => total + Number(body['amount']), 0);
        expect(Number(fund?.body['total'] ?? 0)).toBe(sum);
      }),
    );
  });
});
