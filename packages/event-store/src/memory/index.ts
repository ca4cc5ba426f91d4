import { makeBell } from '@commissioning/kernel';
import type { RecordedEvent, StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { AppendFailure, Appended, EventFilter, EventStore } from '../port';
import { mustBeAppendable } from '../local/appendable';
import { freshLogId, positionsOf } from '../local/positions';
import {
  closedFailure,
  follow,
  lastEvent,
  type LocalLog,
  readAll,
  readStream,
  type Step,
} from '../local/reading';

const engine = 'memory';

const wanted = (filter: EventFilter, event: RecordedEvent): boolean =>
  (filter.types?.includes(event.type) ?? true) &&
  (filter.streamPrefixes?.some((prefix) => event.stream.startsWith(prefix)) ?? true);

/** A log that lives as long as this object: for tests, and for commands that look and keep nothing. */
export const openMemoryEventStore = (): EventStore => {
  const positions = positionsOf(freshLogId());
  const bell = makeBell();
  const all: Array<RecordedEvent> = [];
  const streams = new Map<string, Array<RecordedEvent>>();
  const idsIn = new Map<string, Set<string>>();
  let closed = false;

  const step = (after: number, end: number, pageSize: number, filter: EventFilter = {}): Step => {
    const events: Array<RecordedEvent> = [];
    let at = after;
    while (at < end && events.length < pageSize) {
      const event = all[at];
      if (event !== undefined && wanted(filter, event)) events.push(event);
      at += 1;
    }
    return { events, upTo: at };
  };

  const log: LocalLog = {
    engine,
    positions,
    bell,
    closed: () => closed,
    last: () => all.length,
    step,
    streamPage: (stream, from, to, pageSize) =>
      (streams.get(stream) ?? []).slice(from, Math.min(to + 1, from + pageSize)),
  };

  const write = (stream: string, events: ReadonlyArray<StoredEvent>): void => {
    const held = streams.get(stream) ?? [];
    const ids = idsIn.get(stream) ?? new Set();
    for (const event of events) {
      // A copy, so that what a caller does to its own object afterwards does not change the record.
      const copy = JSON.parse(JSON.stringify(event)) as StoredEvent;
      const recorded = { ...copy, stream, revision: held.length, position: positions.of(all.length + 1) };
      held.push(recorded);
      all.push(recorded);
      ids.add(event.id);
    }
    streams.set(stream, held);
    idsIn.set(stream, ids);
    bell.ring();
  };

  const append = (
    stream: string,
    expected: number,
    events: ReadonlyArray<StoredEvent>,
  ): E.Either<AppendFailure, Appended> => {
    if (closed) return E.left(closedFailure(engine, 'append'));
    mustBeAppendable(stream, events);
    const held = streams.get(stream) ?? [];
    const actual = held.length - 1;
    const repeated = events.every((event, index) => held[expected + 1 + index]?.id === event.id);
    const alreadyIn = events.some((event) => idsIn.get(stream)?.has(event.id));
    if (!repeated && (expected !== actual || alreadyIn))
      return E.left({ _tag: 'Conflict', stream, expected, actual });
    if (!repeated) write(stream, events);
    const last = streams.get(stream)?.[expected + events.length];
    if (last === undefined) throw new Error(`${stream} lost an event in memory`);
    return E.right({ revision: last.revision, position: last.position });
  };

  return {
    engine,
    append: (stream, expected, events) => async () => append(stream, expected, events),
    readStream: (stream, range) => readStream(log, stream, range),
    readAll: (range) => readAll(log, range),
    follow: (options) => follow(log, options),
    head: async () =>
      closed
        ? E.left(closedFailure(engine, 'head'))
        : E.right(all.length === 0 ? undefined : positions.of(all.length)),
    last: lastEvent(log),
    close: async () => {
      closed = true;
      bell.ring();
    },
  };
};
