import {
  type Actor,
  fold,
  type Happened,
  type Instant,
  londonDateOf,
  type Pence,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { CommissionEvent } from '../src/commission/events';
import { FundingConditionsChecked } from '../src/commission/plan/condition-events';
import { requestDirectGrant } from '../src/commission/plan/request-direct-grant';
import { awardGrant } from '../src/commission/purchase/award-grant';
import { closeWithEndReport } from '../src/commission/review/close-with-end-report';
import { recordPayment } from '../src/commission/review/record-payment';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { AssistanceNotified } from '../src/commission/purchase/subsidy-events';
import type { Context } from '../src/context';
import { decision } from '../src/decision/state';
import { takeDecision } from '../src/decision/take-decision';
import { type FundEvent, FundingAccepted } from '../src/fund/events';
import { fund } from '../src/fund/state';
import { ProviderExcluded } from '../src/provider/events';
import { registerProvider } from '../src/provider/register-provider';
import {
  after,
  afterEvents,
  context,
  courts,
  fundOf,
  fundReference,
  providerOf,
  reference,
  rules,
  village,
} from './support/commission';
import { made } from './support/made';
import { approver, contextOf, officer, recorded } from './support/specification';
import { acting, told, type Told } from './support/story';

const requesting = {
  reference,
  title: 'Friday evenings at the village hall',
  summary: 'Young people have nowhere to go on Fridays.',
  objectives: ['prevention'],
  areas: ['Harlington'],
  standingAssessment: 'Youth needs assessment 2025',
  provider: village,
  amount: 300_000,
  for: 'Forty Friday evenings with two youth workers.',
  fund: fundReference,
  profile: 'small-direct-grant',
  legalPower: 'crime-and-disorder-reduction-grant',
  ground: 'small-sum',
  evidence: 'The hall is the only one; £75 an evening is what others pay.',
  reasons: 'They know the young people by name.',
  interests: [],
  subsidy: { isSubsidy: false, reason: 'A charity giving a free local service.' },
  diligence: {
    outcome: 'satisfactory',
    finding: 'Accounts and safeguarding policy seen.',
    goodUntil: '2027-11-23',
  },
};

const deciding = {
  decision: 'BEDS-PCC24-0040',
  title: 'Friday evenings at the village hall',
  delegation: 'commissioner',
  background: 'A small grant.',
  reasons: 'It keeps Fridays quiet.',
  advice: [{ kind: 'officer', by: officer.id, text: 'Recommended.' }],
  interests: [],
  authorises: [
    { act: 'award', commission: reference, provider: village, upTo: { pence: 300_000, vat: 'outside' } },
  ],
  publication: { channel: 'website', reference: 'https://example.org/40', withheld: [] },
};

const awarding = {
  award: 'grant',
  lot: 'whole',
  decision: 'BEDS-PCC24-0040',
  provider: village,
  amount: { pence: 300_000, vat: 'outside' },
  years: [{ year: '2026-27', amount: 300_000 }],
  term: { starts: '2026-11-23', ends: '2027-03-31' },
  extensionOptions: [],
  title: 'Friday evenings at the village hall',
  purpose: 'Forty Friday evenings.',
  outcomes: ['Fewer calls on Fridays.'],
  conditions: [],
  statutoryReasons: { crimeAndDisorderReduction: 'Fewer calls on Fridays.' },
  paidFrom: [{ allocation: 'funding', amount: 300_000 }],
};

const evenings = {
  id: 'evenings',
  name: 'Evenings held',
  figure: 'count',
  unit: 'evenings',
  direction: 'higher-is-better',
  target: 40,
  frequency: 'once',
  measuresUserFeedback: false,
};

const signing = {
  award: 'grant',
  signedOn: '2026-11-23',
  amount: awarding.amount,
  term: awarding.term,
  kpis: [evenings],
  periods: [{ id: 'end', from: '2026-11-23', to: '2027-03-31', due: '2027-04-21' }],
};

const paying = {
  award: 'grant',
  payment: 'p1',
  amount: awarding.amount,
  paidOn: '2026-11-23',
  approve: { for: 'The whole grant, in advance.' },
};

const closing = {
  award: 'grant',
  values: [{ kpi: 'evenings', value: 41 }],
  lines: [
    { id: 'workers', heading: 'Youth workers', budget: 300_000, actual: 300_000, forecastUnderspend: 0 },
  ],
  certifiedBy: 'trustee-1',
  rating: 'good',
  finding: 'Forty-one evenings were held.',
  outcome: 'delivered',
  summary: 'Fridays are quiet.',
  lessons: ['Pay for heating too.'],
};

const registering = {
  provider: village,
  name: 'Village Hall Trust',
  sector: 'voluntary-community-social-enterprise',
  local: true,
};
const spring = '2027-04-02T09:00:00.000Z';

/** The seven commands, each by one of two people. */
const seven: ReadonlyArray<Told> = [
  [officer, registerProvider, registering],
  [officer, requestDirectGrant, requesting],
  [approver, takeDecision, deciding],
  [approver, awardGrant, awarding],
  [officer, signAgreement, signing],
  [approver, recordPayment, paying],
  [officer, closeWithEndReport, closing, spring],
];

const upTo = (count: number): ReadonlyArray<Happened<CommissionEvent>> =>
  told(seven.slice(0, count)).commission as unknown as ReadonlyArray<Happened<CommissionEvent>>;

describe('a grant of £3,000', () => {
  test('takes seven commands by two people, from registering the provider to closing', () => {
    const story = told(seven);
    expect(story.commission.map(({ type }) => type)).toEqual([
      'NeedIdentified',
      'InstrumentChosen',
      'RouteChosen',
      'DirectAwardAuthorised',
      'FundingAllocated',
      'QuoteReceived',
      'SubsidyAssessed',
      'DueDiligenceCompleted',
      'AwardRecommended',
      'InterestDeclared',
      'GrantAwarded',
      'DecisionPublished',
      'AgreementSigned',
      'KPIsAgreed',
      'PaymentApproved',
      'PaymentMade',
      'KPIReturned',
      'FinancialReturned',
      'ReturnAccepted',
      'ReturnAccepted',
      'PerformanceReviewed',
      'CommissionClosed',
    ]);
    expect(new Set(seven.map(([who]) => who.id)).size).toBe(2);
  });

  test('recorded once more, command by command, changes nothing', () => {
    const again = seven.slice(1).filter(([, action]) => action !== takeDecision);
    const story = told(seven);
    const repeated = again.reduce(
      (so, [who, action, command, now]) => acting(so, who, action, command, now),
      story,
    );
    expect(repeated.commission).toHaveLength(story.commission.length);
  });

  test('may be closed before its term ends: the work is done and the report is in', () => {
    const early = seven.map(
      ([who, action, command, now]) => [who, action, command, now && '2027-02-01T09:00:00.000Z'] as const,
    );
    const { commission: events } = told(early as typeof seven);
    expect(events).toHaveLength(22);
    const reviewed = events.find(({ type }) => type === 'PerformanceReviewed');
    expect(reviewed?.data).toMatchObject({ rating: 'good', finding: closing.finding, actions: [] });
  });
});

describe('requesting a direct grant', () => {
  const refusing = (change: object, around: Context = context) =>
    after().when(requestDirectGrant, { ...requesting, ...change }, around);

  test('begins the commission and records all of it', () => {
    const { decided } = after().when(requestDirectGrant, requesting, context);
    after()
      .when(requestDirectGrant, requesting, context)
      .then(...(E.isRight(decided) ? decided.right : []));
    expect(E.isRight(decided) && decided.right).toHaveLength(10);
  });

  test('holds every rule of its parts, and says where the command breaks it', () => {
    refusing({ objectives: ['fireworks'] }).refused('need.objectives-known', {}, '/objectives');
    refusing({ profile: 'lottery' }).refused('route.known', {}, '/profile');
    refusing({ profile: 'one-quote' }).refused('route.fits-instrument', {}, '/profile');
    refusing({ profile: 'grant-round' }).refused('direct-award.on-its-route');
    refusing({ ground: 'urgent' }).refused('direct-award.ground-of-the-route', {}, '/ground');
    refusing({ theme: 'Fireworks' }).refused('funding.theme-known', {}, '/theme');
    refusing({ subsidy: { isSubsidy: true, reason: 'It competes.' } }).refused(
      'subsidy.by-a-route',
      {},
      '/subsidy/route',
    );
    const ages = { ...requesting.diligence, goodUntil: '2030-01-01' };
    refusing({ diligence: ages }).refused('diligence.life', {}, '/diligence/goodUntil');
    refusing({}, contextOf({ ...context, rules: undefined })).refused('rulebook.adopted');
  });

  test('says where a sum, an interest or a confirmation is at fault', () => {
    refusing({ amount: 0 }).refused('funding.more-than-nothing', { amount: 0 }, '/amount');
    const profiles = rules.profiles.map((profile) =>
      (profile.id as string) === requesting.profile ? { ...profile, upTo: 299_999 as Pence } : profile,
    );
    refusing({}, contextOf({ ...context, rules: { ...rules, profiles } })).refused(
      'route.within-its-limit',
      { value: 300_000, upTo: 299_999 },
      '/amount',
    );
    const confirmed = {
      isSubsidy: true,
      reason: 'It competes.',
      route: 'minimal-financial-assistance',
      confirmation: { received: 0, confirmedOn: '2026-11-24', reference: 'Letter 1' },
    };
    refusing({ subsidy: confirmed }).refused(
      'dates.not-in-the-future',
      { day: '2026-11-24' },
      '/subsidy/confirmation/confirmedOn',
    );
    const { confirmation: _confirmation, ...unconfirmed } = confirmed;
    refusing({ subsidy: unconfirmed }).refused(
      'subsidy.confirmed-by-enterprise',
      { route: 'minimal-financial-assistance' },
      '/subsidy/confirmation',
    );
    const spoken = { received: 0, confirmedOn: '2026-11-20' };
    refusing({ subsidy: { ...confirmed, confirmation: spoken } }).refused(
      'subsidy.confirmation-in-writing',
      {},
      '/subsidy/confirmation/reference',
    );
    refusing({ interests: [{ nature: 'My brother is a trustee.', lot: 'north' }] }).refused(
      'lot.known',
      { lot: 'north' },
      '/interests',
    );
  });

  test('tells the enterprise first where the route of a subsidy asks for it', () => {
    const subsidy = {
      isSubsidy: true,
      reason: 'It competes.',
      route: 'minimal-financial-assistance',
      notifiedOn: '2026-11-16',
      confirmation: { received: 0, confirmedOn: '2026-11-20', reference: 'Letter 1' },
    };
    const toldOf = (more: object) => {
      const { decided } = refusing({ subsidy: { ...subsidy, ...more } });
      return (E.isRight(decided) ? decided.right : []).filter(({ type }) => type === 'AssistanceNotified');
    };
    expect(toldOf({})).toEqual([
      made(AssistanceNotified, {
        notification: 'assistance',
        provider: village,
        route: 'minimal-financial-assistance',
        amount: 300_000,
        notifiedOn: '2026-11-16',
      }),
    ]);
    const full = refusing({ subsidy: { ...subsidy, route: 'full-assessment' } }).decided;
    expect(E.isRight(full) && full.right.map(({ type }) => type)).not.toContain('AssistanceNotified');
    expect(E.isRight(full)).toBe(true);
    const { notifiedOn: _notifiedOn, ...untold } = subsidy;
    refusing({ subsidy: untold }).refused('subsidy.notified-first', { notifiedOn: null }, '/subsidy/route');
    refusing({ subsidy: { ...subsidy, notifiedOn: '2026-11-21' } }).refused('subsidy.notified-first');
    refusing({ subsidy: { ...subsidy, notifiedOn: '2026-11-24' } }).refused(
      'dates.not-in-the-future',
      {},
      '/subsidy/notifiedOn',
    );
  });

  test('keeps the theme of the money and the request as it was written', () => {
    const document = { mediaType: 'application/pdf', length: 1024, sha256: 'a'.repeat(64) };
    const { decided } = refusing({ theme: courts, document });
    const events = E.isRight(decided) ? decided.right : [];
    const said = (type: string) => events.find((event) => event.type === type)?.data;
    expect(said('NeedIdentified')).toMatchObject({ themes: [courts] });
    expect(said('FundingAllocated')).toMatchObject({ theme: courts });
    expect(said('QuoteReceived')).toMatchObject({ document });
    const plain = refusing({}).decided;
    const [need] = E.isRight(plain) ? plain.right : [];
    expect(need?.data).toMatchObject({ themes: [] });
    expect(requestDirectGrant.needs(requesting as never, undefined as never)).toEqual({
      providers: [village],
      funds: [fundReference],
    });
  });

  test('is for a small sum, to the penny', () => {
    const decided = refusing({ amount: 600_000 }).decided;
    expect(E.isRight(decided)).toBe(true);
    refusing({ amount: 600_001 }).refused('route.meets-band', { value: 600_001 }, '/profile');
  });

  test('is covered by its fund', () => {
    const poor = { ...context, funds: new Map([[fundReference, fundOf(299_999)]]) };
    refusing({}, poor).refused('funding.available', { asked: 300_000, available: 299_999 }, '/amount');
    refusing({}, { ...context, funds: new Map() }).refused('funding.fund-open', {}, '/fund');
  });

  test('is by a provider that is registered and not excluded', () => {
    refusing({}, { ...context, providers: new Map() }).refused(
      'purchase.provider-registered',
      {},
      '/provider',
    );
    const excluded = providerOf(village, 'Village Hall Trust', made(ProviderExcluded, { ground: 'Fraud.' }));
    refusing({}, { ...context, providers: new Map([[village, excluded]]) }).refused(
      'purchase.provider-not-excluded',
    );
  });

  test('of something else under the same reference is refused', () => {
    const history = upTo(2);
    const again = (change: object) =>
      afterEvents(...history).when(requestDirectGrant, { ...requesting, ...change }, context);
    again({ title: 'Saturdays' }).refused('commission.begun-once', {}, '/reference');
    again({ amount: 300_001 }).refused('plan.settled');
    again({ for: 'Fifty evenings.' }).refused('entry.said-once');
  });

  test('with an interest of the officer waits until somebody settled it', () => {
    const interests = [{ nature: 'My brother is a trustee.', provider: village }];
    const begun = seven
      .slice(0, 3)
      .map(([who, action, command]) =>
        action === requestDirectGrant
          ? ([who, action, { ...requesting, interests }] as const)
          : ([who, action, command] as const),
      );
    expect(() => acting(told(begun), approver, awardGrant, awarding)).toThrow('step.interest-declarations');
  });
});

describe('a grant from money with a condition', () => {
  const id = 'crime-and-disorder-reduction';
  const sentence = 'The money secures, or contributes to securing, crime and disorder reduction in the area.';
  const funded = fundOf(0);
  const tranche = { tranche: 't2', amount: 300_000, conditions: [id], decision: 'BEDS-PCC24-0031' };
  const conditional = fold(fund, funded, recorded<FundEvent>([made(FundingAccepted, tranche)]));
  const { decision: decided } = told(seven.slice(0, 3));
  const around = contextOf({
    ...context,
    actor: approver,
    funds: new Map([[fundReference, conditional]]),
    decisions: new Map([
      [deciding.decision, fold(decision, decision.initial, decided as ReadonlyArray<Happened<never>>)],
    ]),
  });
  const [checked] = recorded<CommissionEvent>([
    made(FundingConditionsChecked, {
      fund: fundReference,
      answers: [{ condition: id, met: true, how: 'Fewer calls on Fridays.' }],
    }),
  ]) as [Happened<CommissionEvent>];

  test('is not awarded before somebody said how it meets the condition', () => {
    afterEvents(...upTo(3))
      .when(awardGrant, awarding, around)
      .refused('funding.conditions-met', { condition: id, sentence });
  });

  test('says the condition to whoever gets it', () => {
    afterEvents(...upTo(3), checked)
      .when(awardGrant, awarding, around)
      .refused('award.carries-conditions', { condition: id, sentence }, '/conditions');
    const said = afterEvents(...upTo(3), checked).when(
      awardGrant,
      { ...awarding, conditions: [sentence] },
      around,
    );
    expect(said.decided).toMatchObject({ right: [{ data: { conditions: [sentence] } }, {}] });
  });
});

describe('two people', () => {
  const both = { id: officer.id, role: 'approver' } as Actor;

  test('whoever requested a grant neither decides on it nor awards it', () => {
    expect(() => acting(told(seven.slice(0, 3)), both, awardGrant, awarding)).toThrow(
      'authority.approver-apart',
    );
  });

  test('whoever requested a grant does not approve its payment', () => {
    afterEvents(...upTo(5))
      .when(recordPayment, paying, contextOf({ ...context, actor: both }))
      .refused('payment.two-people', { actor: officer.id, recommended: true, accepted: false });
  });

  test('whoever approved the payment does not accept the report', () => {
    const accepting = contextOf({
      ...context,
      now: spring as Instant,
      today: londonDateOf(spring as Instant),
      actor: { ...approver, role: 'commissioning-officer' } as Actor,
    });
    afterEvents(...upTo(6))
      .when(closeWithEndReport, closing, accepting)
      .refused('payment.two-people', { actor: approver.id, payments: ['p1'] });
  });
});

describe('closing with the end report', () => {
  const now = contextOf({ ...context, now: spring as Instant, today: londonDateOf(spring as Instant) });
  const refusing = (change: object) =>
    afterEvents(...upTo(6)).when(closeWithEndReport, { ...closing, ...change }, now);

  test('holds every rule of its parts, and says where the command breaks it', () => {
    refusing({ award: 'other' }).refused('award.known', {}, '/award');
    refusing({ values: [{ kpi: 'other', value: 1 }] }).refused('return.every-measure-once', {}, '/values');
    const over = [{ ...closing.lines[0], actual: 300_001 }];
    refusing({ lines: over }).refused(
      'return.spent-within-agreement',
      { spent: 300_001, agreed: 300_000 },
      '/lines',
    );
    refusing({ certifiedBy: officer.id }).refused('return.certified-by-provider', {}, '/certifiedBy');
    refusing({ outcome: 'no-award' }).refused('closing.outcome-fits', {}, '/outcome');
  });

  test('waits for the payment', () => {
    afterEvents(...upTo(5))
      .when(closeWithEndReport, closing, now)
      .then(...endOf(5));
    const approved = upTo(6).filter(({ type }) => type !== 'PaymentMade');
    afterEvents(...approved)
      .when(closeWithEndReport, closing, now)
      .refused('closing.payments-made', { payments: ['grant/p1'] });
  });

  test('is for a route with one return, once its one period is agreed', () => {
    const unsigned = upTo(4);
    afterEvents(...unsigned)
      .when(closeWithEndReport, closing, now)
      .refused('end-report.one-return', { periods: [], returns: 'once' }, '/award');
  });

  test('adds nothing to a closed commission', () => {
    const closed = upTo(7);
    afterEvents(...closed)
      .when(closeWithEndReport, closing, now)
      .then();
    expect(closed.at(-1)?.type).toBe('CommissionClosed');
  });
});

/** What closing yields after so many of the seven commands. */
const endOf = (count: number): ReadonlyArray<CommissionEvent> => {
  const before = told(seven.slice(0, count));
  const whole = acting(before, officer, closeWithEndReport, closing, spring).commission.slice(
    before.commission.length,
  );
  return whole.map(({ type, data }) => ({ type, data })) as unknown as ReadonlyArray<CommissionEvent>;
};
