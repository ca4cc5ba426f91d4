import type { EventStore } from '@commissioning/event-store';
import type { BodyId } from '@commissioning/kernel';

/** Finds the body whose rule book stands in the log, and remembers it: a body is established once. */
export const bodyIn = (events: EventStore): (() => Promise<BodyId | undefined>) => {
  let found: BodyId | undefined;
  return async () => {
    if (found !== undefined) return found;
    const stop = new AbortController();
    try {
      const filter = { types: ['BodyEstablished'], streamPrefixes: ['rulebook-'] };
      for await (const page of events.follow({ filter, signal: stop.signal })) {
        found = page.events[0]?.metadata.body;
        if (found !== undefined || page.caughtUp) return found;
      }
    } finally {
      stop.abort();
    }
    return found;
  };
};
