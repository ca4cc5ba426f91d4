import type { EventStore } from '@commissioning/event-store';
import type { Instant } from '@commissioning/kernel';
import { type Clock, type ClockStanding, drivenClock, guardedClock, thisMachine } from '@services/commands';

/**
 * Days without anything recorded after which a start asks whether the clock is right. Longer than an office is closed over
 * Christmas or for a fortnight's leave; shorter than any month, so that a date with the wrong month in it is always asked
 * about.
 */
export const usualSilence = 21;

interface Timing {
  readonly events: Pick<EventStore, 'last'>;
  /** What a clock that is driven says; absent where the machine's own is to be gone by. */
  readonly driven: (() => Instant) | undefined;
  /** Whether the log was kept by a clock that was driven: such moments bear out no other. */
  readonly simulated: boolean;
  readonly silentDays: number;
  readonly report: (standing: ClockStanding) => void;
}

/** The clock that an office goes by. */
export const clockFor = ({ events, driven, simulated, silentDays, report }: Timing): Clock => {
  if (driven !== undefined) return drivenClock(driven);
  const machine = thisMachine();
  return simulated ? drivenClock(machine.now) : guardedClock({ events, machine, silentDays, report });
};
