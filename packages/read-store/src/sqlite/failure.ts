import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { ReadStoreUnavailable } from '../port';

/** What the engine calls itself in failures. */
export const engine = 'sqlite';

/** Codes that say this program asked for something wrong, not that the file or the disk is at fault. */
const bugs = /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|MISUSE|RANGE|TOOBIG)/;

/** The failure of an operation, for a reason in words. */
export const unavailable = (operation: string, reason: string): ReadStoreUnavailable => ({
  _tag: 'ReadStoreUnavailable',
  engine,
  operation,
  reason,
});

/**
 * The failure that an exception stands for; undefined for a bug. SQLite's errors are known by their looks and not by
 * their class: the native part has one class a process, which is not ours where modules are loaded twice.
 */
const outageOf = (operation: string, thrown: unknown): ReadStoreUnavailable | undefined => {
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_') && !bugs.test(code)
    ? unavailable(operation, `${code}: ${String(message)}`)
    : undefined;
};

/** Runs one operation of a store while it is open: an outage becomes a failure, a bug a rejected promise. */
export const answering =
  (isOpen: () => boolean) =>
  <Failure, A>(
    operation: string,
    run: () => E.Either<Failure, A> | Promise<E.Either<Failure, A>>,
  ): TaskEither<Failure | ReadStoreUnavailable, A> =>
  async () => {
    if (!isOpen()) return E.left(unavailable(operation, 'closed'));
    try {
      return await run();
    } catch (thrown) {
      const outage = outageOf(operation, thrown);
      if (outage === undefined) throw thrown;
      return E.left(outage);
    }
  };
