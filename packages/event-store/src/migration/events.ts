import {
  type ChainFault,
  chainFaultOf,
  type RecordedEvent,
  startOfChain,
  type StoredEvent,
} from '@commissioning/record';
import type { EventStore } from '../port';

/** The events of a log one by one, after a position or from the first. */
export async function* eventsOf(log: EventStore, after?: string): AsyncGenerator<RecordedEvent, void> {
  for await (const page of log.readAll(after === undefined ? {} : { after })) yield* page;
}

/** An event without its place, as it is appended. */
export const storedEvent = (event: RecordedEvent): StoredEvent => {
  const { id, type, data, metadata, private: beside, contentHash, chainHash } = event;
  const stored = { id, type, data, metadata, contentHash, chainHash };
  return beside === undefined ? stored : { ...stored, private: beside };
};

/**
 * Checks events in the order of their log: that each is what was hashed, and follows in its stream. Keeps one hash a
 * stream, so that memory grows with the number of streams and not with that of events. It goes on from an event as that
 * says it is, so that one fault is told once and not by all that follow.
 */
export const chainCheck = (): ((event: RecordedEvent) => ChainFault | undefined) => {
  const ends = new Map<string, { readonly revision: number; readonly previousChainHash: string }>();
  return (event) => {
    const expected = ends.get(event.stream) ?? { revision: 0, previousChainHash: startOfChain };
    ends.set(event.stream, { revision: event.revision + 1, previousChainHash: event.chainHash });
    return chainFaultOf(event, expected);
  };
};
