import type { CalendarDate } from '@commissioning/kernel';
import { DutyStart } from '../src/rulebook/duty-rules';
import { endsPeriod, ofPeriodThatEnded, periodsBetween } from '../src/rulebook/periods';

const day = (text: string) => text as CalendarDate;
const starts = Object.keys(DutyStart.keys) as ReadonlyArray<DutyStart>;
const ended: ReadonlyArray<DutyStart> = ['month-ended', 'quarter-ended', 'half-year-ended'];
const ahead: ReadonlyArray<DutyStart> = ['year-begun', 'year-ahead'];

describe('the periods for which a body owes something', () => {
  const between = (from: string, to: string) =>
    periodsBetween(day(from), day(to)).map(({ by, from: begins, until, stated }) =>
      [by, begins, until, ...(stated === undefined ? [] : [stated])].join(' '),
    );

  test('end with the month, the quarter and the half year; the year begins in April and is prepared from January', () => {
    expect(between('2026-01-01', '2026-04-30')).toEqual([
      'month-ended 2026-01-31 2026-01-31',
      'year-ahead 2026-01-01 2027-03-31 2026-03-31',
      'month-ended 2026-02-28 2026-02-28',
      'month-ended 2026-03-31 2026-03-31',
      'quarter-ended 2026-03-31 2026-03-31',
      'half-year-ended 2026-03-31 2026-03-31',
      'month-ended 2026-04-30 2026-04-30',
      'year-begun 2026-04-01 2027-03-31',
    ]);
    expect(between('2026-09-30', '2026-12-31')).toEqual([
      'month-ended 2026-09-30 2026-09-30',
      'quarter-ended 2026-09-30 2026-09-30',
      'half-year-ended 2026-09-30 2026-09-30',
      'month-ended 2026-10-31 2026-10-31',
      'month-ended 2026-11-30 2026-11-30',
      'month-ended 2026-12-31 2026-12-31',
      'quarter-ended 2026-12-31 2026-12-31',
    ]);
  });

  test('are those whose first day lies in the span, both its days counted', () => {
    expect(between('2026-04-01', '2026-04-01')).toEqual(['year-begun 2026-04-01 2027-03-31']);
    expect(between('2026-04-02', '2026-04-29')).toEqual([]);
    expect(between('2026-05-31', '2026-05-31')).toEqual(['month-ended 2026-05-31 2026-05-31']);
  });
});

describe('the last day of a period', () => {
  const endingOn = (text: string) => starts.filter((by) => endsPeriod(by, day(text)));

  test('is the end of a month, and by its month the end of a quarter, a half year or a financial year', () => {
    expect(endingOn('2026-03-31')).toEqual([...ended, ...ahead]);
    expect(endingOn('2026-09-30')).toEqual(ended);
    expect(endingOn('2026-12-31')).toEqual(['month-ended', 'quarter-ended']);
    expect(endingOn('2026-06-30')).toEqual(['month-ended', 'quarter-ended']);
    expect(endingOn('2028-02-29')).toEqual(['month-ended']);
    expect(endingOn('2028-02-28')).toEqual([]);
    expect(endingOn('2026-03-30')).toEqual([]);
  });

  test('is none of what begins with something that happens in a commission', () => {
    for (const by of starts.filter((each) => ![...ended, ...ahead].includes(each)))
      expect(endsPeriod(by, day('2026-03-31'))).toBe(false);
  });

  test('is over before a statement of it, but where the period is yet to come', () => {
    expect(starts.filter(ofPeriodThatEnded)).toEqual(ended);
  });
});
