import { epochMilliseconds, type Instant, instantOf } from '@commissioning/kernel';
import type { Machine } from '@services/commands';

/** A machine on which time passes as a test has it, and whose clock can be set. */
export interface TestMachine extends Machine {
  /** Time passes, asleep or awake. */
  readonly pass: (milliseconds: number) => void;
  /** Somebody sets the clock. */
  readonly set: (to: string) => void;
}

export const machineAt = (start: string): TestMachine => {
  let wall = epochMilliseconds(start as Instant);
  let passed = 0;
  return {
    now: () => instantOf(wall),
    passed: () => passed,
    pass: (milliseconds) => {
      wall += milliseconds;
      passed += milliseconds;
    },
    set: (to) => {
      wall = epochMilliseconds(to as Instant);
    },
  };
};

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
