import type { EventBus } from '@commissioning/event-bus';
import { type Feed, type FeedName, internalFeed, publicFeed } from '@services/feeds';
import { type Relay, relayOf, type RelayOptions } from '@services/relay';
import * as E from 'fp-ts/Either';
import type { Config } from './config';
import type { Office } from './office';

/** The feeds of an office; `address` is where it is reached from outside. */
export const feedsOf = (
  { events, reads, projecting, now }: Pick<Office, 'events' | 'reads' | 'projecting' | 'now'>,
  address: () => string,
): Readonly<Record<FeedName, Feed>> => ({
  public: publicFeed({ projecting, reads, now, address }),
  internal: internalFeed({ events, address }),
});

/** What publishes an office's feeds, and the bus it publishes to. */
export interface Publishing {
  readonly relay: Relay;
  readonly bus: EventBus;
}

/**
 * What publishes to the bus that was chosen; undefined where that is in this process, in which nobody subscribes: there
 * the feeds are fetched over HTTP, from where they are made.
 */
export const publishingOf = async (
  { eventBus }: Pick<Config, 'eventBus'>,
  options: Omit<RelayOptions, 'bus'>,
): Promise<E.Either<string, Publishing | undefined>> => {
  if (eventBus.engine === 'in-process') return E.right(undefined);
  // Loaded where it is asked for: most offices never need its client.
  const { openNatsEventBus } = await import('@commissioning/event-bus/nats');
  const bus = openNatsEventBus(eventBus.address);
  return E.isLeft(bus)
    ? E.left(`NATS_URL cannot be used: ${bus.left.reason}.`)
    : E.right({ bus: bus.right, relay: relayOf({ ...options, bus: bus.right }) });
};
