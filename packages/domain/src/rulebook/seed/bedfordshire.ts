import * as E from 'fp-ts/Either';
import { RuleBookData } from '../events';
import { bands } from './bands';
import { bankHolidays, worldCupHoliday } from './bank-holidays';
import { bodyDutiesFromApril2026, bodyDutiesOf2026 } from './body-duties';
import { dutiesBeforeTheAct, dutiesUnderTheAct } from './duties';
import { fundingStreams } from './funding-streams';
import { grounds } from './grounds';
import { objectives2021, objectives2024 } from './objectives';
import type { Plain } from './plain';
import { profiles } from './profiles';
import { diligenceBySumAndSector } from './diligence';
import { standstillOfTheAct } from './standstill';
import { pounds } from './pounds';
import { tenderPeriodsOfTheAct } from './tender-periods';
import { thresholds } from './thresholds';

/** What the bands decide: the highest sums in pence that need one written quote and three. */
const byBands = (smallSum: number, highestQuoted: number) => ({
  bands: bands(smallSum, highestQuoted),
  profiles: profiles(smallSum, highestQuoted),
  grounds: grounds(smallSum),
});

const calendar = (name: string, holidays: ReadonlyArray<string>) => ({
  name,
  from: '2023-01-01',
  to: '2028-12-31',
  holidays,
});

/**
 * What no version changed. The scheme of delegation and the days below are an example to start from: the body's own
 * scheme takes their place before a real decision is taken.
 */
const lasting = {
  valueBasis: 'including',
  scale: {
    minimum: 0,
    maximum: 4,
    descriptors: [
      { score: 0, meaning: 'No answer, or one that does not meet the requirement.' },
      { score: 1, meaning: 'Meets the requirement in part; serious gaps or doubts.' },
      { score: 2, meaning: 'Meets the requirement in most parts; some gaps or doubts.' },
      { score: 3, meaning: 'Meets the requirement in full, with evidence.' },
      { score: 4, meaning: 'Meets the requirement in full, with strong evidence, and adds to it.' },
    ],
  },
  priceMethod: 'relative-to-lowest',
  tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
  delegations: [
    {
      id: 'commissioner',
      role: 'approver',
      capacity: 'Police and Crime Commissioner',
      holder: 'office-holder',
    },
    {
      id: 'chief-executive',
      role: 'approver',
      capacity: 'Chief Executive',
      holder: 'own-staff',
      upTo: pounds(60_000),
    },
    {
      id: 'chief-finance-officer',
      role: 'finance',
      capacity: 'Chief Finance Officer',
      holder: 'own-staff',
      upTo: pounds(60_000),
    },
  ],
  fundingStreams,
  paymentDays: 30,
  returnDays: 21,
  diligenceMonths: 12,
} as const;

const thresholds2024 = thresholds(
  { services: pounds(214_904), works: pounds(5_372_609) },
  'Procurement Act 2023 Schedule 1, and before it Public Contracts Regulations 2015 reg 5, as from 1 January 2024',
);

const thresholds2026 = thresholds(
  { services: pounds(207_720), works: pounds(5_193_000) },
  'Procurement Act 2023 Schedule 1, as from 1 January 2026',
);

const versions: ReadonlyArray<Plain<RuleBookData>> = [
  {
    ...lasting,
    ...byBands(pounds(5_000), pounds(50_000)),
    thresholds: thresholds(
      { services: pounds(213_477), works: pounds(5_336_937) },
      'Public Contracts Regulations 2015 reg 5, as from 1 January 2022',
    ),
    duties: dutiesBeforeTheAct,
    version: 1,
    name: 'Bedfordshire, bands of 2023',
    inForceFrom: '2023-02-01',
    sources: ['Decision PCC/D/072, 15 February 2023, https://www.bedfordshire.pcc.police.uk/pcc-d-072/'],
    decisionSeries: ['PCC21'],
    objectives: objectives2021,
    workingDays: calendar('United Kingdom 2023 to 2028', bankHolidays),
  },
  {
    ...lasting,
    ...byBands(pounds(6_000), pounds(60_000)),
    thresholds: thresholds2024,
    duties: dutiesBeforeTheAct,
    version: 2,
    name: 'Bedfordshire, bands of 2024',
    inForceFrom: '2024-02-15',
    sources: ['Decision PCC/D/129, 15 February 2024, https://bedfordshire.pcc.police.uk/pcc-d-129'],
    decisionSeries: ['PCC21'],
    objectives: objectives2021,
    workingDays: calendar('United Kingdom 2023 to 2028', bankHolidays),
  },
  {
    ...lasting,
    ...byBands(pounds(6_000), pounds(60_000)),
    thresholds: thresholds2024,
    duties: dutiesBeforeTheAct,
    version: 3,
    name: 'Bedfordshire, a new commissioner: decisions numbered afresh',
    inForceFrom: '2024-05-09',
    sources: [
      'Decision PCC/D/129, 15 February 2024, https://bedfordshire.pcc.police.uk/pcc-d-129',
      'Commissioning Strategy 2024, https://www.bedfordshire.pcc.police.uk/commissioning-strategy-2024/',
    ],
    decisionSeries: ['PCC24'],
    objectives: objectives2024,
    workingDays: calendar('United Kingdom 2023 to 2028', bankHolidays),
  },
  {
    ...lasting,
    ...byBands(pounds(6_000), pounds(60_000)),
    thresholds: thresholds2026,
    duties: [...dutiesUnderTheAct, ...bodyDutiesOf2026],
    tenderPeriods: tenderPeriodsOfTheAct,
    standstill: standstillOfTheAct,
    diligence: diligenceBySumAndSector,
    version: 4,
    name: 'Bedfordshire, with the procurement thresholds of 2026',
    inForceFrom: '2026-01-01',
    sources: [
      'Decision PCC/D/129, 15 February 2024, https://bedfordshire.pcc.police.uk/pcc-d-129',
      'Commissioning Strategy 2024, https://www.bedfordshire.pcc.police.uk/commissioning-strategy-2024/',
      'Procurement Act 2023 Schedule 1, thresholds from 1 January 2026',
    ],
    decisionSeries: ['PCC24'],
    objectives: objectives2024,
    workingDays: calendar('United Kingdom 2023 to 2028', bankHolidays),
  },
  {
    ...lasting,
    ...byBands(pounds(6_000), pounds(60_000)),
    thresholds: thresholds2026,
    duties: [...dutiesUnderTheAct, ...bodyDutiesFromApril2026],
    tenderPeriods: tenderPeriodsOfTheAct,
    standstill: standstillOfTheAct,
    diligence: diligenceBySumAndSector,
    version: 5,
    name: 'Bedfordshire, from 2026-27: working days with the holiday of 15 June 2026',
    inForceFrom: '2026-04-01',
    sources: [
      'Decision PCC/D/129, 15 February 2024, https://bedfordshire.pcc.police.uk/pcc-d-129',
      'Commissioning Strategy 2024, https://www.bedfordshire.pcc.police.uk/commissioning-strategy-2024/',
      'Proclamation of 4 February 2026 under the Banking and Financial Dealings Act 1971 s.1(3)',
    ],
    decisionSeries: ['PCC24'],
    objectives: objectives2024,
    workingDays: calendar(
      'United Kingdom 2023 to 2028, with 15 June 2026',
      [...bankHolidays, worldCupHoliday].toSorted(),
    ),
  },
];

/** The body of the demonstration, as `establish-body` takes it. */
export const bedfordshireBody = {
  body: 'BEDS',
  name: 'Police and Crime Commissioner for Bedfordshire',
  area: 'Bedfordshire',
  established: '2012-11-22',
} as const;

/**
 * Every version of Bedfordshire's rules in turn, as `adopt-rules` takes them: what the demonstration runs under, and
 * what a real office can start from.
 */
export const bedfordshireRules: ReadonlyArray<RuleBookData> = versions.map((version) =>
  E.getOrElseW((): never => {
    throw new Error(`Version ${version.version} of the rules as shipped does not decode`);
  })(RuleBookData.decode(version)),
);
