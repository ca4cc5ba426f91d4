import { reportedAndPaid, reviewedAndClosed, twoMeasures, withDueDays } from './parts/agreement';
import { granted, requested } from './parts/direct-grant';
import { decided, inCommission, net } from './parts/here';
import { assessedNeed } from './parts/need';
import { meetsVictimsConditions, victimsConditions, victimsFund } from './parts/victims-money';
import { people, story, type Step } from './step';
import { counselling } from './uplift';

const { officer, finance } = people;

const commission = 'BEDS-2025-0003';
const award = 'court-support';
const provider = 'BEDS-young-witness-example';
const fund = victimsFund('2025-26');
const title = 'Support for young witnesses at court (example)';

const setAside = 4_500_000;
const agreed = setAside - counselling.topUp;
const quarters = withDueDays([
  { id: 'summer', from: '2025-07-01', to: '2025-09-30' },
  { id: 'autumn', from: '2025-10-01', to: '2025-12-31' },
  { id: 'winter', from: '2026-01-01', to: '2026-03-31' },
]);
const term = { starts: '2025-07-01', ends: '2026-03-31' };

/** One service begins late and needs less than was set aside; the rest goes, in the same year, to one that can use it. */
export const underspend: ReadonlyArray<Step> = story('underspend', (act) => {
  const here = inCommission(act, commission);
  act('2025-04-22', '10:00', officer, 'provider', provider, 'register-provider', {
    name: 'Young Witness Bedfordshire (example)',
    sector: 'voluntary-community-social-enterprise',
    local: true,
  });
  assessedNeed(here, ['2025-04-23', '2025-04-30'], {
    title,
    summary:
      'Children who give evidence meet the court, its delays and the other side without anybody beside them.',
    objectives: ['victims'],
    themes: [],
    areas: ['Bedford', 'Luton'],
    figures: {
      from: 'Witness care unit (example)',
      source: 'Trials with a witness under 18, 2023 and 2024',
      finding: 'One hundred and forty young witnesses a year; a third of the trials are put off on the day.',
    },
    voices: {
      from: 'Eleven families (example)',
      source: 'Telephone interviews, winter 2024-25',
      finding: 'Most would have withdrawn had the trial been put off once more.',
    },
    demand: 'Some hundred and forty young witnesses a year, of whom most want somebody beside them.',
    gaps: 'The national witness service sees them on the day, and not before or after.',
    equalityImpact: 'Disabled children need visits to the court beforehand; they are offered to everybody.',
  });
  here('2025-05-02', '09:00', officer, 'engage-market', {
    engagement: 'who-could',
    means: 'request-for-information',
    attendance: [{ sector: 'voluntary', count: 4 }],
    insights:
      'Four charities answered; one has workers who are trained for it, the others would follow a pilot.',
  });
  here('2025-05-06', '09:00', finance, 'allocate-funding', { allocation: 'service', fund, amount: setAside });
  here(
    '2025-05-06',
    '09:20',
    officer,
    'check-funding-conditions',
    meetsVictimsConditions(fund, 'young witnesses'),
  );
  requested(here, '2025-05-13', {
    ground: 'pilot',
    evidence:
      'Nobody offers it yet. It is tried until March, told by the trials that go ahead, and then competed for.',
    legalPower: 'victims-services',
    reason: 'A pilot of nine months that begins once its one post is filled.',
    provider,
    pence: agreed,
    for: 'One worker from the first statement until the trial has ended, for nine months.',
    goodUntil: '2026-05-12',
  });
  granted(act, here, '2025-05-21', {
    commission,
    decision: 'BEDS-PCC24-0051',
    award,
    provider,
    pence: agreed,
    year: '2025-26',
    allocation: 'service',
    term,
    title,
    purpose: 'One worker beside each young witness, from the first statement until the trial has ended.',
    outcomes: ['Young witnesses give evidence who would otherwise have withdrawn.'],
    conditions: victimsConditions,
    statutoryReasons: { valueForMoney: 'The cost of a trial that is abandoned is a multiple of it.' },
    background: 'A pilot was asked for that nobody offers yet; it would begin in July instead of April.',
    reasons: 'Too many trials are abandoned because a young witness withdraws.',
  });
  here('2025-06-16', '10:00', officer, 'sign-agreement', {
    award,
    signedOn: '2025-06-16',
    amount: net(agreed),
    term,
    kpis: twoMeasures('Young witnesses supported', 30),
    periods: quarters,
  });
  for (const [index, period] of quarters.entries())
    reportedAndPaid(here, {
      award,
      period,
      helped: 24 + index * 5,
      wouldRecommend: 92,
      budget: agreed / 3,
      actual: agreed / 3,
      paid: { amount: net(agreed / 3), from: [{ allocation: 'service', amount: agreed / 3 }] },
      certifiedBy: 'demo:young-witness-director',
    });

  const decision = 'BEDS-PCC24-0082';
  decided(act, '2026-01-12', '14:00', {
    decision,
    title: 'Underspend of the victims grant moved to counselling (example)',
    background:
      'Support for young witnesses began in July; £9,000 of what was set aside for it is not needed this year.',
    reasons: 'The money lapses on 31 March, and counselling can see eight more people by then.',
    advice: 'Recommended: the sum cannot be spent where it is, and has a use where it goes.',
    authorises: [
      {
        act: 'reallocate',
        fund,
        from: commission,
        to: counselling.commission,
        amount: net(counselling.topUp),
      },
      {
        act: 'vary',
        commission: counselling.commission,
        award: counselling.award,
        upTo: net(counselling.agreed + counselling.uplift + counselling.topUp),
      },
    ],
  });
  here('2026-01-13', '09:00', finance, 'reallocate-funding', {
    release: 'underspend',
    allocation: 'service',
    amount: counselling.topUp,
    to: { commission: counselling.commission, allocation: 'underspend' },
    decision,
    reason: 'The service began three months later than planned.',
  });
  const raised = counselling.agreed + counselling.uplift + counselling.topUp;
  inCommission(act, counselling.commission)('2026-01-19', '10:00', officer, 'vary-agreement', {
    award: counselling.award,
    variation: 'underspend',
    decision,
    agreedOn: '2026-01-19',
    reason: 'Eight more people by the end of March.',
    amount: net(raised),
    years: [{ year: '2025-26', amount: raised }],
    more: [{ allocation: 'underspend', amount: counselling.topUp }],
  });
  reviewedAndClosed(here, '2026-05-06', {
    award,
    finding: 'Two trials were abandoned for want of a witness, of eleven the year before.',
    outcome: 'delivered',
    summary: 'Eighty-seven young witnesses had somebody beside them from the first statement on.',
    lessons: ['Fill the post before the year begins.'],
  });
});
