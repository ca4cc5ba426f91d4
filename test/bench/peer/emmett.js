/**
 * Appends to Emmett's SQLite event store for some seconds and prints what came of it on the last line; the store itself
 * prints errors before. A process of its own, for some of its appends never come back.
 *
 *   node emmett.js FOLDER pooled|singleton WRITERS SECONDS EVENT
 */
const { getSQLiteEventStore, sqliteConnection } = require('@event-driven-io/emmett-sqlite');

const [folder, mode, writers, seconds, event] = process.argv.slice(2);
const { type, data, metadata } = JSON.parse(event);

/** Its default opens a connection for every call; one connection for all has to be made and handed over. */
const storeIn = (fileName) =>
  getSQLiteEventStore(
    mode === 'singleton'
      ? { fileName, connectionOptions: { singleton: true, connection: sqliteConnection({ fileName }) } }
      : { fileName },
  );

/** Runs writers until the time is up; those that do not come back by then are left behind. */
const run = async (fileName, atOnce, forSeconds) => {
  const store = storeIn(fileName);
  // The first append makes the tables.
  await store.appendToStream('first', [{ type, data, metadata }]);
  const counted = { appended: 0, failed: 0 };
  const start = performance.now();
  const end = start + forSeconds * 1000;
  const write = async (writer) => {
    for (let revision = 0n; performance.now() < end;) {
      const expectedStreamVersion = revision === 0n ? 'STREAM_DOES_NOT_EXIST' : revision;
      try {
        await store.appendToStream(`stream-${writer}`, [{ type, data, metadata }], { expectedStreamVersion });
        revision += 1n;
        counted.appended += 1;
      } catch {
        counted.failed += 1;
      }
    }
  };
  const timeUp = new Promise((resolve) => setTimeout(resolve, forSeconds * 1000 + 500));
  await Promise.race([timeUp, Promise.all(Array.from({ length: atOnce }, (_, at) => write(at)))]);
  return { ...counted, seconds: (performance.now() - start) / 1000 };
};

const main = async () => {
  await run(`${folder}/warm.db`, 1, Math.min(0.3, Number(seconds)));
  process.stdout.write(
    `\n${JSON.stringify(await run(`${folder}/emmett.db`, Number(writers), Number(seconds)))}\n`,
  );
  process.exit(0);
};

void main();
