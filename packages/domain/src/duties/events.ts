import {
  CalendarDate,
  Count,
  defineEvent,
  EventId,
  type EventOf,
  Line,
  LocalId,
  official,
  Role,
  struct,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/**
 * Which duty: the rule it comes from, what it is about and the day it is due, so that whoever looks finds the same one.
 * It can name an award that is not public yet.
 */
const DutyId = official(Line);

export const DutyFellDue = defineEvent({
  type: 'DutyFellDue',
  aggregate: 'duties',
  phase: 'duties',
  says: 'Something came to be owed, by a rule, until the end of a day.',
  data: t.type({
    duty: DutyId,
    rule: LocalId,
    /** What it is about, as the commission names it; of a body’s own, the last day of the period. */
    subject: official(Line),
    from: CalendarDate,
    /** The last day on which it is met in time. */
    due: CalendarDate,
    owedBy: Role,
    /** The version of the rules that it follows from. */
    ruleBookVersion: Count,
    /** The event of the commission that started it; of a body’s own, what adopted the rules that ask for it. */
    startedBy: EventId,
  }),
});

export const DutyMissed = defineEvent({
  type: 'DutyMissed',
  aggregate: 'duties',
  phase: 'duties',
  says: 'The last day of a duty ended and it had not been met; this stays, whatever follows.',
  data: struct({ duty: DutyId, rule: LocalId, due: CalendarDate }, { escalatedTo: Role }),
});

export const DutyMet = defineEvent({
  type: 'DutyMet',
  aggregate: 'duties',
  phase: 'duties',
  says: 'What was owed was done, in time or late.',
  data: t.type({
    duty: DutyId,
    rule: LocalId,
    due: CalendarDate,
    /** The day on which the record was told. */
    on: CalendarDate,
    /** The event that met it. */
    metBy: EventId,
  }),
});

export const DutyLapsed = defineEvent({
  type: 'DutyLapsed',
  aggregate: 'duties',
  phase: 'duties',
  says: 'A duty came to nothing before its last day had passed, because that day was moved or its ground fell away.',
  data: t.type({ duty: DutyId, rule: LocalId, lapsedBy: EventId }),
});

export const dutyEvents = [DutyFellDue, DutyMissed, DutyMet, DutyLapsed] as const;
export type DutyEvent = EventOf<(typeof dutyEvents)[number]>;
