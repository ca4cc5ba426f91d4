import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { JsonObject } from '@commissioning/kernel';
import type { Moment, Since } from '../port';
import {
  answerOf,
  type Bench,
  hour,
  idsFound,
  refusesAsBug,
  since,
  version,
  versionsOf,
  walk,
  write,
} from './asking';

type Step = readonly [Since, JsonObject | null];

const temporal = { fields: ['status', 'amount'], indexes: [['status', 'amount']], temporal: true };

const awarded = { status: 'awarded', amount: 100 };
const paid = { status: 'paid', amount: 100 };
const again = { status: 'awarded', amount: 50 };

/** A grant recorded at 2, paid at 4 with effect from 3, withdrawn at 6, and brought back at 8. */
const grant: ReadonlyArray<Step> = [
  [since(2, 1), awarded],
  [since(4, 3), paid],
  [since(6, 6), null],
  [since(8, 7), again],
];

/** A late entry: what took effect at 1 was recorded at 5. */
const late: ReadonlyArray<Step> = [[since(5, 1), { status: 'awarded', amount: 70 }]];

const moments: ReadonlyArray<readonly [string, Moment, JsonObject | undefined]> = [
  ['at present', {}, again],
  ['as at a moment before anything', { asAt: hour(0) }, undefined],
  ['as at the very moment it took effect', { asAt: hour(1) }, awarded],
  ['as at a moment between', { asAt: hour(2) }, awarded],
  ['as at a later change', { asAt: hour(3) }, paid],
  ['as at a moment when it was deleted', { asAt: hour(6) }, undefined],
  ['as at a moment after it came back', { asAt: hour(7) }, again],
  ['known before it was recorded', { knownAt: hour(1) }, undefined],
  ['known at the very moment it was recorded', { knownAt: hour(2) }, awarded],
  ['known before the change was recorded', { knownAt: hour(3) }, awarded],
  ['known once the change was recorded', { knownAt: hour(4) }, paid],
  ['known while it was deleted', { knownAt: hour(7) }, undefined],
  ['known long after', { knownAt: hour(99) }, again],
  ['as at 3 by what was known at 3', { asAt: hour(3), knownAt: hour(3) }, awarded],
  ['as at 3 by what was known at 4', { asAt: hour(3), knownAt: hour(4) }, paid],
  ['as at 2 by what was known at 9', { asAt: hour(2), knownAt: hour(9) }, awarded],
  ['as at 9 by what was known at 6', { asAt: hour(9), knownAt: hour(6) }, undefined],
  ['as at 9 by what was known at 9', { asAt: hour(9), knownAt: hour(9) }, again],
];

export const past = ({ store, collection }: Bench): void => {
  const record = async (documents: string, id: string, steps: ReadonlyArray<Step>): Promise<void> => {
    for (const [begins, body] of steps)
      await write(store(), [{ collection: documents, id, versions: [version(body, begins)] }]);
  };
  const recordAtOnce = (documents: string, id: string, steps: ReadonlyArray<Step>): Promise<void> =>
    write(store(), [
      { collection: documents, id, versions: steps.map(([begins, body]) => version(body, begins)) },
    ]);

  for (const [how, recording] of [
    ['one by one', record],
    ['in one change', recordAtOnce],
  ] as const)
    describe(`versions written ${how}`, () => {
      it('are read as at any moment, as known at any moment, and both', async () => {
        const documents = await collection(temporal);
        await recording(documents, 'grant', grant);
        await recording(documents, 'never', [[since(1), null]]);
        for (const [what, at, expected] of moments) {
          const stored = await answerOf(store().get(documents, 'grant', at));
          assert.deepEqual(stored?.body, expected, what);
          const ids = expected === undefined ? [] : ['grant'];
          assert.deepEqual(await idsFound(store(), documents, { at }), ids, what);
          assert.equal(await answerOf(store().count(documents, [], at)), ids.length, what);
        }
      });

      it('are all kept, oldest first, each with its lineage and the moment it was replaced', async () => {
        const documents = await collection(temporal);
        await recording(documents, 'grant', grant);
        const [first, second, gone, fourth] = grant.map(([begins, body]) => version(body, begins));
        assert.deepEqual(await versionsOf(store(), documents, 'grant'), [
          { ...first, id: 'grant', until: second?.since },
          { ...second, id: 'grant', until: gone?.since },
          { ...fourth, id: 'grant' },
        ]);
        assert.deepEqual(await versionsOf(store(), documents, 'unknown'), []);
      });

      it('that begin at one moment leave only the last of them to be seen', async () => {
        const documents = await collection(temporal);
        const [a, b, c] = [{ status: 'a' }, { status: 'b' }, { status: 'c' }];
        await recording(documents, 'one', [
          [since(1), a],
          [since(1), b],
          [since(2), b],
          [since(2), null],
          [since(2), c],
        ]);
        const statusAt = async (at: Moment) =>
          (await answerOf(store().get(documents, 'one', at)))?.body['status'];
        assert.equal(await statusAt({ asAt: hour(1) }), 'b');
        assert.equal(await statusAt({ knownAt: hour(1) }), 'b');
        assert.equal(await statusAt({ asAt: hour(2), knownAt: hour(2) }), 'c');
        assert.equal(await statusAt({ asAt: hour(2), knownAt: hour(1) }), 'b');
        assert.equal((await versionsOf(store(), documents, 'one')).length, 4);
      });

      it('that begin before the one they replace are a bug, and leave everything as it was', async () => {
        const documents = await collection(temporal);
        for (const backwards of [since(4, 6), since(6, 4)]) {
          await recordAtOnce(documents, 'one', [[since(5), { status: 'there' }]]);
          await assert.rejects(
            recording(documents, 'one', [[backwards, { status: 'back' }]]),
            /a version begins before the one it replaces/,
          );
          await assert.rejects(
            recordAtOnce(documents, 'two', [
              [since(5), { status: 'there' }],
              [backwards, null],
            ]),
            /a version begins before the one it replaces/,
          );
        }
        assert.deepEqual(await idsFound(store(), documents, {}), ['one']);
        assert.deepEqual(await versionsOf(store(), documents, 'two'), []);
        assert.equal((await answerOf(store().get(documents, 'one')))?.body['status'], 'there');
      });
    });

  describe('a list at a moment', () => {
    it('asks its conditions of the documents as they were', async () => {
      const documents = await collection(temporal);
      await record(documents, 'grant', grant);
      await record(documents, 'late', late);
      const whichPaid = [{ field: 'status', is: 'paid' }];
      const atLeast70 = [{ field: 'amount', from: 70 }];
      const cases = [
        [whichPaid, {}, []],
        [whichPaid, { asAt: hour(4) }, ['grant']],
        [whichPaid, { knownAt: hour(3) }, []],
        [atLeast70, {}, ['late']],
        [atLeast70, { asAt: hour(2) }, ['late', 'grant']],
        [atLeast70, { asAt: hour(2), knownAt: hour(4) }, ['grant']],
      ] as const;
      for (const [where, at, expected] of cases) {
        assert.deepEqual(
          await idsFound(store(), documents, { where, at, sort: [{ field: 'amount' }] }),
          expected,
        );
        assert.equal(await answerOf(store().count(documents, where, at)), expected.length);
      }
    });

    it('comes in pages that what happens later does not disturb', async () => {
      const documents = await collection(temporal);
      const ids = Array.from({ length: 12 }, (_, n) => `grant-${String(n).padStart(2, '0')}`);
      for (const [n, id] of ids.entries())
        await record(documents, id, [
          [since(1), { status: 'identified' }],
          [since(2), n % 4 === 0 ? { status: 'open' } : { status: 'open', amount: n % 3 }],
        ]);
      const sort = [{ field: 'status' }, { field: 'amount', descending: true }];
      for (const at of [{ asAt: hour(2) }, { knownAt: hour(2) }, { asAt: hour(3), knownAt: hour(2) }]) {
        const before = await idsFound(store(), documents, { sort, at });
        const pages = await walk(store(), documents, { sort, at, limit: 5 }, (page) =>
          write(
            store(),
            ids.map((id, n) => ({
              collection: documents,
              id,
              versions: [version((n + page) % 2 === 0 ? { status: 'over', amount: page } : null, since(9))],
            })),
          ),
        );
        assert.deepEqual(
          pages.map(({ length }) => length),
          [5, 5, 2],
        );
        assert.deepEqual(
          pages.flat().map(({ id }) => id),
          before,
        );
        assert.ok(pages.flat().every(({ body }) => body['status'] === 'open'));
      }
    });
  });

  describe('a collection that does not keep its past', () => {
    it('answers for the present only; to ask it about another moment is a bug', async () => {
      const documents = await collection({ ...temporal, temporal: false });
      await record(documents, 'one', [[since(1), { amount: 1 }]]);
      for (const at of [{ asAt: hour(1) }, { knownAt: hour(1) }])
        for (const operation of [
          store().get(documents, 'one', at),
          store().find(documents, { limit: 1, at }),
          store().count(documents, [], at),
        ])
          await refusesAsBug(operation, /does not keep its past/);
      await refusesAsBug(store().versions(documents, 'one'), /does not keep its past/);
      assert.equal((await answerOf(store().get(documents, 'one', {})))?.id, 'one');
    });
  });
};
