import { setTimeout as delay } from 'node:timers/promises';
import type { BusFailure, BusMessage, BusStream, EventBus, KeptMessage } from '@commissioning/event-bus';
import { CarriedFailure, backOff, epochMilliseconds, type Instant } from '@commissioning/kernel';
import {
  CloudEvent,
  cloudEventType,
  type Feed,
  FeedError,
  type FeedFailure,
  type FeedItem,
} from '@services/feeds';
import * as E from 'fp-ts/Either';

/** The newest message of the stream is none that this feed can have published: somebody else writes there. */
export interface NotOurs {
  readonly _tag: 'NotOurs';
  readonly stream: string;
  readonly sequence: number;
}

export type RelayFailure = BusFailure | FeedFailure | NotOurs;

/**
 * How the publishing of one feed is. `starting`: it has not found out where the bus stands. `catching-up`: it publishes
 * what is there. `live`: everything is published. `waiting`: something keeps it from its work, and it tries again.
 */
export interface FeedHealth {
  readonly feed: Feed['name'];
  readonly stream: string;
  readonly state: 'stopped' | 'starting' | 'catching-up' | 'live' | 'waiting';
  /** The sequence of the last message known to be in the stream; 0 while it is empty, undefined until that is known. */
  readonly sequence: number | undefined;
  readonly lag: {
    /** Events that are yet to be published; undefined where that is not known without reading them. */
    readonly events: number | undefined;
    /** Seconds since the last event that was published had been recorded; 0 when all are. */
    readonly seconds: number | undefined;
  };
  /** What kept it from its work last, and how often since it last did any; none when it went away. */
  readonly lastFault:
    | { readonly failure: RelayFailure; readonly at: Instant; readonly attempts: number }
    | undefined;
}

export interface PublisherOptions {
  readonly bus: EventBus;
  readonly feed: Feed;
  readonly stream: BusStream;
  readonly now: () => Instant;
  /** Events published together; 256 when absent. */
  readonly pageSize?: number;
  /** Milliseconds to wait before the nth try, from 1; doubling from 100 to 5,000 when absent. */
  readonly retryAfterMs?: (attempt: number) => number;
  /** How often the bus is asked whether it is there while there is nothing to publish, in milliseconds; 5,000 when absent. */
  readonly lookEveryMs?: number;
  /**
   * Told of each event that is about to be published; what it answers with is called once the bus has it. For those who
   * follow events on their way.
   */
  readonly watch?: (feed: Feed['name'], event: CloudEvent) => (() => void) | undefined;
  readonly report?: (about: { readonly feed: Feed['name']; readonly failure: RelayFailure }) => void;
}

/** Publishes one feed to one stream. */
export interface Publisher {
  /** Goes on publishing until the signal is given. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly health: () => FeedHealth;
}

const usualBackOff = backOff(100, 5_000);

/** What a step of the work came to grief by; caught where the work is taken up anew. */
class Hindered extends CarriedFailure<RelayFailure> {
  constructor(failure: RelayFailure) {
    super(failure, failure._tag);
  }
}

const orHindered = <A>(answer: E.Either<RelayFailure, A>): A => {
  if (E.isLeft(answer)) throw new Hindered(answer.left);
  return answer.right;
};

const messageOf = ({ event, subject }: FeedItem): BusMessage => ({
  id: event.id,
  subject,
  contentType: cloudEventType,
  body: JSON.stringify(event),
});

/** The event that a message holds; undefined where it holds none. */
const eventIn = ({ body }: KeptMessage): CloudEvent | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    return CloudEvent.is(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** Where the publishing stands: after which message of the stream, and after which place of the feed. */
interface Standing {
  readonly sequence: number;
  readonly place: string | undefined;
}

/**
 * Publishes a feed in its order. It keeps no memory of its own: the stream's newest message says where to go on, after
 * a crash, after a month, and after somebody else published meanwhile. Every message names the place it is to stand at,
 * so that of two publishers one is told that it was overtaken, and looks again.
 */
export const publisherOf = (options: PublisherOptions): Publisher => {
  const {
    bus,
    feed,
    stream,
    now,
    pageSize = 256,
    retryAfterMs = usualBackOff,
    lookEveryMs = 5_000,
    watch = () => undefined,
    report = () => undefined,
  } = options;
  let state: FeedHealth['state'] = 'stopped';
  let sequence: number | undefined;
  let lastTime: Instant | undefined;
  let waitingEvents: number | undefined;
  let lastFault: FeedHealth['lastFault'];
  /** Whether the bus did not answer when there was nothing to publish, and has not since. */
  let silent = false;

  const hinder = (failure: RelayFailure): number => {
    const attempts = (lastFault?.attempts ?? 0) + 1;
    lastFault = { failure, at: now(), attempts };
    state = 'waiting';
    // Whoever was overtaken only looks again; the first time that is no more than two who started at once.
    if (failure._tag !== 'Overtaken' || attempts > 1) report({ feed: feed.name, failure });
    return attempts;
  };

  const standing = async (): Promise<Standing> => {
    orHindered(await bus.declare(stream)());
    const last = orHindered(await bus.last(stream.name)());
    if (last === undefined) return { sequence: 0, place: undefined };
    const event = eventIn(last);
    if (event === undefined || event.id !== last.id)
      throw new Hindered({ _tag: 'NotOurs', stream: stream.name, sequence: last.sequence });
    lastTime = event.time;
    return { sequence: last.sequence, place: orHindered(await feed.placeOf(event)()) };
  };

  const count = async (place: string | undefined): Promise<void> => {
    const counted = await feed.countAfter(place)();
    waitingEvents = E.isRight(counted) ? counted.right : undefined;
  };

  const work = async (signal: AbortSignal): Promise<void> => {
    const begun = await standing();
    let at = begun.sequence;
    sequence = at;
    state = 'catching-up';
    await count(begun.place);
    for await (const page of feed.follow(begun.place, { limit: pageSize, signal })) {
      if (page.items.length > 0) {
        state = 'catching-up';
        waitingEvents = waitingEvents === undefined ? undefined : Math.max(waitingEvents, page.items.length);
        const ends = page.items.map(({ event }) => watch(feed.name, event));
        at = orHindered(await bus.publish(stream.name, at, page.items.map(messageOf))());
        for (const end of ends) end?.();
        sequence = at;
        lastTime = page.items.at(-1)?.event.time;
        waitingEvents =
          waitingEvents === undefined ? undefined : Math.max(0, waitingEvents - page.items.length);
      }
      lastFault = undefined;
      silent = false;
      if (!page.caughtUp) continue;
      waitingEvents = 0;
      state = 'live';
    }
  };

  const failureOf = (error: unknown): RelayFailure => {
    if (error instanceof Hindered || error instanceof FeedError) return error.failure;
    throw error;
  };

  const idle = (): boolean => state === 'live' || silent;

  /** A bus that went away would not be noticed before there is something to publish: so it is asked now and then. */
  const look = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted || !idle()) continue;
      const answer = await bus.last(stream.name)();
      if (signal.aborted || !idle()) continue;
      if (E.isLeft(answer)) {
        hinder(answer.left);
        silent = true;
      } else if (silent) {
        silent = false;
        lastFault = undefined;
        state = 'live';
      }
    }
  };

  const publish = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      if (state === 'stopped') state = 'starting';
      try {
        await work(signal);
      } catch (error) {
        if (signal.aborted) break;
        silent = false;
        const attempts = hinder(failureOf(error));
        await delay(retryAfterMs(attempts), undefined, { signal }).catch(() => undefined);
      }
    }
    state = 'stopped';
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    await Promise.all([publish(signal), look(signal)]);
  };

  const secondsBehind = (): number | undefined => {
    if (state === 'live') return 0;
    return lastTime === undefined
      ? undefined
      : Math.max(0, (epochMilliseconds(now()) - epochMilliseconds(lastTime)) / 1_000);
  };

  return {
    run,
    health: () => ({
      feed: feed.name,
      stream: stream.name,
      state,
      sequence,
      lag: { events: state === 'live' ? 0 : waitingEvents, seconds: secondsBehind() },
      lastFault,
    }),
  };
};
