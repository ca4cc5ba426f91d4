import { hash } from 'node:crypto';
import { canonical, sha256 } from './canonical';
import type { RecordedEvent, StoredEvent } from './stored';

/** The chain hash before the first event of a stream: 32 zero bytes. */
export const startOfChain = '0'.repeat(64);

type Hashed = Pick<RecordedEvent, 'stream' | 'revision' | 'id' | 'type' | 'data' | 'metadata'>;

/**
 * SHA-256 of the RFC 8785 form of {body, stream, revision, id, type, data, metadata}, hex. The members are written in
 * their sorted order here, so that only data and metadata need the canonical writer.
 */
export const contentHashOf = (event: Hashed): string => {
  const { body } = event.metadata;
  const text =
    `{"body":${JSON.stringify(body)},"data":${canonical(event.data)},"id":${JSON.stringify(event.id)},` +
    `"metadata":${canonical(event.metadata)},"revision":${event.revision},` +
    `"stream":${JSON.stringify(event.stream)},"type":${JSON.stringify(event.type)}}`;
  return sha256(text);
};

/** SHA-256(previous chain hash ‖ content hash), over the 32 bytes of each, hex. */
export const chainHashOf = (previous: string, contentHash: string): string =>
  hash('sha256', Buffer.from(previous + contentHash, 'hex'), 'hex');

/** What is wrong with an event's place in its stream. */
export type ChainFault =
  | { readonly _tag: 'ContentChanged'; readonly stream: string; readonly revision: number }
  | { readonly _tag: 'ChainBroken'; readonly stream: string; readonly revision: number }
  | { readonly _tag: 'RevisionMissing'; readonly stream: string; readonly revision: number };

const holds = (event: RecordedEvent): boolean => {
  try {
    return contentHashOf(event) === event.contentHash;
  } catch {
    // What has no canonical form was never sealed.
    return false;
  }
};

/**
 * Checks one event against the chain hash before it; undefined when all is well. Start a stream with `startOfChain`
 * and revision 0.
 */
export const chainFaultOf = (
  event: RecordedEvent,
  expected: { readonly revision: number; readonly previousChainHash: string },
): ChainFault | undefined => {
  const { stream, revision } = event;
  if (revision !== expected.revision) return { _tag: 'RevisionMissing', stream, revision: expected.revision };
  if (!holds(event)) return { _tag: 'ContentChanged', stream, revision };
  if (chainHashOf(expected.previousChainHash, event.contentHash) !== event.chainHash)
    return { _tag: 'ChainBroken', stream, revision };
  return undefined;
};

/** The chain hash after the last of a run of stored events, or the given one when there are none. */
export const chainAfter = (events: ReadonlyArray<StoredEvent>, before: string): string =>
  events.at(-1)?.chainHash ?? before;
