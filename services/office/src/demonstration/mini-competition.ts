import { reportedAndPaid, reviewedAndClosed, twoMeasures, withDueDays } from './parts/agreement';
import { gross, inCommission } from './parts/here';
import { bestOfThree, contracted } from './parts/three-quotes';
import { people, story, type Step } from './step';

const { officer, finance } = people;

const commission = 'BEDS-2026-0002';
const award = 'interpreters';
const fund = 'BEDS-community-safety-2026-27';
const title = 'Interpreters for mediation between neighbours (example)';
const term = { starts: '2026-05-18', ends: '2026-10-17' };

const quotes = [
  {
    quote: 'bridge',
    provider: 'BEDS-bridge-languages-example',
    name: 'Bridge Languages Ltd (example)',
    sector: 'private',
    local: false,
    price: 2_160_000,
    scores: [
      [4, 3],
      [3, 3],
    ],
  },
  {
    quote: 'many-voices',
    provider: 'BEDS-many-voices-example',
    name: 'Many Voices (example)',
    sector: 'voluntary-community-social-enterprise',
    local: false,
    price: 2_280_000,
    scores: [
      [3, 4],
      [3, 3],
    ],
  },
  {
    quote: 'wordway',
    provider: 'BEDS-wordway-example',
    name: 'Wordway Interpreting Ltd (example)',
    sector: 'private',
    local: false,
    price: 2_040_000,
    scores: [
      [2, 2],
      [2, 1],
    ],
  },
] as const;
const agreed = quotes[0].price;

const [first, second] = withDueDays([
  { id: 'first', from: '2026-05-18', to: '2026-08-17' },
  { id: 'second', from: '2026-08-18', to: '2026-10-17' },
]);

/**
 * A framework that others tendered for is called off by a competition among its suppliers. This body’s own rule stands
 * beside it: three written quotes, and the reason why none of them is local.
 */
export const miniCompetition: ReadonlyArray<Step> = story('mini-competition', (act) => {
  const here = inCommission(act, commission);
  here('2026-04-07', '09:00', officer, 'identify-need', {
    title,
    summary: 'Mediation fails where neighbours have no language in common and a relative interprets.',
    objectives: ['prevention'],
    themes: ['Community mediation and hate crime'],
    areas: ['Luton'],
    standingAssessment: 'Community safety assessment 2025, section 3',
  });
  here('2026-04-07', '09:20', finance, 'allocate-funding', {
    allocation: 'interpreters',
    fund,
    amount: agreed,
    theme: 'Community mediation and hate crime',
  });
  here('2026-04-07', '09:40', officer, 'involve-procurement-team', {
    advice:
      'The regional framework for language services (example), lot 2, may be used by this body; all three suppliers of the lot are invited.',
    on: '2026-04-07',
  });
  bestOfThree(act, here, {
    title,
    legalPower: 'general-power',
    reason: 'A specified service for a price, called off a framework.',
    estimate: 'Nine hundred hours at the highest rate of the framework.',
    aggregation: {
      others: [
        { contract: 'Interpreters in custody, let by the force', value: gross(18_000_000), counted: false },
      ],
      reason: 'The force lets its own, for any hour of the night; mediators book theirs a week ahead.',
    },
    need: 'A trained interpreter for each meeting of a mediation that needs one, in fourteen languages.',
    outcomes: [
      { id: 'agreements', outcome: 'Mediations with an interpreter end in agreement as often as others.' },
    ],
    noConsultation: 'Mediators and families were heard for the standing assessment.',
    highest: agreed,
    term,
    out: '2026-04-08',
    closes: '2026-04-22',
    quotes,
    noLocalProvider: 'Only suppliers of the framework may be invited, and none of its three is local.',
    goodUntil: '2027-04-22',
  });
  contracted(act, here, '2026-04-30', {
    commission,
    decision: 'BEDS-PCC24-0103',
    award,
    quotes,
    year: '2026-27',
    allocation: 'interpreters',
    term,
    title,
    purpose: 'A trained interpreter for each meeting of a mediation that needs one.',
    outcomes: ['Mediations with an interpreter end in agreement as often as others.'],
    conditions: ['The terms of the framework apply, its rates being the highest that may be asked.'],
    background:
      'All three suppliers of the framework’s lot were invited and quoted against the same criteria.',
    reasons: 'The best quote by the criteria sent out, at a rate below that of the framework.',
  });
  here('2026-05-11', '10:00', officer, 'sign-agreement', {
    award,
    signedOn: '2026-05-11',
    amount: gross(agreed),
    term,
    kpis: twoMeasures('Households with an interpreter', 60),
    periods: [first, second],
  });
  for (const [index, period] of [first, second].entries())
    reportedAndPaid(here, {
      award,
      period: period!,
      helped: 57 + index * 6,
      wouldRecommend: 86 + index * 3,
      budget: agreed / 2,
      actual: agreed / 2,
      paid: {
        amount: gross(agreed / 2),
        from: [{ allocation: 'interpreters', amount: agreed / 2 }],
        invoice: `BL-260${String(index + 1)}`,
      },
      certifiedBy: 'demo:bridge-manager',
    });
  reviewedAndClosed(here, '2026-11-09', {
    award,
    finding: 'Two meetings of three hundred had to be put off for want of an interpreter.',
    outcome: 'delivered',
    summary: 'A hundred and twenty households could speak for themselves.',
    lessons: ['Ask for the languages of the last quarter, not of the census.'],
  });
});
