import * as assert from 'node:assert/strict';
import { it } from '@commissioning/contract';
import type { ReadStore } from '../port';
import { answerOf, benchOn, failureOf, hour, idsFound, since, version, write } from './asking';

/** Holds a store to what it promises when it is closed and, where its data outlive it, opened again. */
export const closing = (
  open: () => Promise<ReadStore>,
  reopen: (() => Promise<ReadStore>) | undefined,
): void => {
  it('everything asked of it is answered as unavailable, and closing again does no harm', async () => {
    const store = await open();
    await store.close();
    await store.close();
    const operations = [
      ['prepare', store.prepare([])],
      ['drop', store.drop([], [])],
      ['get', store.get('any', 'one')],
      ['getMany', store.getMany('any', [])],
      ['find', store.find('any', { limit: 1 })],
      ['count', store.count('any')],
      ['versions', store.versions('any', 'one')],
      ['write', store.write({ changes: [] })],
      ['progress', store.progress('any')],
      ['settings', store.settings],
      ['set', store.set({ any: 1 })],
    ] as const;
    for (const [operation, asked] of operations) {
      const { _tag, ...facts } = await failureOf<{ readonly _tag: string }>(asked);
      assert.equal(_tag, 'ReadStoreUnavailable');
      assert.deepEqual({ ...facts, reason: '' }, { engine: store.engine, operation, reason: '' });
    }
  });

  if (reopen === undefined) return;
  it('what was written is there when it is opened again', async () => {
    let store = await open();
    const bench = benchOn(() => store);
    const documents = await bench.collection({ fields: ['n'], indexes: [['n']], temporal: true });
    const [projection, setting] = [bench.name('progress'), bench.name('setting')];
    const next = { position: 'log:2', recordedAt: hour(2), events: 2 };
    await write(store, [{ collection: documents, id: 'one', versions: [version({ n: 1 }, since(1))] }]);
    await answerOf(
      store.write({
        changes: [{ collection: documents, id: 'one', versions: [version({ n: 2 }, since(2))] }],
        progress: { projection, expected: undefined, next },
      }),
    );
    await answerOf(store.set({ [setting]: ['kept'] }));
    await store.close();
    store = await reopen();
    assert.deepEqual(await answerOf(store.progress(projection)), next);
    assert.deepEqual((await answerOf(store.settings))[setting], ['kept']);
    const two = [{ field: 'n', is: 2 }];
    assert.deepEqual(await idsFound(store, documents, { where: two }), ['one']);
    assert.deepEqual(await idsFound(store, documents, { where: two, at: { asAt: hour(1) } }), []);
    await write(store, [{ collection: documents, id: 'one', versions: [version({ n: 3 }, since(3))] }]);
    assert.equal((await answerOf(store.versions(documents, 'one'))).length, 3);
    await bench.clear();
    await store.close();
  });
};
