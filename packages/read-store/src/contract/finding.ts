import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { JsonObject } from '@commissioning/kernel';
import type { Condition, Query } from '../port';
import { answerOf, type Bench, failureOf, idsFound, put, refusesAsBug } from './asking';

const documents: Readonly<Record<string, JsonObject>> = {
  nothing: {},
  null: { value: null, recipient: 'not an object' },
  minus: { value: -7 },
  zero: { value: 0, recipient: { id: 'BEDS-azalea' } },
  nine: { value: 9, recipient: { id: 'BEDS-azalea', kind: 'charity' } },
  ten: { value: 10, recipient: { id: 'BEDS-begonia', kind: 'charity' } },
  great: { value: Number.MAX_SAFE_INTEGER },
  empty: { value: '' },
  'text-nine': { value: '9' },
  'text-ten': { value: '10' },
  upper: { value: 'Z' },
  lower: { value: 'a' },
  accent: { value: 'é' },
  private: { value: '\uf8ff' },
  beyond: { value: '🛟' },
  no: { value: false },
  yes: { value: true },
};

const inOrder = [
  'nothing null',
  'minus zero nine ten great',
  'empty text-ten text-nine upper lower accent private beyond',
  'no yes',
].flatMap((kind) => kind.split(' '));

const found: ReadonlyArray<readonly [string, ReadonlyArray<Condition>, ReadonlyArray<string>]> = [
  ['a number', [{ field: 'value', is: 9 }], ['nine']],
  ['text', [{ field: 'value', is: '9' }], ['text-nine']],
  ['nought, which is not false', [{ field: 'value', is: 0 }], ['zero']],
  ['false', [{ field: 'value', is: false }], ['no']],
  ['true', [{ field: 'value', is: true }], ['yes']],
  ['empty text, which is not absence', [{ field: 'value', is: '' }], ['empty']],
  ['one of several', [{ field: 'value', in: [10, '10', 'Z', 'none', 10] }], ['ten', 'text-ten', 'upper']],
  ['one of none', [{ field: 'value', in: [] }], []],
  ['numbers from', [{ field: 'value', from: 9 }], ['nine', 'ten', 'great']],
  ['numbers to', [{ field: 'value', to: 0 }], ['minus', 'zero']],
  ['numbers between', [{ field: 'value', from: 0, to: 9 }], ['zero', 'nine']],
  ['text from', [{ field: 'value', from: 'é' }], ['accent', 'private', 'beyond']],
  ['text to', [{ field: 'value', to: '9' }], ['empty', 'text-ten', 'text-nine']],
  ['text between', [{ field: 'value', from: '1', to: 'Z' }], ['text-ten', 'text-nine', 'upper']],
  ['a range that holds nothing', [{ field: 'value', from: 10, to: 9 }], []],
  ['a range from a number to text', [{ field: 'value', from: 0, to: 'Z' }], []],
  ['any value', [{ field: 'value' }], inOrder.slice(2)],
  ['a path', [{ field: 'recipient.id', is: 'BEDS-azalea' }], ['zero', 'nine']],
  [
    'several conditions at once',
    [
      { field: 'recipient.kind', is: 'charity' },
      { field: 'recipient.id', in: ['BEDS-azalea', 'BEDS-begonia'] },
      { field: 'value', from: 0 },
      { field: 'value', to: 9 },
    ],
    ['nine'],
  ],
];

const awards: Readonly<Record<string, JsonObject>> = {
  a: { year: 2025, status: 'open' },
  b: { year: 2026, status: 'open' },
  c: { year: 2026, status: 'closed' },
  d: { year: 2025 },
  e: { status: 'closed' },
  f: { year: 2026, status: 'open' },
  g: {},
};

const sorted: ReadonlyArray<readonly [string, NonNullable<Query['sort']>, string]> = [
  ['nothing, so by id', [], 'abcdefg'],
  ['one field', [{ field: 'year' }], 'egadbcf'],
  ['one field downwards', [{ field: 'year', descending: true }], 'bcfadeg'],
  ['two fields', [{ field: 'year' }, { field: 'status' }], 'gedacbf'],
  ['two fields, the first downwards', [{ field: 'year', descending: true }, { field: 'status' }], 'cbfdage'],
  ['two fields, the second downwards', [{ field: 'year' }, { field: 'status', descending: true }], 'egadbfc'],
  [
    'two fields downwards, ids still upwards',
    [
      { field: 'year', descending: true },
      { field: 'status', descending: true },
    ],
    'bfcadeg',
  ],
];

const fields = ['value', 'recipient.id', 'recipient.kind', 'year', 'status'];

export const finding = ({ store, collection, name }: Bench): void => {
  for (const indexes of [[], [['value'], ['year', 'status'], ['recipient.id', 'value']]])
    describe(`a query ${indexes.length === 0 ? 'without' : 'with'} an index`, () => {
      it('finds by every kind of condition, and counts the same', async () => {
        const collected = await collection({ fields, indexes });
        await put(store(), collected, documents);
        for (const [what, where, expected] of found) {
          assert.deepEqual(
            await idsFound(store(), collected, { where, sort: [{ field: 'value' }] }),
            expected,
            what,
          );
          assert.equal(await answerOf(store().count(collected, where)), expected.length, what);
        }
      });

      it('sorts absence first, numbers by size, text by code point, then false and true', async () => {
        const collected = await collection({ fields, indexes });
        await put(store(), collected, documents);
        assert.deepEqual(await idsFound(store(), collected, { sort: [{ field: 'value' }] }), inOrder);
        assert.deepEqual(
          await idsFound(store(), collected, { sort: [{ field: 'value', descending: true }] }),
          [...inOrder.slice(2).reverse(), 'nothing', 'null'],
        );
      });

      it('sorts by several fields, each in its direction, and then by id', async () => {
        const collected = await collection({ fields, indexes });
        await put(store(), collected, awards);
        for (const [what, sort, expected] of sorted)
          assert.equal((await idsFound(store(), collected, { sort })).join(''), expected, what);
      });

      it('sees a document as it has become', async () => {
        const collected = await collection({ fields, indexes });
        await put(store(), collected, { a: { year: 2025 }, b: { year: 2025 }, c: { year: 2025 } });
        await put(store(), collected, { a: { year: 2026 }, b: null, c: {} });
        assert.deepEqual(await idsFound(store(), collected, { where: [{ field: 'year', is: 2025 }] }), []);
        assert.deepEqual(await idsFound(store(), collected, { sort: [{ field: 'year' }] }), ['c', 'a']);
      });
    });

  describe('a query', () => {
    it('puts documents that are equal in order of their ids, by code point', async () => {
      const collected = await collection({ fields });
      const ids = ['', '1', '10', '2', 'A', 'B', 'a', 'é', '\uf8ff', '🛟'];
      await put(store(), collected, Object.fromEntries(ids.toReversed().map((id) => [id, { year: 2026 }])));
      assert.deepEqual(await idsFound(store(), collected, { sort: [{ field: 'year' }] }), ids);
    });

    it('that names a field which was not declared says so, even of an empty collection', async () => {
      const collected = await collection({ fields: ['year'] });
      const failure = (field: string) => ({ _tag: 'FieldNotDeclared', collection: collected, field });
      const where = [
        { field: 'year', is: 1 },
        { field: 'yea', is: 1 },
      ];
      assert.deepEqual(await failureOf(store().find(collected, { where, limit: 1 })), failure('yea'));
      assert.deepEqual(
        await failureOf(store().find(collected, { sort: [{ field: 'id' }], limit: 1 })),
        failure('id'),
      );
      assert.deepEqual(await failureOf(store().count(collected, where)), failure('yea'));
    });

    it('asks for one to a thousand documents', async () => {
      const collected = await collection();
      for (const limit of [0, -1, 1.5, 1001, Number.NaN])
        await refusesAsBug(store().find(collected, { limit }), /1 to 1,000/);
      for (const limit of [1, 1000])
        assert.deepEqual(await answerOf(store().find(collected, { limit })), { documents: [] });
    });

    it('of a collection that was not prepared is a bug', async () => {
      const unprepared = name('unprepared');
      for (const operation of [
        store().get(unprepared, 'one'),
        store().getMany(unprepared, ['one']),
        store().find(unprepared, { limit: 1 }),
        store().count(unprepared),
        store().versions(unprepared, 'one'),
      ])
        await refusesAsBug(operation, /not been prepared/);
    });
  });
};
