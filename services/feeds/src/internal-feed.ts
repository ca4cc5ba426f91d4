import { type EventStore, EventStoreError, followToEnd, type FollowPage } from '@commissioning/event-store';
import * as E from 'fp-ts/Either';
import * as TE from 'fp-ts/TaskEither';
import { type Feed, FeedError, type FeedFailure, type FeedPage } from './feed';
import { isTold, recordedItem } from './recorded-event';

export interface InternalFeedPorts {
  readonly events: EventStore;
  /** Where this system is reached from outside, without a slash at the end. */
  readonly address: () => string;
}

const unknownPlace = (place: string): FeedFailure => ({ _tag: 'UnknownPlace', feed: 'internal', place });

/** A log tells by an error of its own that a position is of another one. */
const failureOf = (error: unknown, place: string): FeedFailure =>
  error instanceof EventStoreError ? error.failure : unknownPlace(place);

/** What happened, as it was recorded, from the log itself. A place is a position of that. */
export const internalFeed = ({ events, address }: InternalFeedPorts): Feed => {
  const pageOf = ({ events: given, position, caughtUp }: FollowPage): FeedPage => ({
    items: given.filter(isTold).map((event) => recordedItem(event, address())),
    place: position,
    caughtUp,
  });

  const page: Feed['page'] = (after, limit) => async () => {
    const stop = new AbortController();
    const options = { pageSize: limit, signal: stop.signal, ...(after === undefined ? {} : { after }) };
    try {
      // A page may hold nothing that is told; a reader who got nothing would believe to have everything.
      for await (const each of followToEnd(events, options)) {
        const told = pageOf(each);
        if (told.items.length > 0) return E.right(told);
      }
      const head = await events.head();
      if (E.isLeft(head)) return head;
      if (after !== undefined && (head.right === undefined || after > head.right))
        return E.left(unknownPlace(after));
      const place = head.right ?? after;
      return E.right({ items: [], ...(place === undefined ? {} : { place }), caughtUp: true });
    } catch (error) {
      return E.left(failureOf(error, after ?? ''));
    } finally {
      stop.abort();
    }
  };

  async function* follow(
    after: string | undefined,
    { limit, signal }: { readonly limit: number; readonly signal: AbortSignal },
  ): AsyncGenerator<FeedPage, void> {
    const options = { pageSize: limit, signal, ...(after === undefined ? {} : { after }) };
    try {
      for await (const each of events.follow(options)) yield pageOf(each);
    } catch (error) {
      throw new FeedError(failureOf(error, after ?? ''));
    }
  }

  /** Found in its stream by its id: that outlives a log that is copied into another engine, and a position does not. */
  const placeOf: Feed['placeOf'] =
    ({ id, data }) =>
    async () => {
      const stream = data['stream'];
      try {
        if (typeof stream === 'string')
          for await (const given of events.readStream(stream)) {
            const found = given.find((event) => event.id === id);
            if (found !== undefined) return E.right(found.position);
          }
        return E.left(unknownPlace(id));
      } catch (error) {
        return E.left(failureOf(error, id));
      }
    };

  return { name: 'internal', page, follow, placeOf, countAfter: () => TE.right(undefined) };
};
