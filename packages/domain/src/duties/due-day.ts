import {
  addDays,
  addMonths,
  type CalendarDate,
  type WorkingDayCalendar,
  workingDayFrom,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { DutyTime } from '../rulebook/duty-rules';

const endOfMonth = (day: CalendarDate): CalendarDate =>
  addDays(addMonths(`${day.slice(0, 7)}-01` as CalendarDate, 1), -1);

const endOfQuarter = (day: CalendarDate): CalendarDate => {
  const month = Number(day.slice(5, 7));
  return endOfMonth(addMonths(`${day.slice(0, 7)}-01` as CalendarDate, (3 - (month % 3)) % 3));
};

/**
 * The last day on which what is owed is done in time: 30 days beginning with 31 March end on 29 April. Undefined where
 * the calendar of working days does not reach so far, or where no day was stated and one should have been.
 */
export const dueDayOf = (
  within: DutyTime,
  from: CalendarDate,
  stated: CalendarDate | undefined,
  calendar: WorkingDayCalendar,
): CalendarDate | undefined => {
  switch (within.count) {
    case 'calendar-days':
      return addDays(from, within.beginning === 'with' ? within.days - 1 : within.days);
    case 'working-days': {
      const first = within.beginning === 'with' ? from : addDays(from, 1);
      const day = workingDayFrom(calendar, first, within.days);
      return E.isRight(day) ? day.right : undefined;
    }
    case 'months':
      return addDays(addMonths(from, within.months), -1);
    case 'month-end':
      return addDays(endOfMonth(from), within.days);
    case 'quarter-end':
      return addDays(endOfQuarter(from), within.days);
    case 'stated-day':
      return stated;
  }
};
