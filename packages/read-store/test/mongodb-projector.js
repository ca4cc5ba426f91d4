// A projector of its own process, to be held up: writes a batch now and then until one is refused, and says so.
require('../../../test/support/typescript.js');
const { setTimeout: sleep } = require('node:timers/promises');
const { openMongodbReadStore } = require('../src/mongodb/index.ts');

const [, , url, database] = process.argv;
const recordedAt = '1970-01-01T00:00:00.000Z';

const run = async () => {
  const opened = openMongodbReadStore({ url, database, leaseMs: 300, deadlineMs: 2_000 });
  if (opened._tag === 'Left') throw new Error(opened.left.reason);
  const store = opened.right;
  await store.prepare([{ name: 'numbers', fields: ['n'], indexes: [['n']], temporal: false }])();
  for (let n = 1; ; n += 1) {
    const since = { position: `log:${n}`, recordedAt, effectiveAt: recordedAt };
    const changes = ['a', 'b', 'c'].map((id) => ({
      collection: 'numbers',
      id,
      versions: [{ body: { n }, lineage: {}, since }],
    }));
    const expected = n === 1 ? undefined : `log:${n - 1}`;
    const next = { position: `log:${n}`, recordedAt, events: n };
    const written = await store.write({ changes, progress: { projection: 'p', expected, next } })();
    if (written._tag === 'Left') {
      console.log(`refused ${JSON.stringify(written.left)}`);
      return store.close();
    }
    console.log(`wrote ${n}`);
    await sleep(20);
  }
};

void run();
