import type { EventStore } from '@commissioning/event-store';
import { type Registry, instantOf } from '@commissioning/kernel';
import {
  type AnyProjection,
  createProjecting,
  type Projecting,
  type ProjectingOptions,
  type Serving,
} from '@commissioning/projecting';
import type { ReadStore, Stored } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type Happening, keys, ledger, latest, registry, stored } from './ledger';

/** The answer, or the test fails. */
export const right = async <Failure, A>(task: TaskEither<Failure, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left));
  return answer.right;
};

/** The refusal, or the test fails. */
export const left = async <Failure, A>(task: TaskEither<Failure, A>): Promise<Failure> => {
  const answer = await task();
  if (E.isRight(answer)) throw new Error(`Answered ${JSON.stringify(answer.right)}`);
  return answer.left;
};

/** Appends what happened to the log, one event at a time; numbers go on from those that are there. */
export const record = async (
  events: EventStore,
  happenings: ReadonlyArray<Happening>,
  writer: Registry = registry,
): Promise<ReadonlyArray<string>> => {
  const revisions = new Map<string, number>();
  let number = 0;
  for await (const page of events.readAll())
    for (const { stream, revision } of page) {
      revisions.set(stream, revision);
      number += 1;
    }
  const positions: Array<string> = [];
  for (const happening of happenings) {
    const before = revisions.get(happening.stream) ?? -1;
    const event = stored(happening, number, before + 1, writer);
    const { position, revision } = await right(events.append(happening.stream, before, [event]));
    revisions.set(happening.stream, revision);
    positions.push(position);
    number += 1;
  }
  return positions;
};

/** Some fixed moment long after every event of a test. */
export const today = instantOf(Date.UTC(2026, 10, 23));

/** What is made of a page is written at once, unless a test says otherwise. */
export const projectingOver = (
  events: EventStore,
  reads: ReadStore,
  more: Partial<ProjectingOptions> = {},
): Projecting =>
  createProjecting({
    events,
    reads,
    registry,
    keys,
    projections: [ledger(), latest()],
    now: () => today,
    retryAfterMs: () => 1,
    batchSize: 1,
    ...more,
  });

const allOf = async (reads: ReadStore, collection: string): Promise<ReadonlyArray<Stored>> => {
  const found: Array<Stored> = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? { limit: 100 } : { limit: 100, cursor };
    const page = await right(reads.find(collection, query));
    found.push(...page.documents);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

const versionsOf = async (reads: ReadStore, collection: string, ids: ReadonlyArray<string>) =>
  Promise.all(ids.map((id) => right(reads.versions(collection, id))));

/** Lines that tests speak of; every version of them is looked at, deleted or not. */
export const lineIds = ['a', 'b', 'c', 'd'];

/** Two logs of the same events differ in their ids alone. */
const withoutLog = <A>(made: A): A =>
  JSON.parse(JSON.stringify(made).replaceAll(/"[a-z0-9]{12}:(\d{20})"/g, '"$1"')) as A;

/** Everything that a projection has made of the log, to be compared with what another way of making it made. */
export const everythingOf = async (
  projecting: Projecting,
  reads: ReadStore,
  { name, collections }: AnyProjection,
  ids: ReadonlyArray<string> = lineIds,
): Promise<Readonly<Record<string, unknown>>> => {
  const serving: Serving = await right(projecting.serving(name));
  const made: Record<string, unknown> = {};
  for (const spec of [...collections, { name: 'parked', temporal: false }]) {
    made[spec.name] = await allOf(reads, serving.collection(spec.name));
    if (spec.temporal)
      made[`${spec.name} past`] = await versionsOf(reads, serving.collection(spec.name), ids);
  }
  const progress = (await right(reads.progress(serving.progress))) ?? null;
  return withoutLog({ ...made, progress });
};
