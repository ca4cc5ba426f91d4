import type { Actor, Happened } from '@commissioning/kernel';
import { identifyNeed } from '../src/commission/analyse/identify-need';
import type { CommissionEvent } from '../src/commission/events';
import { allocateFunding } from '../src/commission/plan/allocate-funding';
import { amendSpec } from '../src/commission/plan/amend-spec';
import { assessConflicts } from '../src/commission/plan/assess-conflicts';
import { chooseInstrument } from '../src/commission/plan/choose-instrument';
import { chooseRoute } from '../src/commission/plan/choose-route';
import { publishSpec } from '../src/commission/plan/publish-spec';
import { appointPanel } from '../src/commission/purchase/appoint-panel';
import { assessSubsidy } from '../src/commission/purchase/assess-subsidy';
import { awardContract } from '../src/commission/purchase/award-contract';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { completeEvaluation } from '../src/commission/purchase/complete-evaluation';
import { declareInterests } from '../src/commission/purchase/declare-interests';
import { InterestDeclared } from '../src/commission/purchase/events';
import { excludeBid } from '../src/commission/purchase/exclude-bid';
import { giveFeedback } from '../src/commission/purchase/give-feedback';
import { inviteQuote } from '../src/commission/purchase/invite-quote';
import { lockScores } from '../src/commission/purchase/lock-scores';
import { openBids } from '../src/commission/purchase/open-bids';
import { receiveBid } from '../src/commission/purchase/receive-bid';
import { receiveQuote } from '../src/commission/purchase/receive-quote';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { scoreBid } from '../src/commission/purchase/score-bid';
import { acceptReturn } from '../src/commission/review/accept-return';
import { approvePayment } from '../src/commission/review/approve-payment';
import { closeCommission } from '../src/commission/review/close-commission';
import { receiveInvoice } from '../src/commission/review/receive-invoice';
import { recordPayment } from '../src/commission/review/record-payment';
import { returnFinances } from '../src/commission/review/return-finances';
import { returnKpis } from '../src/commission/review/return-kpis';
import { reviewPerformance } from '../src/commission/review/review-performance';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { takeDecision } from '../src/decision/take-decision';
import {
  afterEvents,
  allocating,
  choosingContract,
  contextAt,
  criterion,
  needing,
  providerOf,
  publishing,
  reference,
  alone,
} from './support/commission';
import { made } from './support/made';
import { approver, contextOf, finance, officer, recorded } from './support/specification';
import { nothing, told, type Told } from './support/story';

const person = (id: string, role: string): Actor => ({ id, role }) as Actor;
const [ann, bob] = [person('ann', 'panel-member'), person('bob', 'panel-member')];
const worker = person('worker-1', 'provider');
const gross = (pence: number) => ({ pence, vat: 'including' });

const quoted = { 'BEDS-azalea': 2_350_000, 'BEDS-birch': 2_200_000, 'BEDS-cedar': 2_400_000 };
const providers = Object.keys(quoted) as ReadonlyArray<keyof typeof quoted>;
const quoteOf = (provider: string) => provider.slice(5);
const registered = new Map(providers.map((id) => [id as string, providerOf(id, quoteOf(id))]));

const specification = {
  ...publishing,
  noConsultation: 'Families were asked for the standing assessment.',
  term: { starts: '2027-01-01', ends: '2027-06-30' },
  lots: [
    {
      id: 'main',
      title: 'The whole',
      envelope: gross(2_400_000),
      maximumAward: gross(2_400_000),
      maximumAwards: 1,
    },
  ],
  criteria: [
    criterion('method', 'quality', 60),
    criterion('price', 'value', 30, { scoredBy: 'price' }),
    criterion('wider', 'social-value', 10),
  ],
  priceMethod: 'relative-to-lowest',
  closes: '2026-12-01T12:00:00.000Z',
  clarificationsUntil: '2026-11-30T12:00:00.000Z',
  channels: ['email'],
};

const route = {
  profile: 'three-quotes',
  value: gross(2_400_000),
  estimate: 'What the last six months cost.',
  regime: 'below-threshold',
  aggregation: alone,
};

const scores: Readonly<Record<string, readonly [number, number]>> = {
  'BEDS-azalea': [4, 3],
  'BEDS-birch': [2, 2],
  'BEDS-cedar': [3, 4],
};
const scoring = (provider: string) => ({
  bid: quoteOf(provider),
  lot: 'main',
  scores: ['method', 'wider'].map((each, index) => ({
    criterion: each,
    score: scores[provider]?.[index],
    rationale: 'As it says.',
    passage: 'Page 2',
  })),
});

const winner = 'BEDS-azalea';
const amount = gross(quoted[winner]);
const decision = 'BEDS-PCC24-0041';
const term = specification.term;

const planning: ReadonlyArray<Told> = [
  [officer, identifyNeed, { ...needing, standingAssessment: 'Families assessment 2025' }],
  [officer, chooseInstrument, choosingContract],
  [officer, chooseRoute, route],
  [officer, allocateFunding, { ...allocating, amount: 2_400_000 }],
  [officer, assessConflicts, { finding: 'None found.', mitigations: [] }],
  [
    officer,
    appointPanel,
    {
      members: [ann, bob].map(({ id }) => ({
        actor: id,
        role: 'Assessor',
        independent: false,
        part: 'assessor',
      })),
    },
  ],
  [ann, declareInterests, { stage: 'general', interests: [] }],
  [bob, declareInterests, { stage: 'general', interests: [] }],
  [officer, declareInterests, { stage: 'general', interests: [] }],
  [officer, publishSpec, specification],
];

const quoting: ReadonlyArray<Told> = [
  ...providers.map((provider): Told => [officer, inviteQuote, { quote: quoteOf(provider), provider }]),
  ...providers.map((provider): Told => [
    officer,
    receiveQuote,
    { quote: quoteOf(provider), provider, amount: gross(quoted[provider]), for: 'All that is asked.' },
    specification.closes,
  ]),
];

const closed = '2026-12-01T12:00:00.001Z';
const assessing: ReadonlyArray<Told> = [
  ...[ann, bob].flatMap((assessor): ReadonlyArray<Told> => [
    [assessor, declareInterests, { stage: 'bidders', interests: [] }, closed],
    ...providers.map((provider): Told => [assessor, scoreBid, scoring(provider), closed]),
    [assessor, lockScores, { lot: 'main' }, closed],
  ]),
  [officer, completeEvaluation, { lot: 'main' }, closed],
];

const recommending = {
  recommendation: 'r1',
  lot: 'main',
  provider: winner,
  bid: quoteOf(winner),
  amount,
  reasons: 'Best on method.',
};

const awarding: ReadonlyArray<Told> = [
  [officer, recommendAward, recommending, closed],
  [officer, assessSubsidy, { provider: winner, isSubsidy: false, reason: 'A market price.' }, closed],
  [
    officer,
    completeDiligence,
    {
      provider: winner,
      depth: 'standard',
      outcome: 'satisfactory',
      finding: 'Accounts seen.',
      goodUntil: '2027-11-30',
    },
    closed,
  ],
  [
    approver,
    takeDecision,
    {
      decision,
      title: 'Support for families',
      delegation: 'commissioner',
      background: 'Three quotes.',
      reasons: 'The best of three.',
      advice: [],
      interests: [],
      authorises: [{ act: 'award', commission: reference, provider: winner, upTo: amount }],
      publication: { channel: 'website', reference: 'https://example.org/41', withheld: [] },
    },
    closed,
  ],
  [
    approver,
    awardContract,
    {
      award: 'contract',
      lot: 'main',
      decision,
      provider: winner,
      bid: quoteOf(winner),
      amount,
      years: [
        { year: '2026-27', amount: 1_175_000 },
        { year: '2027-28', amount: 1_175_000 },
      ],
      term,
      extensionOptions: [],
      title: 'Support for families',
      purpose: 'Six months of support.',
      outcomes: ['Treatment within four weeks.'],
      conditions: [],
      statutoryReasons: { valueForMoney: 'The best of three quotes.' },
      paidFrom: [{ allocation: 'a1', amount: amount.pence }],
    },
    closed,
  ],
  ...providers.map((provider): Told => [
    officer,
    giveFeedback,
    { lot: 'main', bid: quoteOf(provider), feedback: 'Strong on method.' },
    closed,
  ]),
  [
    officer,
    signAgreement,
    {
      award: 'contract',
      signedOn: '2026-12-01',
      amount,
      term,
      kpis: [
        {
          id: 'seen',
          name: 'Families seen',
          figure: 'count',
          unit: 'families',
          direction: 'higher-is-better',
          target: 20,
          frequency: 'quarterly',
          measuresUserFeedback: true,
        },
      ],
      periods: [
        { id: 'q1', from: '2027-01-01', to: '2027-03-31', due: '2027-04-21' },
        { id: 'q2', from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' },
      ],
    },
    closed,
  ],
];

const half = gross(1_175_000);
const quarter = (period: string, now: string): ReadonlyArray<Told> => {
  const day = now.slice(0, 10);
  const of = { award: 'contract', period };
  const line = {
    id: 'all',
    heading: 'All',
    budget: half.pence,
    actual: half.pence,
    forecastUnderspend: 0,
  };
  return [
    [worker, returnKpis, { ...of, values: [{ kpi: 'seen', value: 22 }], certifiedBy: worker.id }, now],
    [worker, returnFinances, { ...of, lines: [line], certifiedBy: worker.id }, now],
    [officer, acceptReturn, { ...of, kind: 'kpi' }, now],
    [officer, acceptReturn, { ...of, kind: 'financial' }, now],
    [
      finance,
      receiveInvoice,
      { award: 'contract', invoice: period, amount: half, receivedOn: day, number: `A-${period}` },
      now,
    ],
    [
      approver,
      approvePayment,
      { ...of, payment: period, amount: half, for: 'A quarter', invoice: period },
      now,
    ],
    [
      finance,
      recordPayment,
      { award: 'contract', payment: period, amount: half, paidOn: day, reference: `BACS ${period}` },
      now,
    ],
  ];
};

const end = '2027-07-10T09:00:00.000Z';
const reviewing: ReadonlyArray<Told> = [
  ...quarter('q1', '2027-04-10T09:00:00.000Z'),
  ...quarter('q2', end),
  [
    officer,
    reviewPerformance,
    { award: 'contract', review: 'end', rating: 'good', finding: 'More families than hoped.', actions: [] },
    end,
  ],
  [
    officer,
    closeCommission,
    { outcome: 'delivered', summary: 'Forty-four families were seen.', lessons: ['Begin in autumn.'] },
    end,
  ],
];

const whole = [...planning, ...quoting, ...assessing, ...awarding, ...reviewing];
const before = { ...nothing, registered };
const eventsOf = (commands: ReadonlyArray<Told>): ReadonlyArray<CommissionEvent> =>
  told(commands, before).commission as unknown as ReadonlyArray<CommissionEvent>;
const upTo = (commands: ReadonlyArray<Told>) =>
  afterEvents(...(eventsOf(commands) as ReadonlyArray<Happened<CommissionEvent>>));

const surroundings = (who: Actor, now: string) =>
  contextOf({ ...contextAt(now), actor: who, providers: registered });

describe('a contract on three quotes', () => {
  test('goes from need to close in officers’ hands, scored by two assessors on stated criteria', () => {
    const types = eventsOf(whole).map(({ type }) => type);
    expect(types.at(-1)).toBe('CommissionClosed');
    expect(types.filter((type) => type === 'BidScored')).toHaveLength(6);
    expect(whole).toHaveLength(52);
    expect(eventsOf(whole).find(({ type }) => type === 'EvaluationCompleted')?.data).toMatchObject({
      ranking: [{ bid: 'azalea' }, { bid: 'cedar' }, { bid: 'birch' }],
    });
  });

  test('scores no quote before the closing time has passed, whoever declared early', () => {
    const early = made(InterestDeclared, { actor: ann.id, stage: 'bidders', interests: [] });
    const quotes = eventsOf([...planning, ...quoting]) as ReadonlyArray<Happened<CommissionEvent>>;
    afterEvents(...quotes, ...recorded<CommissionEvent>([early], { actor: ann }, quotes.length))
      .when(scoreBid, scoring(winner), surroundings(ann, specification.closes))
      .refused('bid.competes', { bid: 'azalea', lot: 'main', opened: false }, '/bid');
  });

  test('told once more, command by command, changes nothing', () => {
    const story = told(whole, before);
    const notOpening = whole.filter(([, action]) => action !== takeDecision);
    expect(told(notOpening, story).commission).toHaveLength(story.commission.length);
  });

  test('takes quotes until the closing time, to the millisecond', () => {
    const late = {
      quote: 'azalea',
      provider: 'BEDS-azalea',
      amount: gross(1),
      for: 'All that is asked.',
    };
    upTo([...planning, ...quoting.slice(0, 3)])
      .when(receiveQuote, late, surroundings(officer, closed))
      .refused('quote.before-closing', {
        closes: specification.closes,
        received: closed,
        opens: '2026-11-23T12:00:00.000Z',
      });
  });

  test('is not scored before the closing time, nor by anybody who has not declared against the bidders', () => {
    const asked = upTo([...planning, ...quoting]);
    asked
      .when(declareInterests, { stage: 'bidders', interests: [] }, surroundings(ann, specification.closes))
      .refused('interest.bidders-known');
    asked.when(scoreBid, scoring('BEDS-azalea'), surroundings(ann, closed)).refused('score.once-declared');
  });

  test('is not amended once quotes have closed: they are no longer sealed from anybody', () => {
    upTo([...planning, ...quoting])
      .when(
        amendSpec,
        { amendment: 'm1', change: 'Later.', reason: 'One more.', closes: '2026-12-20T12:00:00.000Z' },
        surroundings(officer, closed),
      )
      .refused('amendment.before-opening');
  });

  test('takes no sealed bids, and opens none', () => {
    const sealed = {
      bid: 'b1',
      via: 'here',
      sealed: { mediaType: 'text/plain', length: 1, sha256: 'a'.repeat(64) },
      commitment: 'b'.repeat(64),
    };
    upTo(planning)
      .when(receiveBid, sealed, surroundings(officer, '2026-11-30T09:00:00.000Z'))
      .refused('bid.where-sealed-bids-are-asked', { route: 'three-quotes' });
    upTo([...planning, ...quoting])
      .when(openBids, { openers: [officer.id], bids: [] }, surroundings(officer, closed))
      .refused('bid.where-sealed-bids-are-asked', { route: 'three-quotes' });
  });

  test('goes to a quote that was ranked, and says why where it passes over a better one', () => {
    const ranked = upTo([...planning, ...quoting, ...assessing]);
    const { bid: _, ...unnamed } = recommending;
    ranked.when(recommendAward, unnamed, surroundings(officer, closed)).refused('award.from-the-competition');
    const second = { ...recommending, provider: 'BEDS-cedar', bid: 'cedar', amount: gross(2_400_000) };
    ranked
      .when(recommendAward, second, surroundings(officer, closed))
      .refused('recommendation.departure-explained', { higher: ['azalea'] });
  });

  test('leaves out a quote that does not answer what was asked', () => {
    const excluding = { bid: 'cedar', ground: 'No safeguarding policy', reason: 'It was asked for.' };
    const left = [
      ...planning,
      ...quoting,
      [officer, excludeBid, excluding, closed] as const,
      ...assessing.filter(([, action, command]) => action !== scoreBid || command !== undefined),
    ];
    const withoutCedar = left.filter(
      ([, , command]) => (command as { readonly bid?: string }).bid !== 'cedar' || command === excluding,
    );
    expect(eventsOf(withoutCedar).find(({ type }) => type === 'EvaluationCompleted')?.data).toMatchObject({
      ranking: [{ bid: 'azalea' }, { bid: 'birch' }],
    });
  });
});
