import { registry } from '@commissioning/domain';
import type { EventPage, EventStore } from '@commissioning/event-store';
import { type Clearance, instantOf } from '@commissioning/kernel';
import { type AnyProjection, createProjecting } from '@commissioning/projecting';
import type { ReadStore } from '@commissioning/read-store';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import { happened, type KeyStore } from '@commissioning/record';
import { projections } from '@services/projector';
import * as E from 'fp-ts/Either';
import { answer } from '../child';
import { keysIn, storeIn } from '../log/build';

/** Adds up the time that is spent on something, in milliseconds. */
const makeWatch = () => {
  let spent = 0;
  return {
    spent: () => spent,
    /** The embedded read store has done its work when it lets go for the first time; others have their turn then. */
    during: <Result>(run: () => Result): Result => {
      const start = performance.now();
      const result = run();
      spent += performance.now() - start;
      return result;
    },
    /** For what is waited for while nothing else goes on. */
    until: async <Result>(run: () => Promise<Result>): Promise<Result> => {
      const start = performance.now();
      const result = await run();
      spent += performance.now() - start;
      return result;
    },
  };
};

type Watch = ReturnType<typeof makeWatch>;

async function* watched(pages: AsyncIterable<EventPage>, watch: Watch): AsyncGenerator<EventPage, void> {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const next = await watch.until(() => iterator.next());
    if (next.done === true) return;
    yield next.value;
  }
}

const watchedLog = (events: EventStore, watch: Watch): EventStore => ({
  ...events,
  readAll: (range) => watched(events.readAll(range), watch),
});

const watchedReads = (reads: ReadStore, getting: Watch, writing: Watch): ReadStore => ({
  ...reads,
  getMany: (collection, ids) => () => getting.during(reads.getMany(collection, ids)),
  write: (batch) => () => writing.during(reads.write(batch)),
});

const watchedProjection = (projection: AnyProjection, watch: Watch): AnyProjection => {
  const { keys, reads, project } = projection;
  return {
    ...projection,
    keys: (event) => watch.during(() => keys(event)),
    project: (...given) => watch.during(() => project(...given)),
    ...(reads === undefined ? {} : { reads: (event) => watch.during(() => reads(event)) }),
  };
};

/** Which events are opened for a projection, and how far: what the runner opens, each once for a clearance. */
const clearancesOf = (type: string): ReadonlySet<Clearance> => {
  const name = registry.nameOf(type) ?? type;
  const those = projections.filter(({ handles }) => handles.includes(name)).map(({ sees }) => sees);
  return new Set(registry.classifiedIn(type).length === 0 ? those.slice(0, 1) : those);
};

const timeToOpen = async (events: EventStore, keys: KeyStore): Promise<number> => {
  const watch = makeWatch();
  const known = new Map<string, ReadonlySet<Clearance>>();
  for await (const page of events.readAll())
    watch.during(() => {
      for (const event of page) {
        const clearances = known.get(event.type) ?? clearancesOf(event.type);
        known.set(event.type, clearances);
        for (const clearance of clearances)
          if (E.isLeft(happened(registry, keys, event, clearance)))
            throw new Error(`${event.id} does not open`);
      }
    });
  return watch.spent();
};

/**
 * Says where the time of a replay goes, in milliseconds.
 *
 *   node -r …/typescript.js split.ts FOLDER READ-FOLDER
 */
const main = async (folder: string, readFolder: string): Promise<void> => {
  const [reading, folding, getting, writing] = [makeWatch(), makeWatch(), makeWatch(), makeWatch()];
  const events = await storeIn(folder);
  const keys = keysIn(folder);
  const opened = await openSqliteReadStore(readFolder)();
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  const projecting = createProjecting({
    events: watchedLog(events, reading),
    reads: watchedReads(opened.right, getting, writing),
    registry,
    keys,
    projections: projections.map((projection) => watchedProjection(projection, folding)),
    now: () => instantOf(Date.now()),
  });
  const start = performance.now();
  const done = await projecting.catchUp();
  const whole = performance.now() - start;
  if (E.isLeft(done)) throw new Error(JSON.stringify(done.left));
  const opening = await timeToOpen(events, keys);
  await projecting.stop();
  await events.close();
  await opened.right.close();
  const [read, fold, get, write] = [reading.spent(), folding.spent(), getting.spent(), writing.spent()];
  answer({ whole, read, opening, fold, get, write, rest: whole - read - opening - fold - get - write });
};

void main(String(process.argv[2]), String(process.argv[3]));
