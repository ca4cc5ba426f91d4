import { addDays, type CalendarDate } from '@commissioning/kernel';
import { providers } from './foundation';
import { demonstrationKeys } from './keys';
import { gross, inCommission } from './parts/here';
import { minute, people, story, type Step } from './step';

const { officer, colleague, approver, finance, assessors } = people;

const commission = 'BEDS-2024-0001';
const decision = 'BEDS-PCC24-0001';
const whole = 12_000_000;
const term = { starts: '2024-09-01', ends: '2026-08-31' };
const { safeHands, newHorizons, supportWorks } = providers;

/** Three bids, each with its price and three assessors' scores for quality and social value, of four. */
const bids = [
  {
    bid: 'bid-1',
    ...safeHands,
    price: 11_880_000,
    scores: [
      [4, 3],
      [3, 3],
      [4, 4],
    ],
  },
  {
    bid: 'bid-2',
    ...newHorizons,
    price: 11_400_000,
    scores: [
      [3, 3],
      [3, 2],
      [3, 3],
    ],
  },
  {
    bid: 'bid-3',
    ...supportWorks,
    price: 10_900_000,
    scores: [
      [2, 2],
      [3, 1],
      [2, 2],
    ],
  },
] as const;
const [winner] = bids;

/** From which year's money how much of the price is paid: seven months, twelve, five. */
const years = [
  { year: '2024-25', allocation: 'year-1', amount: 3_465_000 },
  { year: '2025-26', allocation: 'year-2', amount: 5_940_000 },
  { year: '2026-27', allocation: 'year-3', amount: 2_475_000 },
];

const criteria = [
  {
    id: 'quality',
    title: 'How victims will be supported',
    category: 'quality',
    weight: 55,
    scoredBy: 'panel',
    pass: 2,
  },
  { id: 'price', title: 'Price', category: 'value', weight: 30, scoredBy: 'price' },
  { id: 'social', title: 'Social value', category: 'social-value', weight: 15, scoredBy: 'panel' },
];

/** The quarters of the agreement; each is paid, in arrears, from the year it falls in. */
const quarters = Array.from({ length: 8 }, (_each, index) => {
  const from = ['09-01', '12-01', '03-01', '06-01'];
  const to = ['11-30', '02-28', '05-31', '08-31'];
  const start = 2024 + Math.floor(index / 4);
  const place = index % 4;
  const startYear = start + (place >= 2 ? 1 : 0);
  const endYear = start + (place >= 1 ? 1 : 0);
  const end = `${endYear}-${to[place]}` as CalendarDate;
  return { id: `quarter-${index + 1}`, from: `${startYear}-${from[place]}`, to: end, due: addDays(end, 21) };
});
const quarterly = winner.price / 8;

/** A service for two years, by tender: need, evidence, consultation, sealed bids, three scorers, standstill, eight quarters. */
export const tender: ReadonlyArray<Step> = story('tender', (act) => {
  const here = inCommission(act, commission);

  here('2024-02-22', '09:00', officer, 'identify-need', {
    title: 'Support for victims of persistent anti-social behaviour (example)',
    summary:
      'People targeted again and again at home have nobody to turn to who stays with them until it ends.',
    objectives: ['residents-and-victims'],
    themes: ['Community mediation and hate crime'],
    areas: ['Bedford', 'Central Bedfordshire', 'Luton'],
  });
  here('2024-02-26', '09:00', officer, 'add-evidence', {
    evidence: 'repeat-reports',
    kind: 'quantitative',
    contributor: 'Bedfordshire Police (example)',
    source: 'Repeat reports by address, 2021 to 2023',
    finding: 'Some 420 households reported five times or more in a year.',
  });
  here('2024-02-26', '09:30', officer, 'add-evidence', {
    evidence: 'victims-voices',
    kind: 'qualitative',
    contributor: 'Victims’ panel (example)',
    source: 'Interviews with fourteen households, winter 2023-24',
    finding: 'Victims tell the same story to one service after another, and most give up.',
  });
  here('2024-02-28', '09:00', officer, 'consider-co-commissioning', {
    with: ['Bedford Borough Council (example)', 'Luton Council (example)'],
    outcome: 'Both refer into the service; neither contributes money before 2026.',
  });
  here('2024-03-04', '09:00', officer, 'assess-need', {
    demand: 'Four hundred households a year, of which half would take up support.',
    gaps: 'No service stays with a household after the case at court has ended.',
    equalityImpact:
      'Disabled people and tenants of social landlords are targeted most; the service goes to them.',
    conclusion: 'commission',
  });
  here('2024-03-05', '09:00', officer, 'hold-consultation', {
    consultation: 'winter',
    consulted: ['partners', 'experts', 'public', 'service-users'],
    from: '2024-01-08',
    to: '2024-03-01',
    findings: 'One named worker from the first call to the last is what everybody asked for.',
  });
  here('2024-03-06', '09:00', officer, 'engage-market', {
    engagement: 'open-day',
    means: 'event',
    attendance: [
      { sector: 'voluntary', count: 6 },
      { sector: 'private', count: 2 },
    ],
    insights:
      'Small providers need payment every quarter; nobody needs a longer mobilisation than two months.',
  });
  for (const [index, { year, allocation }] of years.entries())
    here('2024-03-07', minute(index * 5), officer, 'allocate-funding', {
      allocation,
      fund: `BEDS-community-safety-${year}`,
      amount: [3_500_000, 6_000_000, 2_500_000][index],
      theme: 'Community mediation and hate crime',
    });
  here('2024-03-08', '09:00', officer, 'choose-instrument', {
    instrument: 'contract',
    legalPower: 'victims-services',
    reason: 'A specified service for a price: a purchase, not a gift.',
  });
  here('2024-03-08', '09:20', officer, 'choose-route', {
    profile: 'tender',
    value: gross(whole),
    estimate:
      'Two years at £60,000, no options; the present services in neighbouring areas cost about as much.',
    regime: 'below-threshold',
    aggregation: {
      others: [],
      reason:
        'Mediation is bought once for the county; hate crime is reported elsewhere, by a service let for years.',
    },
  });
  here('2024-03-11', '09:00', officer, 'involve-procurement-team', {
    advice: 'Light touch; advertise on the portal and the website, eight working days of standstill.',
    on: '2024-03-11',
  });
  here('2024-03-12', '09:00', officer, 'assess-conflicts', {
    finding: 'None of the panel worked for a likely bidder in the last five years.',
    mitigations: ['Declarations again once the bidders are known.'],
  });
  here('2024-03-12', '09:30', officer, 'declare-interests', { stage: 'general', interests: [] });
  here('2024-03-12', '10:00', officer, 'set-opening-keys', {
    halves: demonstrationKeys.map(({ actor, recipient }) => [{ holder: actor.id, recipient }]),
  });
  here('2024-03-18', '10:00', officer, 'publish-spec', {
    title: 'Support for victims of persistent anti-social behaviour, 2024 to 2026 (example)',
    need: 'One named worker for each household, from the first call until the household says that it is over.',
    outcomes: [
      { id: 'safer', outcome: 'Households say they feel safer.' },
      { id: 'fewer-reports', outcome: 'Fewer repeat reports from supported households.' },
    ],
    term,
    lots: [
      {
        id: 'main',
        title: 'The whole county',
        envelope: gross(whole),
        maximumAward: gross(whole),
        maximumAwards: 1,
      },
    ],
    criteria,
    scale: {
      minimum: 0,
      maximum: 4,
      descriptors: [
        { score: 0, meaning: 'No answer, or one that does not meet the requirement.' },
        { score: 1, meaning: 'Meets the requirement in part; serious doubts.' },
        { score: 2, meaning: 'Meets it in most parts; some doubts.' },
        { score: 3, meaning: 'Meets it in full, with evidence.' },
        { score: 4, meaning: 'Meets it in full, with strong evidence, and adds to it.' },
      ],
    },
    priceMethod: 'relative-to-lowest',
    tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
    invitationToInnovate:
      'Say what you would do that the specification does not ask for, and what it would change.',
    opens: '2024-03-18T11:00:00.000Z',
    closes: '2024-04-26T11:00:00.000Z',
    clarificationsUntil: '2024-04-15T16:00:00.000Z',
    channels: ['website', 'e-tendering-portal', 'central-platform'],
  });
  here('2024-03-18', '10:30', officer, 'publish-notice', {
    notice: 'tender-notice',
    kind: 'Contract notice',
    channel: 'central-platform',
    reference: 'example-0001-2024',
    publishedOn: '2024-03-18',
  });
  here('2024-04-02', '09:00', officer, 'ask-clarification', {
    question: 'languages',
    text: 'Which languages are needed?',
  });
  here('2024-04-04', '09:00', officer, 'answer-clarification', {
    question: 'languages',
    asked: 'Which languages are needed?',
    answer: 'Urdu, Bengali, Polish and Romanian are asked for most; interpreters may be used.',
  });
  here('2024-04-08', '09:00', officer, 'appoint-panel', {
    members: [
      { actor: assessors[0].id, role: 'Head of commissioning', independent: false, part: 'assessor' },
      {
        actor: assessors[1].id,
        role: 'Victims’ services manager of another county',
        independent: true,
        part: 'assessor',
      },
      { actor: assessors[2].id, role: 'Council community safety lead', independent: true, part: 'assessor' },
    ],
  });
  for (const [index, assessor] of assessors.entries())
    here('2024-04-09', minute(index), assessor, 'declare-interests', { stage: 'general', interests: [] });
  for (const [index, { bid, provider, name, price }] of bids.entries())
    here('2024-04-25', minute(index * 45), officer, 'receive-bid', {
      bid,
      via: 'portal',
      contents: {
        bidder: { provider, name },
        offers: [{ lot: 'main', price: gross(price) }],
        promises: [{ id: 'named-worker', promise: 'The same worker for each household throughout.' }],
      },
    });
  here('2024-04-29', '10:00', officer, 'open-bids', { openers: [officer.id, colleague.id] });
  for (const [index, assessor] of assessors.entries())
    here('2024-04-30', minute(index), assessor, 'declare-interests', { stage: 'bidders', interests: [] });
  for (const [who, assessor] of assessors.entries()) {
    for (const [index, { bid, scores }] of bids.entries())
      here(`2024-05-0${2 + who}`, minute(index * 40), assessor, 'score-bid', {
        bid,
        lot: 'main',
        scores: [
          {
            criterion: 'quality',
            score: scores[who]?.[0],
            rationale: 'As the method statement shows.',
            passage: 'Method statement, pages 3 to 7',
          },
          {
            criterion: 'social',
            score: scores[who]?.[1],
            rationale: 'As the social value plan shows.',
            passage: 'Social value plan, page 2',
          },
        ],
      });
    here(`2024-05-0${2 + who}`, '16:00', assessor, 'lock-scores', { lot: 'main' });
  }
  here('2024-05-14', '10:00', officer, 'open-moderation', { lot: 'main' });
  here('2024-05-14', '10:40', officer, 'moderate-score', {
    bid: 'bid-2',
    lot: 'main',
    criterion: 'social',
    from: 267,
    to: 300,
    reason:
      'The second assessor had not seen the apprenticeships on page 4; all agree that they meet the requirement.',
    passage: 'Social value plan, page 4',
  });
  here('2024-05-14', '12:00', officer, 'complete-evaluation', { lot: 'main' });
  here('2024-05-15', '09:00', officer, 'recommend-award', {
    recommendation: 'first-ranked',
    lot: 'main',
    bid: winner.bid,
    provider: winner.provider,
    amount: gross(winner.price),
    reasons: 'Ranked first; strongest on keeping one worker with each household.',
  });
  here('2024-05-16', '09:00', officer, 'assess-subsidy', {
    provider: winner.provider,
    isSubsidy: false,
    reason: 'A price for a service, found by open competition.',
  });
  // A check holds for a year; the agreement outlives two of them.
  for (const [day, goodUntil] of [
    ['2024-05-16', '2025-05-15'],
    ['2025-05-12', '2026-05-11'],
    ['2026-05-11', '2027-05-10'],
  ] as const)
    here(day, '09:30', officer, 'complete-diligence', {
      provider: winner.provider,
      depth: 'full',
      outcome: 'satisfactory',
      finding: 'Accounts, insurance, vetting and references seen.',
      goodUntil,
    });
  act('2024-05-28', '10:00', approver, 'decision', decision, 'take-decision', {
    title: 'Support for victims of persistent anti-social behaviour, 2024 to 2026 (example)',
    delegation: 'commissioner',
    background: 'Three bids were received and scored by a panel of three, two of them independent.',
    reasons:
      'The first-ranked bid is the most advantageous: best support, strongest social value, within the envelope.',
    advice: [
      { kind: 'procurement', by: colleague.id, text: 'The process followed the published method.' },
      { kind: 'finance', by: finance.id, text: 'Within the allocations of the three years.' },
      {
        kind: 'legal',
        by: 'demo:solicitor',
        text: 'Light touch; no further notice is needed before the award notice.',
      },
    ],
    interests: [],
    authorises: [
      { act: 'award', commission, provider: winner.provider, lot: 'main', upTo: gross(winner.price) },
    ],
  });
  here('2024-05-28', '14:00', approver, 'award-contract', {
    award: 'award-1',
    lot: 'main',
    bid: winner.bid,
    decision,
    provider: winner.provider,
    amount: gross(winner.price),
    years: years.map(({ year, amount }) => ({ year, amount })),
    term,
    extensionOptions: [],
    title: 'Support for victims of persistent anti-social behaviour (example)',
    purpose:
      'One named worker for each household, from the first call until the household says that it is over.',
    outcomes: ['Households say they feel safer.', 'Fewer repeat reports from supported households.'],
    conditions: ['Open to every victim, whether or not the behaviour was reported to the police.'],
    statutoryReasons: {
      valueForMoney: 'Open competition among three bidders, scored by a published method.',
    },
    paidFrom: years.map(({ allocation, amount }) => ({ allocation, amount })),
  });
  here('2024-05-29', '09:00', officer, 'send-assessment-summaries', {
    lot: 'main',
    bids: bids.map(({ bid }) => bid),
  });
  act('2024-05-30', '09:00', officer, 'decision', decision, 'publish-decision', {
    channel: 'website',
    reference: 'Decision PCC24 1',
    withheld: [],
  });
  here('2024-05-30', '09:05', officer, 'publish-awards', { decision });
  here('2024-05-30', '10:00', officer, 'publish-notice', {
    notice: 'award-notice',
    kind: 'Contract award notice',
    channel: 'central-platform',
    reference: 'example-0002-2024',
    publishedOn: '2024-05-30',
  });
  here('2024-05-30', '10:10', officer, 'start-standstill', { lot: 'main', noticePublishedOn: '2024-05-30' });
  act('2024-06-06', '15:00', officer, 'decision', decision, 'publish-minutes', {
    minutes: 'commissioning-board',
    meeting: 'Commissioning board',
    heldOn: '2024-05-22',
    inPublic: false,
    matter: 'Item 3: the recommendation of the panel on support for victims of anti-social behaviour',
    channel: 'website',
    reference: 'Minutes of the board, 22 May 2024',
    withheld: [],
  });
  here('2024-06-11', '09:00', officer, 'end-standstill', { lot: 'main' });
  here('2024-06-17', '11:00', officer, 'sign-agreement', {
    award: 'award-1',
    signedOn: '2024-06-17',
    amount: gross(winner.price),
    term,
    kpis: [
      {
        id: 'households',
        name: 'Households supported',
        figure: 'count',
        unit: 'households',
        direction: 'higher-is-better',
        target: 50,
        frequency: 'quarterly',
        measuresUserFeedback: false,
        clause: 'Schedule 1, 4.2',
      },
      {
        id: 'same-worker',
        name: 'Households with one worker throughout',
        figure: 'percentage',
        unit: 'percent',
        direction: 'higher-is-better',
        target: 95,
        frequency: 'quarterly',
        measuresUserFeedback: false,
        bidPromise: 'The same worker for each household throughout.',
      },
      {
        id: 'feel-safer',
        name: 'Households that say they feel safer',
        figure: 'percentage',
        unit: 'percent',
        direction: 'higher-is-better',
        target: 75,
        frequency: 'quarterly',
        measuresUserFeedback: true,
        clause: 'Schedule 1, 4.5',
      },
    ],
    periods: quarters,
  });
  quarters.forEach(({ id, due }, index) => {
    const on = addDays(due, -3);
    here(on, '09:00', officer, 'return-kpis', {
      award: 'award-1',
      period: id,
      values: [
        { kpi: 'households', value: 41 + index * 3 },
        { kpi: 'same-worker', value: 93 + Math.min(index, 5) },
        index === 0
          ? { kpi: 'feel-safer', comment: 'Too few households had finished to ask.' }
          : { kpi: 'feel-safer', value: 70 + index * 2 },
      ],
      certifiedBy: 'demo:safe-hands-director',
    });
    here(on, '09:20', officer, 'return-finances', {
      award: 'award-1',
      period: id,
      lines: [
        {
          id: 'staff',
          heading: 'Staff',
          budget: 1_200_000,
          actual: 1_200_000 - index * 1_000,
          forecastUnderspend: 0,
        },
        {
          id: 'other',
          heading: 'Travel, interpreters, premises',
          budget: 285_000,
          actual: 285_000,
          forecastUnderspend: 0,
        },
      ],
      certifiedBy: 'demo:safe-hands-director',
    });
    for (const [kind, time] of [
      ['kpi', '10:00'],
      ['financial', '10:10'],
    ] as const)
      here(due, time, officer, 'accept-return', { award: 'award-1', period: id, kind });
    here(addDays(due, 1), '09:00', finance, 'receive-invoice', {
      award: 'award-1',
      invoice: `invoice-${index + 1}`,
      amount: gross(quarterly),
      receivedOn: addDays(due, 1),
      number: `SH-${String(101 + index)}`,
    });
    here(addDays(due, 3), '09:00', approver, 'approve-payment', {
      award: 'award-1',
      payment: `payment-${index + 1}`,
      amount: gross(quarterly),
      for: `Quarter ${index + 1} of 8`,
      invoice: `invoice-${index + 1}`,
      period: id,
    });
    here(addDays(due, 10), '09:00', finance, 'record-payment', {
      award: 'award-1',
      payment: `payment-${index + 1}`,
      amount: gross(quarterly),
      paidOn: addDays(due, 10),
    });
    if (index % 4 === 3)
      here(addDays(due, 14), '10:00', officer, 'review-performance', {
        award: 'award-1',
        review: `year-${Math.floor(index / 4) + 1}`,
        rating: index === 3 ? 'approaching-target' : 'good',
        finding:
          index === 3
            ? 'Referrals began slowly; the last quarter met the target.'
            : 'Every target met since the second year began.',
        actions: index === 3 ? ['Referral routes from both councils are renewed.'] : [],
      });
  });
  here('2026-10-12', '09:00', officer, 'record-insight', {
    insight: 'after-hours',
    text: 'Most calls come after six in the evening; the next specification asks for workers until nine.',
  });
  here('2026-10-13', '09:00', officer, 'close-commission', {
    outcome: 'delivered',
    summary:
      'Over two years some four hundred households had one worker throughout; most say they feel safer.',
    lessons: ['Ask for evening hours.', 'Begin referrals before the first quarter.'],
  });
});
