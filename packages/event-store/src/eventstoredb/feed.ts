import { type RecordedEvent as ServerEvent, streamNameFilter, eventTypeFilter } from '@eventstore/db-client';
import { aggregateKinds } from '@commissioning/kernel';
import type { EventFilter } from '../port';
import type { Connection } from './connection';
import { isAfter, isNowhere, type Place, readFrom } from './place';
import { Dropped } from './trouble';

/** What a subscription has sent that was not taken yet. */
export interface Taken {
  /** In the order of the log. */
  readonly events: ReadonlyArray<ServerEvent>;
  /** Whether everything that had arrived was taken. */
  readonly drained: boolean;
  /**
   * The furthest checkpoint received, where everything that had arrived was taken: events it lies ahead of may wait to
   * be taken otherwise. It is known at this very instant alone, for the client reads on meanwhile.
   */
  readonly checkpoint: Place | undefined;
}

/** A subscription that is asked for what it has, instead of handing it over when it likes. */
export interface Feed {
  readonly take: (most: number) => Taken;
  /** Forgets the checkpoint, which was not true. */
  readonly disbelieve: () => void;
  /** Whether the server has said that it had reached the end of the log. */
  readonly saidCaughtUp: () => boolean;
  /** Why nothing will come any more; undefined while something may. A clean end is a drop like any other. */
  readonly ended: () => unknown;
  /** Whether events wait to be taken. */
  readonly waiting: () => boolean;
  /**
   * True as soon as so many events wait, or there may be something else since the last taking; when the time is over,
   * whether anything waits; false by the signal.
   */
  readonly stirs: (milliseconds: number, signal: AbortSignal, enough?: number) => Promise<boolean>;
  readonly close: () => void;
}

/** Considered events after which the server sends a checkpoint; also how many it looks through at a time. */
const window = 256;

/** Events that wait to be taken, before the server is asked to hold back. */
const buffer = 256;

const oursAlone = aggregateKinds.map((kind) => `${kind}-`);

/**
 * The half of a filter that the server applies, for it takes one condition; the other half is the follower's.
 * Stream names where they are given, for then every event of a wanted stream moves the follower on.
 */
const serverFilter = ({ streamPrefixes, types }: EventFilter, checkpointReached: (place: Place) => void) => {
  const common = {
    checkpointInterval: 1,
    maxSearchWindow: window,
    checkpointReached: (_: unknown, place: Place) => checkpointReached(place),
  };
  if (streamPrefixes === undefined && types !== undefined && types.length > 0)
    return eventTypeFilter({ ...common, prefixes: [...types] });
  return streamNameFilter({
    ...common,
    prefixes: streamPrefixes === undefined || streamPrefixes.length === 0 ? oursAlone : [...streamPrefixes],
  });
};

/** Subscribes to what comes after a place. Nothing here throws: a subscription that fails has ended. */
export const openFeed = ({ client, call }: Connection, after: Place, filter: EventFilter): Feed => {
  let checkpoint: Place | undefined;
  let caughtUp = false;
  let ended: unknown;
  let news = false;
  let wake = (): void => undefined;
  /** How many events are worth to be woken for. */
  let worth = 1;
  const stir = (): void => {
    news = true;
    wake();
  };
  const end = (reason: unknown): void => {
    ended ??= reason;
    stir();
  };
  // Must not throw, and must not be slow: the client reads on only when it has returned.
  const checkpointReached = (place: Place): void => {
    if (!isNowhere(place) && (checkpoint === undefined || isAfter(place, checkpoint))) checkpoint = place;
    stir();
  };

  const subscription = client.subscribeToAll(
    { ...call, fromPosition: readFrom(after), filter: serverFilter(filter, checkpointReached) },
    { highWaterMark: buffer },
  );
  const arrived: Array<ServerEvent> = [];
  const isEnough = (): boolean => news || arrived.length + subscription.readableLength >= worth;
  // Flowing, for to be told of each that it can be read costs more than to be given it.
  subscription.on('data', ({ event }: { readonly event?: ServerEvent }) => {
    if (event !== undefined) arrived.push(event);
    if (arrived.length >= buffer) subscription.pause();
    if (isEnough()) wake();
  });
  const waiting = (): boolean => arrived.length + subscription.readableLength > 0;
  subscription.on('caughtUp', () => {
    caughtUp = true;
    stir();
  });
  subscription.on('error', (error: Error) => end(error));
  subscription.on('end', () => end(new Dropped('the server ended the subscription')));

  return {
    take: (most) => {
      news = false;
      // What the stream still holds is given as the rest is, once it is read.
      while (arrived.length < most && subscription.read() !== null);
      const events = arrived.splice(0, most);
      if (arrived.length < buffer && subscription.isPaused()) subscription.resume();
      const drained = events.length < most;
      return { events, drained, checkpoint: drained ? checkpoint : undefined };
    },
    disbelieve: () => {
      checkpoint = undefined;
    },
    saidCaughtUp: () => caughtUp,
    ended: () => ended,
    waiting,
    stirs: (milliseconds, signal, enough = 1) =>
      new Promise((resolve) => {
        worth = enough;
        const settle = (stirred: boolean): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          wake = () => undefined;
          resolve(stirred);
        };
        const giveUp = (): void => settle(false);
        const timer = setTimeout(() => settle(waiting()), milliseconds);
        wake = () => settle(true);
        signal.addEventListener('abort', giveUp);
        if (signal.aborted) giveUp();
        else if (isEnough()) wake();
      }),
    // Fails where the connection was never made, and then there is nothing to end.
    close: () => void subscription.unsubscribe().catch(() => undefined),
  };
};
