import { reportedAndPaid, reviewedAndClosed, twoMeasures, withDueDays } from './parts/agreement';
import { decided, gross, inCommission } from './parts/here';
import { bestOfThree, contracted } from './parts/three-quotes';
import { meetsVictimsConditions, victimsConditions, victimsFund } from './parts/victims-money';
import { people, story, type Step } from './step';

const { officer, finance } = people;

const commission = 'BEDS-2025-0004';
const award = 'advocacy';
const [fund, nextFund] = [victimsFund('2025-26'), victimsFund('2026-27')];
const title = 'Advocates for victims of stalking (example)';
const term = { starts: '2025-06-01', ends: '2026-03-31' };
const certifiedBy = 'demo:clear-path-director';

const quotes = [
  {
    quote: 'clear-path',
    provider: 'BEDS-clear-path-example',
    name: 'Clear Path Advocacy (example)',
    sector: 'voluntary-community-social-enterprise',
    local: true,
    price: 3_840_000,
    scores: [
      [4, 3],
      [4, 4],
    ],
  },
  {
    quote: 'harbour',
    provider: 'BEDS-harbour-advocates-example',
    name: 'Harbour Advocates (example)',
    sector: 'voluntary-community-social-enterprise',
    local: false,
    price: 3_720_000,
    scores: [
      [3, 2],
      [3, 3],
    ],
  },
  {
    quote: 'steadfast',
    provider: 'BEDS-steadfast-support-example',
    name: 'Steadfast Support Ltd (example)',
    sector: 'private',
    local: false,
    price: 3_960_000,
    scores: [
      [2, 2],
      [2, 2],
    ],
  },
] as const;
const agreed = quotes[0].price;
const added = 1_920_000;
const whole = agreed + added;

const [summer, autumn, winter, spring, last] = withDueDays([
  { id: 'summer', from: '2025-06-01', to: '2025-08-31' },
  { id: 'autumn', from: '2025-09-01', to: '2025-11-30' },
  { id: 'winter', from: '2025-12-01', to: '2026-02-28' },
  { id: 'spring', from: '2026-03-01', to: '2026-03-31' },
  { id: 'extended-1', from: '2026-04-01', to: '2026-06-30' },
]) as [Period, Period, Period, Period, Period];
const [end] = withDueDays([{ id: 'extended-2', from: '2026-07-01', to: '2026-09-30' }]) as [Period];
type Period = ReturnType<typeof withDueDays>[number];

/**
 * A contract for ten months runs six months longer: the Ministry said late what next year’s grant would be, and nobody is
 * to be left without an advocate before the next competition has ended. The money is of a year that is not opened yet.
 */
export const extension: ReadonlyArray<Step> = story('extension', (act) => {
  const here = inCommission(act, commission);
  here('2025-04-07', '09:00', officer, 'identify-need', {
    title,
    summary: 'Victims of stalking report to several bodies, and no one person holds the risk together.',
    objectives: ['victims', 'violence-against-women-and-children'],
    themes: [],
    areas: ['Bedford', 'Central Bedfordshire', 'Luton'],
    standingAssessment: 'Victims’ needs assessment 2024, section 6',
  });
  here('2025-04-07', '09:20', finance, 'allocate-funding', {
    allocation: 'first-year',
    fund,
    amount: agreed,
  });
  here(
    '2025-04-07',
    '09:40',
    officer,
    'check-funding-conditions',
    meetsVictimsConditions(fund, 'victims of stalking'),
  );
  bestOfThree(act, here, {
    title,
    legalPower: 'victims-services',
    reason: 'A specified service for a price.',
    estimate: 'One and a half posts for ten months, by what such posts cost elsewhere.',
    aggregation: {
      others: [],
      reason:
        'No other advocates for victims of stalking are paid for; those for domestic abuse are funded by grants.',
    },
    need: 'One advocate for each victim, from the first report until the risk has fallen.',
    outcomes: [{ id: 'safer', outcome: 'Victims say that they feel safer.' }],
    noConsultation: 'Victims were heard for the standing needs assessment a year ago.',
    highest: agreed,
    term,
    out: '2025-04-09',
    closes: '2025-04-28',
    quotes,
    goodUntil: '2026-04-30',
  });
  contracted(act, here, '2025-05-12', {
    commission,
    decision: 'BEDS-PCC24-0048',
    award,
    quotes,
    year: '2025-26',
    allocation: 'first-year',
    term,
    title,
    purpose: 'One advocate for each victim of stalking, from the first report until the risk has fallen.',
    outcomes: ['Victims say that they feel safer.'],
    conditions: victimsConditions,
    background: 'Three providers quoted; one of them is local.',
    reasons: 'The best quote, by quality above all, within the sum set aside.',
  });
  here('2025-05-19', '10:00', officer, 'sign-agreement', {
    award,
    signedOn: '2025-05-19',
    amount: gross(agreed),
    term,
    kpis: twoMeasures('Victims with an advocate', 20),
    periods: [summer, autumn, winter, spring],
  });
  for (const [index, [period, amount, allocation]] of (
    [
      [summer, 1_152_000, 'first-year'],
      [autumn, 1_152_000, 'first-year'],
      [winter, 1_152_000, 'first-year'],
      [spring, 384_000, 'first-year'],
      [last, 960_000, 'summer-2026'],
      [end, 960_000, 'summer-2026'],
    ] as const
  ).entries())
    reportedAndPaid(here, {
      award,
      period,
      helped: period === spring ? 9 : 19 + index,
      wouldRecommend: 84 + index,
      budget: amount,
      actual: amount,
      paid: { amount: gross(amount), from: [{ allocation, amount }], invoice: `CP-${String(index + 1)}` },
      certifiedBy,
    });

  const decision = 'BEDS-PCC24-0093';
  decided(act, '2026-02-23', '14:00', {
    decision,
    title: 'Advocates for victims of stalking: six months more until the next competition (example)',
    background:
      'The agreement ends on 31 March. The Ministry said on 11 February what its grant for 2026-27 is; a competition takes until the autumn.',
    reasons: 'Sixty victims would be without an advocate from April until a new provider is found.',
    advice:
      'Recommended: on the ground of continuation, until 30 September, with the competition opening in May.',
    authorises: [
      { act: 'extend', commission, award },
      { act: 'vary', commission, award, upTo: gross(whole) },
    ],
  });
  here('2026-02-24', '09:00', finance, 'allocate-funding', {
    allocation: 'summer-2026',
    fund: nextFund,
    amount: added,
  });
  here('2026-02-26', '10:00', officer, 'extend-agreement', {
    award,
    extension: 'until-re-tender',
    decision,
    agreedOn: '2026-02-26',
    reason: 'Until the next competition has ended.',
    ends: '2026-09-30',
    amount: gross(whole),
    years: [
      { year: '2025-26', amount: agreed },
      { year: '2026-27', amount: added },
    ],
    more: [{ allocation: 'summer-2026', amount: added }],
    pendingRetender: {
      ground: 'continuation',
      evidence:
        'Every target was met; the service goes on until 30 September, and the competition opens in May.',
    },
  });
  here('2026-02-26', '10:20', officer, 'agree-kpis', {
    award,
    kpis: twoMeasures('Victims with an advocate', 20),
    periods: [last, end],
  });
  here('2026-04-13', '10:00', officer, 'complete-diligence', {
    provider: quotes[0].provider,
    depth: 'standard',
    outcome: 'satisfactory',
    finding: 'Accounts of the year, insurance and vetting seen.',
    goodUntil: '2027-04-12',
  });
  here('2026-06-16', '10:00', officer, 'review-performance', {
    award,
    review: 'first-year',
    rating: 'good',
    finding: 'Every target met from the second quarter on.',
    actions: [],
  });
  here('2026-07-06', '10:00', officer, 'record-insight', {
    insight: 'risk-meetings',
    text: 'Advocates who sit in the weekly risk meeting learn of a release from prison before the victim does.',
  });
  inCommission(act, 'BEDS-2026-0004')('2026-05-05', '09:00', officer, 'identify-need', {
    title: 'Advocates for victims of stalking from October 2026 (example)',
    summary: 'The agreement for advocates ends on 30 September; the need goes on.',
    objectives: ['victims', 'violence-against-women-and-children'],
    themes: [],
    areas: ['Bedford', 'Central Bedfordshire', 'Luton'],
    predecessor: commission,
  });
  reviewedAndClosed(here, '2026-10-26', {
    award,
    finding: 'The level held through the extension; nobody waited longer than a week.',
    outcome: 'delivered',
    summary: 'For sixteen months each victim of stalking who wanted one had an advocate.',
    lessons: ['Begin the next competition before the Ministry has named its sum.'],
  });
});
