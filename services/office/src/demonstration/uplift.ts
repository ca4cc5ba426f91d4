import { reportedAndPaid, reviewedAndClosed, twoMeasures, withDueDays } from './parts/agreement';
import { granted, requested } from './parts/direct-grant';
import { decided, inCommission, net } from './parts/here';
import { assessedNeed } from './parts/need';
import { accepted, meetsVictimsConditions, victimsConditions, victimsFund } from './parts/victims-money';
import { people, story, type Step } from './step';

const { officer, finance } = people;

export const counselling = {
  commission: 'BEDS-2025-0002',
  award: 'counselling',
  provider: 'BEDS-open-door-counselling-example',
  fund: victimsFund('2025-26'),
  /** What was agreed, what the Ministry gave on top in October, and what came of another service’s underspend. */
  agreed: 4_800_000,
  uplift: 2_791_127,
  topUp: 900_000,
};
const { commission, award, provider, fund, agreed, uplift, topUp } = counselling;

const title = 'Counselling for survivors of sexual violence (example)';
const quarters = withDueDays([
  { id: 'spring', from: '2025-05-01', to: '2025-06-30' },
  { id: 'summer', from: '2025-07-01', to: '2025-09-30' },
  { id: 'autumn', from: '2025-10-01', to: '2025-12-31' },
  { id: 'winter', from: '2026-01-01', to: '2026-03-31' },
]);
const term = { starts: '2025-05-01', ends: '2026-03-31' };
const certifiedBy = 'demo:open-door-director';

/** The Ministry of Justice raises its grant in the middle of the year, and the sum goes on to a service with a waiting list. */
export const midYearUplift: ReadonlyArray<Step> = story('uplift', (act) => {
  const here = inCommission(act, commission);
  act('2025-03-03', '10:00', officer, 'provider', provider, 'register-provider', {
    name: 'Open Door Counselling (example)',
    sector: 'voluntary-community-social-enterprise',
    local: true,
  });
  assessedNeed(here, ['2025-03-04', '2025-03-11'], {
    title,
    summary:
      'Survivors of sexual violence wait most of a year for counselling that begins when they are ready.',
    objectives: ['victims', 'violence-against-women-and-children'],
    themes: [],
    areas: ['Bedford', 'Central Bedfordshire', 'Luton'],
    figures: {
      from: 'Three counselling services (example)',
      source: 'Waiting lists at the end of each quarter of 2024',
      finding: 'The wait for a first session rose from four months to nine.',
    },
    voices: {
      from: 'Survivors’ forum (example)',
      source: 'Notes of two meetings, January 2025',
      finding: 'Whoever waits that long mostly does not come when the letter arrives.',
    },
    demand: 'Sixty-five adults a year ask for counselling and take it up.',
    gaps: 'Nobody else offers counselling that does not depend on a report to the police.',
    equalityImpact: 'Men and people from faith communities ask late; two counsellors work with them.',
  });
  here('2025-03-12', '09:00', finance, 'allocate-funding', { allocation: 'core', fund, amount: agreed });
  here('2025-03-12', '09:20', officer, 'check-funding-conditions', meetsVictimsConditions(fund, 'survivors'));
  requested(here, '2025-03-14', {
    ground: 'continuation',
    evidence: 'The service met its targets in both years; a competition for all counselling opens in 2026.',
    legalPower: 'victims-services',
    reason: 'Survivors already in counselling stay with their counsellors until the competition has ended.',
    provider,
    pence: agreed,
    for: 'Two counsellors and a supervisor for eleven months.',
    goodUntil: '2026-03-13',
  });
  granted(act, here, '2025-03-24', {
    commission,
    decision: 'BEDS-PCC24-0042',
    award,
    provider,
    pence: agreed,
    year: '2025-26',
    allocation: 'core',
    term,
    title,
    purpose: 'Counselling for adults who survived sexual violence, reported or not and however long ago.',
    outcomes: ['Survivors say that they cope better.'],
    conditions: victimsConditions,
    statutoryReasons: { valueForMoney: 'The price of a session is that of the two years before.' },
    background: 'The present grant for counselling ends in April; a competition opens in 2026.',
    reasons: 'Nobody should lose their counsellor between the end of a grant and the end of a competition.',
  });
  here('2025-04-14', '10:00', officer, 'sign-agreement', {
    award,
    signedOn: '2025-04-14',
    amount: net(agreed),
    term,
    kpis: twoMeasures('Survivors in counselling', 16),
    periods: quarters,
  });
  for (const [index, period] of quarters.slice(0, 2).entries())
    reportedAndPaid(here, {
      award,
      period,
      helped: 17 + index,
      wouldRecommend: 88 + index,
      budget: agreed / 4,
      actual: agreed / 4,
      paid: { amount: net(agreed / 4), from: [{ allocation: 'core', amount: agreed / 4 }] },
      certifiedBy,
    });

  accepted(act, '2025-10-28', {
    fund,
    tranche: 'uplift-october',
    amount: uplift,
    spendBy: '2026-03-31',
    decision: 'BEDS-PCC24-0071',
    title: 'Uplift of the Ministry of Justice victims grant 2025-26 (example)',
    background: 'The Ministry has raised its grant for the year by £27,911.27, to be spent by 31 March.',
    reasons: 'Thirty-one people wait for counselling; the sum can be spent in the year.',
  });
  here('2025-10-29', '09:00', finance, 'allocate-funding', { allocation: 'uplift', fund, amount: uplift });
  decided(act, '2025-11-03', '14:00', {
    decision: 'BEDS-PCC24-0073',
    title: 'More counselling from the uplift of the victims grant (example)',
    background:
      'Thirty-one people were waiting at the end of September; the Ministry’s uplift lapses on 31 March.',
    reasons: 'A third counsellor can begin in November and see those who wait by the end of March.',
    advice: 'Recommended: the agreement is raised by the uplift, on its own terms.',
    authorises: [{ act: 'vary', commission, award, upTo: net(agreed + uplift) }],
  });
  here('2025-11-10', '10:00', officer, 'vary-agreement', {
    award,
    variation: 'uplift',
    decision: 'BEDS-PCC24-0073',
    agreedOn: '2025-11-10',
    reason: 'A third counsellor until the end of March, for those who wait.',
    amount: net(agreed + uplift),
    years: [{ year: '2025-26', amount: agreed + uplift }],
    more: [{ allocation: 'uplift', amount: uplift }],
  });
  reportedAndPaid(here, {
    award,
    period: quarters[2]!,
    helped: 26,
    wouldRecommend: 90,
    budget: agreed / 4 + 1_200_000,
    actual: agreed / 4 + 1_200_000,
    paid: {
      amount: net(agreed / 4 + 1_200_000),
      from: [
        { allocation: 'core', amount: agreed / 4 },
        { allocation: 'uplift', amount: 1_200_000 },
      ],
    },
    certifiedBy,
  });
  here('2026-03-09', '10:00', officer, 'complete-diligence', {
    provider,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Accounts of the year, insurance and safeguarding training seen.',
    goodUntil: '2027-03-08',
  });
  const last = agreed / 4 + uplift - 1_200_000 + topUp;
  reportedAndPaid(here, {
    award,
    period: quarters[3]!,
    helped: 34,
    wouldRecommend: 91,
    budget: last,
    actual: last,
    paid: {
      amount: net(last),
      from: [
        { allocation: 'core', amount: agreed / 4 },
        { allocation: 'uplift', amount: uplift - 1_200_000 },
        { allocation: 'underspend', amount: topUp },
      ],
    },
    certifiedBy,
  });
  reviewedAndClosed(here, '2026-05-05', {
    award,
    finding: 'All who waited at the end of September were seen by the end of March.',
    outcome: 'delivered',
    summary: 'Ninety-five people had counselling; nobody had waited longer than ten weeks by the end.',
    lessons: ['Agree beforehand what an uplift would buy: it comes late and lapses early.'],
  });
});
