import { problem, type Problem } from '@commissioning/http';
import { type Instant, londonDateOf } from '@commissioning/kernel';
import {
  type Interruption,
  type Projecting,
  readServing,
  type Serving,
  type TimedOut,
  type UnknownProjection,
} from '@commissioning/projecting';
import type {
  Page,
  Query,
  QueryFailure,
  ReadStore,
  ReadStoreUnavailable,
  Stored,
  Moment,
} from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import { type ReadFrom, reckoned } from './reckoned';
import { shownToday } from './veil';
import { veiledPage } from './veiled-page';

/** Where questions are answered from. */
export interface QueryPorts {
  readonly projecting: Projecting;
  readonly reads: ReadStore;
  readonly now: () => Instant;
}

/** How long a reader who names a position waits for it, in milliseconds. */
const longestWait = 10_000;

type Failure = Interruption | UnknownProjection | TimedOut | QueryFailure | ReadStoreUnavailable;

/** Why a question could not be answered, as the caller sees it. */
export const problemOf = (failure: Failure): Problem => {
  switch (failure._tag) {
    case 'TimedOut':
      return problem(
        504,
        'not-there-yet',
        'The read model has not come to that position yet; ask again.',
        undefined,
        {
          projection: failure.projection,
          reached: failure.reached ?? null,
        },
      );
    case 'AnotherLog':
      return problem(400, 'malformed', 'That position belongs to another record.', failure.position);
    case 'BadCursor':
      return problem(400, 'malformed', 'That cursor does not belong to this list.', failure.cursor);
    case 'UnknownProjection':
      return problem(404, 'not-found', `There is no read model ${failure.projection}.`);
    case 'FieldNotDeclared':
      return problem(500, 'internal', 'The question names a field that cannot be asked for.', failure.field);
    case 'KeysUnavailable':
    case 'ProgressConflict':
    case 'ReadStoreUnavailable':
    case 'Stopped':
    case 'StoreUnavailable':
      return problem(503, 'unavailable', 'The read models cannot be reached at the moment.');
  }
};

/** Waits, where a position was named, until the projection has come to it. */
export const reached = (
  ports: QueryPorts,
  projection: string,
  after: string | undefined,
): TE.TaskEither<Problem, void> =>
  after === undefined
    ? TE.right(undefined)
    : pipe(ports.projecting.waitFor(projection, after, longestWait), TE.mapLeft(problemOf));

/** Whoever only reads brings no position: the other log is the one the read models were made from. */
const readingProblemOf = (failure: Failure): Problem =>
  failure._tag === 'AnotherLog'
    ? problem(
        503,
        'unavailable',
        'The read models were made from another log: commissioning replay builds them anew.',
      )
    : problemOf(failure);

const read = <A>(
  ports: QueryPorts,
  projection: string,
  ask: (serving: Serving) => TE.TaskEither<Failure, A>,
): TE.TaskEither<Problem, A> =>
  pipe(readServing(ports.projecting.serving(projection), ask), TE.mapLeft(readingProblemOf));

const veiled = (
  { projecting, reads, now }: QueryPorts,
  from: Pick<ReadFrom, 'projection' | 'collection'>,
  documents: ReadonlyArray<Stored>,
) => shownToday({ projecting, reads }, from, documents, londonDateOf(now()));

const shown = (
  ports: QueryPorts,
  from: ReadFrom,
  documents: ReadonlyArray<Stored>,
): TE.TaskEither<Failure, ReadonlyArray<Stored>> =>
  pipe(
    veiled(ports, from, documents),
    TE.chainW((found) => reckoned(ports.reads, from, found)),
  );

/** One document of a projection, now or at a moment. */
export const document = (
  ports: QueryPorts,
  projection: string,
  collection: string,
  id: string,
  at?: Moment,
): TE.TaskEither<Problem, Stored | undefined> =>
  read(ports, projection, (serving) =>
    pipe(
      ports.reads.get(serving.collection(collection), id, at),
      TE.chain((found) =>
        shown(ports, { projection, collection, serving, at }, found === undefined ? [] : [found]),
      ),
      TE.map(([found]) => found),
    ),
  );

/** The documents of a projection that are there among some ids, by their ids. */
export const documents = (
  ports: QueryPorts,
  projection: string,
  collection: string,
  ids: ReadonlyArray<string>,
): TE.TaskEither<Problem, ReadonlyMap<string, Stored>> =>
  read(ports, projection, (serving) => ports.reads.getMany(serving.collection(collection), ids));

/** A page of documents of a projection. */
export const page = (
  ports: QueryPorts,
  projection: string,
  collection: string,
  query: Query,
): TE.TaskEither<Problem, Page> =>
  read(ports, projection, (serving) =>
    pipe(
      veiledPage(
        (each) => ports.reads.find(serving.collection(collection), each),
        (found) => veiled(ports, { projection, collection }, found),
        query,
      ),
      TE.bindTo('found'),
      TE.bindW('documents', ({ found }) =>
        reckoned(ports.reads, { projection, collection, serving, at: query.at }, found.documents),
      ),
      TE.map(({ found, documents }) => ({ ...found, documents })),
    ),
  );

/** How many documents a list has. */
export const count = (
  ports: QueryPorts,
  projection: string,
  collection: string,
  query: Pick<Query, 'where' | 'at'>,
): TE.TaskEither<Problem, number> =>
  read(ports, projection, (serving) =>
    ports.reads.count(serving.collection(collection), query.where, query.at),
  );

/** Every document of a list that is known to be short; it is read page by page. */
export const all =
  (
    ports: QueryPorts,
    projection: string,
    collection: string,
    query: Omit<Query, 'cursor'>,
  ): TE.TaskEither<Problem, ReadonlyArray<Stored>> =>
  async () => {
    const found: Array<Stored> = [];
    let cursor: string | undefined;
    do {
      const next = await page(
        ports,
        projection,
        collection,
        cursor === undefined ? query : { ...query, cursor },
      )();
      if (E.isLeft(next)) return next;
      found.push(...next.right.documents);
      cursor = next.right.next;
    } while (cursor !== undefined);
    return E.right(found);
  };
