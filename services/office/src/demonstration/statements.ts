import { people, story, type Step } from './step';

const { finance, officer } = people;

const months = ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30', '10-31'].map(
  (day) => `2026-${day}`,
);
const quarters = ['2026-03-31', '2026-06-30', '2026-09-30'];

/** The day of the month after, on which a list of a month or quarter is put out here. */
const inTheMonthAfter = (until: string, day: string): string =>
  `2026-${String(Number(until.slice(5, 7)) + 1).padStart(2, '0')}-${day}`;

/** What the body publishes for itself from 2026 on: monthly and quarterly lists, notices, budget; one of them late. */
export const statements: ReadonlyArray<Step> = story('statements', (act) => {
  const states = (day: string, by: typeof finance, kind: string, until: string, more: object = {}) =>
    act(day, '16:00', by, 'rulebook', 'BEDS', 'publish-statement', {
      statement: `${kind.toLowerCase()}-${until}`,
      kind,
      until,
      channel: 'website',
      reference: `https://example.org/published/${kind.toLowerCase()}/${until}`,
      publishedOn: day,
      nothing: false,
      ...more,
    });
  const notices = (day: string, kind: string, until: string, more: object = {}) =>
    states(day, finance, kind, until, {
      channel: 'central-platform',
      reference: `Example notice ${kind} ${until}`,
      ...more,
    });
  states('2026-02-20', finance, 'budget', '2027-03-31');
  states('2026-06-15', officer, 'policies', '2027-03-31');
  // August is a week late: the miss stays beside it.
  for (const until of months)
    states(inTheMonthAfter(until, until === '2026-08-31' ? '21' : '11'), finance, 'spending', until);
  for (const until of quarters) {
    states(inTheMonthAfter(until, '09'), finance, 'expenses', until);
    states(inTheMonthAfter(until, '10'), officer, 'smaller-contracts', until);
  }
  notices('2026-04-22', 'UK17', '2026-03-31', {
    payments: {
      meanDays: 1710,
      within30: 9420,
      within60: 510,
      over60: 70,
      notInTime: 580,
      approvedBy: 'Chief Finance Officer (example)',
    },
  });
  notices('2026-07-21', 'UK8', '2026-06-30', { nothing: true });
  notices('2026-10-20', 'UK8', '2026-09-30');
  notices('2026-10-21', 'UK17', '2026-09-30', {
    payments: {
      meanDays: 1840,
      within30: 9310,
      within60: 590,
      over60: 100,
      notInTime: 690,
      approvedBy: 'Chief Finance Officer (example)',
    },
  });
});
