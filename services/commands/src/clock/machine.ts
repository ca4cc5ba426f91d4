import { uptime } from 'node:os';
import { type Instant, instantOf } from '@commissioning/kernel';

/** What a machine knows of the time. */
export interface Machine {
  /** What its clock says; it may have been set to anything. */
  readonly now: () => Instant;
  /** Milliseconds that have passed since some moment, the time that the machine slept among them; nobody sets it. */
  readonly passed: () => number;
}

/** The machine that this process runs on. */
export const thisMachine = (): Machine => {
  const [ran, up] = [performance.now(), uptime()];
  return {
    now: () => instantOf(Date.now()),
    // On Linux what is monotonic stands still while a machine sleeps, and how long it has been up does not.
    passed: () => Math.max(performance.now() - ran, (uptime() - up) * 1_000),
  };
};
