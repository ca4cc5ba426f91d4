import {
  addDays,
  CalendarDate,
  daysBetween,
  effectiveMoment,
  endOfFinancialYear,
  epochMilliseconds,
  FinancialYear,
  financialYearOf,
  Instant,
  instantOf,
  isWorkingDay,
  londonDateOf,
  londonInstant,
  momentIn,
  momentInWords,
  startOfDay,
  startOfFinancialYear,
  workingDayFrom,
  type WorkingDayCalendar,
} from '@commissioning/kernel';
import fc from 'fast-check';
import * as E from 'fp-ts/Either';

const date = (s: string): CalendarDate => s as CalendarDate;
const instant = (s: string): Instant => s as Instant;
const year = (s: string): FinancialYear => s as FinancialYear;

const anyInstant = fc
  .integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2090, 0, 1) })
  .map((moment) => instantOf(moment));
const anyDate = fc.integer({ min: 0, max: 45_000 }).map((days) => addDays(date('1975-01-01'), days));

describe('a moment', () => {
  test.each(['2026-11-23T09:00:00.000Z', '2024-02-29T23:59:59.999Z', '0001-01-01T00:00:00.000Z'])(
    '%s is one',
    (s) => {
      expect(Instant.is(s)).toBe(true);
    },
  );

  test.each([
    '2026-11-23T09:00:00Z',
    '2026-11-23T09:00:00.000+00:00',
    '2026-11-23 09:00:00.000Z',
    '2026-11-23T09:00:00.0000Z',
    '2026-02-30T00:00:00.000Z',
    '2026-11-23T24:00:00.000Z',
    '2026-11-23T09:60:00.000Z',
    '2026-12-31T23:59:60.000Z',
    '2026-11-23T09:00:00.000Z\n',
    '+012026-11-23T09:00:00.000Z',
    '2026-11-23',
    1_763_888_400_000,
    new Date(0),
  ])('%p is not how one is written', (s) => {
    expect(Instant.is(s)).toBe(false);
  });

  test.each([
    ['2026-11-23T12:00:00Z', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T12:00Z', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23T12:00:00.1239Z', '2026-11-23T12:00:00.123Z'],
    ['2026-11-23T00:30:00+01:00', '2026-11-22T23:30:00.000Z'],
    ['2026-11-23T23:30:00-01:00', '2026-11-24T00:30:00.000Z'],
  ])('is also understood as %s', (text, moment) => {
    expect(momentIn(text)).toBe(moment);
    expect(effectiveMoment(text)).toBe(moment);
  });

  test.each([
    '',
    'now',
    '2026-11-23T12:00:00',
    '2026-11-23 12:00:00Z',
    '2026-11-23 (noon) T12:00Z',
    '2026-02-30T12:00:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23T12:00:00+01',
    '2026-11-23T12:00:00Z\n',
    '0000-01-01T00:00:00+05:00',
    '9999-12-31T23:59:59-05:00',
  ])('is not understood as %j', (text) => {
    expect(momentIn(text)).toBeUndefined();
    expect(effectiveMoment(text)).toBeUndefined();
  });

  test('at which something took effect may be a day: its beginning in London', () => {
    expect(effectiveMoment('2026-07-01')).toBe('2026-06-30T23:00:00.000Z');
    expect(effectiveMoment('2026-11-23')).toBe('2026-11-23T00:00:00.000Z');
    expect(effectiveMoment('2026-02-30')).toBeUndefined();
    expect(momentIn('2026-07-01')).toBeUndefined();
  });

  test('is written so that text order is time order, and reads back', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (one, other) => {
        expect(Instant.is(one)).toBe(true);
        expect(instantOf(epochMilliseconds(one))).toBe(one);
        expect(Math.sign(epochMilliseconds(one) - epochMilliseconds(other))).toBe(
          one === other ? 0 : one < other ? -1 : 1,
        );
      }),
    );
  });
});

describe('a calendar date', () => {
  test.each(['2026-11-23', '2024-02-29', '2000-02-29', '2026-12-31'])('%s is one', (s) => {
    expect(CalendarDate.is(s)).toBe(true);
  });

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '23-11-2026',
    '2026-11-23T00:00:00.000Z',
    ' 2026-11-23',
    20_261_123,
  ])('%p is none', (s) => {
    expect(CalendarDate.is(s)).toBe(false);
  });

  test('moves by days and counts them back', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        const to = addDays(from, days);
        expect(CalendarDate.is(to)).toBe(true);
        expect(daysBetween(from, to)).toBe(days);
        expect(from < to).toBe(days > 0);
      }),
    );
  });

  test('knows leap years and the turn of the year', () => {
    expect(addDays(date('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(date('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addDays(date('2027-01-01'), -1)).toBe('2026-12-31');
    expect(daysBetween(date('2024-01-01'), date('2025-01-01'))).toBe(366);
  });
});

describe('a day in London', () => {
  test.each([
    ['2026-06-30T22:59:59.999Z', '2026-06-30'],
    ['2026-06-30T23:00:00.000Z', '2026-07-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['2027-01-01T00:00:00.000Z', '2027-01-01'],
    ['2026-03-29T00:59:59.999Z', '2026-03-29'],
    ['2026-10-24T23:00:00.000Z', '2026-10-25'],
    ['2026-10-25T23:30:00.000Z', '2026-10-25'],
  ])('at %s is %s', (moment, day) => {
    expect(londonDateOf(instant(moment))).toBe(day);
  });

  test.each([
    ['2026-06-30T23:00:00.000Z', '1 July 2026, 00:00'],
    ['2026-12-01T09:05:00.000Z', '1 December 2026, 09:05'],
  ])('%s is printed as %s, by the clock there', (moment, words) => {
    expect(momentInWords(instant(moment))).toBe(words);
  });

  test.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-11-23', 24],
  ])('%s has %d hours', (day, hours) => {
    const begins = epochMilliseconds(startOfDay(date(day)));
    const ends = epochMilliseconds(startOfDay(addDays(date(day), 1)));
    expect((ends - begins) / 3_600_000).toBe(hours);
  });

  test.each([
    ['2026-07-01', '12:00', '2026-07-01T11:00:00.000Z'],
    ['2026-11-23', '12:00', '2026-11-23T12:00:00.000Z'],
    ['2026-03-29', '00:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', '01:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25', '01:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '02:00', '2026-10-25T02:00:00.000Z'],
  ])('%s at %s by the clock is %s', (day, time, moment) => {
    expect(londonInstant(date(day), time)).toBe(moment);
  });

  test.each(['24:01', '9 o’clock', ''])('at %j is no time', (time) => {
    expect(() => londonInstant(date('2026-11-23'), time)).toThrow(RangeError);
  });

  test('begins at its first moment and the day before ends just ahead of it', () => {
    fc.assert(
      fc.property(anyDate, (day) => {
        const begins = startOfDay(day);
        expect(londonDateOf(begins)).toBe(day);
        expect(londonDateOf(instantOf(epochMilliseconds(begins) - 1))).toBe(addDays(day, -1));
      }),
    );
  });
});

describe('a financial year', () => {
  test.each(['2026-27', '1999-00', '2099-00'])('%s is one', (s) => {
    expect(FinancialYear.is(s)).toBe(true);
  });

  test.each(['2026-28', '2026-26', '2026-2027', '2026/27', '26-27', '2026'])('%s is none', (s) => {
    expect(FinancialYear.is(s)).toBe(false);
  });

  test.each([
    ['2027-03-31', '2026-27'],
    ['2027-04-01', '2027-28'],
    ['2026-04-01', '2026-27'],
    ['2026-12-31', '2026-27'],
    ['2000-01-15', '1999-00'],
  ])('%s falls in %s', (day, expected) => {
    expect(financialYearOf(date(day))).toBe(expected);
  });

  test('holds exactly the days from its first to its last', () => {
    fc.assert(
      fc.property(anyDate, (day) => {
        const within = financialYearOf(day);
        expect(FinancialYear.is(within)).toBe(true);
        expect(startOfFinancialYear(within) <= day && day <= endOfFinancialYear(within)).toBe(true);
      }),
    );
    expect(startOfFinancialYear(year('1999-00'))).toBe('1999-04-01');
    expect(endOfFinancialYear(year('1999-00'))).toBe('2000-03-31');
  });
});

/** The yearly bank holidays of every part of the United Kingdom with their substitute days; one-off ones are left out. */
const unitedKingdom: WorkingDayCalendar = {
  name: 'United Kingdom, all parts',
  from: date('2025-01-01'),
  to: date('2027-12-31'),
  holidays: [
    '2025-01-01 2025-01-02 2025-03-17 2025-04-18 2025-04-21 2025-05-05 2025-05-26',
    '2025-07-14 2025-08-04 2025-08-25 2025-12-01 2025-12-25 2025-12-26',
    '2026-01-01 2026-01-02 2026-03-17 2026-04-03 2026-04-06 2026-05-04 2026-05-25',
    '2026-07-13 2026-08-03 2026-08-31 2026-11-30 2026-12-25 2026-12-28',
    '2027-01-01 2027-01-04 2027-03-17 2027-03-26 2027-03-29 2027-05-03 2027-05-31',
    '2027-07-12 2027-08-02 2027-08-30 2027-11-30 2027-12-27 2027-12-28',
  ].flatMap((days) => days.split(' ').map(date)),
};

describe('a working day', () => {
  test.each([
    ['2025-12-10', '2025-12-19'],
    ['2026-02-02', '2026-02-11'],
    ['2026-02-12', '2026-02-23'],
    ['2026-11-26', '2026-12-08'],
    ['2026-12-23', '2027-01-07'],
  ])('a standstill of eight that begins on %s ends on %s', (first, last) => {
    expect(workingDayFrom(unitedKingdom, date(first), 8)).toEqual(E.right(last));
  });

  test('the first counts when it is worked, and is waited for when it is not', () => {
    expect(workingDayFrom(unitedKingdom, date('2026-11-23'), 1)).toEqual(E.right('2026-11-23'));
    expect(workingDayFrom(unitedKingdom, date('2026-11-28'), 1)).toEqual(E.right('2026-12-01'));
  });

  test.each([
    ['2026-03-17', false, 'St Patrick’s Day'],
    ['2026-07-13', false, 'the Battle of the Boyne, on a substitute day'],
    ['2026-08-03', false, 'the Scottish summer bank holiday'],
    ['2026-11-30', false, 'St Andrew’s Day'],
    ['2027-01-04', false, 'the Scottish 2 January, on a substitute day'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-11-29', false, 'a Sunday'],
    ['2026-11-27', true, 'a Friday'],
  ])('%s: %p, it is %s', (day, worked) => {
    expect(isWorkingDay(unitedKingdom, date(day))).toEqual(E.right(worked));
  });

  test('a day the calendar has no data for is refused, not guessed', () => {
    const outside = (day: string) =>
      E.left({ _tag: 'OutsideCalendar', calendar: 'United Kingdom, all parts', date: day });
    expect(isWorkingDay(unitedKingdom, date('2024-12-31'))).toEqual(outside('2024-12-31'));
    expect(isWorkingDay(unitedKingdom, date('2027-12-31'))).toEqual(E.right(true));
    expect(isWorkingDay(unitedKingdom, date('2028-01-01'))).toEqual(outside('2028-01-01'));
    expect(workingDayFrom(unitedKingdom, date('2027-12-24'), 8)).toEqual(outside('2028-01-01'));
    expect(workingDayFrom(unitedKingdom, date('2030-01-01'), 1)).toEqual(outside('2030-01-01'));
  });

  test.each([0, -1, 1.5, Number.NaN])('there is no working day number %p', (count) => {
    expect(() => workingDayFrom(unitedKingdom, date('2026-11-23'), count)).toThrow('working day number');
  });

  test('the n-th one is worked, and just n of the days up to it are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 }).map((days) => addDays(date('2025-01-01'), days)),
        fc.integer({ min: 1, max: 30 }),
        (first, count) => {
          const last = E.getOrElse<unknown, CalendarDate>(() => first)(
            workingDayFrom(unitedKingdom, first, count),
          );
          const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, index) =>
            addDays(first, index),
          );
          const worked = days.filter((day) => E.toUnion(isWorkingDay(unitedKingdom, day)) === true);
          expect(worked).toHaveLength(count);
          expect(worked.at(-1)).toBe(last);
        },
      ),
    );
  });
});
