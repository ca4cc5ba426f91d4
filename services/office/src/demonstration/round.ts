import { applicants } from './foundation';
import { inCommission, net } from './parts/here';
import { minute, people, story, type Step } from './step';

const { officer, colleague, approver, finance, assessors } = people;
const [first, second] = assessors;

const commission = 'BEDS-2025-0001';
const decision = 'BEDS-PCC24-0055';
const fund = 'BEDS-community-safety-2025-26';
const envelope = 4_000_000;
const maximum = 500_000;
const term = { starts: '2025-10-01', ends: '2026-03-31' };

/** What each applicant asked for, and how two assessors scored it: quality, value and social value of four. */
const applications = applicants.map(({ provider, name }, index) => ({
  bid: `bid-${String(index + 1).padStart(2, '0')}`,
  provider,
  name,
  pence: maximum - (index % 4) * 25_000,
  scores: [
    [4 - (index % 3), 3, 4 - (index % 2)],
    [4 - ((index + 1) % 3), 4 - (index % 2), 3],
  ],
}));

const criteria = [
  { id: 'quality', title: 'What young people will gain', category: 'quality', weight: 60, scoredBy: 'panel' },
  { id: 'value', title: 'What the sum buys', category: 'value', weight: 25, scoredBy: 'panel' },
  {
    id: 'social',
    title: 'What the community gains besides',
    category: 'social-value',
    weight: 15,
    scoredBy: 'panel',
  },
];

type Application = (typeof applications)[number];

/** Both assessors' scores for one criterion together. */
const scored = ({ scores }: Application, criterion: number): number =>
  scores.reduce((both, given) => both + (given[criterion] ?? 0), 0);

const total = (application: Application): number =>
  criteria.reduce((all, { weight }, criterion) => all + weight * scored(application, criterion), 0);

/** The ranking as anybody can work it out: by total, then by the declared tie-breaks. The first eight are awarded. */
const awarded = applications
  .toSorted(
    (one, other) =>
      total(other) - total(one) ||
      scored(other, 0) - scored(one, 0) ||
      scored(other, 2) - scored(one, 2) ||
      one.pence - other.pence,
  )
  .slice(0, 8);

const award = (bid: string): string => `award-${bid.slice(4)}`;

const quarters = [
  { id: '2025-q3', from: '2025-10-01', to: '2025-12-31', due: '2026-01-21' },
  { id: '2025-q4', from: '2026-01-01', to: '2026-03-31', due: '2026-04-21' },
];

/** Eight grants of up to £5,000 from one envelope, under one decision, to the best of twelve applications. */
export const round: ReadonlyArray<Step> = story('round', (act) => {
  const here = inCommission(act, commission);

  here('2025-04-14', '09:00', officer, 'identify-need', {
    title: 'Activities that keep young people out of trouble (example)',
    summary: 'Anti-social behaviour rises in the school holidays where young people have nowhere to go.',
    objectives: ['prevention'],
    themes: ['Sports-based early intervention'],
    areas: ['Bedford', 'Central Bedfordshire', 'Luton'],
  });
  here('2025-04-15', '09:00', officer, 'add-evidence', {
    evidence: 'incidents',
    kind: 'quantitative',
    contributor: 'Bedfordshire Police (example)',
    source: 'Anti-social behaviour by month and ward, 2022 to 2024',
    finding: 'Incidents involving young people are a third higher in August than in May.',
  });
  here('2025-04-22', '09:00', officer, 'add-evidence', {
    evidence: 'voices',
    kind: 'qualitative',
    contributor: 'Three youth forums (example)',
    source: 'Notes of meetings in March 2025',
    finding: 'Young people ask for somewhere warm, cheap and near, run by people they know.',
  });
  here('2025-05-06', '09:00', officer, 'assess-need', {
    demand: 'Some four thousand young people live in the wards with the highest rise.',
    gaps: 'Two of five towns have nothing open after six in the evening.',
    equalityImpact:
      'Girls and disabled young people use what there is least; applications say how they will be reached.',
    conclusion: 'commission',
  });
  here('2025-05-07', '09:00', officer, 'hold-consultation', {
    consultation: 'spring',
    consulted: ['partners', 'service-users'],
    from: '2025-03-03',
    to: '2025-04-30',
    findings: 'Small sums to many local groups were preferred to one large contract.',
  });
  here('2025-05-08', '09:00', officer, 'choose-instrument', {
    instrument: 'grant',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'The groups decide what they offer; nothing is specified that would make it a purchase.',
  });
  here('2025-05-08', '09:30', officer, 'choose-route', {
    profile: 'grant-round',
    value: net(envelope),
    estimate: 'Eight grants of up to £5,000.',
    regime: 'grant',
  });
  here('2025-05-09', '09:00', officer, 'allocate-funding', {
    allocation: 'round',
    fund,
    amount: envelope,
    theme: 'Sports-based early intervention',
  });
  here('2025-05-12', '09:00', officer, 'assess-conflicts', {
    finding: 'One assessor chairs a youth forum; it does not apply.',
    mitigations: ['Every assessor declares again once the applicants are known.'],
  });
  here('2025-05-12', '09:30', officer, 'declare-interests', { stage: 'general', interests: [] });
  here('2025-05-12', '09:32', colleague, 'declare-interests', { stage: 'general', interests: [] });
  here('2025-05-19', '10:00', officer, 'publish-spec', {
    title: 'Grants for youth activities in the autumn and winter (example)',
    need: 'Activities that give young people somewhere to go and someone to trust.',
    outcomes: [
      { id: 'less-trouble', outcome: 'Fewer incidents near the activity while it is open.' },
      { id: 'belonging', outcome: 'Young people say they feel they belong.' },
    ],
    term,
    lots: [
      {
        id: 'main',
        title: 'Youth activities',
        envelope: net(envelope),
        maximumAward: net(maximum),
        maximumAwards: 8,
      },
    ],
    criteria,
    scale: {
      minimum: 0,
      maximum: 4,
      descriptors: [
        { score: 0, meaning: 'No answer.' },
        { score: 1, meaning: 'Meets the requirement in part.' },
        { score: 2, meaning: 'Meets it in most parts.' },
        { score: 3, meaning: 'Meets it in full.' },
        { score: 4, meaning: 'Meets it in full and adds to it.' },
      ],
    },
    priceMethod: 'not-scored',
    tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
    invitationToInnovate: 'Tell us what you would try that nobody has tried here.',
    opens: '2025-05-19T11:00:00.000Z',
    closes: '2025-06-16T11:00:00.000Z',
    clarificationsUntil: '2025-06-09T16:00:00.000Z',
    channels: ['website'],
  });
  here('2025-05-27', '09:00', officer, 'appoint-panel', {
    members: [
      { actor: first.id, role: 'Commissioning manager', independent: false, part: 'assessor' },
      { actor: second.id, role: 'Youth worker from outside the county', independent: true, part: 'assessor' },
    ],
  });
  for (const [index, assessor] of [first, second].entries())
    here('2025-05-28', minute(index), assessor, 'declare-interests', { stage: 'general', interests: [] });
  here('2025-06-02', '09:00', officer, 'ask-clarification', {
    question: 'rent',
    text: 'May the grant pay for the rent of a hall?',
  });
  here('2025-06-03', '09:00', officer, 'answer-clarification', {
    question: 'rent',
    asked: 'May the grant pay for the rent of a hall?',
    answer: 'Yes, for the hours of the activity.',
  });
  for (const [index, { bid, provider, name, pence }] of applications.entries())
    here('2025-06-12', minute(index * 7), officer, 'receive-bid', {
      bid,
      via: 'email',
      contents: { bidder: { provider, name }, offers: [{ lot: 'main', price: net(pence) }] },
    });
  here('2025-06-17', '09:00', officer, 'open-bids', { openers: [officer.id, colleague.id] });
  for (const [index, assessor] of [first, second].entries())
    here('2025-06-18', minute(index), assessor, 'declare-interests', { stage: 'bidders', interests: [] });
  for (const [who, assessor] of [first, second].entries()) {
    for (const [index, { bid, scores }] of applications.entries())
      here(`2025-06-${23 + who}`, minute(index * 9), assessor, 'score-bid', {
        bid,
        lot: 'main',
        scores: criteria.map(({ id, title }, at) => ({
          criterion: id,
          score: scores[who]?.[at] ?? 0,
          rationale: `${title}: as the application sets out.`,
          passage: `Application, question ${at + 1}`,
        })),
      });
    here(`2025-06-${23 + who}`, '17:00', assessor, 'lock-scores', { lot: 'main' });
  }
  here('2025-06-26', '10:00', officer, 'open-moderation', { lot: 'main' });
  here('2025-06-26', '12:00', officer, 'complete-evaluation', { lot: 'main' });
  for (const [index, { bid, provider, pence }] of awarded.entries()) {
    here('2025-06-27', minute(index * 3), officer, 'recommend-award', {
      recommendation: `for-${bid}`,
      lot: 'main',
      bid,
      provider,
      amount: net(pence),
      reasons: 'Among the eight highest totals.',
    });
    here('2025-06-27', minute(30 + index * 3), officer, 'notify-assistance', {
      notification: `to-${bid}`,
      provider,
      route: 'minimal-financial-assistance',
      amount: pence,
      notifiedOn: '2025-06-20',
    });
    here('2025-06-27', minute(60 + index * 3), officer, 'assess-subsidy', {
      provider,
      isSubsidy: true,
      route: 'minimal-financial-assistance',
      reason: 'The group says that it has had no other such assistance in three years.',
      confirmation: {
        received: 0,
        confirmedOn: '2025-06-26',
        reference: 'Letter of 26 June 2025, in the file of the round',
      },
    });
    here('2025-06-27', minute(120 + index * 3), officer, 'complete-diligence', {
      provider,
      depth: 'standard',
      outcome: 'satisfactory',
      finding: 'Constitution, safeguarding policy and accounts seen.',
      goodUntil: '2026-06-26',
    });
  }
  act('2025-07-07', '10:00', approver, 'decision', decision, 'take-decision', {
    title: 'Eight grants for youth activities (example)',
    delegation: 'commissioner',
    background: 'Twelve applications were scored by a panel of two; eight can be funded.',
    reasons:
      'The eight highest totals are awarded what they asked for; together they are within the envelope.',
    advice: [
      { kind: 'officer', by: officer.id, text: 'Recommended as ranked.' },
      { kind: 'finance', by: finance.id, text: 'Within the allocation.' },
    ],
    interests: [],
    authorises: awarded.map(({ provider, pence }) => ({
      act: 'award',
      commission,
      provider,
      lot: 'main',
      upTo: net(pence),
    })),
  });
  for (const [index, { bid, provider, name, pence }] of awarded.entries())
    here('2025-07-07', minute(180 + index * 5), approver, 'award-grant', {
      award: award(bid),
      lot: 'main',
      bid,
      decision,
      provider,
      amount: net(pence),
      years: [{ year: '2025-26', amount: pence }],
      term,
      extensionOptions: [],
      title: `Youth activities: ${name}`,
      purpose: 'Weekly activities for young people through the autumn and winter.',
      outcomes: [
        'Fewer incidents near the activity while it is open.',
        'Young people say they feel they belong.',
      ],
      conditions: ['Open to every young person of the town.'],
      statutoryReasons: {
        crimeAndDisorderReduction:
          'Young people who have somewhere to go and someone to trust are less often in trouble.',
      },
      paidFrom: [{ allocation: 'round', amount: pence }],
    });
  for (const [index, { bid }] of applications.entries())
    here('2025-07-08', minute(index * 4), officer, 'give-feedback', {
      lot: 'main',
      bid,
      feedback: 'The scores and the reasons for each of them, with what the highest scored did better.',
    });
  act('2025-07-09', '10:00', officer, 'decision', decision, 'publish-decision', {
    channel: 'website',
    reference: 'Decision PCC24 55',
    withheld: [],
  });
  here('2025-07-09', '10:05', officer, 'publish-awards', { decision });
  for (const [index, { bid, pence }] of awarded.entries()) {
    here('2025-09-15', minute(index * 10), officer, 'sign-agreement', {
      award: award(bid),
      signedOn: '2025-09-15',
      amount: net(pence),
      term,
      kpis: [
        {
          id: 'young-people',
          name: 'Young people taking part',
          figure: 'count',
          unit: 'people',
          direction: 'higher-is-better',
          target: 40,
          frequency: 'quarterly',
          measuresUserFeedback: false,
        },
        {
          id: 'belonging',
          name: 'Who say they feel they belong',
          figure: 'percentage',
          unit: 'percent',
          direction: 'higher-is-better',
          target: 70,
          frequency: 'quarterly',
          measuresUserFeedback: true,
        },
      ],
      periods: quarters,
    });
    here('2025-09-16', minute(index * 10), officer, 'confirm-assistance', {
      award: award(bid),
      confirmation: `to-${bid}`,
      amount: pence,
      givenOn: '2025-09-15',
      confirmedOn: '2025-09-16',
    });
    here('2025-10-03', minute(index * 10), approver, 'approve-payment', {
      award: award(bid),
      payment: 'payment-1',
      amount: net(pence),
      for: 'The whole grant, in advance',
    });
    here('2025-10-06', minute(index * 10), finance, 'record-payment', {
      award: award(bid),
      payment: 'payment-1',
      amount: net(pence),
      paidOn: '2025-10-06',
    });
    quarters.forEach(({ id, due }, quarter) => {
      const spent = quarter === 0 ? Math.floor(pence / 2) : pence - Math.floor(pence / 2);
      const at = minute(index * 12);
      here(due, at, officer, 'return-kpis', {
        award: award(bid),
        period: id,
        values: [
          { kpi: 'young-people', value: 34 + index + quarter * 6 },
          { kpi: 'belonging', value: 64 + index + quarter * 4 },
        ],
        certifiedBy: `demo:${award(bid)}-lead`,
      });
      here(due, minute(index * 12 + 3), officer, 'return-finances', {
        award: award(bid),
        period: id,
        lines: [{ id: 'activity', heading: 'Activity', budget: spent, actual: spent, forecastUnderspend: 0 }],
        certifiedBy: `demo:${award(bid)}-lead`,
      });
      for (const [kind, later] of [
        ['kpi', 6],
        ['financial', 9],
      ] as const)
        here(due, minute(index * 12 + later), colleague, 'accept-return', {
          award: award(bid),
          period: id,
          kind,
        });
    });
    here('2026-05-12', minute(index * 10), officer, 'review-performance', {
      award: award(bid),
      review: 'end',
      rating: index < 6 ? 'good' : 'approaching-target',
      finding: 'Seen once while open; the returns agree with what was seen.',
      actions: [],
    });
  }
  here('2026-05-20', '09:00', officer, 'record-insight', {
    insight: 'evenings',
    text: 'Two groups had to turn young people away on Fridays; the next round asks for a second evening.',
  });
  here('2026-05-21', '09:00', officer, 'close-commission', {
    outcome: 'delivered',
    summary:
      'Eight groups ran weekly activities through the autumn and winter, for some three hundred young people.',
    lessons: ['Ask for a second evening where demand is known to be high.'],
  });
});
