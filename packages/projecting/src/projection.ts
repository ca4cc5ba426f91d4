import type { Clearance, DomainEvent, Happened, JsonObject } from '@commissioning/kernel';
import type { CollectionSpec, Condition, Stored } from '@commissioning/read-store';

/** A document of a projection: one of its collections, by the name the projection gives it, and an id. */
export interface DocumentKey {
  readonly collection: string;
  readonly id: string;
}

/** Documents that an event changes and others that it looks up. */
export interface Touched {
  readonly keys: ReadonlyArray<DocumentKey>;
  readonly reads: ReadonlyArray<DocumentKey>;
}

/** Reads another document of the same projection, as it is after every earlier event. Only what `reads` named. */
export type Lookup = (key: DocumentKey) => JsonObject | undefined;

/**
 * A figure of a document that is the sum of one part of other documents of the projection, its lines. A sum has no
 * event of its own: what is behind it is what is behind its lines.
 */
export interface Total {
  readonly collection: string;
  /** Where the figure stands in its document, an RFC 6901 JSON pointer. */
  readonly pointer: string;
  readonly lines: {
    readonly collection: string;
    /** Which documents are lines of this one, by declared fields. */
    readonly where: (document: Stored) => ReadonlyArray<Condition>;
    /** What is summed in each line. */
    readonly pointer: string;
  };
}

/**
 * A read model as data and pure functions; the runner does everything else. `version` goes up with any change that
 * would give other documents from the same events: the new one is then built beside the old one and takes its place.
 */
export interface Projection<Event extends DomainEvent = DomainEvent> {
  readonly name: string;
  readonly version: number;
  /**
   * How much of each event it is given; never what is personal: that is in the log alone, under a key, so that it can be
   * erased there and is nowhere else. What the public reads is made from `released` at the most, but where figures are
   * let through one by one.
   */
  readonly sees: Exclude<Clearance, 'personal'>;
  readonly collections: ReadonlyArray<CollectionSpec>;
  /** The event types it takes notice of; the others pass it by. */
  readonly handles: ReadonlyArray<Event['type']>;
  /** The documents that an event changes. Known from the event alone, so that a page of them is read at once. */
  readonly keys: (event: Happened<Event>) => ReadonlyArray<DocumentKey>;
  /** The other documents that `project` looks up for this event. */
  readonly reads?: (event: Happened<Event>) => ReadonlyArray<DocumentKey>;
  /**
   * What an event touches besides, where only a document that it looks up can say: the lines of a whole that comes to
   * light at once. They are read for that event alone, so that this is for what happens seldom.
   */
  readonly further?: (event: Happened<Event>, lookup: Lookup) => Touched | undefined;
  /**
   * One of the event's documents after the event: a new object that keeps unchanged parts as they are (the lineage is
   * found by comparing), the same object for no change, undefined to delete it.
   */
  readonly project: (
    event: Happened<Event>,
    key: DocumentKey,
    document: JsonObject | undefined,
    lookup: Lookup,
  ) => JsonObject | undefined;
  readonly totals?: ReadonlyArray<Total>;
}

/** A projection of whichever events: what the runner takes, a list of them having no one event type. */
export interface AnyProjection extends Omit<Projection<never>, 'handles'> {
  readonly handles: ReadonlyArray<string>;
}
