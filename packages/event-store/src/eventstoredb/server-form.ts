import type { JsonObject, Metadata } from '@commissioning/kernel';
import type { PrivateValues, RecordedEvent, StoredEvent } from '@commissioning/record';
import { type EventData, jsonEvent, type RecordedEvent as ServerEvent } from '@eventstore/db-client';
import * as t from 'io-ts';
import { EventStoreError } from '../port';
import { isNowhere, type Place, positionOf } from './place';
import { engine } from './trouble';

/** What stands in the server's metadata: all of a stored event that is not its public view. */
const Beside = t.intersection([
  t.type({ metadata: t.UnknownRecord, contentHash: t.string, chainHash: t.string }),
  t.partial({ private: t.UnknownRecord }),
]);

const utf8 = new TextEncoder();

/** Throws at a value that JSON cannot carry. */
const mustBeJson = (value: unknown): void => void JSON.stringify(value);

/**
 * An event as the server is given it. `$correlationId` and `$causationId` are the names its own projections know. Both
 * parts are written here, where a value JSON cannot carry throws: inside the client's call it would hang the append. The
 * client writes the data itself once more, and takes the metadata in bytes as they are, unless they were a `Buffer`.
 */
export const toServer = (event: StoredEvent): EventData => {
  const { id, type, data, metadata, contentHash, chainHash } = event;
  const beside = {
    metadata,
    private: event.private,
    contentHash,
    chainHash,
    $correlationId: metadata.correlationId,
    $causationId: metadata.causationId,
  };
  mustBeJson(data);
  return jsonEvent({
    id,
    type,
    data: data as Record<string, unknown>,
    metadata: utf8.encode(JSON.stringify(beside)),
  });
};

const malformed = (event: ServerEvent, what: string): EventStoreError =>
  new EventStoreError({
    _tag: 'StoreUnavailable',
    engine,
    operation: 'read',
    reason: `event ${event.revision} of ${event.streamId} (${event.type}, ${event.id}) ${what}`,
  });

/** The event's place in the log. */
export const placeIn = (event: ServerEvent): Place => {
  const { position } = event;
  if (position === undefined || isNowhere(position))
    throw malformed(event, 'came without its position: EventStoreDB 22.6 or later is needed');
  return position;
};

/** The event a server gave back, as it was stored. Throws `EventStoreError` on one that nothing here has written. */
export const fromServer = (logId: string, event: ServerEvent): RecordedEvent => {
  const { id, type, streamId: stream, data, metadata: beside } = event;
  if (!event.isJson) throw malformed(event, 'is not JSON');
  if (!t.UnknownRecord.is(data)) throw malformed(event, 'holds no JSON object');
  if (!Beside.is(beside)) throw malformed(event, 'lacks the metadata that stands beside every event of ours');
  const recorded = {
    id,
    type,
    // What the data and the metadata hold is for the event's own codec to say.
    data: data as JsonObject,
    metadata: beside.metadata as unknown as Metadata,
    contentHash: beside.contentHash,
    chainHash: beside.chainHash,
    stream,
    revision: Number(event.revision),
    position: positionOf(logId, placeIn(event)),
  };
  return beside.private === undefined
    ? recorded
    : { ...recorded, private: beside.private as unknown as PrivateValues };
};
