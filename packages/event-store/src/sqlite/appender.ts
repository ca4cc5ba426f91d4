import type { StoredEvent } from '@commissioning/record';
import type { Database } from 'better-sqlite3';
import * as E from 'fp-ts/Either';
import { type AppendFailure, type Appended, noStream } from '../port';
import type { Positions } from '../local/positions';

export type Outcome = E.Either<AppendFailure, Appended>;

/** An event as the columns hold it: id, type, data, metadata, private, content hash, chain hash. */
export type EncodedEvent = readonly [string, string, string, string, string | null, Buffer, Buffer];

export interface EncodedAppend {
  readonly stream: string;
  readonly expected: number;
  readonly events: ReadonlyArray<EncodedEvent>;
}

/** JSON as text, hashes as bytes. Throws on what JSON cannot carry. */
export const encodeEvent = (event: StoredEvent): EncodedEvent => [
  event.id,
  event.type,
  JSON.stringify(event.data),
  JSON.stringify(event.metadata),
  event.private === undefined ? null : JSON.stringify(event.private),
  Buffer.from(event.contentHash, 'hex'),
  Buffer.from(event.chainHash, 'hex'),
];

/** What became of an append, and the log's last sequence behind it. */
interface Decided {
  readonly outcome: Outcome;
  readonly last: number;
}

/**
 * Writes one append behind the given sequence, or answers it without writing, inside a transaction that is under way.
 * Throws SQLite's constraint error when an event's id stands in the stream already.
 */
export type Appender = (append: EncodedAppend, after: number) => Decided;

export const makeAppender = (database: Database, positions: Positions): Appender => {
  const streamAt = database.prepare<[string], { readonly id: number; readonly revision: number }>(
    'select id, (select max(revision) from event where stream = s.id) as revision from stream s where name = ?',
  );
  const addStream = database.prepare<[string]>('insert into stream (name) values (?)');
  const addEvent = database.prepare<[number, number | bigint, number, ...EncodedEvent]>(
    `insert into event
      (sequence, stream, revision, id, type, data, metadata, private, content_hash, chain_hash)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const standing = database.prepare<
    [number, number, number],
    { readonly sequence: number; readonly id: string }
  >('select sequence, id from event where stream = ? and revision between ? and ? order by revision');

  const answer = (revision: number, sequence: number): Outcome =>
    E.right({ revision, position: positions.of(sequence) });

  const repeatOf = (stream: number, { expected, events }: EncodedAppend): Outcome | undefined => {
    const there = standing.all(stream, expected + 1, expected + events.length);
    const same = there.length === events.length && there.every(({ id }, index) => id === events[index]?.[0]);
    const last = there.at(-1);
    return same && last !== undefined ? answer(expected + events.length, last.sequence) : undefined;
  };

  return (append, after) => {
    const { stream, expected, events } = append;
    const at = streamAt.get(stream);
    const actual = at?.revision ?? noStream;
    if (expected !== actual) {
      const repeat = at !== undefined && expected < actual ? repeatOf(at.id, append) : undefined;
      return { outcome: repeat ?? E.left({ _tag: 'Conflict', stream, expected, actual }), last: after };
    }
    const id = at?.id ?? addStream.run(stream).lastInsertRowid;
    let last = after;
    let revision = expected;
    for (const event of events) addEvent.run((last += 1), id, (revision += 1), ...event);
    return { outcome: answer(revision, last), last };
  };
};
