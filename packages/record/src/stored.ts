import type { JsonObject, Metadata } from '@commissioning/kernel';

/** A value kept beside the public view: its salt and itself, or both sealed under a person's key. */
export type PrivateValue =
  | { readonly salt: string; readonly value: unknown }
  | { readonly subject: string; readonly iv: string; readonly sealed: string };

/** JSON pointer into `data` → what its commitment stands for. Dropping an entry is redaction; no hash changes. */
export interface PrivateValues {
  readonly [pointer: string]: PrivateValue;
}

/**
 * An event as it is stored. `data` is the public view: a commitment stands in place of every value that is not public.
 * `contentHash` covers body, stream, revision, id, type, data and metadata; `chainHash` the stream up to here. Both,
 * and `private`, lie outside what is hashed. SHA-256 in lower-case hex.
 */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: Metadata;
  readonly private?: PrivateValues;
  readonly contentHash: string;
  readonly chainHash: string;
}

/** A stored event as the log gives it back: with its stream, its revision there, and its place in the whole log. */
export interface RecordedEvent extends StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}
