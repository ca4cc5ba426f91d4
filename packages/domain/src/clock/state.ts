import type { Aggregate, Happened } from '@commissioning/kernel';
import type { ClockEvent } from './events';

/** What was confirmed last. */
export interface ClockState {
  readonly confirmed?: ClockEvent['data'];
}

const evolve = (_state: ClockState, { data }: Happened<ClockEvent>): ClockState => ({ confirmed: data });

/** When the clock of the record was confirmed, by a body in one year. */
export const clock: Aggregate<ClockState, ClockEvent> = { kind: 'clock', initial: {}, evolve };
