import {
  addDays,
  addMonths,
  type CalendarDate,
  type Happened,
  londonDateOf,
  startOfDay,
} from '@commissioning/kernel';
import type { RuleBookEvent } from '../rulebook/events';
import { type BodyPeriod, periodsBetween } from '../rulebook/periods';
import type { Act, Start } from './bearing';
import type { AdoptedRules } from './candidates';
import { type Course, courseThrough, type Step } from './course';

/** The types of events from which the course of a body's own duties follows. */
export const bodyCourseTypes: ReadonlyArray<RuleBookEvent['type']> = [
  'RulesAdopted',
  'StatementPublished',
  'BodySucceeded',
];

type Adopted = Extract<Happened<RuleBookEvent>, { type: 'RulesAdopted' }>;

/** Long enough that whatever the calendar brings next lies within it. */
const monthsAhead = 13;

const ofPeriod = (until: CalendarDate): string => `until/${until}`;

/** The version of the rules by which something is owed from a day on: the event that adopted it is what starts it. */
const startingIt = (adopted: ReadonlyArray<Adopted>, from: CalendarDate): Adopted | undefined =>
  adopted.findLast(
    ({ data, metadata }) => data.inForceFrom <= from && metadata.recordedAt <= startOfDay(from),
  );

const startOf = (adopted: ReadonlyArray<Adopted>, period: BodyPeriod): ReadonlyArray<Start> => {
  const { by, from, until, stated } = period;
  const start = startingIt(adopted, from);
  if (start === undefined) return [];
  return [
    {
      by,
      subject: until,
      about: [ofPeriod(until)],
      from,
      stated,
      countsFrom: undefined,
      governedAt: startOfDay(from),
      event: start.id,
      regime: undefined,
      value: undefined,
    },
  ];
};

/**
 * The day from which on a successor answers for what this body owed. A succession that is told of late ends nothing that had
 * begun to be owed by then.
 */
const succeededFrom = (events: ReadonlyArray<Happened<RuleBookEvent>>): CalendarDate | undefined => {
  const said = events.findLast((event) => event.type === 'BodySucceeded');
  if (said?.type !== 'BodySucceeded') return undefined;
  const told = londonDateOf(said.metadata.recordedAt);
  return said.data.from > told ? said.data.from : addDays(told, 1);
};

const actOf = (event: Extract<Happened<RuleBookEvent>, { type: 'StatementPublished' }>): Act => ({
  act: 'statement-published',
  about: ofPeriod(event.data.until),
  notice: event.data.kind,
  on: londonDateOf(event.metadata.recordedAt),
  event: event.id,
});

/**
 * Which duties a body had for itself by the calendar up to the beginning of a day, what became of them, and when to look
 * again. What had begun to be owed before it adopted its first rules here is not owed to this record.
 */
export const bodyCourseOf = (
  events: ReadonlyArray<Happened<RuleBookEvent>>,
  books: ReadonlyArray<AdoptedRules>,
  today: CalendarDate,
): Course => {
  const adopted = events.filter((event) => event.type === 'RulesAdopted') as ReadonlyArray<Adopted>;
  const [first] = adopted;
  if (first === undefined) return courseThrough([], books, today);
  const on = londonDateOf(first.metadata.recordedAt);
  const end = succeededFrom(events);
  const starts = periodsBetween(on, addMonths(today, monthsAhead))
    .filter(({ from }) => end === undefined || from < end)
    .flatMap((period) => startOf(adopted, period));
  const begun: Step = { on, event: first.id, bearing: { starts, acts: [] } };
  const published = events.flatMap((event): ReadonlyArray<Step> =>
    event.type === 'StatementPublished'
      ? [
          {
            on: londonDateOf(event.metadata.recordedAt),
            event: event.id,
            bearing: { starts: [], acts: [actOf(event)] },
          },
        ]
      : [],
  );
  return courseThrough([begun, ...published], books, today);
};
