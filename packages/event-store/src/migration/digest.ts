import { createHash } from 'node:crypto';
import type { EventStore } from '../port';
import { eventsOf } from './events';

/** A digest over the content hashes of a log, in its order. */
export interface LogDigest {
  readonly add: (contentHash: string) => void;
  /** SHA-256 over the 32 bytes of each, in hex; ends it. */
  readonly value: () => string;
}

export const startDigest = (): LogDigest => {
  const digest = createHash('sha256');
  return {
    add: (contentHash) => void digest.update(contentHash, 'hex'),
    value: () => digest.digest('hex'),
  };
};

/**
 * The digest over a log as it stands: SHA-256 over the content hashes of all its events in order, 32 bytes each. Two logs
 * with the same digest tell the same, whatever engines hold them. Throws `EventStoreError` when the engine fails.
 */
export const digestOf = async (log: EventStore): Promise<string> => {
  const digest = startDigest();
  for await (const { contentHash } of eventsOf(log)) digest.add(contentHash);
  return digest.value();
};
