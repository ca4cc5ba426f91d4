/** Month and day of each, by year. The eighth of May 2023 is the coronation. */
const byYear: Readonly<Record<string, string>> = {
  2023: '01-02 01-03 03-17 04-07 04-10 05-01 05-08 05-29 07-12 08-07 08-28 11-30 12-25 12-26',
  2024: '01-01 01-02 03-18 03-29 04-01 05-06 05-27 07-12 08-05 08-26 12-02 12-25 12-26',
  2025: '01-01 01-02 03-17 04-18 04-21 05-05 05-26 07-14 08-04 08-25 12-01 12-25 12-26',
  2026: '01-01 01-02 03-17 04-03 04-06 05-04 05-25 07-13 08-03 08-31 11-30 12-25 12-28',
  2027: '01-01 01-04 03-17 03-26 03-29 05-03 05-31 07-12 08-02 08-30 11-30 12-27 12-28',
  2028: '01-03 01-04 03-17 04-14 04-17 05-01 05-29 07-12 08-07 08-28 11-30 12-25 12-26',
};

/**
 * Bank holidays that fall on a weekday, of every part of the United Kingdom: one part's holiday is nobody's working day
 * (Procurement Act 2023 s.123). Beside England's they are 17 March and 12 July (Northern Ireland) and 2 January, the
 * first Monday of August and 30 November (Scotland), each moved to the next working day from a weekend.
 * Source: https://www.gov.uk/bank-holidays, Banking and Financial Dealings Act 1971.
 */
export const bankHolidays: ReadonlyArray<string> = Object.entries(byYear).flatMap(([year, days]) =>
  days.split(' ').map((day) => `${year}-${day}`),
);

/**
 * Monday 15 June 2026, in Scotland, for the World Cup: proclaimed on 4 February 2026, so that no version of the rules
 * adopted before then knows of it.
 */
export const worldCupHoliday = '2026-06-15';
