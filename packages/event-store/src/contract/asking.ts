import * as assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { chainFaultOf, type RecordedEvent, startOfChain, type StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type Appended, type Conflict, type EventPage, type EventStore, noStream } from '../port';
import { type EventShape, storedEventsFor } from './stored-events';

/** The store under test; a function, because it is opened after the tests are described. */
export type Subject = () => EventStore;

/** Appends and expects success. */
export const append = async (
  store: EventStore,
  stream: string,
  expectedRevision: number,
  events: ReadonlyArray<StoredEvent>,
): Promise<Appended> => {
  const result = await store.append(stream, expectedRevision, events)();
  if (E.isLeft(result)) assert.fail(`append to ${stream} failed: ${JSON.stringify(result.left)}`);
  return result.right;
};

/** Appends and expects the conflict that names both revisions. */
export const conflicting = async (
  store: EventStore,
  stream: string,
  expected: number,
  actual: number,
  events: ReadonlyArray<StoredEvent>,
): Promise<void> => {
  const conflict: Conflict = { _tag: 'Conflict', stream, expected, actual };
  assert.deepEqual(await store.append(stream, expected, events)(), E.left(conflict));
};

/** Everything the pages hold, in order. */
export const collect = async (pages: AsyncIterable<EventPage>): Promise<ReadonlyArray<RecordedEvent>> => {
  const events: Array<RecordedEvent> = [];
  for await (const page of pages) {
    assert.ok(page.length > 0, 'a page is never empty');
    events.push(...page);
  }
  return events;
};

/** All of a stream, its revisions contiguous from 0 and its hashes true. */
export const wholeStream = async (
  store: EventStore,
  stream: string,
): Promise<ReadonlyArray<RecordedEvent>> => {
  const events = await collect(store.readStream(stream));
  let previousChainHash = startOfChain;
  for (const [revision, event] of events.entries()) {
    assert.equal(event.stream, stream);
    assert.equal(chainFaultOf(event, { revision, previousChainHash }), undefined);
    previousChainHash = event.chainHash;
  }
  return events;
};

/** Fills a new stream with so many events, a few hundred an append; what the last append answered. */
export const fill = async (
  store: EventStore,
  stream: string,
  count: number,
  shape?: (revision: number) => EventShape,
): Promise<{ readonly events: ReadonlyArray<StoredEvent>; readonly last: Appended }> => {
  const events = storedEventsFor(stream, 0, count, undefined, shape);
  let last: Appended | undefined;
  for (let from = 0; from < count; from += 250)
    last = await append(store, stream, from === 0 ? noStream : from - 1, events.slice(from, from + 250));
  if (last === undefined) assert.fail('a stream is filled with one event at the least');
  return { events, last };
};

/** Where the log ends, undefined while it is empty. */
export const headOf = async (store: EventStore): Promise<string | undefined> => {
  const head = await store.head();
  if (E.isLeft(head)) assert.fail(`head failed: ${JSON.stringify(head.left)}`);
  return head.right;
};

/** The last event of the log, undefined while it is empty. */
export const lastOf = async (store: EventStore): Promise<RecordedEvent | undefined> => {
  const last = await store.last();
  if (E.isLeft(last)) assert.fail(`last failed: ${JSON.stringify(last.left)}`);
  return last.right;
};

/** A range that begins where the log ends now: what came before on a shared server is not read again. */
export const fromNow = async (store: EventStore): Promise<{ readonly after?: string }> => {
  const head = await headOf(store);
  return head === undefined ? {} : { after: head };
};

/** The events of one body, which on a shared server are the only ones a test knows of. */
export const ofBody = <Event extends RecordedEvent>(
  body: string,
  events: ReadonlyArray<Event>,
): ReadonlyArray<Event> => events.filter((event) => event.stream.startsWith(`commission-${body}-`));

export const idsOf = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<string> =>
  events.map((event) => event.id);

/** What was given to an append, as it should be read back without its place in the log. */
export const withoutPosition = (event: RecordedEvent): Omit<RecordedEvent, 'position'> => {
  const { position, ...rest } = event;
  assert.ok(position.length > 0);
  return rest;
};

/**
 * Gives a follower time to come to the end of the log and wait there. With an engine slower than this a test shows less,
 * but nothing false.
 */
export const untilItWaits = (): Promise<void> => pause(50);
