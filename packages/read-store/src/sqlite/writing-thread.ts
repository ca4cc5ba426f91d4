import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ColumnValue } from './column-value';

/** What the thread is begun with. */
export interface Beginning {
  readonly file: string;
  readonly pragmas: ReadonlyArray<string>;
}

/** Statements to be run in one transaction. */
export interface Task {
  /** Nothing is run unless this one gives what is expected. */
  readonly guard?: { readonly text: string; readonly value: string; readonly expected: string | undefined };
  readonly statements: ReadonlyArray<{ readonly text: string; readonly values: number }>;
  /** One after the other, the number of a statement and as many values as it takes: flat, for the way to the thread. */
  readonly steps: ReadonlyArray<ColumnValue>;
}

/** What became of a task: nothing of it unless it is `Done`. */
export type Outcome =
  | { readonly _tag: 'Done' }
  | { readonly _tag: 'Refused'; readonly actual: string | undefined }
  | { readonly _tag: 'Failed'; readonly message: string; readonly code: string | undefined };

/**
 * Writes in a thread of its own: whoever answers requests in this one is not held up, and the next batch is made while
 * one is being written. Begun with the first task.
 */
export interface WritingThread {
  /** Tasks are run in the order they are given. Rejects with the error that SQLite gave. */
  readonly run: (task: Task) => Promise<Exclude<Outcome, { _tag: 'Failed' }>>;
  /** Settles when nothing is under way. */
  readonly idle: () => Promise<void>;
  /** Finishes what is under way and ends the thread. */
  readonly close: () => Promise<void>;
}

interface Waiter {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export const writingThread = (beginning: Beginning): WritingThread => {
  const waiters: Array<Waiter> = [];
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const begin = (): Worker => {
    const begun = new Worker(join(__dirname, 'thread.js'), { workerData: beginning });
    const lost = (error: unknown): void => {
      if (worker === begun) worker = undefined;
      for (const { reject } of waiters.splice(0)) reject(error);
    };
    begun.on('message', (outcome: Outcome) => {
      waiters.shift()?.resolve(outcome);
      // An idle thread keeps no process alive.
      if (waiters.length === 0) begun.unref();
    });
    begun.on('error', lost);
    begun.on('exit', () =>
      lost(Object.assign(new Error('the writing thread ended'), { code: 'SQLITE_ABORT' })),
    );
    return begun;
  };

  const asked = (task: Task): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      worker ??= begin();
      worker.ref();
      waiters.push({ resolve, reject });
      worker.postMessage(task);
    });

  const run: WritingThread['run'] = async (task) => {
    const asking = asked(task);
    last = asking.catch(() => undefined);
    const outcome = await asking;
    if (outcome._tag === 'Failed') throw Object.assign(new Error(outcome.message), { code: outcome.code });
    return outcome;
  };

  const idle = async (): Promise<void> => {
    await last;
  };

  const close = async (): Promise<void> => {
    await idle();
    const ending = worker;
    if (ending === undefined) return;
    worker = undefined;
    await new Promise<void>((resolve) => {
      ending.ref();
      ending.once('exit', () => resolve());
      ending.postMessage('close');
    });
  };

  return { run, idle, close };
};
