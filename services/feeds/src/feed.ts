import { CarriedFailure } from '@commissioning/kernel';
import type { StoreUnavailable } from '@commissioning/event-store';
import type { Interruption, UnknownProjection } from '@commissioning/projecting';
import type { QueryFailure } from '@commissioning/read-store';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { CloudEvent, FeedName } from './cloud-event';

/** Nothing of this feed stands where somebody said they had come to. */
export interface UnknownPlace {
  readonly _tag: 'UnknownPlace';
  readonly feed: FeedName;
  readonly place: string;
}

export type FeedFailure = UnknownPlace | StoreUnavailable | Interruption | UnknownProjection | QueryFailure;

/** Thrown by `follow` when it cannot go on for now, or was asked to go on from nowhere. */
export class FeedError extends CarriedFailure<FeedFailure> {
  constructor(failure: FeedFailure) {
    super(failure, JSON.stringify(failure));
  }
}

/** An event of a feed, the subject under which it is published, and where a reader goes on after it. */
export interface FeedItem {
  readonly event: CloudEvent;
  readonly subject: string;
  readonly place: string;
}

/** Events in their order, possibly none, and whether these were all there are. */
export interface FeedPage {
  readonly items: ReadonlyArray<FeedItem>;
  /** Where a reader goes on after this page; absent at the very beginning. */
  readonly place?: string;
  readonly caughtUp: boolean;
}

/** Events for others, oldest first, as often as they are asked for. */
export interface Feed {
  readonly name: FeedName;
  /** What comes after a place, or from the beginning. */
  readonly page: (after: string | undefined, limit: number) => TaskEither<FeedFailure, FeedPage>;
  /** What comes after a place and then what comes, until the signal. */
  readonly follow: (
    after: string | undefined,
    options: { readonly limit: number; readonly signal: AbortSignal },
  ) => AsyncIterable<FeedPage>;
  /** Where an event that this feed gave out before stands now: in a log that was moved, too. */
  readonly placeOf: (event: CloudEvent) => TaskEither<FeedFailure, string>;
  /** How many events there are after a place; undefined where that is not known without reading them. */
  readonly countAfter: (after: string | undefined) => TaskEither<FeedFailure, number | undefined>;
}
