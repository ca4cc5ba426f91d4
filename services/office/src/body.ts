import { type EventStore, followToEnd } from '@commissioning/event-store';
import type { BodyId } from '@commissioning/kernel';

const filter = { types: ['BodyEstablished'], streamPrefixes: ['rulebook-'] };

/**
 * Finds the body whose rule book stands in the log, and remembers it: a body is established once. Throws
 * `EventStoreError` when the engine fails.
 */
export const bodyIn = (events: EventStore): (() => Promise<BodyId | undefined>) => {
  let found: BodyId | undefined;
  return async () => {
    if (found !== undefined) return found;
    const { signal } = new AbortController();
    for await (const page of followToEnd(events, { filter, signal })) {
      found = page.events[0]?.metadata.body;
      if (found !== undefined) return found;
    }
    return undefined;
  };
};
