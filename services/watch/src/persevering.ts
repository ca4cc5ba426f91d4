import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from '@commissioning/kernel';
import type { CommandFailure } from '@services/commands';
import * as E from 'fp-ts/Either';

const pauseBefore = backOff(50, 5_000);

/** Waits before a try is made again; says whether it is still wanted. */
export const patiently = async (wait: number, signal: AbortSignal): Promise<boolean> => {
  await pause(wait, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
};

/** Tries until it is answered, for good or in vain; undefined when the signal came first. */
export const untilSettled = async <F, A>(
  signal: AbortSignal,
  attempt: () => Promise<E.Either<F, A>>,
  passes: (failure: F) => boolean,
): Promise<E.Either<F, A> | undefined> => {
  for (let retry = 1; ; retry += 1) {
    const outcome = await attempt();
    if (E.isRight(outcome) || !passes(outcome.left)) return outcome;
    if (!(await patiently(pauseBefore(retry), signal))) return undefined;
  }
};

/** Failures that say nothing about the command: the same one may be accepted a moment later. */
const passing = new Set<CommandFailure['_tag']>([
  'StoreUnavailable',
  'DocumentStoreUnavailable',
  'Contended',
]);

/** Whether something was not done because the clock is not believed: later it may not be to be done at all. */
export const isDoubted = <A>(outcome: E.Either<CommandFailure, A>): boolean =>
  E.isLeft(outcome) && outcome.left._tag === 'ClockDoubted';

/** How long it is waited, in milliseconds, before it is looked whether a clock is believed again. */
export const doubtRest = 2_000;

/** What became of a page of events: it was held, by the signal or a clock that is not believed, or it was dealt with. */
export type Held = 'held';

/** Begins something anew for as long as it ends by being held. */
export const whileHeld = async (
  signal: AbortSignal,
  work: () => Promise<Held | undefined>,
): Promise<void> => {
  for (let held = await work(); held !== undefined; held = await work())
    if (!(await patiently(doubtRest, signal))) return;
};

/**
 * Sends a command until there is an outcome that stays; undefined when the signal came first. A clock that is not believed
 * is such an outcome, and nobody is told: it is said once, where it is found, and not of every command.
 */
export const untilCarriedOut = <A>(
  signal: AbortSignal,
  attempt: () => Promise<E.Either<CommandFailure, A>>,
  failed: (failure: CommandFailure) => void,
): Promise<E.Either<CommandFailure, A> | undefined> =>
  untilSettled(signal, attempt, (failure) => {
    if (failure._tag !== 'ClockDoubted') failed(failure);
    return passing.has(failure._tag);
  });
