import { addDays, addMonths, type CalendarDate } from '@commissioning/kernel';
import type { DutyStart } from './duty-rules';

/** A stretch of the calendar that a body owes something for, whatever it does. */
export interface BodyPeriod {
  readonly by: DutyStart;
  /** The day on which what is owed for it begins to be owed. */
  readonly from: CalendarDate;
  /** Its own last day: by it a statement says which period it is of. */
  readonly until: CalendarDate;
  /** The day by which, where the calendar names it. */
  readonly stated?: CalendarDate;
}

const firstOfMonth = (day: CalendarDate): CalendarDate => `${day.slice(0, 7)}-01` as CalendarDate;
const lastDayOfMonths = (first: CalendarDate, months: number): CalendarDate =>
  addDays(addMonths(first, months), -1);

/** What begins to be owed in a month of the calendar. A statute that counts from the last day of a period counts that day. */
const inMonth = (first: CalendarDate): ReadonlyArray<BodyPeriod> => {
  const month = Number(first.slice(5, 7));
  const last = lastDayOfMonths(first, 1);
  const ended = (by: DutyStart): BodyPeriod => ({ by, from: last, until: last });
  const yearEnd = lastDayOfMonths(first, 12);
  return [
    ended('month-ended'),
    ...(month % 3 === 0 ? [ended('quarter-ended')] : []),
    ...(month === 3 || month === 9 ? [ended('half-year-ended')] : []),
    ...(month === 4 ? [{ by: 'year-begun' as const, from: first, until: yearEnd }] : []),
    // What is to be public before a financial year begins is prepared in the quarter before it.
    ...(month === 1
      ? [
          {
            by: 'year-ahead' as const,
            from: first,
            until: lastDayOfMonths(first, 15),
            stated: lastDayOfMonths(first, 3),
          },
        ]
      : []),
  ];
};

/** Every period for which something begins to be owed from one day to another. */
export const periodsBetween = (from: CalendarDate, to: CalendarDate): ReadonlyArray<BodyPeriod> => {
  const periods: Array<BodyPeriod> = [];
  for (let month = firstOfMonth(from); month <= to; month = addMonths(month, 1))
    periods.push(...inMonth(month).filter((period) => period.from >= from && period.from <= to));
  return periods;
};

/** Whether a day is the last of a period for which something is owed by this start. */
export const endsPeriod = (by: DutyStart, day: CalendarDate): boolean => {
  if (addDays(day, 1).slice(8) !== '01') return false;
  const month = Number(day.slice(5, 7));
  switch (by) {
    case 'month-ended':
      return true;
    case 'quarter-ended':
      return month % 3 === 0;
    case 'half-year-ended':
      return month === 3 || month === 9;
    case 'year-begun':
    case 'year-ahead':
      return month === 3;
    case 'award-made':
    case 'awarded-without-competition':
    case 'no-award-made':
    case 'specification-advertised':
    case 'agreement-signed':
    case 'agreement-year-begun':
    case 'agreement-year-ended':
    case 'agreement-ended':
    case 'performance-failed':
    case 'supplier-left-out':
    case 'exclusion-in-court':
    case 'subsidy-decided':
    case 'assistance-decided':
    case 'assistance-given':
    case 'invoice-received':
    case 'period-ended':
    case 'question-asked':
    case 'standstill-passed':
    case 'money-set-aside':
      return false;
  }
};

/** Whether what is owed by this start is of a period that is over first. */
export const ofPeriodThatEnded = (by: DutyStart): boolean =>
  by === 'month-ended' || by === 'quarter-ended' || by === 'half-year-ended';
