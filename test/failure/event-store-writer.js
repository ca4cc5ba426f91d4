/**
 * Appends to the embedded event store under load and says on standard output what was acknowledged, one line an append:
 * stream, revision of its last event, ids. To be killed, traced or starved by the tests beside it.
 *
 *   node event-store-writer.js FOLDER BODY WRITERS [APPENDS EACH]
 */
const { storedEventsFor, commissionStream } = require('@commissioning/event-store/contract');
const { openSqliteEventStore, openFailureInWords } = require('@commissioning/event-store/sqlite');

const [folder, body, writers, appendsEach = 'Infinity'] = process.argv.slice(2);

/** Where a stream ends, as the file says after whatever happened to the last writer. */
const endOf = async (store, stream) => {
  let last;
  for await (const page of store.readStream(stream)) last = page.at(-1);
  return { revision: last?.revision ?? -1, chainHash: last?.chainHash };
};

const write = async (store, number) => {
  const stream = commissionStream(body, number);
  let { revision, chainHash } = await endOf(store, stream);
  for (let made = 0; made < Number(appendsEach); made += 1) {
    const of = 1 + ((made + number) % 3);
    const first = revision + 1;
    const events = storedEventsFor(stream, first, of, chainHash, (at) => ({
      data: { first, of, part: at - first, text: 'x'.repeat(600) },
    }));
    const result = await store.append(stream, revision, events)();
    if (result._tag === 'Left') {
      process.stdout.write(`failed ${result.left._tag} ${result.left.reason}\n`);
      return;
    }
    revision = result.right.revision;
    chainHash = events.at(-1).chainHash;
    process.stdout.write(`${stream} ${revision} ${events.map(({ id }) => id).join(' ')}\n`);
  }
};

const run = async () => {
  const opened = await openSqliteEventStore(folder)();
  if (opened._tag === 'Left') throw new Error(openFailureInWords(opened.left));
  const store = opened.right;
  await Promise.all(Array.from({ length: Number(writers) }, (_, number) => write(store, number)));
  await store.close();
};

void run();
