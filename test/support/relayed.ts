import type { BusMessage, EventBus, KeptMessage } from '@commissioning/event-bus';
import type { DomainEvent } from '@commissioning/kernel';
import { integrationEventsModel } from '@projections/integration-events';
import { type CloudEvent, type Feed, internalFeed, publicFeed } from '@services/feeds';
import { type FeedHealth, relayOf, type RelayOptions } from '@services/relay';
import { setTimeout as delay } from 'node:timers/promises';
import { inStream, like, momentOf, noon, right, type Telling, type World, worldOf } from './read-models';

export const address = 'https://record.example';

/** A record in memory with its two feeds. */
export interface Told {
  readonly world: World;
  readonly feeds: { readonly public: Feed; readonly internal: Feed };
}

/** A record in memory, of which these were told, and its feeds. */
export const recordOf = async (
  tellings: ReadonlyArray<Telling>,
  model: typeof integrationEventsModel = integrationEventsModel,
): Promise<Told> => {
  const world = worldOf(model);
  await world.tell(...tellings);
  return { world, feeds: feedsOf(world) };
};

export const feedsOf = (world: World): Told['feeds'] => ({
  public: publicFeed({
    ...world,
    now: () => momentOf(noon('2027-06-01')),
    address: () => address,
    lookEveryMs: 5,
  }),
  internal: internalFeed({ events: world.events, address: () => address }),
});

/** So many specifications amended, each of which is told to the public. */
export const amendments = (commission: string, count: number, from = 1): ReadonlyArray<Telling> =>
  inStream(
    `commission-${commission}`,
    ...Array.from({ length: count }, (_each, index): DomainEvent =>
      like('SpecAmended', { amendment: `a${from + index}` }),
    ),
  );

/** Every event of a feed. */
export const allOf = async (feed: Feed): Promise<ReadonlyArray<CloudEvent>> => {
  const events: Array<CloudEvent> = [];
  let after: string | undefined;
  for (;;) {
    const { items, place } = await right(feed.page(after, 50));
    if (items.length === 0) return events;
    events.push(...items.map(({ event }) => event));
    after = place;
  }
};

/** Everything that a stream of a bus holds. */
export const heldIn = async (bus: EventBus, stream: string): Promise<ReadonlyArray<KeptMessage>> => {
  const last = await right(bus.last(stream));
  const held: Array<KeptMessage> = [];
  const { signal } = new AbortController();
  if (last === undefined) return held;
  for await (const { messages, handled } of bus.subscribe({
    stream,
    name: `all-${Math.random()}`.replace('.', ''),
    signal,
  })) {
    held.push(...messages);
    await right(handled);
    if ((held.at(-1)?.sequence ?? 0) >= last.sequence) break;
  }
  return held;
};

/** Waits until something is so, looking every so often. What never is runs into the test's own time limit. */
export const until = async (holds: () => Promise<boolean>, everyMs = 5): Promise<void> => {
  while (!(await holds())) await delay(everyMs);
};

export const idsOf = (those: ReadonlyArray<Pick<BusMessage, 'id'>>): ReadonlyArray<string> =>
  those.map(({ id }) => id);

/** A relay that works beside the test. */
export interface Running {
  readonly health: () => ReadonlyArray<FeedHealth>;
  /** Waits until every feed is so. */
  readonly are: (state: FeedHealth['state']) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const running = (options: Omit<RelayOptions, 'now'>): Running => {
  const relay = relayOf({ retryAfterMs: () => 5, ...options, now: () => momentOf(noon('2027-06-01')) });
  const abort = new AbortController();
  const work = relay.run(abort.signal);
  return {
    health: relay.health,
    are: async (state) => {
      while (!relay.health().every((each) => each.state === state)) await delay(2);
    },
    stop: async () => {
      abort.abort();
      await work;
    },
  };
};
