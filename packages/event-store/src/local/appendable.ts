import type { StoredEvent } from '@commissioning/record';

/** Throws on an append that no caller may make: of nothing, or with one id twice. Either is a bug, not an answer. */
export const mustBeAppendable = (stream: string, events: ReadonlyArray<StoredEvent>): void => {
  if (events.length === 0) throw new Error(`An append to ${stream} holds no event`);
  if (events.length > 1 && new Set(events.map((event) => event.id)).size < events.length)
    throw new Error(`An append to ${stream} holds one event id twice`);
};
