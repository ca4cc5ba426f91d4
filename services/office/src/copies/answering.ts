import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type CopyFailure, CopyStopped } from './failure';

/** Runs a copy to its end or its failure; what the file system refuses is one, anything else is a bug and rejects. */
export const answering =
  <A>(run: () => Promise<A>): TaskEither<CopyFailure, A> =>
  async () => {
    try {
      return E.right(await run());
    } catch (error) {
      if (error instanceof CopyStopped) return E.left(error.failure);
      if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
      return E.left({ _tag: 'DiskFailed', reason: (error as Error).message });
    }
  };
