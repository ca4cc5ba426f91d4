import { providers } from './foundation';
import { people, story, type Step } from './step';

const { officer, approver } = people;
const { parish } = providers;

const commission = 'BEDS-2026-0001';
const decision = 'BEDS-PCC24-0101';
const amount = 300_000;
const sum = { pence: amount, vat: 'outside' };
const term = { starts: '2026-05-18', ends: '2026-08-31' };

/** £3,000 to a parish council for a speed indicator: seven acts of two people, from the first letter to the end report. */
export const smallGrant: ReadonlyArray<Step> = story('small-grant', (act) => {
  act('2026-04-20', '09:10', officer, 'provider', parish.provider, 'register-provider', parish);
  act('2026-04-20', '09:25', officer, 'commission', commission, 'request-direct-grant', {
    title: 'Speed indicator for the high street (example)',
    summary:
      'Residents and the primary school report speeding on the high street; a mobile indicator slows drivers down.',
    objectives: ['local-policing'],
    areas: ['Central Bedfordshire'],
    standingAssessment: 'Road safety needs assessment 2025, section 4',
    provider: parish.provider,
    amount,
    for: 'One mobile speed indicator with batteries and brackets for four places.',
    fund: 'BEDS-community-safety-2026-27',
    profile: 'small-direct-grant',
    legalPower: 'crime-and-disorder-reduction-grant',
    ground: 'small-sum',
    evidence: 'The request with two catalogue prices; the sum asked for is the lower of them.',
    reasons: 'The parish council owns the street furniture and will maintain the indicator.',
    interests: [],
    subsidy: { isSubsidy: false, reason: 'A public body acting outside any market.' },
    diligence: {
      outcome: 'satisfactory',
      finding: 'A parish council with a clerk and audited accounts.',
      goodUntil: '2027-04-19',
    },
  });
  act('2026-04-27', '14:00', approver, 'decision', decision, 'take-decision', {
    title: 'Grant for a speed indicator (example)',
    delegation: 'commissioner',
    background: 'A parish council asked for £3,000 for a mobile speed indicator.',
    reasons:
      'Speeding on the high street is the concern most often raised there; the sum is small and the price the lowest found.',
    advice: [
      {
        kind: 'officer',
        by: officer.id,
        text: 'Recommended: the request meets the standing needs assessment.',
      },
    ],
    interests: [],
    authorises: [{ act: 'award', commission, provider: parish.provider, lot: 'whole', upTo: sum }],
    publication: { channel: 'website', reference: 'Decision PCC24 101', withheld: [] },
  });
  act('2026-04-28', '15:30', approver, 'commission', commission, 'award-grant', {
    award: 'award-1',
    lot: 'whole',
    decision,
    provider: parish.provider,
    amount: sum,
    years: [{ year: '2026-27', amount }],
    term,
    extensionOptions: [],
    title: 'Speed indicator for the high street (example)',
    purpose: 'One mobile speed indicator with batteries and brackets for four places.',
    outcomes: ['Lower average speed on the high street.'],
    conditions: ['The indicator is moved between four places at least once a month.'],
    statutoryReasons: {
      crimeAndDisorderReduction:
        'Speeding is an offence and the concern most often raised; indicators slow drivers down.',
    },
    paidFrom: [{ allocation: 'funding', amount }],
  });
  act('2026-05-11', '10:00', officer, 'commission', commission, 'sign-agreement', {
    award: 'award-1',
    signedOn: '2026-05-11',
    amount: sum,
    term,
    kpis: [
      {
        id: 'average-speed',
        name: 'Average speed past the indicator',
        figure: 'average',
        unit: 'miles an hour',
        direction: 'lower-is-better',
        target: 30,
        frequency: 'once',
        measuresUserFeedback: false,
      },
    ],
    periods: [{ id: 'whole', from: '2026-05-18', to: '2026-08-31', due: '2026-09-21' }],
  });
  act('2026-05-20', '11:00', approver, 'commission', commission, 'record-payment', {
    award: 'award-1',
    payment: 'payment-1',
    amount: sum,
    paidOn: '2026-05-20',
    approve: { for: 'The whole grant, on signature' },
  });
  act('2026-09-14', '09:40', officer, 'commission', commission, 'close-with-end-report', {
    award: 'award-1',
    values: [{ kpi: 'average-speed', value: 28.4, comment: 'From 33.1 before.' }],
    lines: [
      {
        id: 'indicator',
        heading: 'Indicator and brackets',
        budget: amount,
        actual: amount,
        forecastUnderspend: 0,
      },
    ],
    certifiedBy: 'demo:parish-clerk',
    rating: 'good',
    finding: 'Speeds fell in all four places.',
    outcome: 'delivered',
    summary: 'The indicator was bought, put up in four places in turn, and drivers slowed down.',
    lessons: ['Ask for speeds before and after from the start.'],
  });
});
