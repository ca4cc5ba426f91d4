import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { JsonObject } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Lineage } from '../port';
import { answerOf, type Bench, failureOf, put, refusesAsBug, since, version, write } from './asking';

const awkward: JsonObject = {
  title: 'Café “Zuflucht” — 安全 🛟 \u0000\u001f\u2028 \\ " /',
  'a key. with $ / and ~': ['', null, true, false, [], {}],
  numbers: [0, -1, 0.1, 1e300, 5e-324, Number.MAX_SAFE_INTEGER],
  deep: { deeper: { deepest: [{ end: 'here' }] } },
  text: '{"not":"parsed"}',
};

const lineage: Lineage = { '': 'event-1', '/deep/deeper': 'event-2', '/a key. with $ ~1 and ~0': 'event-3' };

export const writing = ({ store, collection, name }: Bench): void => {
  describe('documents', () => {
    it('come back as they were written: body, lineage, and since when they hold', async () => {
      const documents = await collection();
      const begins = { ...since(3, 1), position: 'log:7/with "quotes"' };
      await write(store(), [
        { collection: documents, id: 'one', versions: [{ body: awkward, lineage, since: begins }] },
      ]);
      const expected = { id: 'one', body: awkward, lineage, since: begins };
      assert.deepEqual(await answerOf(store().get(documents, 'one')), expected);
      assert.deepEqual((await answerOf(store().find(documents, { limit: 1 }))).documents, [expected]);
    });

    it('are replaced as a whole, and are gone once deleted', async () => {
      const documents = await collection();
      await put(store(), documents, { one: { a: 1, b: 1 }, two: { a: 2 } });
      await put(store(), documents, { one: { b: 2 } });
      assert.deepEqual((await answerOf(store().get(documents, 'one')))?.body, { b: 2 });
      await put(store(), documents, { one: null, never: null });
      assert.equal(await answerOf(store().get(documents, 'one')), undefined);
      assert.equal(await answerOf(store().count(documents)), 1);
      await put(store(), documents, { one: { again: true } });
      assert.deepEqual((await answerOf(store().get(documents, 'one')))?.body, { again: true });
    });

    it('are found among many ids, those that are there', async () => {
      const documents = await collection();
      await put(store(), documents, { a: { n: 1 }, b: { n: 2 }, c: { n: 3 } });
      const ids = ['c', 'missing', 'a', 'a', ...Array.from({ length: 2_500 }, (_, n) => `absent-${n}`)];
      const found = await answerOf(store().getMany(documents, ids));
      assert.deepEqual(
        new Map([...found].map(([id, { body }]) => [id, body])),
        new Map([
          ['a', { n: 1 }],
          ['c', { n: 3 }],
        ]),
      );
      assert.equal((await answerOf(store().getMany(documents, []))).size, 0);
    });

    it('may have any text for an id', async () => {
      const documents = await collection();
      const ids = [
        '',
        ' ',
        'A',
        'a',
        'é',
        '🛟',
        "it's",
        '"',
        '$where',
        'a.b',
        '__proto__',
        '%',
        'x'.repeat(300),
      ];
      await write(
        store(),
        ids.map((id, n) => ({ collection: documents, id, versions: [version({ n })] })),
      );
      for (const [n, id] of ids.entries())
        assert.deepEqual((await answerOf(store().get(documents, id)))?.body, { n }, id);
      assert.equal(await answerOf(store().count(documents)), ids.length);
    });

    it('share nothing with what was handed in or given out', async () => {
      const documents = await collection();
      const body = { list: [1] };
      await put(store(), documents, { one: body });
      body.list.push(2);
      const given = await answerOf(store().get(documents, 'one'));
      (given as unknown as { body: typeof body }).body.list.push(3);
      assert.deepEqual((await answerOf(store().get(documents, 'one')))?.body, { list: [1] });
    });

    it('of collections whose names differ in case or in dots are kept apart', async () => {
      const names = ['Entries.v1', 'entries.v1', 'entries_v1', 'entries-v1'].map(name);
      const spec = { fields: [], indexes: [], temporal: false };
      await answerOf(store().prepare(names.map((each) => ({ ...spec, name: each }))));
      await write(
        store(),
        names.map((each) => ({ collection: each, id: 'one', versions: [version({ each })] })),
      );
      for (const each of names) assert.deepEqual((await answerOf(store().get(each, 'one')))?.body, { each });
    });
  });

  describe('a batch', () => {
    const written = async (documents: string, projection: string) => ({
      ids: [...(await answerOf(store().getMany(documents, ['a', 'b', 'c'])))].map(([id]) => id),
      progress: await answerOf(store().progress(projection)),
    });
    const next = { position: 'log:2', recordedAt: since(2).recordedAt, events: 2 };

    it('writes documents of several collections and progress together', async () => {
      const [documents, others, projection] = [await collection(), await collection(), name('progress')];
      assert.equal(await answerOf(store().progress(projection)), undefined);
      await answerOf(
        store().write({
          changes: [
            { collection: documents, id: 'a', versions: [version({ n: 1 })] },
            { collection: others, id: 'a', versions: [version({ n: 2 })] },
          ],
          progress: { projection, expected: undefined, next },
        }),
      );
      assert.deepEqual(await written(documents, projection), { ids: ['a'], progress: next });
      assert.deepEqual((await answerOf(store().get(others, 'a')))?.body, { n: 2 });
    });

    it('takes changes of one document in their order, and of its versions the last', async () => {
      const documents = await collection({ fields: ['n'] });
      const change = (...bodies: ReadonlyArray<JsonObject | null>) => ({
        collection: documents,
        id: 'one',
        versions: bodies.map((body) => version(body)),
      });
      await write(store(), [change({ n: 1 }, { n: 2 }), change(null), change({ n: 3 }, null, { n: 4 })]);
      assert.deepEqual((await answerOf(store().get(documents, 'one')))?.body, { n: 4 });
      assert.equal(await answerOf(store().count(documents, [{ field: 'n', is: 4 }])), 1);
      await write(store(), [change(), change({ n: 5 }, null)]);
      assert.equal(await answerOf(store().count(documents)), 0);
    });

    it('may hold hundreds of changes, or none', async () => {
      const documents = await collection({ fields: ['n'], indexes: [['n']] });
      await write(store(), []);
      await write(
        store(),
        Array.from({ length: 300 }, (_, n) => ({
          collection: documents,
          id: `document-${n}`,
          versions: [version({ n })],
        })),
      );
      assert.equal(await answerOf(store().count(documents)), 300);
    });

    it('that expects other progress than there is writes nothing, and says what there is', async () => {
      const [documents, projection] = [await collection(), name('progress')];
      const attempt = (expected: string | undefined) =>
        store().write({
          changes: [{ collection: documents, id: 'b', versions: [version({})] }],
          progress: { projection, expected, next },
        });
      assert.deepEqual(await failureOf(attempt('log:1')), {
        _tag: 'ProgressConflict',
        projection,
        expected: 'log:1',
        actual: undefined,
      });
      await answerOf(store().write({ changes: [], progress: { projection, expected: undefined, next } }));
      for (const expected of [undefined, 'log:1', 'log:3'])
        assert.deepEqual(await failureOf(attempt(expected)), {
          _tag: 'ProgressConflict',
          projection,
          expected,
          actual: 'log:2',
        });
      assert.deepEqual(await written(documents, projection), { ids: [], progress: next });
      await answerOf(attempt('log:2'));
      assert.deepEqual(await written(documents, projection), { ids: ['b'], progress: next });
    });

    it('that races with others from the same progress is written by exactly one of them', async () => {
      const [documents, projection] = [await collection(), name('progress')];
      const racers = ['a', 'b', 'c'];
      const outcomes = await Promise.all(
        racers.map((id) =>
          store().write({
            changes: [{ collection: documents, id, versions: [version({})] }],
            progress: { projection, expected: undefined, next: { ...next, position: `log:${id}` } },
          })(),
        ),
      );
      const winners = racers.filter((_, index) => outcomes.map(E.isRight)[index]);
      const [winner] = winners;
      assert.equal(winners.length, 1);
      const { ids, progress } = await written(documents, projection);
      assert.deepEqual({ ids, position: progress?.position }, { ids: winners, position: `log:${winner}` });
    });

    it('that fails in the middle leaves nothing behind', async () => {
      const [documents, projection] = [
        await collection({ fields: ['n', 'deep.n'], indexes: [['n']] }),
        name('progress'),
      ];
      await put(store(), documents, { a: { n: 1 } });
      const wrong = (broken: string, body: JsonObject) =>
        store().write({
          changes: [
            { collection: documents, id: 'a', versions: [version({ n: 2 })] },
            { collection: documents, id: 'b', versions: [version({ n: 3 })] },
            { collection: broken, id: 'wrong', versions: [version(body)] },
            { collection: documents, id: 'c', versions: [version({ n: 4 })] },
          ],
          progress: { projection, expected: undefined, next },
        });
      await refusesAsBug(wrong(name('unprepared'), {}), /not been prepared/);
      for (const value of [0.5, 2 ** 53, ['list'], { an: 'object' }])
        await refusesAsBug(wrong(documents, { n: value }), /neither text, a whole number nor a boolean/);
      await refusesAsBug(wrong(documents, { deep: [{ n: 1 }] }), /leads through a list/);
      assert.deepEqual(await written(documents, projection), { ids: ['a'], progress: undefined });
      assert.deepEqual((await answerOf(store().get(documents, 'a')))?.body, { n: 1 });
      assert.equal(await answerOf(store().count(documents, [{ field: 'n', is: 1 }])), 1);
    });
  });
};
