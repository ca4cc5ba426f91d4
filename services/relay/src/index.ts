import type { BusStream, EventBus } from '@commissioning/event-bus';
import type { Instant } from '@commissioning/kernel';
import type { Feed, FeedName } from '@services/feeds';
import { type FeedHealth, publisherOf, type PublisherOptions } from './publisher';
import { busStreams } from './streams';

export type { FeedHealth, NotOurs, RelayFailure } from './publisher';
export { busStreams } from './streams';

export interface RelayOptions extends Pick<
  PublisherOptions,
  'pageSize' | 'retryAfterMs' | 'lookEveryMs' | 'report' | 'watch'
> {
  readonly bus: EventBus;
  readonly feeds: ReadonlyArray<Feed>;
  readonly now: () => Instant;
  /** The stream of each feed, where it is not to be the usual one. */
  readonly streams?: Readonly<Record<FeedName, BusStream>>;
}

/** Publishes feeds to a bus. */
export interface Relay {
  /** Goes on until the signal is given. Never rejects by anything that the bus or the stores do. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly health: () => ReadonlyArray<FeedHealth>;
}

/** The relay of these feeds: each goes on by itself, so that what hinders one holds no other up. */
export const relayOf = ({ feeds, streams = busStreams, ...options }: RelayOptions): Relay => {
  const publishers = feeds.map((feed) => publisherOf({ ...options, feed, stream: streams[feed.name] }));
  return {
    run: async (signal) => {
      await Promise.all(publishers.map((publisher) => publisher.run(signal)));
    },
    health: () => publishers.map((publisher) => publisher.health()),
  };
};
