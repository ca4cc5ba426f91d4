import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a thread of this process is doing, as the kernel tells it in one letter: T is stopped. */
const states = (pid: number): ReadonlyArray<string> => {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).map((task) => {
    try {
      // The name before the state may hold spaces and brackets of its own.
      return /.*\) (\S)/s.exec(readFileSync(`${tasks}/${task}/stat`, 'utf8'))?.[1] ?? '?';
    } catch {
      return 'T'; // A thread that ended in the meantime does nothing either.
    }
  });
};

/**
 * Stops a process until it is sent SIGCONT, and comes back when it has stopped. The signal by
 * itself is only sent: each thread stops when it next looks, and on a busy machine a server can
 * answer another request before its last thread has.
 */
export const hold = (child: ChildProcess | undefined): void => {
  if (child?.pid === undefined || !child.kill('SIGSTOP')) return;
  const until = Date.now() + 10_000;
  while (states(child.pid).some((state) => state !== 'T')) {
    if (Date.now() > until) throw new Error(`Process ${child.pid} does not stop`);
  }
};
