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

/** Sends a command until there is an outcome that stays; undefined when the signal came first. */
export const untilCarriedOut = <A>(
  signal: AbortSignal,
  attempt: () => Promise<E.Either<CommandFailure, A>>,
  failed: (failure: CommandFailure) => void,
): Promise<E.Either<CommandFailure, A> | undefined> =>
  untilSettled(signal, attempt, (failure) => {
    failed(failure);
    return passing.has(failure._tag);
  });
