import { parseStreamName } from '@commissioning/kernel';
import type { RecordedEvent } from '@commissioning/record';
import type { RecordedEvent as ServerEvent } from '@eventstore/db-client';
import { type EventPage, EventStoreError, type LogRange, type StreamRange } from '../port';
import { endOfLog, pageAfter, pageBefore, type ServerPage, startOfLog, streamPage } from './pages';
import { beginning, isAfter, type Place, placeOf } from './place';
import { fromServer, placeIn } from './server-form';
import type { ServedLog } from './served-log';
import { unavailableBecause } from './trouble';

/** Events a page holds at the most where nothing else is asked for, and at the most whatever is asked for a stream. */
export const usualPage = 1_000;

/** Whether an event stands in a stream of ours: a server has its own beside them, and may have other people's. */
export const isOurs = (event: ServerEvent): boolean => parseStreamName(event.streamId) !== undefined;

/** Events as they were stored; when one of them cannot be read, those before it and the failure. */
interface Recorded {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly failure?: EventStoreError;
}

/** Brings events into the form in which they were stored, up to the first that cannot be. */
export const recorded = (logId: string, page: ServerPage): Recorded => {
  const events: Array<RecordedEvent> = [];
  for (const event of page)
    try {
      events.push(fromServer(logId, event));
    } catch (error) {
      if (error instanceof EventStoreError) return { events, failure: error };
      throw error;
    }
  return { events };
};

/** Does what the server may fail under, and tells such a failure in the port's words. */
const asking = async <A>(log: ServedLog, operation: string, ask: () => Promise<A>): Promise<A> => {
  try {
    if (log.closed.aborted) throw new Error('it has been closed');
    return await ask();
  } catch (error) {
    throw error instanceof EventStoreError
      ? error
      : new EventStoreError(unavailableBecause(operation, log.closed.aborted ? 'it has been closed' : error));
  }
};

/** Reads a stream, one bounded call a page, so that no call is open while its reader is busy or has gone. */
export async function* readStream(
  log: ServedLog,
  stream: string,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: StreamRange = {},
): AsyncGenerator<EventPage, void> {
  const logId = await asking(log, 'readStream', log.id);
  for (let next = from; next <= to;) {
    const asked = Math.min(usualPage, to - next + 1);
    const page = await asking(log, 'readStream', () =>
      streamPage(log.connection, stream, next, asked, log.closed),
    );
    log.ids.note(stream, Number(page[0]?.revision ?? 0), page);
    const { events, failure } = recorded(logId, page);
    if (events.length > 0) yield events;
    if (failure !== undefined) throw failure;
    const last = page.at(-1);
    if (last === undefined || page.length < asked) return;
    next = Number(last.revision) + 1;
  }
}

/** Whether the log has something after a place; a read that ended early is no proof that it has not. */
const isMoreAfter = async ({ connection, closed }: ServedLog, place: Place): Promise<boolean> =>
  isAfter(await endOfLog(connection, closed), place);

async function* readUpTo(
  log: ServedLog,
  { after, pageSize = usualPage }: LogRange,
  ending: Promise<Place>,
): AsyncGenerator<EventPage, void> {
  const logId = await asking(log, 'readAll', log.id);
  const end = await asking(log, 'readAll', () => ending);
  let at = after === undefined ? beginning : placeWithin(logId, after, end);
  while (isAfter(end, at)) {
    const { events: page } = await asking(log, 'readAll', () =>
      pageAfter(log.connection, at, pageSize, log.closed),
    );
    const ours = page.filter((event) => isOurs(event) && !isAfter(placeIn(event), end));
    const { events, failure } = recorded(logId, ours);
    if (events.length > 0) yield events;
    if (failure !== undefined) throw failure;
    const last = page.at(-1);
    // What stood at the end may have been scavenged since, and then nothing is left to be read.
    if (last === undefined && !(await asking(log, 'readAll', () => isMoreAfter(log, at)))) return;
    if (last !== undefined) at = placeIn(last);
  }
}

/** Reads the log up to where it ends now. */
export const readAll = (log: ServedLog, range: LogRange = {}): AsyncGenerator<EventPage, void> => {
  const end = asking(log, 'readAll', () => endOfLog(log.connection, log.closed));
  // Nobody may ever look at a reading that was asked for.
  end.catch(() => undefined);
  return readUpTo(log, range, end);
};

/** The place of a position that a caller names. Throws where it is not one of this log as it stands. */
export const placeWithin = (logId: string, position: string, end: Place): Place => {
  const place = placeOf(logId, position);
  // A log restored from an older copy is shorter than its readers remember: what they saw is gone.
  if (isAfter(place, end)) throw new Error(`The position ${position} lies beyond the end of the log`);
  return place;
};

/** The last event of ours; undefined where there is none. */
export const lastOfOurs = async ({ connection, closed }: ServedLog): Promise<ServerEvent | undefined> => {
  let before: Place | undefined;
  for (let count = 16; ; count = usualPage) {
    const page = await pageBefore(connection, before, count, closed);
    const found = page.find(isOurs);
    if (found !== undefined) return found;
    const oldest = page.at(-1);
    if (oldest !== undefined) before = placeIn(oldest);
    // A read that ended early is no proof that nothing comes before.
    else if (before === undefined || !isAfter(before, await startOfLog(connection, closed))) return undefined;
  }
};
