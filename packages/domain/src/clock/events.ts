import { defineEvent, type EventOf, Instant, official, Text } from '@commissioning/kernel';
import * as t from 'io-ts';

/** By which clock it was recorded, and when that was, stands with every event. */
export const ClockConfirmed = defineEvent({
  type: 'ClockConfirmed',
  aggregate: 'clock',
  phase: 'clock',
  says: 'Somebody read another clock, and confirmed that the one by which the record is kept is right.',
  data: t.type({
    /** What the other clock said. */
    read: official(Instant),
    /** Why it had been in doubt: how long nothing was recorded, or what moved it. */
    reason: official(Text),
  }),
});

export const clockEvents = [ClockConfirmed] as const;
export type ClockEvent = EventOf<(typeof clockEvents)[number]>;
