import type { CalendarDate, Happened, Instant } from '@commissioning/kernel';
import type { CommissionEvent } from '../../src/commission/events';
import { courseOf } from '../../src/duties/course';
import { rules } from './commission';
import { recorded } from './specification';

const books = [{ adoptedAt: '2026-04-01T08:00:00.000Z' as Instant, rules }];

/** A day, and what was recorded at its noon. */
export type Day = readonly [string, ...ReadonlyArray<CommissionEvent>];

/** Events as they were recorded. */
export const told = (...days: ReadonlyArray<Day>): ReadonlyArray<Happened<CommissionEvent>> => {
  let revision = 0;
  return days.flatMap(([day, ...events]) => {
    const each = recorded<CommissionEvent>(events, { at: `${day}T12:00:00.000Z` as Instant }, revision);
    revision += events.length;
    return each;
  });
};

/** What was found of the duties of one rule up to the beginning of a day: what each is about, from when to when, then what became of it. */
export const foundOf = (rule: string, today: string, events: ReadonlyArray<Happened<CommissionEvent>>) =>
  courseOf(events, books, today as CalendarDate).findings.flatMap((each) => {
    if (each.rule !== rule) return [];
    if (each.finding === 'fell-due') return [`${each.subject}: ${each.from} to ${each.due}`];
    return [each.finding === 'met' ? `met ${each.on}` : each.finding];
  });
