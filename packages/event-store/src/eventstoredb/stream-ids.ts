/** The event ids of the streams that were read or written lately, as far as they are known from the first event on. */
export interface StreamIds {
  /** How many events of the stream are known, without a gap from the first. */
  readonly known: (stream: string) => number;
  readonly includes: (stream: string, id: string) => boolean;
  /** Takes note of consecutive events from a revision on; of no use where a gap lies before them. */
  readonly note: (
    stream: string,
    firstRevision: number,
    events: ReadonlyArray<{ readonly id: string }>,
  ) => void;
}

interface Known {
  count: number;
  readonly ids: Set<string>;
}

/**
 * The server looks at no id when an append names the end of its stream, so that an id could stand there twice. A
 * stream's past does not change: what is known of it stays true. Holds so many ids at the most and lets go of the
 * streams that were not used for longest.
 */
export const streamIds = (most = 200_000): StreamIds => {
  const streams = new Map<string, Known>();
  let held = 0;

  const use = (stream: string): Known | undefined => {
    const known = streams.get(stream);
    if (known === undefined) return undefined;
    streams.delete(stream);
    streams.set(stream, known);
    return known;
  };
  const letGo = (): void => {
    for (const [stream, { count }] of streams) {
      if (held <= most || streams.size === 1) return;
      streams.delete(stream);
      held -= count;
    }
  };
  return {
    known: (stream) => streams.get(stream)?.count ?? 0,
    includes: (stream, id) => streams.get(stream)?.ids.has(id) ?? false,
    note: (stream, firstRevision, events) => {
      if (events.length === 0) return;
      const known = use(stream) ?? { count: 0, ids: new Set() };
      if (firstRevision > known.count) return;
      const fresh = events.slice(known.count - firstRevision);
      for (const { id } of fresh) known.ids.add(id);
      known.count += fresh.length;
      held += fresh.length;
      streams.set(stream, known);
      letGo();
    },
  };
};
