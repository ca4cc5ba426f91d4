import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  type ReadPosition,
  type RecordedEvent as ServerEvent,
  START,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client';
import type { Connection } from './connection';
import { type Place, readFrom } from './place';
import { persist } from './patience';
import { placeIn } from './server-form';
import { Dropped } from './trouble';

export type ServerPage = ReadonlyArray<ServerEvent>;

/** What ends a read that is waited for no more. */
const givenUp = (): Dropped => new Dropped('the reading was given up');

/**
 * All that one bounded read gives; fails when nothing comes for so many milliseconds. The call is cancelled however it
 * ends, for the client leaves it open when its reader walks away.
 */
const collect = (
  read: StreamingRead<{ readonly event?: ServerEvent }>,
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<ServerPage> =>
  new Promise((resolve, reject) => {
    const events: Array<ServerEvent> = [];
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      read.cancel().catch(() => undefined);
      settle();
    };
    const giveUp = (): void => finish(() => reject(givenUp()));
    const timer = setTimeout(
      () => finish(() => reject(new Dropped(`nothing came for ${milliseconds} ms`))),
      milliseconds,
    );
    signal?.addEventListener('abort', giveUp);
    read.on('data', ({ event }) => {
      if (event !== undefined) events.push(event);
      timer.refresh();
    });
    read.on('end', () => finish(() => resolve(events)));
    read.on('error', (error: Error) => finish(() => reject(error)));
    if (signal?.aborted) giveUp();
  });

const page = (
  { client, deadlineMs }: Connection,
  read: (from: EventStoreDBClient) => StreamingRead<{ readonly event?: ServerEvent }>,
  signal: AbortSignal | undefined,
  least = 0,
): Promise<ServerPage> =>
  persist(
    deadlineMs,
    async (milliseconds) => {
      const events = await collect(read(client), milliseconds, signal);
      if (events.length < least) throw new Dropped('the server ended a read that had not begun');
      return events;
    },
    signal,
  );

/** Events of a stream from a revision on, so many at the most; none when there is no such stream. */
export const streamPage = async (
  connection: Connection,
  stream: string,
  from: number,
  count: number,
  signal?: AbortSignal,
): Promise<ServerPage> => {
  try {
    return await page(
      connection,
      (client) =>
        client.readStream(stream, { ...connection.call, fromRevision: BigInt(from), maxCount: count }),
      signal,
    );
  } catch (error) {
    if (error instanceof StreamNotFoundError) return [];
    throw error;
  }
};

const allPage = (
  connection: Connection,
  direction: typeof FORWARDS | typeof BACKWARDS,
  fromPosition: ReadPosition,
  maxCount: number,
  signal: AbortSignal | undefined,
): Promise<ServerPage> =>
  page(
    connection,
    (client) => client.readAll({ ...connection.call, direction, fromPosition, maxCount }),
    signal,
    // A server writes an event of its own before anybody else can: no log is empty, and one that seems so was cut off.
    fromPosition === END || fromPosition === START ? 1 : 0,
  );

/** Events of the whole log after a place, everybody's, so many at the most; fewer only where the log ends. */
export const pageAfter = async (
  connection: Connection,
  place: Place,
  count: number,
  signal?: AbortSignal,
): Promise<{ readonly events: ServerPage; readonly reachedEnd: boolean }> => {
  // The server reads from a place on, and one that was only looked through may hold no event any more.
  const read = await allPage(connection, FORWARDS, readFrom(place), count + 1, signal);
  const { commit, prepare } = place;
  const events = read.filter((event) => {
    const at = placeIn(event);
    return at.commit !== commit || at.prepare !== prepare;
  });
  return { events: events.slice(0, count), reachedEnd: read.length <= count };
};

/** Events of the whole log before a place, everybody's, newest first; from its end where no place is given. */
export const pageBefore = (
  connection: Connection,
  place: Place | undefined,
  count: number,
  signal?: AbortSignal,
): Promise<ServerPage> => allPage(connection, BACKWARDS, place ?? END, count, signal);

const endmost = (page: ServerPage): Place => {
  const [event] = page;
  if (event === undefined) throw new Error('A page without events came of a log that has some');
  return placeIn(event);
};

/** Where the log ends, with everybody's events in it. */
export const endOfLog = async (connection: Connection, signal?: AbortSignal): Promise<Place> =>
  endmost(await pageBefore(connection, undefined, 1, signal));

/** Where the log begins. */
export const startOfLog = async (connection: Connection, signal?: AbortSignal): Promise<Place> =>
  endmost(await allPage(connection, FORWARDS, START, 1, signal));
