import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { CollectionSpec } from '../port';
import { answerOf, type Bench, hour, idsFound, put, refusesAsBug, since, version, write } from './asking';

export const preparing = ({ store, collection, name }: Bench): void => {
  const prepare = (spec: CollectionSpec): Promise<void> => answerOf(store().prepare([spec]));

  describe('prepare', () => {
    it('leaves what is there as it is when done again', async () => {
      const spec = { name: name('again'), fields: ['n'], indexes: [['n']], temporal: true };
      await prepare(spec);
      await put(store(), spec.name, { one: { n: 1 } });
      await prepare(spec);
      assert.deepEqual(await idsFound(store(), spec.name, { where: [{ field: 'n', is: 1 }] }), ['one']);
    });

    it('fills a field and an index that are added for the documents that are there, past and present', async () => {
      for (const temporal of [false, true]) {
        const spec = { name: name('grown'), fields: ['n'], indexes: [['n']], temporal };
        await prepare(spec);
        const bodies = [{ n: 1, deep: { open: true } }, { n: 1, deep: { open: false } }, { n: 1 }];
        for (const [index, body] of bodies.entries())
          await write(store(), [
            { collection: spec.name, id: 'first', versions: [version(bodies[0] ?? null, since(index))] },
            { collection: spec.name, id: 'changed', versions: [version(body, since(index))] },
          ]);
        await prepare({ ...spec, fields: ['deep.open', 'n'], indexes: [['deep.open', 'n']] });
        const open = [{ field: 'deep.open', is: true }];
        const sort = [{ field: 'deep.open' }, { field: 'n' }];
        assert.deepEqual(await idsFound(store(), spec.name, { where: open }), ['first']);
        assert.deepEqual(await idsFound(store(), spec.name, { sort }), ['changed', 'first']);
        await write(store(), [
          { collection: spec.name, id: 'later', versions: [version({ deep: { open: true } }, since(3))] },
        ]);
        assert.deepEqual(await idsFound(store(), spec.name, { where: open, sort }), ['later', 'first']);
        if (!temporal) continue;
        const at = { asAt: hour(1) };
        const shut = [{ field: 'deep.open', is: false }];
        assert.deepEqual(await idsFound(store(), spec.name, { where: shut, at }), ['changed']);
        assert.deepEqual(await idsFound(store(), spec.name, { where: open, at }), ['first']);
      }
    });

    it('keeps fields that were declared before', async () => {
      const spec = { name: name('shrunk'), fields: ['a', 'b'], indexes: [['a', 'b']], temporal: false };
      await prepare(spec);
      await prepare({ ...spec, fields: ['b', 'c'], indexes: [['c']] });
      await put(store(), spec.name, { one: { a: 1, b: 2, c: 3 } });
      const where = [
        { field: 'a', is: 1 },
        { field: 'b', is: 2 },
        { field: 'c', is: 3 },
      ];
      assert.deepEqual(await idsFound(store(), spec.name, { where }), ['one']);
    });

    it('takes an index over a field that is not declared, and a change of keeping the past, for bugs', async () => {
      const spec = { name: name('strict'), fields: ['a'], indexes: [], temporal: false };
      await refusesAsBug(store().prepare([{ ...spec, indexes: [['a', 'b']] }]), /not declared/);
      await prepare(spec);
      await refusesAsBug(store().prepare([{ ...spec, temporal: true }]), /is there already/);
      await put(store(), spec.name, { one: { a: 1 } });
      assert.deepEqual(await idsFound(store(), spec.name, {}), ['one']);
    });
  });

  describe('drop', () => {
    it('removes collections and progress, and nothing else', async () => {
      const [gone, kept] = [await collection({ temporal: true }), await collection()];
      const [over, running] = [name('over'), name('running')];
      const next = { position: 'log:1', recordedAt: hour(1), events: 1 };
      await put(store(), gone, { one: {} });
      await put(store(), kept, { one: {} });
      for (const projection of [over, running])
        await answerOf(store().write({ changes: [], progress: { projection, expected: undefined, next } }));
      await answerOf(store().drop([gone, name('never')], [over, name('never')]));
      await refusesAsBug(store().find(gone, { limit: 1 }), /not been prepared/);
      assert.equal(await answerOf(store().progress(over)), undefined);
      assert.deepEqual(await answerOf(store().progress(running)), next);
      assert.deepEqual(await idsFound(store(), kept, {}), ['one']);
    });

    it('leaves a name free for a collection of another kind, which begins empty', async () => {
      const spec = { name: name('reused'), fields: ['n'], indexes: [['n']], temporal: true };
      await prepare(spec);
      await put(store(), spec.name, { one: { n: 1 } });
      await answerOf(store().drop([spec.name], []));
      await prepare({ ...spec, fields: ['m'], indexes: [], temporal: false });
      assert.equal(await answerOf(store().count(spec.name)), 0);
      await put(store(), spec.name, { two: { m: 2 } });
      assert.deepEqual(await idsFound(store(), spec.name, { where: [{ field: 'm', is: 2 }] }), ['two']);
    });
  });

  describe('settings', () => {
    it('are set all together, leave the others alone, and are taken away by null', async () => {
      const [a, b, c] = [name('a'), name('b'), name('c')];
      const own = async () => {
        const settings = await answerOf(store().settings);
        return [a, b, c].map((setting) => settings[setting]);
      };
      assert.deepEqual(await own(), [undefined, undefined, undefined]);
      await answerOf(store().set({ [a]: { serves: ['x.v1', 'é 🛟'] }, [b]: false }));
      assert.deepEqual(await own(), [{ serves: ['x.v1', 'é 🛟'] }, false, undefined]);
      await answerOf(store().set({ [b]: null, [c]: 3 }));
      assert.deepEqual(await own(), [{ serves: ['x.v1', 'é 🛟'] }, undefined, 3]);
    });
  });
};
