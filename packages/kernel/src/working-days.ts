import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { Line } from './codec';
import { addDays, CalendarDate } from './time';

/**
 * Which weekdays are not worked, as data with the years it answers for. A statutory calendar lists the bank holidays
 * of every part of the United Kingdom (Procurement Act 2023 s.123); one-off holidays arrive as a new version.
 */
export const WorkingDayCalendar = t.type(
  { name: Line, from: CalendarDate, to: CalendarDate, holidays: t.readonlyArray(CalendarDate) },
  'WorkingDayCalendar',
);
export type WorkingDayCalendar = t.TypeOf<typeof WorkingDayCalendar>;

/** The calendar was asked about a day it has no data for; guessing would make a legal deadline wrong. */
export interface OutsideCalendar {
  readonly _tag: 'OutsideCalendar';
  readonly calendar: string;
  readonly date: CalendarDate;
}

const isWeekend = (date: CalendarDate): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/** Whether a day is worked: not a Saturday, a Sunday or a holiday of the calendar. */
export const isWorkingDay = (
  calendar: WorkingDayCalendar,
  date: CalendarDate,
): E.Either<OutsideCalendar, boolean> =>
  date < calendar.from || date > calendar.to
    ? E.left({ _tag: 'OutsideCalendar', calendar: calendar.name, date })
    : E.right(!isWeekend(date) && !calendar.holidays.includes(date));

/**
 * The day on which the n-th working day falls, the first day counting as day one when it is worked: eight working
 * days beginning with 26 November 2026 end on 8 December 2026 (St Andrew's Day is a holiday in Scotland). `count` is
 * 1 or more.
 */
export const workingDayFrom = (
  calendar: WorkingDayCalendar,
  first: CalendarDate,
  count: number,
): E.Either<OutsideCalendar, CalendarDate> => {
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`There is no working day number ${count}`);
  let left = count;
  for (let day = first; ; day = addDays(day, 1)) {
    const worked = isWorkingDay(calendar, day);
    if (E.isLeft(worked)) return worked;
    if (worked.right) left -= 1;
    if (left === 0) return E.right(day);
  }
};
