import { BodyId, CalendarDate, defineEvent, Line, struct, Text } from '@commissioning/kernel';

/** The body that follows: by a record of its own where it has an id of its own. */
const Successor = struct({ name: Line }, { body: BodyId }, 'Successor');

export const BodySucceeded = defineEvent({
  type: 'BodySucceeded',
  aggregate: 'rulebook',
  phase: 'rulebook',
  says: 'Another body takes the place of this one from a day on: what was begun goes on under it.',
  data: struct(
    {
      body: BodyId,
      successor: Successor,
      /** The first day on which the successor answers for what this record holds. */
      from: CalendarDate,
      /** The enactment by which it does. */
      under: Line,
    },
    { note: Text },
  ),
});
