import type { RecordedEvent as ServerEvent } from '@eventstore/db-client';
import type { EventFilter, FollowPage } from '../port';
import type { Feed, Taken } from './feed';
import { endOfLog, pageAfter, type ServerPage } from './pages';
import { isAfter, type Place, positionOf } from './place';
import { isOurs, recorded } from './reading';
import type { ServedLog } from './served-log';
import { placeIn } from './server-form';
import { Dropped } from './trouble';

/** How long a subscription may be silent before the log itself is looked at, in milliseconds. */
const silence = 1_000;

/** How long a page is held open for more to come, in milliseconds, by one who has far to go. */
const catchingUpMoment = 5;

/** How many events are waited for at once, where many come: a wait for each is dear. */
const atOnce = 128;

/** The most that is gathered to be given together: events that wait for long are dear to whoever collects the garbage. */
const gathered = 256;

const wants =
  ({ streamPrefixes, types }: EventFilter) =>
  (event: ServerEvent): boolean =>
    isOurs(event) &&
    (types?.includes(event.type) ?? true) &&
    (streamPrefixes?.some((prefix) => event.streamId.startsWith(prefix)) ?? true);

/** A follower's state over all its subscriptions. */
export interface Following {
  readonly log: ServedLog;
  readonly logId: string;
  readonly filter: EventFilter;
  readonly pageSize: number;
  readonly stop: AbortSignal;
  /** Everything up to here was considered: given, or not wanted. It only ever moves on. */
  at: Place;
  /** Where the log was seen to end; a checkpoint beyond it is looked into before it is believed. */
  end: Place;
}

/**
 * Takes from a feed until a page is full or nothing more has come for a moment: while there is much to catch up with,
 * a reader is better served by full pages; later, at once.
 */
const gather = async (feed: Feed, pageSize: number, moment: number, stop: AbortSignal): Promise<Taken> => {
  const events: Array<ServerEvent> = [];
  for (;;) {
    const taken = feed.take(pageSize - events.length);
    events.push(...taken.events);
    if (!taken.drained || events.length === 0) return { ...taken, events };
    if (!(await feed.stirs(moment, stop, Math.min(atOnce, pageSize - events.length))))
      return { ...taken, events };
  }
};

/** The events after a place, each after the one before it: what a server sends again is not given again. */
const ascending = (after: Place, events: ServerPage): ServerPage => {
  let furthest = after;
  return events.filter((event) => {
    const place = placeIn(event);
    const fresh = isAfter(place, furthest);
    if (fresh) furthest = place;
    return fresh;
  });
};

/** A page of what is wanted of consecutive events, and how far it goes; ends before one that cannot be read. */
function* given(
  following: Following,
  events: ServerPage,
  upTo: Place,
  caughtUp: boolean,
): Generator<FollowPage, void> {
  const { logId, filter } = following;
  const wanted = ascending(following.at, events).filter(wants(filter));
  const { events: page, failure } = recorded(logId, wanted);
  if (failure === undefined) following.at = upTo;
  else {
    const last = wanted[page.length - 1];
    if (last !== undefined) following.at = placeIn(last);
  }
  if (failure === undefined || page.length > 0)
    yield {
      events: page,
      position: positionOf(logId, following.at),
      caughtUp: caughtUp && failure === undefined,
    };
  if (failure !== undefined) throw failure;
}

/** The checkpoint to move on to once everything before it was taken; not one that lies beyond the end of the log. */
const believed = async (
  following: Following,
  feed: Feed,
  checkpoint: Place | undefined,
): Promise<Place | undefined> => {
  if (checkpoint === undefined || !isAfter(checkpoint, following.at)) return undefined;
  if (isAfter(checkpoint, following.end))
    following.end = await endOfLog(following.log.connection, following.stop);
  if (!isAfter(checkpoint, following.end)) return checkpoint;
  feed.disbelieve();
  return undefined;
};

/**
 * Pages out of one subscription until it fails, which is thrown. A subscription alone is not trusted: when it says it
 * has caught up, and when it has been silent, the log itself is read from where the follower stands. What is found
 * there is given, and a subscription that kept it back is dropped.
 */
export async function* pagesOf(following: Following, feed: Feed): AsyncGenerator<FollowPage, void> {
  const { log, pageSize, stop } = following;
  let caughtUp = false;
  while (!stop.aborted) {
    const taken = await gather(feed, Math.min(pageSize, gathered), caughtUp ? 0 : catchingUpMoment, stop);
    const checkpoint = await believed(following, feed, taken.checkpoint);
    const last = taken.events.at(-1);
    const reached = [last && placeIn(last), checkpoint].reduce<Place>(
      (furthest, place) => (place !== undefined && isAfter(place, furthest) ? place : furthest),
      following.at,
    );
    if (isAfter(reached, following.at)) {
      yield* given(following, taken.events, reached, caughtUp && taken.drained);
      continue;
    }
    if (taken.events.length > 0) continue;
    if (feed.ended() !== undefined) throw feed.ended();
    const asked = feed.saidCaughtUp() && !caughtUp;
    if (!asked && ((await feed.stirs(silence, stop)) || stop.aborted)) continue;
    const { events, reachedEnd } = await pageAfter(log.connection, following.at, pageSize, stop);
    const end = events.at(-1);
    const told: boolean = caughtUp;
    caughtUp ||= reachedEnd;
    const keptBack = !asked && events.some(wants(following.filter));
    if (end !== undefined || caughtUp !== told)
      yield* given(following, events, end === undefined ? following.at : placeIn(end), reachedEnd);
    if (keptBack && !feed.waiting())
      throw new Dropped(`the subscription was silent for ${silence} ms while events came`);
  }
}
