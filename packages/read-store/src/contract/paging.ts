import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { JsonObject } from '@commissioning/kernel';
import type { Query } from '../port';
import { answerOf, type Bench, failureOf, hour, idsFound, idsOf, put, walk } from './asking';

const fields = ['year', 'status'];
const indexes = [['year', 'status']];

/** Documents with many equals, and with years and states that are absent. */
const many: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  Array.from({ length: 24 }, (_, n) => [
    `document-${String((n * 7) % 24).padStart(2, '0')}`,
    { ...(n % 4 > 0 && { year: 2024 + (n % 4) }), ...(n % 3 > 0 && { status: n % 3 > 1 }) },
  ]),
);

const orders: ReadonlyArray<NonNullable<Query['sort']>> = [
  [],
  [{ field: 'year' }],
  [{ field: 'year', descending: true }],
  [{ field: 'year' }, { field: 'status' }],
  [{ field: 'year', descending: true }, { field: 'status' }],
  [
    { field: 'status', descending: true },
    { field: 'year', descending: true },
  ],
];

export const paging = ({ store, collection }: Bench): void => {
  describe('pages', () => {
    it('of any size, in any order, hold every document once and say when they are the last', async () => {
      const documents = await collection({ fields, indexes });
      await put(store(), documents, many);
      for (const sort of orders) {
        const whole = await idsFound(store(), documents, { sort });
        assert.equal(whole.length, 24);
        for (const limit of [1, 5, 8, 24, 25]) {
          const pages = await walk(store(), documents, { sort, limit });
          assert.deepEqual(
            pages.flat().map(({ id }) => id),
            whole,
          );
          assert.equal(pages.length, Math.ceil(24 / limit));
        }
      }
    });

    it('hold to the conditions of their query', async () => {
      const documents = await collection({ fields, indexes });
      await put(store(), documents, many);
      const where = [
        { field: 'year', from: 2025, to: 2026 },
        { field: 'status', is: true },
      ];
      const whole = await idsFound(store(), documents, { where, sort: [{ field: 'year' }] });
      const pages = await walk(store(), documents, { where, sort: [{ field: 'year' }], limit: 2 });
      assert.deepEqual(
        pages.flat().map(({ id }) => id),
        whole,
      );
      assert.equal(whole.length, await answerOf(store().count(documents, where)));
      assert.ok(whole.length > 2);
    });

    it('neither repeat nor leave out a document that others come, go and change around', async () => {
      for (const sort of orders) {
        const documents = await collection({ fields, indexes });
        await put(store(), documents, many);
        const others = Object.keys(many).filter((_, n) => n % 3 === 0);
        const pages = await walk(store(), documents, { sort, limit: 4 }, (page) =>
          put(store(), documents, {
            [others[page - 1] ?? 'none']: null,
            [others.at(-page) ?? 'none']: { year: 2024 + page },
            [`document-0${page}-new`]: { year: 2025 },
            [`a-new-${page}`]: { year: 2026, status: true },
          }),
        );
        const seen = pages.flat().map(({ id }) => id);
        const untouched = await idsFound(store(), documents, { sort });
        const steady = (id: string): boolean => id in many && !others.includes(id);
        assert.deepEqual(seen.filter(steady), untouched.filter(steady));
        assert.ok(pages.length >= 6);
      }
    });

    it('go on from a cursor with another limit, and from the same cursor again', async () => {
      const documents = await collection({ fields });
      await put(store(), documents, { a: {}, b: {}, c: {}, d: {} });
      const { next } = await answerOf(store().find(documents, { limit: 1 }));
      const onwards = { cursor: next as string };
      assert.deepEqual(await idsFound(store(), documents, onwards), ['b', 'c', 'd']);
      assert.deepEqual(await idsFound(store(), documents, { ...onwards, limit: 2 }), ['b', 'c']);
    });
  });

  describe('a cursor', () => {
    it('that was never given out, or was altered, is bad', async () => {
      const documents = await collection({ fields });
      await put(store(), documents, many);
      const query = { sort: [{ field: 'year' }], limit: 3 };
      const { next = '' } = await answerOf(store().find(documents, query));
      const altered = Array.from(
        next,
        (character, at) => `${next.slice(0, at)}${character === 'B' ? 'C' : 'B'}${next.slice(at + 1)}`,
      );
      for (const cursor of ['', '.', 'next', '%', '🛟', `${next}A`, ` ${next}`, next.slice(1), ...altered])
        assert.deepEqual(await failureOf(store().find(documents, { ...query, cursor })), {
          _tag: 'BadCursor',
          cursor,
        });
    });

    it('of another collection, other conditions, another order or another moment is bad', async () => {
      const spec = { fields, temporal: true };
      const [documents, others] = [await collection(spec), await collection(spec)];
      await put(store(), documents, many);
      await put(store(), others, many);
      const query: Query = {
        where: [{ field: 'year', from: 2025 }],
        sort: [{ field: 'year' }],
        at: { asAt: hour(5) },
        limit: 3,
      };
      const { next: cursor = '' } = await answerOf(store().find(documents, query));
      const bad = { _tag: 'BadCursor', cursor };
      assert.deepEqual(await failureOf(store().find(others, { ...query, cursor })), bad);
      const differently: ReadonlyArray<Partial<Query>> = [
        { where: [] },
        { where: [{ field: 'year', from: 2024 }] },
        { where: [{ field: 'year', to: 2025 }] },
        { where: [{ field: 'year', from: 2025, to: 2027 }] },
        { where: [{ field: 'year', is: 2025 }] },
        { where: [{ field: 'year', in: [2025] }] },
        { where: [{ field: 'year', from: 2025 }, { field: 'status' }] },
        { sort: [] },
        { sort: [{ field: 'status' }] },
        { sort: [{ field: 'year', descending: true }] },
        { at: {} },
        { at: { asAt: hour(6) } },
        { at: { knownAt: hour(5) } },
      ];
      for (const other of differently)
        assert.deepEqual(await failureOf(store().find(documents, { ...query, ...other, cursor })), bad);
      assert.equal(idsOf(await answerOf(store().find(documents, { ...query, cursor }))).length, 3);
    });
  });
};
