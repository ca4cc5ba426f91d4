import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from '@commissioning/kernel';
import { Dropped, passes } from './trouble';

/** How often a call that hangs is made anew within the time of its operation. */
const attempts = 3;

const firstPause = 50;
const longestPause = 1_000;

/** A pause before trying again for the nth time, in milliseconds: twice as long each time, and never two alike. */
export const pauseBefore = (retry: number, longest = longestPause): number =>
  backOff(firstPause, longest)(retry + 1) * (0.5 + Math.random() / 2);

/** Waits, but not beyond the signal. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, signal && { signal }).catch(() => undefined);

/** The promise's outcome, or `Dropped` when it takes longer: some calls of the client never settle. */
export const within = async <A>(milliseconds: number, promise: Promise<A>): Promise<A> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Dropped(`no answer in ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Tries what may be repeated until it succeeds, fails in a way that will not pass, or the time is over. Each try is
 * told how many milliseconds it has. Throws what the last one threw, or the last that said more than that nothing came.
 */
export const persist = async <A>(
  milliseconds: number,
  attempt: (milliseconds: number) => Promise<A>,
  signal?: AbortSignal,
): Promise<A> => {
  const end = Date.now() + milliseconds;
  let said: unknown;
  for (let retry = 0; ; retry += 1) {
    try {
      return await attempt(Math.ceil(Math.min(milliseconds / attempts, Math.max(1, end - Date.now()))));
    } catch (error) {
      if (!passes(error)) throw error;
      if (!(error instanceof Dropped)) said = error;
      // A last try needs some time too, or it could only say that it had none.
      const left = end - Date.now() - firstPause;
      if (left <= 0 || signal?.aborted) throw said ?? error;
      await pause(Math.min(pauseBefore(retry), left), signal);
    }
  }
};
