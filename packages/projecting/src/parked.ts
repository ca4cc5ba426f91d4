import type { Instant, JsonObject } from '@commissioning/kernel';
import type { Change, CollectionSpec, Stored } from '@commissioning/read-store';
import type { RecordedEvent } from '@commissioning/record';

/**
 * Why an event was set aside, which says what to do. `Decode`: it is damaged or not of its type's shape: look at the
 * event. `UnknownType`: written by a newer version than this: upgrade. `Apply`: the projection failed on it: mend the
 * projection. `Queued`: nothing is wrong with it, an earlier event of its stream was set aside.
 */
export type ParkedCategory = 'Decode' | 'UnknownType' | 'Apply' | 'Queued';

/** An event that a projection could not take in, as it was received. */
export interface ParkedEvent {
  readonly event: RecordedEvent;
  readonly category: ParkedCategory;
  readonly error: string;
  /** How often it was tried; 0 while it is only queued. */
  readonly attempts: number;
  readonly parkedAt: Instant;
}

/** The collection of a generation in which events are set aside, by position, so that they come in log order. */
export const parkedSpec: CollectionSpec = {
  name: 'parked',
  fields: ['stream', 'category'],
  indexes: [['stream'], ['category']],
  temporal: false,
};

/** A parked event as a document to be written. */
export const parkedChange = (
  collection: string,
  projection: { readonly name: string; readonly version: number },
  { event, category, error, attempts, parkedAt }: ParkedEvent,
): Change => {
  const { position, stream, revision, metadata } = event;
  const body = {
    projection: projection.name,
    version: projection.version,
    position,
    stream,
    revision,
    category,
    error,
    attempts,
    parkedAt,
    event: event as unknown as JsonObject,
  };
  const since = { position, recordedAt: metadata.recordedAt, effectiveAt: metadata.recordedAt };
  return { collection, id: position, versions: [{ body, lineage: {}, since }] };
};

/** The removal of a parked event that has been taken in. */
export const unparkedChange = (collection: string, { since, id }: Stored): Change => ({
  collection,
  id,
  versions: [{ body: null, lineage: {}, since }],
});

/** A parked event as it was written. */
export const parkedIn = ({ body }: Stored): ParkedEvent => body as unknown as ParkedEvent;
