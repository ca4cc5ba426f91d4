import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Instant, JsonObject } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Batch, Change, CollectionSpec, Page, Query, ReadStore, Since, Stored } from '../port';

/** An open store and names in it that nobody else uses, not even on a server shared with others. */
export interface Bench {
  readonly store: () => ReadStore;
  /** Prepares a collection of the bench's own and gives its name. */
  readonly collection: (spec?: Partial<CollectionSpec>) => Promise<string>;
  /** A name for a projection's progress, or for a collection that the test itself prepares. */
  readonly name: (end: string) => string;
  /** Takes everything of the bench out of the store. */
  readonly clear: () => Promise<void>;
}

/** What an operation gave; a failure fails the test. */
export const answerOf = async <A>(operation: TaskEither<unknown, A>): Promise<A> => {
  const outcome = await operation();
  return E.isRight(outcome) ? outcome.right : assert.fail(`It failed: ${JSON.stringify(outcome.left)}`);
};

/** The failure an operation gave; an answer fails the test. */
export const failureOf = async <Failure>(operation: TaskEither<Failure, unknown>): Promise<Failure> => {
  const outcome = await operation();
  return E.isLeft(outcome) ? outcome.left : assert.fail(`It gave ${JSON.stringify(outcome.right)}`);
};

/** Holds that an operation rejects as a bug of the caller, in words that match. */
export const refusesAsBug = (operation: TaskEither<unknown, unknown>, words: RegExp): Promise<void> =>
  assert.rejects(operation, (bug: Error) => words.test(bug.message));

/** The bench of one run of the suite. */
export const benchOn = (store: () => ReadStore): Bench => {
  const run = randomUUID().slice(0, 8);
  const names: Array<string> = [];
  const name = (end: string): string => {
    names.push(`contract-${run}-${names.length}.${end}`);
    return names.at(-1) as string;
  };
  return {
    store,
    name,
    collection: async (spec = {}) => {
      const whole = { name: name('documents'), fields: [], indexes: [], temporal: false, ...spec };
      await answerOf(store().prepare([whole]));
      return whole.name;
    },
    clear: async () => {
      await answerOf(store().drop(names, names));
      await answerOf(store().set(Object.fromEntries(names.map((setting) => [setting, null]))));
    },
  };
};

/** The moment so many hours into 1 April 2026, or after it. */
export const hour = (hours: number): Instant =>
  new Date(Date.UTC(2026, 3, 1, hours)).toISOString() as Instant;

/** A place in the log recorded, and in effect, at an hour. */
export const since = (recorded: number, effective = recorded): Since => ({
  position: `log:${String(recorded).padStart(20, '0')}`,
  recordedAt: hour(recorded),
  effectiveAt: hour(effective),
});

/** A version that began at an hour, all of it from one event; null for a deletion. */
export const version = (body: JsonObject | null, begins: Since = since(0)): Change['versions'][number] => ({
  body,
  lineage: body === null ? {} : { '': `event-${begins.position}` },
  since: begins,
});

/** Writes the documents of one collection by their ids, all begun at hour 0. */
export const put = (
  store: ReadStore,
  collection: string,
  documents: Readonly<Record<string, JsonObject | null>>,
): Promise<void> =>
  write(
    store,
    Object.entries(documents).map(([id, body]) => ({ collection, id, versions: [version(body)] })),
  );

export const write = (store: ReadStore, changes: Batch['changes']): Promise<void> =>
  answerOf(store.write({ changes }));

export const idsOf = ({ documents }: Pick<Page, 'documents'>): ReadonlyArray<string> =>
  documents.map(({ id }) => id);

/** The ids that a query finds, on one page. */
export const idsFound = async (
  store: ReadStore,
  collection: string,
  query: Partial<Query>,
): Promise<ReadonlyArray<string>> => idsOf(await answerOf(store.find(collection, { limit: 1000, ...query })));

/** Every version of a document, in a list of the test's own realm: jest gives native modules another one. */
export const versionsOf = async (
  store: ReadStore,
  collection: string,
  id: string,
): Promise<ReadonlyArray<Stored & { readonly until?: Since }>> => [
  ...(await answerOf(store.versions(collection, id))),
];

/** Every document of a query, page by page; `between` is done before each page but the first. */
export const walk = async (
  store: ReadStore,
  collection: string,
  query: Query,
  between: (pages: number) => Promise<void> = () => Promise.resolve(),
): Promise<ReadonlyArray<ReadonlyArray<Stored>>> => {
  const pages: Array<ReadonlyArray<Stored>> = [];
  let cursor: string | undefined;
  do {
    if (pages.length > 0) await between(pages.length);
    const page: Page = await answerOf<Page>(
      store.find(collection, cursor === undefined ? query : { ...query, cursor }),
    );
    pages.push(page.documents);
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
};
