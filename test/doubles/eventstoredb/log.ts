import { randomUUID } from 'node:crypto';
import { checkCommit, type Expected } from './commit-check';
import type { Disk } from './disk';

/** An event as a client sends it. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** A place in the log: events are ordered by commit, then by prepare. */
export interface Place {
  readonly commit: number;
  readonly prepare: number;
}

/** An event as it stands in the log; `created` in milliseconds since 1970. */
export interface LoggedEvent extends ProposedEvent, Place {
  readonly stream: string;
  readonly revision: number;
  readonly created: number;
}

/** The type of the event that ends a stream for good. */
export const streamDeleted = '$streamDeleted';

export type AppendOutcome =
  | { readonly _tag: 'Appended'; readonly revision: number; readonly place: Place }
  | { readonly _tag: 'StreamDeleted' }
  | { readonly _tag: 'WrongExpectedVersion'; readonly current: number };

/** The double's own log: every event in order, also by stream. */
export interface Log {
  readonly events: ReadonlyArray<LoggedEvent>;
  readonly stream: (name: string) => ReadonlyArray<LoggedEvent>;
  /** Whether a stream was ended for good. */
  readonly isBuried: (name: string) => boolean;
  readonly append: (
    stream: string,
    expected: Expected,
    proposed: ReadonlyArray<ProposedEvent>,
  ) => AppendOutcome;
  /** Calls after every append, until the function it returns is called. */
  readonly watch: (listener: () => void) => () => void;
  /** The index of the first event after a place, or at it. */
  readonly indexOf: (place: Place, which: 'after' | 'at') => number;
}

export interface LogOptions {
  readonly disk?: Disk | undefined;
  /**
   * The events of one append share a commit position, as in transactions of early versions; otherwise each event's
   * commit and prepare are the same, as now.
   */
  readonly sharedCommits?: boolean | undefined;
}

const comparePlaces = (one: Place, other: Place): number =>
  one.commit - other.commit || one.prepare - other.prepare;

/** Opens the log, and as a server does writes an event of the system's own. */
export const openLog = ({ disk, sharedCommits = false }: LogOptions): Log => {
  const events: Array<LoggedEvent> = [];
  const streams = new Map<string, Array<LoggedEvent>>();
  const recent = new Map<string, LoggedEvent>();
  const listeners = new Set<() => void>();

  const take = (event: LoggedEvent): void => {
    events.push(event);
    const stream = streams.get(event.stream);
    if (stream === undefined) streams.set(event.stream, [event]);
    else stream.push(event);
  };
  for (const event of disk?.load() ?? []) take(event);

  const stream: Log['stream'] = (name) => streams.get(name) ?? [];

  const isBuried: Log['isBuried'] = (name) => stream(name).at(-1)?.type === streamDeleted;

  const append: Log['append'] = (name, expected, proposed) => {
    if (isBuried(name)) return { _tag: 'StreamDeleted' };
    const before = stream(name);
    const decision = checkCommit(
      {
        ids: before.map((event) => event.id),
        recent: (id) => {
          const written = recent.get(id);
          return written?.stream === name ? written.revision : undefined;
        },
      },
      expected,
      proposed.map((event) => event.id),
    );
    const current = before.length - 1;
    if (decision._tag === 'WrongExpectedVersion') return { ...decision, current };
    if (decision._tag === 'Idempotent') {
      const { commit, prepare } = before[decision.last] as LoggedEvent;
      return { _tag: 'Appended', revision: decision.last, place: { commit, prepare } };
    }
    const created = Date.now();
    let end = events.at(-1)?.prepare ?? 1_000;
    const prepares = proposed.map((event) => (end += 128 + event.data.length + event.metadata.length));
    const written = proposed.map((event, index): LoggedEvent => {
      const prepare = prepares[index] as number;
      const revision = current + 1 + index;
      return { ...event, stream: name, revision, created, prepare, commit: sharedCommits ? end : prepare };
    });
    disk?.save(written);
    for (const event of written) {
      take(event);
      recent.set(event.id, event);
    }
    for (const listener of listeners) listener();
    const last = written.at(-1) ?? { commit: end, prepare: end };
    return {
      _tag: 'Appended',
      revision: current + written.length,
      place: { commit: last.commit, prepare: last.prepare },
    };
  };

  append('$epoch-information', 'any', [
    {
      id: randomUUID(),
      type: '$epoch-information',
      contentType: 'application/json',
      data: Buffer.from('{"double":true}'),
      metadata: new Uint8Array(),
    },
  ]);

  const indexOf: Log['indexOf'] = (place, which) => {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = comparePlaces(events[middle] as LoggedEvent, place);
      if (order < 0 || (order === 0 && which === 'after')) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    events,
    stream,
    isBuried,
    append,
    indexOf,
    watch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
