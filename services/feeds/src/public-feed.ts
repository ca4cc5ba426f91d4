import { setTimeout as delay } from 'node:timers/promises';
import { subjectOf } from '@commissioning/event-bus';
import { type Instant, londonDateOf } from '@commissioning/kernel';
import { type Projecting, readServing, type Serving } from '@commissioning/projecting';
import type { Page, ReadStore, Stored } from '@commissioning/read-store';
import {
  integrationEventsModel,
  releasedAfter,
  type ReleasedEvent,
  releasedToday,
  type WithheldParts,
} from '@projections/integration-events';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import { type CloudEvent, schemaPath, sourceOf } from './cloud-event';
import { type Feed, FeedError, type FeedFailure, type FeedItem, type FeedPage } from './feed';

export interface PublicFeedPorts {
  readonly projecting: Pick<Projecting, 'serving' | 'health'>;
  readonly reads: ReadStore;
  readonly now: () => Instant;
  /** Where this system is reached from outside, without a slash at the end. */
  readonly address: () => string;
  /** How long a follower that has everything waits before it looks again, in milliseconds; 500 when absent. */
  readonly lookEveryMs?: number;
}

/** `grant-awarded.v1` of a public type. */
const versionedName = (type: string): string => type.split('.').slice(-2).join('.');

/** `grant-awarded` of a public type. */
const nameOf = (type: string): string => type.split('.').at(-2) ?? '';

const itemOf = (id: string, event: ReleasedEvent, address: string): FeedItem => {
  const { type, body, aggregate, subject, time, cause, traceparent, data } = event;
  const cloudEvent: CloudEvent = {
    specversion: '1.0',
    id,
    source: sourceOf('public', body),
    type,
    subject,
    time,
    datacontenttype: 'application/json',
    dataschema: `${address}${schemaPath(versionedName(type))}`,
    ...(traceparent === null ? {} : { traceparent }),
    causationid: cause,
    data,
  };
  return {
    event: cloudEvent,
    subject: subjectOf('commissioning', 'public', body, aggregate, subject, nameOf(type)),
    // Positions count everything that is recorded, sealed bids too: the public is given the event's own id instead.
    place: id,
  };
};

const releasedIn = ({ body }: Stored): ReleasedEvent => body as unknown as ReleasedEvent;

/** What everybody may know, from the read model that makes it. */
export const publicFeed = (ports: PublicFeedPorts): Feed => {
  const { projecting, reads, now, address, lookEveryMs = 500 } = ports;

  /** Whether the read model has far to go yet: then the end of it is not the end of what is public. */
  const isBehind = (): boolean => {
    const known = projecting.health().find((each) => each.projection === integrationEventsModel.name);
    return known?.state === 'behind' || known?.state === 'catching-up';
  };

  const reading = <A>(
    ask: (serving: Serving) => TE.TaskEither<FeedFailure, A>,
  ): TE.TaskEither<FeedFailure, A> => readServing(projecting.serving(integrationEventsModel.name), ask);

  /** The place of an event by its id; undefined at the beginning. */
  const placeIn = (
    serving: Serving,
    after: string | undefined,
  ): TE.TaskEither<FeedFailure, string | undefined> =>
    after === undefined
      ? TE.right(undefined)
      : pipe(
          reads.get(serving.collection('outbox'), after),
          TE.chainW((found) =>
            found === undefined
              ? TE.left({ _tag: 'UnknownPlace' as const, feed: 'public' as const, place: after })
              : TE.right(releasedIn(found).place),
          ),
        );

  /**
   * An event that was set aside may yet release something, which stands before what comes later: nothing behind it is
   * given out until it is taken in. Asked after the events were read, which were written no later.
   */
  const beforeParked =
    (serving: Serving, { documents }: Page): TE.TaskEither<FeedFailure, ReadonlyArray<Stored>> =>
    async () => {
      const parked = await reads.find(serving.collection('parked'), { limit: 1 })();
      if (E.isLeft(parked)) return parked;
      const first = parked.right.documents[0]?.id;
      return E.right(documents.filter((each) => first === undefined || releasedIn(each).place < first));
    };

  const shownToday = (
    serving: Serving,
    documents: ReadonlyArray<Stored>,
  ): TE.TaskEither<FeedFailure, ReadonlyArray<FeedItem>> =>
    pipe(
      reads.getMany(serving.collection('withheld'), [
        ...new Set(documents.map((each) => releasedIn(each).subject)),
      ]),
      TE.map((withheld) =>
        documents.map((each) => {
          const event = releasedIn(each);
          const parts = withheld.get(event.subject)?.body as unknown as WithheldParts | undefined;
          return itemOf(each.id, releasedToday(event, parts, londonDateOf(now())), address());
        }),
      ),
    );

  const page: Feed['page'] = (after, limit) =>
    reading((serving) =>
      pipe(
        placeIn(serving, after),
        TE.chainW((place) => reads.find(serving.collection('outbox'), releasedAfter(place, limit))),
        TE.chainW((found) =>
          pipe(
            beforeParked(serving, found),
            TE.chain((documents) => shownToday(serving, documents)),
            TE.map((items): FeedPage => {
              const place = items.at(-1)?.place ?? after;
              const heldBack = items.length < found.documents.length;
              return {
                items,
                ...(place === undefined ? {} : { place }),
                caughtUp: found.next === undefined && !heldBack && !isBehind(),
              };
            }),
          ),
        ),
      ),
    );

  async function* follow(
    after: string | undefined,
    { limit, signal }: { readonly limit: number; readonly signal: AbortSignal },
  ): AsyncGenerator<FeedPage, void> {
    let place = after;
    let told = false;
    while (!signal.aborted) {
      const found = await page(place, limit)();
      if (E.isLeft(found)) throw new FeedError(found.left);
      const { items, caughtUp } = found.right;
      place = found.right.place;
      if (items.length > 0 || !told) yield found.right;
      told = caughtUp;
      if (caughtUp || items.length === 0)
        await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    name: 'public',
    page,
    follow,
    placeOf: ({ id }) =>
      reading((serving) =>
        pipe(
          placeIn(serving, id),
          TE.map(() => id),
        ),
      ),
    countAfter: (after) =>
      reading((serving) =>
        pipe(
          placeIn(serving, after),
          TE.chainW((place) => reads.count(serving.collection('outbox'), releasedAfter(place, 1).where)),
        ),
      ),
  };
};
