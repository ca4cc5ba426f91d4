import { busFailureInWords, type EventBus } from '@commissioning/event-bus';
import { type Feed, type FeedName, internalFeed, publicFeed } from '@services/feeds';
import { busStreams, type Relay, relayOf, type RelayOptions } from '@services/relay';
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

/** Opens the bus that was chosen; undefined where that is in this process, in which nobody subscribes. */
const openBus = async ({
  eventBus,
}: Pick<Config, 'eventBus'>): Promise<E.Either<string, EventBus | undefined>> => {
  if (eventBus.engine === 'in-process') return E.right(undefined);
  // Loaded where it is asked for: most offices never need its client.
  const { openNatsEventBus } = await import('@commissioning/event-bus/nats');
  return E.mapLeft(({ reason }: { readonly reason: string }) => `NATS_URL cannot be used: ${reason}.`)(
    openNatsEventBus(eventBus.address),
  );
};

/** What publishes to the bus that was chosen; undefined where the feeds are fetched over HTTP alone. */
export const publishingOf = async (
  config: Pick<Config, 'eventBus'>,
  options: Omit<RelayOptions, 'bus'>,
): Promise<E.Either<string, Publishing | undefined>> =>
  E.map((bus: EventBus | undefined) => bus && { bus, relay: relayOf({ ...options, bus }) })(
    await openBus(config),
  );

/** What is wrong with the bus that was chosen, in a sentence; undefined where it answers, and where there is none. */
export const busTrouble = async (config: Pick<Config, 'eventBus'>): Promise<string | undefined> => {
  const opened = await openBus(config);
  if (E.isLeft(opened)) return opened.left;
  const bus = opened.right;
  if (bus === undefined) return undefined;
  try {
    for (const { name } of Object.values(busStreams)) {
      const last = await bus.last(name)();
      // A stream that is not there yet is made when something is published.
      if (E.isLeft(last) && last.left._tag !== 'NoSuchStream') return busFailureInWords(last.left);
    }
    return undefined;
  } finally {
    await bus.close();
  }
};
