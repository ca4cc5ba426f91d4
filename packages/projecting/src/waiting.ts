import * as E from 'fp-ts/Either';
import type { Stopped } from './failure';

/** A read model had not come to a position in the time given. */
export interface TimedOut {
  readonly _tag: 'TimedOut';
  readonly projection: string;
  readonly position: string;
  /** Where it stood then; undefined when it had not begun. */
  readonly reached: string | undefined;
}

/** Those who wait for a read model to come to a position. */
export interface Waiting {
  /** Settles as soon as what answers for the projection has come to the position. */
  readonly wait: (
    projection: string,
    position: string,
    timeoutMs: number,
  ) => Promise<E.Either<TimedOut | Stopped, void>>;
  /** To be called whenever a projection may have come further. */
  readonly look: (projection: string) => void;
  /** Lets all go who still wait. */
  readonly stop: () => void;
}

interface Waiter {
  readonly position: string;
  readonly settle: (answer: E.Either<TimedOut | Stopped, void>) => void;
}

/** `reached` says where what answers for a projection stands. */
export const makeWaiting = (reached: (projection: string) => string | undefined): Waiting => {
  const waiters = new Map<string, Set<Waiter>>();

  const has = (projection: string, position: string): boolean => {
    const at = reached(projection);
    return at !== undefined && at >= position;
  };

  const wait: Waiting['wait'] = (projection, position, timeoutMs) =>
    new Promise((resolve) => {
      if (has(projection, position)) return resolve(E.right(undefined));
      const those = waiters.get(projection) ?? new Set();
      waiters.set(projection, those);
      const waiter: Waiter = {
        position,
        settle: (answer) => {
          clearTimeout(timer);
          those.delete(waiter);
          resolve(answer);
        },
      };
      const timer = setTimeout(
        () => waiter.settle(E.left({ _tag: 'TimedOut', projection, position, reached: reached(projection) })),
        timeoutMs,
      );
      those.add(waiter);
    });

  return {
    wait,
    look: (projection) => {
      for (const waiter of waiters.get(projection) ?? [])
        if (has(projection, waiter.position)) waiter.settle(E.right(undefined));
    },
    stop: () => {
      for (const those of waiters.values())
        for (const waiter of those) waiter.settle(E.left({ _tag: 'Stopped' }));
    },
  };
};
