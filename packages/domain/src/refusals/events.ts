import { defineEvent, type EventOf, Line, official, struct, Text } from '@commissioning/kernel';
import * as t from 'io-ts';

/** A refusal is part of the record: who asked for what, and which rule said no. It stands in a stream of its own. */
export const CommandRefused = defineEvent({
  type: 'CommandRefused',
  aggregate: 'refusals',
  phase: 'refusals',
  says: 'A command was refused, under a named rule.',
  data: struct(
    {
      action: Line,
      /** The stream the command was for. */
      stream: Line,
      rule: Line,
      strength: t.keyof({ law: null, integrity: null, policy: null }),
      facts: official(Text),
    },
    { field: Line },
  ),
});

export const refusalEvents = [CommandRefused] as const;
export type RefusalEvent = EventOf<(typeof refusalEvents)[number]>;
