import type { EventStore } from '@commissioning/event-store';
import type { ReadStore } from '@commissioning/read-store';
import type { TaskEither } from 'fp-ts/TaskEither';

/** Decides what happens around the n-th call of an engine, from 1, in the order they are made. */
export interface Weather {
  readonly before: (call: number) => void;
  readonly after: (call: number) => void;
}

/** The process dies around one call, and with it whatever it meant to do next. */
export const crashAt = (
  at: number,
  when: 'before' | 'after',
): Weather & { readonly crashed: () => boolean } => {
  let crashed = false;
  const crash = (): void => {
    crashed = true;
    throw new Error('crash');
  };
  return {
    // A process that died makes no further call that does anything.
    before: (call) => {
      if (crashed || (when === 'before' && call === at)) crash();
    },
    after: (call) => {
      if (when === 'after' && call === at) crash();
    },
    crashed: () => crashed,
  };
};

/** Both engines under one weather: every call of theirs, and every page asked of a log, counts. */
export const under = (
  { before, after }: Weather,
  events: EventStore,
  reads: ReadStore,
): { readonly events: EventStore; readonly reads: ReadStore } => {
  let calls = 0;

  const call = async <A>(run: () => Promise<A>): Promise<A> => {
    calls += 1;
    const mine = calls;
    before(mine);
    const answer = await run();
    after(mine);
    return answer;
  };
  const task =
    <F, A>(inner: TaskEither<F, A>): TaskEither<F, A> =>
    () =>
      call(inner);
  const calling =
    <Args extends ReadonlyArray<unknown>, F, A>(run: (...args: Args) => TaskEither<F, A>) =>
    (...args: Args): TaskEither<F, A> =>
      task(run(...args));
  async function* pages<A>(inner: AsyncIterable<A>): AsyncGenerator<A, void> {
    const iterator = inner[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await call(() => iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  return {
    events: {
      ...events,
      append: calling(events.append),
      readStream: (stream, range) => pages(events.readStream(stream, range)),
      readAll: (range) => pages(events.readAll(range)),
      follow: (options) => pages(events.follow(options)),
      head: task(events.head),
    },
    reads: {
      ...reads,
      prepare: calling(reads.prepare),
      drop: calling(reads.drop),
      get: calling(reads.get),
      getMany: calling(reads.getMany),
      find: calling(reads.find),
      count: calling(reads.count),
      versions: calling(reads.versions),
      write: calling(reads.write),
      progress: calling(reads.progress),
      settings: task(reads.settings),
      set: calling(reads.set),
    },
  };
};
