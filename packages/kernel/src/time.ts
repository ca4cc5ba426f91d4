import * as t from 'io-ts';
import { Temporal } from 'temporal-polyfill';

export interface InstantBrand {
  readonly Instant: unique symbol;
}
export interface CalendarDateBrand {
  readonly CalendarDate: unique symbol;
}
export interface FinancialYearBrand {
  readonly FinancialYear: unique symbol;
}

const instantShape = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const zonedShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const isCalendarDate = (s: string): boolean => {
  const match = dateShape.exec(s);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // Every month has 28 days: the calendar is asked for the last few alone.
  return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(year, month));
};

/** A moment in UTC, to the millisecond, always 24 characters, so that comparing strings compares moments. */
export const Instant = t.brand(
  t.string,
  (s): s is t.Branded<string, InstantBrand> => instantShape.test(s) && isCalendarDate(s.slice(0, 10)),
  'Instant',
);
export type Instant = t.TypeOf<typeof Instant>;

/** A day on the calendar of Europe/London, `2026-11-23`; string order is date order. */
export const CalendarDate = t.brand(
  t.string,
  (s): s is t.Branded<string, CalendarDateBrand> => isCalendarDate(s),
  'CalendarDate',
);
export type CalendarDate = t.TypeOf<typeof CalendarDate>;

const isFinancialYear = (s: string): boolean =>
  /^\d{4}-\d{2}$/.test(s) && (Number(s.slice(0, 4)) + 1) % 100 === Number(s.slice(5));

/** A financial year, 1 April to 31 March: `2026-27`. */
export const FinancialYear = t.brand(
  t.string,
  (s): s is t.Branded<string, FinancialYearBrand> => isFinancialYear(s),
  'FinancialYear',
);
export type FinancialYear = t.TypeOf<typeof FinancialYear>;

const london = 'Europe/London';

/** The moment of a count of milliseconds since 1970. */
export const instantOf = (epochMilliseconds: number): Instant =>
  new Date(epochMilliseconds).toISOString() as Instant;

/** Milliseconds since 1970 of a moment. */
export const epochMilliseconds = (instant: Instant): number => Date.parse(instant);

/**
 * A moment as people and programs write it, in UTC or with an offset: `2026-11-23T12:00:00Z`, `2026-11-23T13:00+01:00`.
 * Undefined for anything else: a time that says no zone may be meant in any.
 */
export const momentIn = (text: string): Instant | undefined => {
  const written = isCalendarDate(text.slice(0, 10)) && zonedShape.test(text);
  const parsed = written ? Date.parse(text) : Number.NaN;
  const moment = Number.isNaN(parsed) ? undefined : instantOf(parsed);
  // An offset can take the first or the last day there is out of the years that can be written.
  return Instant.is(moment) ? moment : undefined;
};

/** The moment so many milliseconds after another. */
export const addMilliseconds = (instant: Instant, milliseconds: number): Instant =>
  instantOf(epochMilliseconds(instant) + milliseconds);

const daysByHour = new Map<string, CalendarDate>();
const hoursKept = 20_000;

/**
 * The day it is in London at a moment: `2026-06-30T23:30:00.000Z` is 1 July there. London is off UTC by whole hours, so
 * a day is worked out once for each hour of UTC: on replay it is asked for with every event.
 */
export const londonDateOf = (instant: Instant): CalendarDate => {
  const hour = instant.slice(0, 13);
  const known = daysByHour.get(hour);
  if (known !== undefined) return known;
  const day = Temporal.Instant.from(instant)
    .toZonedDateTimeISO(london)
    .toPlainDate()
    .toString() as CalendarDate;
  if (daysByHour.size >= hoursKept) daysByHour.clear();
  daysByHour.set(hour, day);
  return day;
};

/**
 * The moment of a wall-clock time in London, `HH:MM`. On the two nights the clocks change: a time that comes twice is
 * the first of the two, a time that is left out is as long after midnight as it says.
 */
export const londonInstant = (date: CalendarDate, time: string): Instant =>
  instantOf(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(london).epochMilliseconds);

/** The moment at which a London day begins. */
export const startOfDay = (date: CalendarDate): Instant => londonInstant(date, '00:00');

/** What `effectiveMoment` reads. */
export const effectiveMomentExpected =
  'a day like 2026-11-23, which means its beginning in London, or a moment like 2026-11-23T12:00:00Z';

/** When something took effect, as it is written: a moment, or a day, which means its beginning in London. */
export const effectiveMoment = (text: string): Instant | undefined =>
  CalendarDate.is(text) ? startOfDay(text) : momentIn(text);

/** The day that is so many calendar days after (or, negative, before) another. */
export const addDays = (date: CalendarDate, days: number): CalendarDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as CalendarDate;

/** The same day so many months later, or the last of the month where it has no such day: 31 January + 1 is 28 February. */
export const addMonths = (date: CalendarDate, months: number): CalendarDate =>
  Temporal.PlainDate.from(date).add({ months }).toString() as CalendarDate;

const inWords = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A day as it is printed: `23 November 2026`. */
export const dayInWords = (date: string): string => inWords.format(new Date(`${date}T00:00:00Z`));

const clockInLondon = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: london,
});

/** A moment as it is printed, by the clock in London: `23 November 2026, 12:00`. */
export const momentInWords = (instant: Instant): string =>
  `${dayInWords(londonDateOf(instant))}, ${clockInLondon.format(epochMilliseconds(instant))}`;

/** Whole calendar days from one day to another; negative when the second comes first. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** The financial year a day falls in: 31 March 2027 is `2026-27`, the next day `2027-28`. */
export const financialYearOf = (date: CalendarDate): FinancialYear => {
  const year = Number(date.slice(0, 4)) - (date.slice(5) < '04-01' ? 1 : 0);
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}` as FinancialYear;
};

/** The last day of a financial year, 31 March. */
export const endOfFinancialYear = (year: FinancialYear): CalendarDate =>
  `${Number(year.slice(0, 4)) + 1}-03-31` as CalendarDate;

/** The first day of a financial year, 1 April. */
export const startOfFinancialYear = (year: FinancialYear): CalendarDate =>
  `${year.slice(0, 4)}-04-01` as CalendarDate;
