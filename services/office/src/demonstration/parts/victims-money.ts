import { people, story, type Act, type Step } from '../step';
import { decided, net } from './here';

const { finance } = people;

export const victimsFund = (year: string): string => `BEDS-moj-victims-${year}`;

/** The conditions of the Ministry's money, in the words in which an agreement passes them on. */
export const victimsConditions = [
  'The money supports victims of crime and nothing else.',
  'The service is open to every victim, whether or not the crime was reported and whenever it happened.',
  'What is not spent by 31 March goes back to the funder.',
];

/** How a service for victims meets each of those conditions. */
export const meetsVictimsConditions = (fund: string, whom: string): object => ({
  fund,
  answers: [
    { condition: 'only-victims', met: true, how: `The service is for ${whom} and for nobody else.` },
    { condition: 'every-victim', met: true, how: 'Nobody is asked for a crime number or for a date.' },
    { condition: 'spent-within-year', met: true, how: 'Paid by quarter, for what was done in the quarter.' },
  ],
});

interface Tranche {
  readonly fund: string;
  readonly tranche: string;
  readonly amount: number;
  readonly spendBy: string;
  readonly decision: string;
  readonly title: string;
  readonly background: string;
  readonly reasons: string;
}

/** Money of the Ministry is accepted under a decision of its own, with its conditions and the day by which it lapses. */
export const accepted = (act: Act, day: string, money: Tranche): void => {
  const { fund, tranche, amount, spendBy, decision, title, background, reasons } = money;
  decided(act, day, '10:00', {
    decision,
    title,
    background,
    reasons,
    advice: 'The conditions can be met by the services that the money is for.',
    authorises: [{ act: 'accept-funding', fund, amount: net(amount) }],
  });
  act(day, '11:00', finance, 'fund', fund, 'accept-funding', {
    tranche,
    amount,
    conditions: ['only-victims', 'every-victim', 'spent-within-year'],
    decision,
    spendBy,
  });
};

/** The grant of two years: the second is opened only after money of it has been promised. */
export const victimsMoney: ReadonlyArray<Step> = story('victims-money', (act) => {
  for (const { year, opened, on, amount, decision, spendBy } of [
    {
      year: '2025-26',
      opened: '2025-02-24',
      on: '2025-02-26',
      amount: 18_000_000,
      decision: 'BEDS-PCC24-0038',
      spendBy: '2026-03-31',
    },
    {
      year: '2026-27',
      opened: '2026-03-16',
      on: '2026-03-18',
      amount: 17_500_000,
      decision: 'BEDS-PCC24-0098',
      spendBy: '2027-03-31',
    },
  ]) {
    const fund = victimsFund(year);
    act(opened, '10:00', finance, 'fund', fund, 'open-fund', { stream: 'moj-victims', themes: [] });
    accepted(act, on, {
      fund,
      tranche: 'core',
      amount,
      spendBy,
      decision,
      title: `Ministry of Justice victims grant ${year} (example)`,
      background: `The Ministry has offered its grant for services for victims in ${year}.`,
      reasons: 'Services for victims depend on it, and its conditions are those of the years before.',
    });
  }
});
