import type { JsonObject } from '@commissioning/kernel';
import type { RecordedEvent, StoredEvent } from '@commissioning/record';
import { type EventData, jsonEvent, type RecordedEvent as ServerEvent } from '@eventstore/db-client';
import { EventStoreError, type StoreUnavailable } from '../port';
import { isNowhere, type Place, positionOf } from './place';
import { engine } from './trouble';

/** What stands in the server's metadata: all of a stored event that is not its public view. */
type Beside = Pick<StoredEvent, 'metadata' | 'contentHash' | 'chainHash' | 'private'>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of what the objects hold nothing is said: that is for the event's own codec. Asked of every event that is read. */
const isBeside = (value: unknown): value is Beside =>
  isObject(value) &&
  isObject(value['metadata']) &&
  typeof value['contentHash'] === 'string' &&
  typeof value['chainHash'] === 'string' &&
  (value['private'] === undefined || isObject(value['private']));

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

const failureOf = (event: ServerEvent, what: string): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  engine,
  operation: 'read',
  reason: `event ${event.revision} of ${event.streamId} (${event.type}, ${event.id}) ${what}`,
});

const malformed = (event: ServerEvent, what: string): EventStoreError =>
  new EventStoreError({ ...failureOf(event, what), damaged: true });

/** The event's place in the log. */
export const placeIn = (event: ServerEvent): Place => {
  const { position } = event;
  if (position === undefined || isNowhere(position))
    throw new EventStoreError(
      failureOf(event, 'came without its position: EventStoreDB 22.6 or later is needed'),
    );
  return position;
};

/** The event a server gave back, as it was stored. Throws `EventStoreError` on one that nothing here has written. */
export const fromServer = (logId: string, event: ServerEvent): RecordedEvent => {
  const { id, type, streamId: stream, data, metadata: beside } = event;
  if (!event.isJson) throw malformed(event, 'is not JSON');
  if (!isObject(data)) throw malformed(event, 'holds no JSON object');
  if (!isBeside(beside)) throw malformed(event, 'lacks the metadata that stands beside every event of ours');
  const { metadata, contentHash, chainHash } = beside;
  const revision = Number(event.revision);
  const position = positionOf(logId, placeIn(event));
  const publicView = data as JsonObject;
  return beside.private === undefined
    ? { id, type, data: publicView, metadata, contentHash, chainHash, stream, revision, position }
    : {
        id,
        type,
        data: publicView,
        metadata,
        private: beside.private,
        contentHash,
        chainHash,
        stream,
        revision,
        position,
      };
};
