import { bodyOf, type Happened, parseStreamName } from '@commissioning/kernel';
import { type Change, change, type DocumentKey, type Effect, type Lookup } from '@commissioning/projecting';
import { sha256 } from '@commissioning/record';
import type * as t from 'io-ts';
import type { IntegrationEvent } from './define';
import type { ReleasedEvent } from './documents';
import type { SourceEvent } from './source';

/**
 * The id of a public event: it follows from the event that released it and what it tells, so that filled anew the same
 * ids come out. A UUID of version 8, from SHA-256.
 */
const releasedId = (cause: string, about: string): string => {
  const hex = sha256(`public event\0${cause}\0${about}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** A public event, and its data. */
export interface Telling {
  readonly event: IntegrationEvent;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Tells a public event with the data of its shape. */
export const telling = <Data extends t.Mixed>(
  event: IntegrationEvent<Data>,
  data: t.TypeOf<Data>,
): Telling => ({
  event,
  data: data as Telling['data'],
});

/** Something that an event may make public, named by what it is about. */
export interface Release {
  readonly about: string;
  readonly tell: (lookup: Lookup) => Telling | undefined;
}

const outboxKey = (id: string): DocumentKey => ({ collection: 'outbox', id });

/** So many digits that the places of what one event releases sort in their order. */
const placeDigits = 4;

const released = (event: Happened, order: number, { event: { type }, data }: Telling): ReleasedEvent => {
  const { metadata, position, id: cause } = event;
  const { kind, id } = parseStreamName(event.stream) ?? { kind: 'commission', id: '' };
  return {
    type,
    place: `${position}/${String(order).padStart(placeDigits, '0')}`,
    body: bodyOf(id),
    aggregate: kind === 'decision' || kind === 'rulebook' ? kind : 'commission',
    subject: id,
    time: metadata.recordedAt,
    cause: cause as ReleasedEvent['cause'],
    traceparent: metadata.traceparent ?? null,
    data,
  };
};

/** What an event makes public, in the order in which it is told. What has been told stays as it was told. */
export const releases = (event: Happened, those: ReadonlyArray<Release>): ReadonlyArray<Change> =>
  those.map(({ about, tell }, order) =>
    change<ReleasedEvent>(outboxKey(releasedId(event.id, about)), (before, lookup) => {
      if (before !== undefined) return before;
      const told = tell(lookup);
      return told && released(event, order, told);
    }),
  );

/** What is public by its happening. */
export const tells = (event: Happened<SourceEvent>, told: Telling): Effect => ({
  reads: [],
  changes: releases(event, [{ about: event.type, tell: () => told }]),
});
