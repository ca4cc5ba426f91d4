import { type EventData, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import * as E from 'fp-ts/Either';
import { type AppendFailure, type Appended, type Conflict, noStream } from '../port';
import type { Connection } from './connection';
import { streamPage } from './pages';
import { isNowhere, type Place, positionOf } from './place';
import { send } from './send';
import type { ServedLog } from './served-log';
import { placeIn } from './server-form';
import type { StreamIds } from './stream-ids';
import { Dropped, unavailableBecause } from './trouble';

const pageOfIds = 500;

/** Learns the ids of a stream up to a revision, as far as they are not known. */
const learn = async (connection: Connection, ids: StreamIds, stream: string, upTo: number): Promise<void> => {
  let known = ids.known(stream);
  while (known <= upTo) {
    const page = await streamPage(connection, stream, known, Math.min(pageOfIds, upTo + 1 - known));
    ids.note(stream, Number(page[0]?.revision ?? 0), page);
    // The stream is shorter, or was cut off at its beginning.
    if (ids.known(stream) === known) return;
    known = ids.known(stream);
  }
};

/**
 * Whether an event of an append to the end of a stream stands in it already. Where the stream is known beyond the
 * revision named, or does not reach it, the server decides: it compares ids there, or finds a conflict.
 */
const standsAlready = async (
  connection: Connection,
  ids: StreamIds,
  stream: string,
  expected: number,
  events: ReadonlyArray<EventData>,
): Promise<boolean> => {
  await learn(connection, ids, stream, expected);
  return ids.known(stream) === expected + 1 && events.some((event) => ids.includes(stream, event.id));
};

const placeAt = async (connection: Connection, stream: string, revision: number): Promise<Place> => {
  const [event] = await streamPage(connection, stream, revision, 1);
  if (event === undefined) throw new Dropped(`revision ${revision} of ${stream} was not there to be read`);
  return placeIn(event);
};

/** Writes, and says where the last event came to stand. */
const write = async (
  connection: Connection,
  stream: string,
  expected: number,
  events: ReadonlyArray<EventData>,
): Promise<Place> => {
  const expectedRevision = expected === noStream ? NO_STREAM : BigInt(expected);
  const revision = expected + events.length;
  const { nextExpectedRevision, position } = await send(connection, stream, expectedRevision, events);
  if (nextExpectedRevision !== BigInt(revision))
    throw new Error(`the server says revision ${nextExpectedRevision} where ${revision} was written`);
  return position === undefined || isNowhere(position) ? placeAt(connection, stream, revision) : position;
};

const conflictOf = (stream: string, expected: number, error: WrongExpectedVersionError): Conflict => ({
  _tag: 'Conflict',
  stream,
  expected,
  actual: error.actualVersion === NO_STREAM ? noStream : Number(error.actualVersion),
});

/** Appends encoded events at a revision. The failures are the port's. */
export const append = async (
  { connection, id, ids }: ServedLog,
  stream: string,
  expected: number,
  events: ReadonlyArray<EventData>,
): Promise<E.Either<AppendFailure, Appended>> => {
  try {
    if (expected > noStream && (await standsAlready(connection, ids, stream, expected, events)))
      return E.left({ _tag: 'Conflict', stream, expected, actual: expected });
    const logId = await id();
    const place = await write(connection, stream, expected, events);
    ids.note(stream, expected + 1, events);
    return E.right({ revision: expected + events.length, position: positionOf(logId, place) });
  } catch (error) {
    return E.left(
      error instanceof WrongExpectedVersionError
        ? conflictOf(stream, expected, error)
        : unavailableBecause('append', error),
    );
  }
};
