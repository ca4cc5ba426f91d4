import { randomUUID } from 'node:crypto';
import type { Instant, JsonObject } from '@commissioning/kernel';
import type {
  Change,
  CollectionSpec,
  Condition,
  Moment,
  Page,
  Query,
  ReadStore,
  Since,
} from '@commissioning/read-store';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import * as fc from 'fast-check';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';

const fields = ['a', 'b', 'deep.c'];

const text = fc.constantFrom('', '9', '10', 'A', 'a', 'aa', 'é', '\u0000', '\uf8ff', '🛟');
const number = fc.constantFrom(0, 1, 9, 10, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
const value = fc.oneof(text, number, fc.boolean());
const id = fc.constantFrom('', 'A', 'a', 'b', 'c', '1', '10', '\uf8ff', '🛟');

const body: fc.Arbitrary<JsonObject> = fc
  .record(
    { a: value, b: fc.oneof(value, fc.constant(null)), deep: fc.record({ c: value }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  )
  .map((made) => made as JsonObject);

interface VersionSeed {
  readonly body: JsonObject | null;
  /** Hours by which what is recorded took effect earlier. */
  readonly late: number;
  /** Hours since the version before it in the log. */
  readonly hours: number;
}

const versionSeed: fc.Arbitrary<VersionSeed> = fc.record({
  body: fc.option(body, { freq: 5 }),
  late: fc.nat({ max: 4 }),
  hours: fc.nat({ max: 2 }),
});
const batchSeed = fc.array(fc.record({ id, versions: fc.array(versionSeed, { maxLength: 3 }) }), {
  maxLength: 6,
});

const field = fc.constantFrom(...fields);
const end = fc.oneof(text, number);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field, is: value }),
  fc.record({ field, in: fc.array(end, { maxLength: 4 }) }),
  fc.record({ field, from: end, to: end }, { requiredKeys: ['field'] }),
);
const hours = fc.nat({ max: 24 });
const sort = fc.uniqueArray(fc.record({ field, descending: fc.boolean() }), {
  maxLength: 3,
  selector: (by) => by.field,
});
const querySeed = fc.record({
  where: fc.array(condition, { maxLength: 2 }),
  sort,
  limit: fc.integer({ min: 1, max: 4 }),
  asAt: fc.option(hours),
  knownAt: fc.option(hours),
});

const hour = (n: number): Instant => new Date(Date.UTC(2026, 3, 1, n)).toISOString() as Instant;

/** Gives versions their place in a log that only goes forward, as the port asks of both clocks. */
const clock = () => {
  let recorded = 0;
  const effective = new Map<string, number>();
  return (document: string, { late, hours: passed }: VersionSeed): Since => {
    recorded += passed;
    const begins = Math.max(effective.get(document) ?? 0, recorded - late);
    effective.set(document, begins);
    return { position: `log:${recorded}`, recordedAt: hour(recorded), effectiveAt: hour(begins) };
  };
};

const changesOf = (
  collection: string,
  batches: ReadonlyArray<
    ReadonlyArray<{ readonly id: string; readonly versions: ReadonlyArray<VersionSeed> }>
  >,
): ReadonlyArray<ReadonlyArray<Change>> => {
  const begin = clock();
  return batches.map((batch) =>
    batch.map((change, index) => ({
      collection,
      id: change.id,
      versions: change.versions.map((seed) => ({
        body: seed.body,
        lineage: { '': `event-${index}` },
        since: begin(change.id, seed),
      })),
    })),
  );
};

const answerOf = async <A>(operation: TaskEither<unknown, A>): Promise<A> => {
  const outcome = await operation();
  if (E.isLeft(outcome)) throw new Error(JSON.stringify(outcome.left));
  return outcome.right;
};

const pagesOf = async (
  store: ReadStore,
  collection: string,
  query: Query,
): Promise<ReadonlyArray<Page['documents']>> => {
  const { documents, next } = await answerOf(store.find(collection, query));
  return next === undefined
    ? [documents]
    : [documents, ...(await pagesOf(store, collection, { ...query, cursor: next }))];
};

const momentOf = ({ asAt, knownAt }: { asAt: number | null; knownAt: number | null }): Moment => ({
  ...(asAt !== null && { asAt: hour(asAt) }),
  ...(knownAt !== null && { knownAt: hour(knownAt) }),
});

const everythingSaid = async (
  store: ReadStore,
  { name, temporal }: CollectionSpec,
  queries: ReadonlyArray<{ readonly query: Query; readonly at: Moment }>,
): Promise<unknown> => {
  const said: Array<unknown> = [];
  for (const { query, at } of queries) {
    const asked = temporal ? { ...query, at } : query;
    said.push(await pagesOf(store, name, asked), await answerOf(store.count(name, query.where, asked.at)));
    said.push(await answerOf(store.get(name, 'a', asked.at)));
  }
  const ids = ['', 'A', 'a', 'b', 'c'];
  const held = await answerOf(store.getMany(name, ids));
  said.push(ids.map((each) => held.get(each)?.body ?? null));
  if (temporal) for (const each of ids) said.push(await answerOf(store.versions(name, each)));
  return JSON.parse(JSON.stringify(said));
};

/**
 * Holds that a store gives the answers of the memory adapter, the plainest there is, for any documents, batches and
 * queries; its collections are the run's own and are dropped.
 */
export const givesTheAnswersOfMemory = async (store: ReadStore, runs: number): Promise<void> => {
  const run = randomUUID().slice(0, 8);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.constantFrom([], [['a'], ['b', 'a', 'deep.c']]),
      fc.array(batchSeed, { maxLength: 8 }),
      fc.array(querySeed, { minLength: 1, maxLength: 6 }),
      async (temporal, indexes, batches, seeds) => {
        const memory = openMemoryReadStore();
        const spec = { name: `same-${run}-${(made += 1)}`, fields, indexes, temporal };
        const queries = seeds.map(({ where, sort: by, limit, ...at }) => ({
          query: { where, sort: by, limit },
          at: momentOf(at),
        }));
        for (const each of [memory, store]) {
          // The last field comes with the documents already there, so that filling it is tried as well.
          await answerOf(each.prepare([{ ...spec, fields: fields.slice(0, 2), indexes: [] }]));
          const [first = [], ...rest] = changesOf(spec.name, batches);
          await answerOf(each.write({ changes: first }));
          await answerOf(each.prepare([spec]));
          for (const changes of rest) await answerOf(each.write({ changes }));
        }
        expect(await everythingSaid(store, spec, queries)).toEqual(
          await everythingSaid(memory, spec, queries),
        );
        await answerOf(store.drop([spec.name], []));
      },
    ),
    { numRuns: runs },
  );
};
