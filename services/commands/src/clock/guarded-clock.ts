import { clockTolerance } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import { epochMilliseconds, instantOf } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type Clock, type ClockStanding, toInstant, toMilliseconds } from './clock';
import type { Machine } from './machine';

const day = 86_400_000;

export interface GuardedClockPorts {
  readonly events: Pick<EventStore, 'last'>;
  readonly machine: Machine;
  /** For how many days nothing may have been recorded before a start, for the clock to be believed without being asked. */
  readonly silentDays: number;
  /** Told how the clock stands, first and whenever that becomes another. */
  readonly report?: (standing: ClockStanding) => void;
}

/** A moment that was believed, and what the machine said then of the time that had passed. */
interface Vouched {
  readonly moment: number;
  readonly passed: number;
}

const latest = (...moments: ReadonlyArray<number | undefined>): number | undefined =>
  moments.reduce((one, other) => (one === undefined || (other !== undefined && other > one) ? other : one));

/**
 * The machine's clock, believed as far as something else bears it out. At the start that is the log: its last event says
 * a moment that has come, and since then nothing can have been recorded for so many days. From then on it is the time that
 * has passed on this machine, by which the clock has to go. Where the two do not agree the log is asked again: what
 * others recorded, and a confirmation among it, bears the clock out too.
 */
export const guardedClock = ({
  events,
  machine,
  silentDays,
  report = () => undefined,
}: GuardedClockPorts): Clock => {
  let vouched: Vouched | undefined;
  let recorded: number | undefined;
  let told: ClockStanding['standing'] | undefined;

  const expectedAt = (passed: number): number | undefined =>
    vouched && vouched.moment + passed - vouched.passed;

  const standing = (
    is: ClockStanding['standing'],
    says: number,
    known: number | undefined,
  ): ClockStanding => {
    const found = { standing: is, says: instantOf(says), known: toInstant(known) };
    if (told !== is) report(found);
    told = is;
    return found;
  };

  const believed = (says: number, passed: number): ClockStanding => {
    const expected = expectedAt(passed);
    const known = latest(expected, recorded);
    // A clock that was set back may be put right again. One that time services set back by little, often, is right each time.
    const setBack = expected !== undefined && expected - says > clockTolerance;
    vouched = { moment: setBack ? expected : says, passed };
    return standing(known !== undefined && known - says > clockTolerance ? 'behind' : 'right', says, known);
  };

  const look: Clock['look'] = async () => {
    const [says, passed] = [epochMilliseconds(machine.now()), machine.passed()];
    const expected = expectedAt(passed);
    if (expected !== undefined && says - expected <= clockTolerance) return E.right(believed(says, passed));
    const last = await events.last();
    if (E.isLeft(last)) return last;
    recorded = toMilliseconds(last.right?.metadata.recordedAt);
    const known = latest(expected, recorded);
    const allowed = expected === undefined ? silentDays * day : clockTolerance;
    return E.right(
      known !== undefined && says - known > allowed ? standing('ahead', says, known) : believed(says, passed),
    );
  };

  return {
    says: machine.now,
    shown: () => {
      const now = machine.now();
      const expected = expectedAt(machine.passed());
      const known = latest(expected, recorded);
      if (known === undefined) return now;
      const allowed = expected === undefined ? silentDays * day : clockTolerance;
      return epochMilliseconds(now) - known <= allowed ? now : instantOf(known);
    },
    look,
  };
};
