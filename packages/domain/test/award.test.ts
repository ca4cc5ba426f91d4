import type { Instant, LocalId } from '@commissioning/kernel';
import { analyseActions } from '../src/commission/analyse';
import {
  CoCommissionerJoined,
  ContributionAgreed,
  ContributionWithdrawn,
} from '../src/commission/analyse/co-commissioning-events';
import type { CommissionEvent } from '../src/commission/events';
import { historyActions } from '../src/commission/history';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { appointPanel } from '../src/commission/purchase/appoint-panel';
import { planActions } from '../src/commission/plan';
import { DirectAwardAuthorised, NoticePublished } from '../src/commission/plan/events';
import { purchaseActions } from '../src/commission/purchase';
import { assessSubsidy } from '../src/commission/purchase/assess-subsidy';
import { awardContract } from '../src/commission/purchase/award-contract';
import { awardGrant } from '../src/commission/purchase/award-grant';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { endStandstill } from '../src/commission/purchase/end-standstill';
import {
  AssessmentSummariesSent,
  AwardRecommended,
  BidExcluded,
  ContractAwarded,
  DueDiligenceCompleted,
  EvaluationCompleted,
  ExceptionRecorded,
  FeedbackGiven,
  GrantAwarded,
  NoAwardMade,
  PanelAppointed,
  QuoteInvited,
  QuoteReceived,
  StandstillEnded,
  StandstillStarted,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { giveFeedback } from '../src/commission/purchase/give-feedback';
import { makeNoAward } from '../src/commission/purchase/make-no-award';
import { publishAwards } from '../src/commission/purchase/publish-awards';
import type { recordExceptionTo } from '../src/commission/purchase/record-exception';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { sendAssessmentSummaries } from '../src/commission/purchase/send-assessment-summaries';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { startStandstill } from '../src/commission/purchase/start-standstill';
import { reviewActions } from '../src/commission/review';
import type { Context } from '../src/context';
import { AssistanceNotified } from '../src/commission/purchase/subsidy-events';
import { DecisionPublished } from '../src/decision/events';
import { decision as decisionAggregate, type DecisionState } from '../src/decision/state';
import type { ProviderState } from '../src/provider/state';
import type { RouteProfile } from '../src/rulebook/events';
import { made } from './support/made';
import { approver, contextOf } from './support/specification';
import {
  actorOf,
  after,
  afterHappened,
  by,
  commissionRef,
  declared,
  includingVat,
  member,
  moderating,
  opened,
  planned,
  registered,
  route,
  rules,
} from './support/tender';

const decisionRef = 'BEDS-PFCC24-0072';
const recommender = actorOf('officer-9', 'commissioning-officer');
const rounding = 'each criterion half up to hundredths';

const place = (rank: number, bid: string) => ({
  rank,
  bid,
  total: 9000 - rank,
  criteria: [{ criterion: 'quality', agreed: 400, weighted: 4800 }],
  tieBreaks: [],
});
const ranking = [place(1, 'birch'), place(2, 'cedar'), place(3, 'azalea')];
const evaluated = [...moderating, made(EvaluationCompleted, { lot: 'north', rounding, ranking, failed: [] })];

const untaken = decisionAggregate.initial;

/** A decision taken by the approver, published or not. */
const decisionOf = (
  authorises: ReadonlyArray<object>,
  given: { readonly by?: string; readonly published?: boolean } = {},
): DecisionState =>
  ({
    taken: { decision: decisionRef, by: given.by ?? 'approver-1', authorises },
    published: given.published
      ? { decision: decisionRef, channel: 'website', reference: 'https://example.org/d/72', withheld: [] }
      : undefined,
  }) as unknown as DecisionState;

const awardAct = {
  act: 'award',
  commission: commissionRef,
  provider: 'BEDS-birch',
  upTo: includingVat(10_500_000),
};

/** The approver asks, with these decisions and the three bidders as registered around. */
const deciding = (
  decision: DecisionState | undefined = decisionOf([awardAct]),
  given: Partial<Context> = {},
): Context =>
  contextOf({
    actor: approver,
    rules,
    providers: new Map(['BEDS-azalea', 'BEDS-birch', 'BEDS-cedar'].map((id) => registered(id))),
    decisions: decision === undefined ? new Map() : new Map([[decisionRef, decision]]),
    ...given,
  });

const recommendation = {
  recommendation: 'r1',
  lot: 'north',
  bid: 'birch',
  amount: includingVat(10_500_000),
  reasons: 'Ranked first',
};
const birch = { provider: 'BEDS-birch', name: 'The birch' };
const recommended = made(AwardRecommended, { ...recommendation, recipient: birch });
const subsidy = { provider: 'BEDS-birch', isSubsidy: false, reason: 'Paid at market price' };
const diligence = {
  provider: 'BEDS-birch',
  depth: 'full',
  outcome: 'satisfactory',
  finding: 'Nothing stands against it',
  goodUntil: '2027-05-01',
};
const noSubsidy = made(SubsidyAssessed, subsidy);
const looked = made(DueDiligenceCompleted, diligence);

/** Ready to be awarded: evaluated, recommended by somebody else than the approver, assessed and looked into. */
const readyEvents = [...evaluated, noSubsidy, looked];
const ready = (...more: ReadonlyArray<CommissionEvent>) => [
  ...by(actorOf('officer-1', 'commissioning-officer'), '2026-11-23T11:00:00.000Z', ...readyEvents),
  ...by(recommender, '2026-11-23T11:00:00.000Z', recommended),
  ...by(actorOf('officer-1', 'commissioning-officer'), '2026-11-23T11:00:00.000Z', ...more),
];

const terms = {
  award: 'w1',
  lot: 'north',
  bid: 'birch',
  decision: decisionRef,
  amount: includingVat(10_500_000),
  years: [
    { year: '2027-28', amount: 5_500_000 },
    { year: '2028-29', amount: 5_000_000 },
  ],
  term: { starts: '2027-04-01', ends: '2029-03-31' },
  extensionOptions: [{ months: 12, upTo: includingVat(2_000_000) }],
  title: 'Support for victims of burglary, north',
  purpose: 'That victims cope and recover',
  outcomes: ['Victims cope and recover'],
  conditions: [],
  statutoryReasons: { valueForMoney: 'Best of three in an open competition' },
};
const shares = [
  { allocation: 'first', amount: 10_000_000 },
  { allocation: 'second', amount: 500_000 },
];
const awarding = { ...terms, provider: 'BEDS-birch', paidFrom: shares };
const awardData = {
  ...terms,
  recipient: birch,
  legalPower: 'victims-services',
  paidFrom: [
    { allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 10_000_000 },
    { allocation: 'second', fund: 'BEDS-moj-victims-2027-28', amount: 500_000 },
  ],
};
const awarded = made(ContractAwarded, awardData);
const excepted = (rule: string) =>
  made(ExceptionRecorded, {
    rule,
    ground: 'No time',
    authorisedBy: 'approver-1',
    decision: 'BEDS-PFCC24-0001',
  });

describe('recommending an award', () => {
  const officers = deciding(undefined, { actor: recommender });
  const asked = (change: object, history: ReadonlyArray<CommissionEvent> = evaluated, context = officers) =>
    after(...history).when(recommendAward, { ...recommendation, provider: 'BEDS-birch', ...change }, context);
  const cedar = { bid: 'cedar', provider: 'BEDS-cedar' };

  test('names who is to get how much and why', () => {
    asked({}).then(recommended);
  });

  test('says why where it passes over a bid ranked higher', () => {
    asked(cedar).refused(
      'recommendation.departure-explained',
      { higher: ['birch'], lot: 'north' },
      '/departure',
    );
    const departure = 'Birch withdrew its staff';
    asked({ ...cedar, departure }).then(
      made(AwardRecommended, {
        ...recommendation,
        bid: 'cedar',
        recipient: { provider: 'BEDS-cedar', name: 'The cedar' },
        departure,
      }),
    );
  });

  test('passes nobody over whose bid is recommended already, or has the same rank', () => {
    asked({ ...cedar, recommendation: 'r2' }, [...evaluated, recommended]).then(
      made(AwardRecommended, {
        ...recommendation,
        recommendation: 'r2',
        bid: 'cedar',
        recipient: { provider: 'BEDS-cedar', name: 'The cedar' },
      }),
    );
    const tie = made(EvaluationCompleted, {
      lot: 'north',
      rounding,
      ranking: [place(1, 'birch'), place(1, 'cedar')],
      failed: [],
    });
    expect(asked(cedar, [...moderating, tie]).decided).toMatchObject({ _tag: 'Right' });
  });

  test('goes to a bid that was ranked, of that provider', () => {
    asked({ bid: 'date' }).refused(
      'award.from-the-competition',
      { lot: 'north', bid: 'date', provider: 'BEDS-birch' },
      '/bid',
    );
    asked({ provider: 'BEDS-cedar' }).refused('award.from-the-competition', { bidder: 'BEDS-birch' });
    asked({}, moderating).refused('award.from-the-competition');
    const failed = made(EvaluationCompleted, {
      lot: 'north',
      rounding,
      ranking: ranking.slice(1),
      failed: [],
    });
    asked({}, [...moderating, failed]).refused('award.from-the-competition');
    const { bid: _, ...unnamed } = recommendation;
    after(...evaluated)
      .when(recommendAward, { ...unnamed, provider: 'BEDS-birch' }, officers)
      .refused(
        'award.from-the-competition',
        { competition: 'open', lot: 'north', provider: 'BEDS-birch' },
        '/provider',
      );
  });

  test('stays within the maximum and the envelope of the lot, to the penny', () => {
    const sum = (pence: number) => ({ amount: includingVat(pence) });
    const more = excepted('award.within-offer');
    asked(sum(20_000_000), [...evaluated, more]).then(
      made(AwardRecommended, { ...recommendation, ...sum(20_000_000), recipient: birch }),
    );
    asked(sum(20_000_001)).refused(
      'award.within-maximum',
      { maximum: 20_000_000, amount: 20_000_001, awarded: 0, envelope: 30_000_000 },
      '/amount',
    );
    const before = made(ContractAwarded, { ...awardData, bid: 'cedar', amount: includingVat(15_000_000) });
    asked(sum(15_000_000), [...evaluated, more, before]).then(
      made(AwardRecommended, { ...recommendation, ...sum(15_000_000), recipient: birch }),
    );
    asked(sum(15_000_001), [...evaluated, before]).refused(
      'award.within-envelope',
      { awarded: 15_000_000, envelope: 30_000_000, amount: 15_000_001, maximum: 20_000_000 },
      '/amount',
    );
    asked({ amount: { pence: 10_500_000, vat: 'excluding' } }).refused(
      'award.vat-basis',
      { asked: 'including', vat: 'excluding' },
      '/amount/vat',
    );
  });

  test('is of no more than the bid asks for, unless policy was set aside', () => {
    const sum = { amount: includingVat(10_500_001) };
    asked(sum).refused('award.within-offer', { amount: 10_500_001, asked: 10_500_000 }, '/amount');
    asked(sum, [...evaluated, excepted('award.within-offer')]).then(
      made(AwardRecommended, { ...recommendation, ...sum, recipient: birch }),
    );
    const less = { amount: includingVat(10_499_999) };
    asked(less).then(made(AwardRecommended, { ...recommendation, ...less, recipient: birch }));
  });

  test('is for a provider that is registered and not excluded, in a lot that exists, once', () => {
    asked({}, evaluated, deciding(undefined, { providers: new Map() })).refused(
      'purchase.provider-registered',
      { provider: 'BEDS-birch' },
    );
    const excluded = new Map([
      ['BEDS-birch', { ...registered('BEDS-birch')[1], excluded: { ground: 'Fraud' } } as ProviderState],
    ]);
    asked({}, evaluated, deciding(undefined, { providers: excluded })).refused(
      'purchase.provider-not-excluded',
      { provider: 'BEDS-birch', until: '' },
      '/provider',
    );
    asked({ lot: 'east' }).refused('lot.known');
    asked({ amount: includingVat(1) }, [...evaluated, recommended]).refused(
      'entry.said-once',
      {},
      '/recommendation',
    );
    asked({}, planned().slice(0, 1)).refused('purchase.on-a-route', { commission: 'BEDS-2026-0007' });
  });
});

describe('assessing a subsidy', () => {
  const subsidised = {
    provider: 'BEDS-birch',
    isSubsidy: true,
    reason: 'Below market',
    route: 'minimal-financial-assistance',
    confirmation: { received: 21_000_000, confirmedOn: '2026-11-20', reference: 'Letter 1' },
  };

  const told = made(AssistanceNotified, {
    notification: 'n1',
    provider: 'BEDS-birch',
    route: 'minimal-financial-assistance',
    amount: 10_000_000,
    notifiedOn: '2026-11-16',
  });

  test('names a route for a subsidy, and none for what is not', () => {
    after(...evaluated)
      .when(assessSubsidy, subsidy)
      .then(noSubsidy);
    after(...evaluated, told)
      .when(assessSubsidy, subsidised)
      .then(made(SubsidyAssessed, subsidised));
    after(...evaluated)
      .when(assessSubsidy, { ...subsidy, isSubsidy: true })
      .refused('subsidy.by-a-route', { isSubsidy: true }, '/route');
    after(...evaluated)
      .when(assessSubsidy, { ...subsidised, isSubsidy: false })
      .refused('subsidy.by-a-route');
  });

  test('by a route that is limited is confirmed by the enterprise first', () => {
    const { confirmation: _, ...unconfirmed } = subsidised;
    after(...evaluated)
      .when(assessSubsidy, unconfirmed)
      .refused('subsidy.confirmed-by-enterprise', { route: 'minimal-financial-assistance' }, '/confirmation');
    after(...evaluated)
      .when(assessSubsidy, { ...unconfirmed, route: 'full-assessment' })
      .then(made(SubsidyAssessed, { ...unconfirmed, route: 'full-assessment' }));
    const tomorrow = { ...subsidised.confirmation, confirmedOn: '2026-11-24' };
    after(...evaluated)
      .when(assessSubsidy, { ...subsidised, confirmation: tomorrow })
      .refused(
        'dates.not-in-the-future',
        { day: '2026-11-24', today: '2026-11-23' },
        '/confirmation/confirmedOn',
      );
  });

  test('is confirmed in writing: by a paper that is kept, or that can be found', () => {
    const { received, confirmedOn } = subsidised.confirmation;
    const spoken = { ...subsidised, confirmation: { received, confirmedOn } };
    after(...evaluated, told)
      .when(assessSubsidy, spoken)
      .refused('subsidy.confirmation-in-writing', { provider: spoken.provider }, '/confirmation/reference');
    const document = { mediaType: 'application/pdf', length: 20_480, sha256: 'a'.repeat(64) };
    for (const paper of [{ document }, { reference: 'Letter 1' }]) {
      const written = { ...subsidised, confirmation: { received, confirmedOn, ...paper } };
      after(...evaluated, told)
        .when(assessSubsidy, written)
        .then(made(SubsidyAssessed, written));
    }
  });

  test('may be done again until the award', () => {
    after(...evaluated, noSubsidy, told)
      .when(assessSubsidy, subsidised)
      .then(made(SubsidyAssessed, subsidised));
    after(...evaluated, noSubsidy, awarded)
      .when(assessSubsidy, subsidised)
      .refused('subsidy.before-award', { awarded: ['w1'], provider: 'BEDS-birch' }, '/provider');
  });
});

describe('due diligence', () => {
  const asked = (goodUntil: string, context = deciding(), ...more: ReadonlyArray<CommissionEvent>) =>
    after(...evaluated, ...more).when(completeDiligence, { ...diligence, goodUntil }, context);

  test('holds from today for as long as the rules say at most', () => {
    const months = contextOf({
      rules: { ...rules, diligenceMonths: 6, diligence: [] },
      providers: deciding().providers,
    });
    asked('2027-05-23', months).then(made(DueDiligenceCompleted, { ...diligence, goodUntil: '2027-05-23' }));
    asked('2027-05-24', months).refused(
      'diligence.life',
      { longest: '2027-05-23', today: '2026-11-23', goodUntil: '2027-05-24' },
      '/goodUntil',
    );
    asked('2026-11-23', months).then(made(DueDiligenceCompleted, { ...diligence, goodUntil: '2026-11-23' }));
    asked('2026-11-22', months).refused('diligence.life');
    asked('2027-05-24', months, excepted('diligence.life')).then(
      made(DueDiligenceCompleted, { ...diligence, goodUntil: '2027-05-24' }),
    );
  });

  test('may be done again, is on a registered provider, and needs rules', () => {
    asked('2027-05-02', deciding(), looked).then(
      made(DueDiligenceCompleted, { ...diligence, goodUntil: '2027-05-02' }),
    );
    asked('2027-05-01', deciding(undefined, { providers: new Map() })).refused(
      'purchase.provider-registered',
    );
    asked('2027-05-01', contextOf({ providers: deciding().providers })).refused('rulebook.adopted');
  });
});

describe('awarding a contract', () => {
  const asked = (change: object = {}, context = deciding(), ...more: ReadonlyArray<CommissionEvent>) =>
    afterHappened(...ready(...more)).when(awardContract, { ...awarding, ...change }, context);
  const sum = (pence: number, change: object = {}) => ({
    amount: includingVat(pence),
    years: [{ year: '2027-28', amount: pence }],
    paidFrom: [{ allocation: 'first', amount: pence }],
    ...change,
  });
  const upTo = (pence: number, act: object = {}) =>
    deciding(decisionOf([{ ...awardAct, upTo: includingVat(pence), ...act }]));

  test('is done under a decision, with the name, the power and the funds from the record', () => {
    asked().then(awarded);
  });

  test('is public at once where the decision has been published', () => {
    const published = made(DecisionPublished, {
      decision: decisionRef,
      channel: 'website',
      reference: 'https://example.org/d/72',
      withheld: [],
      awards: ['w1'],
    });
    asked({}, deciding(decisionOf([awardAct], { published: true }))).then(awarded, published);
  });

  test('cites a decision that was taken', () => {
    asked({}, deciding(untaken)).refused('authority.decision-taken', { decision: decisionRef }, '/decision');
    asked({}, deciding(decisionOf([awardAct]), { decisions: new Map() })).refused('authority.decision-taken');
  });

  test('is within what the decision authorises: commission, provider, lot and sum to the penny', () => {
    for (const other of [
      { commission: 'BEDS-2026-0008' },
      { provider: 'BEDS-cedar' },
      { lot: 'south' },
      { act: 'vary', award: 'w1' },
      { upTo: includingVat(10_499_999) },
      { upTo: { pence: 10_500_000, vat: 'outside' } },
    ])
      asked({}, deciding(decisionOf([{ ...awardAct, ...other }]))).refused(
        'authority.decision-authorises',
        { decision: decisionRef, act: 'award', provider: 'BEDS-birch', lot: 'north' },
        '/decision',
      );
    const less = includingVat(10_499_999);
    asked({}, deciding(decisionOf([{ ...awardAct, upTo: less }]))).refused('authority.decision-authorises', {
      amount: includingVat(10_500_000),
      upTo: [less],
    });
    asked({}, deciding(decisionOf([{ ...awardAct, lot: 'north' }]))).then(awarded);
  });

  test('is not decided or made by whoever scored or recommended', () => {
    asked({}, deciding(decisionOf([awardAct], { by: 'ann' }))).refused('authority.approver-apart', {
      scored: ['ann'],
    });
    asked({}, deciding(decisionOf([awardAct], { by: 'officer-9' }))).refused('authority.approver-apart', {
      recommended: ['officer-9'],
    });
    asked({}, deciding(decisionOf([awardAct]), { actor: actorOf('officer-9', 'approver') })).refused(
      'authority.approver-apart',
    );
  });

  test('is not decided by anybody with an interest unsettled', () => {
    asked(
      {},
      deciding(),
      declared('approver-1', 'general', [{ nature: 'Shareholder', lot: 'south' }]),
    ).refused('interest.settled', { actor: 'approver-1' });
  });

  test('waits until every interest in its lot is settled, and for none in another', () => {
    const interest = (lot?: string) =>
      declared('bob', 'bidders', [{ nature: 'Shareholder', ...(lot && { lot }) }]);
    asked({}, deciding(), interest('north')).refused('step.interest-declarations');
    asked({}, deciding(), interest()).refused('step.interest-declarations');
    asked({}, deciding(), interest('south')).then(awarded);
  });

  test('is by the instrument that was chosen', () => {
    afterHappened(...ready())
      .when(awardGrant, awarding, deciding())
      .refused('award.by-instrument', { award: 'grant', chosen: 'contract' });
    after(...planned().slice(0, 1))
      .when(awardContract, awarding, deciding())
      .refused('award.by-instrument');
    after(...planned().slice(0, -1))
      .when(awardContract, awarding, deciding())
      .refused('purchase.on-a-route');
  });

  test('comes after every step that the route asks for before it', () => {
    const without = (type: string) =>
      afterHappened(...ready().filter((event) => event.type !== type)).when(
        awardContract,
        awarding,
        deciding(),
      );
    without('SubsidyAssessed').refused('step.subsidy-assessment');
    without('AwardRecommended').refused('step.recommendation');
    without('ModerationOpened').refused('step.moderation');
    without('EvaluationCompleted').refused('step.evaluation');
    without('PanelAppointed').refused('step.panel');
    without('SpecPublished').refused('lot.known');
  });

  test('goes to a registered provider that is not excluded, whose bid was ranked', () => {
    asked({}, deciding(undefined, { decisions: deciding().decisions, providers: new Map() })).refused(
      'purchase.provider-registered',
    );
    const excluded = new Map([
      ['BEDS-birch', { ...registered('BEDS-birch')[1], excluded: { ground: 'Fraud' } } as ProviderState],
    ]);
    asked({}, deciding(decisionOf([awardAct]), { providers: excluded })).refused(
      'purchase.provider-not-excluded',
    );
    asked({ bid: 'cedar' }).refused('award.from-the-competition', { bidder: 'BEDS-cedar' });
    asked({}, deciding(), made(BidExcluded, { bid: 'birch', ground: 'Debarred', reason: 'Since' })).refused(
      'award.from-the-competition',
    );
  });

  test('waits for satisfactory diligence, or states its conditions', () => {
    const conditions = ['Accounts for 2025-26 before the first payment'];
    const found = (outcome: string, goodUntil = '2027-05-01') =>
      made(DueDiligenceCompleted, { ...diligence, outcome, goodUntil });
    const conditional = made(ContractAwarded, { ...awardData, conditions });
    asked({}, deciding(), found('satisfactory-with-conditions')).refused(
      'award.after-diligence',
      { provider: 'BEDS-birch', goodUntil: '2027-05-01', today: '2026-11-23' },
      '/conditions',
    );
    asked({ conditions }, deciding(), found('satisfactory-with-conditions')).then(conditional);
    asked({}, deciding(), found('satisfactory', '2026-11-23')).then(awarded);
    asked({}, deciding(), found('satisfactory', '2026-11-22')).refused('award.after-diligence');
    asked({ conditions }, deciding(), found('unsatisfactory')).refused('award.after-diligence', {
      outcome: 'unsatisfactory',
    });
    const unseen = ready().filter(({ type }) => type !== 'DueDiligenceCompleted');
    afterHappened(...unseen)
      .when(awardContract, awarding, deciding())
      .refused('award.after-diligence', { outcome: null });
    afterHappened(...unseen)
      .when(awardContract, { ...awarding, conditions }, deciding())
      .then(conditional);
  });

  test('is within maximum, envelope and number of the lot', () => {
    asked(sum(20_000_001), upTo(30_000_000)).refused('award.within-maximum');
    const before = made(ContractAwarded, {
      ...awardData,
      award: 'w0',
      bid: 'cedar',
      recipient: { provider: 'BEDS-cedar', name: 'The cedar' },
      amount: includingVat(19_500_001),
    });
    asked({}, deciding(), before).refused('award.within-envelope', {
      awarded: 19_500_001,
      envelope: 30_000_000,
    });
    const small = {
      ...awardData,
      amount: includingVat(1),
      paidFrom: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 1 }],
    };
    const two = ['w0', 'w00'].map((award) => made(ContractAwarded, { ...small, award }));
    asked({}, upTo(11_000_000), ...two).refused('award.within-number', {
      made: 2,
      published: 2,
      lot: 'north',
    });
  });

  test('counts what was awarded under the decision before', () => {
    const first = made(ContractAwarded, {
      ...awardData,
      award: 'w0',
      amount: includingVat(100),
      paidFrom: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 100 }],
    });
    asked({}, upTo(10_500_100), first).then(awarded);
    asked({}, upTo(10_500_099), first).refused('authority.decision-authorises');
  });

  test('is on the right basis for VAT, options too', () => {
    asked(
      { amount: { pence: 10_500_000, vat: 'outside' } },
      deciding(decisionOf([{ ...awardAct, upTo: { pence: 10_500_000, vat: 'outside' } }])),
    ).refused('award.vat-basis', { asked: 'including' });
    asked({ extensionOptions: [{ months: 12, upTo: { pence: 1, vat: 'excluding' } }] }).refused(
      'award.vat-basis',
      { vat: 'including', optional: ['excluding'] },
      '/extensionOptions',
    );
  });

  test('spreads over years that add up to it, each once', () => {
    asked({ years: [{ year: '2027-28', amount: 10_499_999 }] }).refused(
      'award.years-add-up',
      { total: 10_499_999 },
      '/years',
    );
    asked({
      years: [
        { year: '2027-28', amount: 5_500_000 },
        { year: '2027-28', amount: 5_000_000 },
      ],
    }).refused('award.years-add-up');
    asked({
      years: [
        { year: '2027-28', amount: Number.MAX_SAFE_INTEGER },
        { year: '2028-29', amount: Number.MAX_SAFE_INTEGER },
      ],
    }).refused('award.years-add-up');
  });

  test('is paid in full from allocations that have it', () => {
    asked({ paidFrom: [{ allocation: 'first', amount: 10_499_999 }] }).refused('award.funded-in-full', {
      total: 10_499_999,
    });
    asked({
      paidFrom: [
        { allocation: 'first', amount: 10_000_000 },
        { allocation: 'first', amount: 500_000 },
      ],
    }).refused('award.funded-in-full');
    // A fund commits no share of nothing.
    asked({
      paidFrom: [
        { allocation: 'first', amount: 10_500_000 },
        { allocation: 'second', amount: 0 },
      ],
    }).refused('award.funded-in-full');
    const third = [
      { allocation: 'first', amount: 10_000_000 },
      { allocation: 'second', amount: 499_999 },
      { allocation: 'third', amount: 1 },
    ];
    asked({ paidFrom: third }).refused(
      'award.within-allocation',
      { allocation: 'third', left: 0 },
      '/paidFrom/2',
    );
    const taken = (pence: number) =>
      made(ContractAwarded, {
        ...awardData,
        award: 'w0',
        lot: 'south',
        bid: 'cedar',
        recipient: { provider: 'BEDS-cedar', name: 'The cedar' },
        amount: includingVat(pence),
        paidFrom: [{ allocation: 'second', fund: 'BEDS-moj-victims-2027-28', amount: pence }],
      });
    asked({}, deciding(), taken(14_500_000)).then(awarded);
    asked({}, deciding(), taken(14_500_001)).refused(
      'award.within-allocation',
      { allocation: 'second', left: 499_999 },
      '/paidFrom/1',
    );
  });

  test('is of no more than the bid asks for, unless policy was set aside', () => {
    asked(sum(10_500_001), upTo(10_500_001)).refused(
      'award.within-offer',
      { amount: 10_500_001, asked: 10_500_000 },
      '/amount',
    );
    asked(sum(10_500_001), upTo(10_500_001), excepted('award.within-offer')).then(
      made(ContractAwarded, {
        ...awardData,
        ...sum(10_500_001),
        paidFrom: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 10_500_001 }],
      }),
    );
  });

  test('lasts no longer than the three years that were published, whenever it begins', () => {
    const running = (starts: string, ends: string, ...more: ReadonlyArray<CommissionEvent>) =>
      asked({ term: { starts, ends } }, deciding(), ...more);
    const terms = [
      ['2027-04-01', '2030-03-31'],
      ['2027-06-15', '2030-06-14'],
      ['2028-02-29', '2031-02-27'],
    ] as const;
    for (const [starts, ends] of terms)
      running(starts, ends).then(made(ContractAwarded, { ...awardData, term: { starts, ends } }));
    running('2027-04-01', '2030-04-01').refused(
      'award.within-published-term',
      { starts: '2027-04-01', ends: '2030-04-01', months: 36 },
      '/term',
    );
    running('2027-06-15', '2030-06-15').refused('award.within-published-term');
    const longer = { starts: '2027-04-01', ends: '2030-04-01' };
    running(longer.starts, longer.ends, excepted('award.within-published-term')).then(
      made(ContractAwarded, { ...awardData, term: longer }),
    );
  });

  test('has a term in order and a reason that the law asks for', () => {
    asked({ term: { starts: '2029-04-01', ends: '2029-03-31' } }).refused(
      'award.term-in-order',
      { starts: '2029-04-01', ends: '2029-03-31' },
      '/term',
    );
    const oneDay = { starts: '2029-04-01', ends: '2029-04-01' };
    asked({ term: oneDay }).then(made(ContractAwarded, { ...awardData, term: oneDay }));
    asked({ statutoryReasons: {} }).refused(
      'award.reasons-value-for-money',
      { legalPower: 'victims-services' },
      '/statutoryReasons',
    );
    asked({ statutoryReasons: { crimeAndDisorderReduction: 'Fewer burglaries' } }).refused(
      'award.reasons-value-for-money',
    );
  });

  test('says one thing once, and is not what was brought in from before', () => {
    asked({ purpose: 'Another' }, deciding(), awarded).refused('entry.said-once', {}, '/award');
    const prior = made(PriorAwardRecorded, {
      reference: commissionRef,
      title: 'As before',
      award: 'w1',
      recipient: birch,
      amount: { basis: 'total' },
      years: [],
      fundingStream: 'unknown',
      agreement: 'live',
      source: { id: '072', url: 'https://example.org/d/072', read: '2026-11-22' },
    });
    asked({}, deciding(), prior).refused('entry.said-once');
  });

  test('does not happen in a lot that ended without one', () => {
    const ended = made(NoAwardMade, { lot: 'north', decision: decisionRef, reason: 'Too dear' });
    asked({}, deciding(), ended).refused('award.in-open-lot', { lot: 'north' }, '/lot');
    asked({ lot: 'east' }).refused('lot.known');
  });
});

describe('awarding a grant', () => {
  const outside = (pence: number) => ({ pence, vat: 'outside' });
  const profileOf = (id: string) => rules.profiles.find((profile) => profile.id === id) as RouteProfile;
  const smallDirect: RouteProfile = {
    ...profileOf('small-direct-grant'),
    steps: ['quotes', 'interest-declarations', 'subsidy-assessment', 'due-diligence'],
  };
  const request = made(QuoteReceived, {
    quote: 'q1',
    lot: 'whole',
    from: birch,
    amount: outside(300_000),
    for: 'A village watch scheme',
  });
  const ground = made(DirectAwardAuthorised, { ground: 'small-sum', evidence: 'Below the limit' });
  const small = (given: { readonly profile?: RouteProfile; readonly legalPower?: string } = {}) => [
    ...planned({ profile: smallDirect, instrument: 'grant', ...given }),
    request,
    declared('approver-1', 'general'),
    noSubsidy,
    looked,
  ];
  const { bid: _, ...unbid } = terms;
  const granting = {
    ...unbid,
    lot: 'whole',
    amount: outside(300_000),
    years: [{ year: '2026-27', amount: 300_000 }],
    extensionOptions: [],
    provider: 'BEDS-birch',
    paidFrom: [{ allocation: 'first', amount: 300_000 }],
  };
  const under = deciding(decisionOf([{ ...awardAct, upTo: outside(300_000) }]));
  const asked = (history: ReadonlyArray<CommissionEvent>, change: object = {}, context = under) =>
    after(...history).when(awardGrant, { ...granting, ...change }, context);
  const { provider: _provider, ...said } = granting;
  const granted = made(GrantAwarded, {
    ...said,
    recipient: birch,
    legalPower: 'victims-services',
    paidFrom: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: 300_000 }],
  });

  test('of a small sum needs no specification, panel or bid: the whole is its lot', () => {
    asked([...small(), ground]).then(granted);
    asked([...small(), ground], { lot: 'north' }).refused('lot.known', { lots: ['whole'] });
  });

  test.each([
    [31_200_000, true],
    [31_200_001, false],
  ])('as minimal assistance to one that had %d pence before stays within £315,000: %s', (before, holds) => {
    const assessed = made(SubsidyAssessed, {
      ...subsidy,
      isSubsidy: true,
      route: 'minimal-financial-assistance',
      confirmation: { received: before, confirmedOn: '2026-11-20', reference: 'Letter 1' },
    });
    const award = asked([...small(), assessed, ground]);
    if (holds) award.then(granted);
    else award.refused('subsidy.within-limit', { total: 31_500_001, limit: 31_500_000 }, '/amount');
  });

  test.each([
    ['step.consultation', 'consultation'],
    ['step.specification', 'specification'],
    ['step.sealed-bids', 'sealed-bids'],
    ['step.scoring', 'scoring'],
  ] as const)('waits for %s on any route that names it', (rule, step) => {
    const profile = { ...smallDirect, steps: [...smallDirect.steps, step] };
    asked([...small({ profile }), ground]).refused(rule, { missing: [step] });
  });

  test('rests on no ground where its route names none, or goes to whoever gave a quote', () => {
    asked(small({ profile: { ...smallDirect, grounds: [] } })).then(granted);
    asked(small({ profile: { ...smallDirect, competition: 'quotes' } })).then(granted);
  });

  test('without competition rests on a ground', () => {
    asked(small()).refused('award.on-a-ground', { ground: '', grounds: ['small-sum'] });
    asked([...small(), made(DirectAwardAuthorised, { ground: 'urgent', evidence: 'Now' })]).refused(
      'award.on-a-ground',
      { ground: 'urgent' },
    );
  });

  test('is not paid out of what a partner took back', () => {
    const partner = { partner: 'luton', name: 'Luton Council', leads: false, since: '2026-09-07' };
    const agreeing = {
      contribution: 'luton-2026',
      partner: 'luton',
      amount: 500_000,
      agreedOn: '2026-09-14',
      fund: 'BEDS-moj-victims-2026-27',
    };
    const tookBack = made(ContributionWithdrawn, {
      contribution: 'luton-2026',
      withdrawal: 'w',
      amount: 500_000,
      withdrawnOn: '2026-11-20',
      reason: 'Its budget was cut.',
    });
    const shared = [made(CoCommissionerJoined, partner), made(ContributionAgreed, agreeing)];
    asked([...small(), ground, ...shared]).then(granted);
    asked([...small(), ground, ...shared, tookBack]).refused(
      'contribution.withdrawn-replaced',
      { fund: 'BEDS-moj-victims-2026-27', uncovered: 500_000 },
      '/paidFrom',
    );
  });

  test('is outside VAT', () => {
    const act = decisionOf([{ ...awardAct, upTo: includingVat(300_000) }]);
    asked([...small(), ground], { amount: includingVat(300_000) }, deciding(act)).refused('award.vat-basis', {
      asked: 'outside',
    });
  });

  test('states why it reduces crime where that is the power, else why it is value for money', () => {
    const power = 'crime-and-disorder-reduction-grant';
    const history = [...small({ legalPower: power }), ground];
    asked(history).refused('award.reasons-reduce-crime', { legalPower: power }, '/statutoryReasons');
    const statutoryReasons = { crimeAndDisorderReduction: 'Fewer burglaries' };
    asked(history, { statutoryReasons }).then(
      made(GrantAwarded, { ...granted.data, legalPower: power, statutoryReasons }),
    );
  });

  test('is by a route that is enough for all that is awarded, options included', () => {
    const limit = smallDirect.upTo ?? 0;
    const [firstBand] = rules.bands;
    const low = [...small(), ground, excepted('award.within-offer')].map((event) =>
      event.type === 'RouteChosen'
        ? { ...event, data: { ...event.data, band: firstBand ?? event.data.band } }
        : event,
    );
    const grant = (pence: number, options: ReadonlyArray<object> = []) => ({
      amount: outside(pence),
      years: [{ year: '2026-27', amount: pence }],
      paidFrom: [{ allocation: 'first', amount: pence }],
      extensionOptions: options,
    });
    const enough = deciding(decisionOf([{ ...awardAct, upTo: outside(10_000_000) }]));
    expect(asked(low, grant(limit), enough).decided).toMatchObject({ _tag: 'Right' });
    asked(low, grant(limit + 1), enough).refused('route.meets-band', { total: limit + 1 }, '/amount');
    asked(low, grant(limit, [{ months: 6, upTo: outside(1) }]), enough).refused('route.meets-band');
    asked([...low, excepted('route.meets-band')], grant(limit + 1), enough).refused(
      'route.within-its-limit',
      { upTo: limit },
      '/amount',
    );
    // What was awarded before counts, with its options; what came to nothing does not.
    const before = (pence: number, extensionOptions: ReadonlyArray<object> = []) =>
      made(GrantAwarded, {
        ...granted.data,
        ...grant(pence),
        award: 'w0',
        paidFrom: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: pence }],
        extensionOptions,
      });
    const declined = made(AwardDeclined, {
      award: 'w0',
      lot: 'whole',
      cause: 'declined',
      reason: 'It has no staff.',
      declinedOn: '2026-11-25',
      givenBack: [{ allocation: 'first', fund: 'BEDS-moj-victims-2026-27', amount: limit - 1 }],
    });
    expect(asked([...low, before(limit - 1)], grant(1), enough).decided).toMatchObject({ _tag: 'Right' });
    asked([...low, before(limit - 1)], grant(2), enough).refused('route.meets-band', { total: limit + 1 });
    asked([...low, before(limit - 1, [{ months: 6, upTo: outside(1) }])], grant(1), enough).refused(
      'route.meets-band',
      { total: limit + 1 },
    );
    const again = asked([...low, before(limit - 1), declined], grant(limit), enough);
    expect(again.decided).toMatchObject({ _tag: 'Right' });
    // The band is that of the day on which the route was chosen, whatever the bands are today.
    const [lowest, ...higher] = rules.bands;
    const lower = { ...rules, bands: [{ ...lowest, upTo: 1 }, ...higher] } as unknown as typeof rules;
    const today = asked(low, grant(limit), { ...enough, rules: lower });
    expect(today.decided).toMatchObject({ _tag: 'Right' });
  });

  describe('on quotes', () => {
    const threeQuotes: RouteProfile = { ...profileOf('three-quotes'), steps: ['quotes'] };
    const invited = (quote: string, provider: string, local: boolean, more: object = {}) =>
      made(QuoteInvited, { quote, invited: { provider, name: 'A name' }, local, ...more });
    const quoted = (quote: string, provider: string) =>
      made(QuoteReceived, {
        quote,
        lot: 'whole',
        from: { provider, name: 'A name' },
        amount: outside(300_000),
        for: 'Workshops',
      });
    const history = (...quotes: ReadonlyArray<CommissionEvent>) => [
      ...planned({ profile: threeQuotes, instrument: 'grant' }),
      noSubsidy,
      looked,
      ...quotes,
    ];
    const three = [
      invited('a', 'BEDS-azalea', true),
      invited('b', 'BEDS-birch', false),
      invited('c', 'BEDS-cedar', false),
    ];
    const all = [quoted('a', 'BEDS-azalea'), quoted('b', 'BEDS-birch'), quoted('c', 'BEDS-cedar')];

    test('asks for three invited, one of them local, and three received', () => {
      asked(history(...three, ...all)).then(granted);
      asked(history(...three.slice(1), ...all)).refused('quote.enough-invited', { invited: 2, asked: 3 });
      asked(history(...three, ...all.slice(1))).refused('quote.enough-received', { received: 2, asked: 3 });
      asked(history(...three, ...all.slice(1), excepted('quote.enough-received'))).then(granted);
      asked(history()).refused('step.quotes');
    });

    test('asks for a local one or the reason why there is none', () => {
      const [, ...others] = three;
      const away = invited('a', 'BEDS-azalea', false);
      asked(history(away, ...others, ...all)).refused('quote.local-invited', { local: 0, asked: 1 });
      const reason = invited('a', 'BEDS-azalea', false, { noLocalProvider: 'None within the county' });
      asked(history(reason, ...others, ...all)).then(granted);
    });

    test('counts a provider once', () => {
      asked(history(...three.slice(0, 2), invited('c', 'BEDS-birch', false), ...all)).refused(
        'quote.enough-invited',
        { invited: 2 },
      );
    });

    test('goes to a provider that quoted', () => {
      asked(
        history(
          ...three,
          ...all.filter((quote) => quote.data.quote !== 'b'),
          excepted('quote.enough-received'),
        ),
      ).refused('award.from-the-competition', { competition: 'quotes' });
    });
  });
});

describe('ending a lot without an award', () => {
  const ending = { lot: 'north', decision: decisionRef, reason: 'None was affordable' };
  const ended = made(NoAwardMade, ending);
  const act = { act: 'no-award', commission: commissionRef };
  const context = deciding(decisionOf([act]));

  test('is done under a decision', () => {
    after(...opened)
      .when(makeNoAward, ending, context)
      .then(ended);
    after(...opened)
      .when(makeNoAward, ending, deciding(untaken))
      .refused('authority.decision-taken');
    after(...opened)
      .when(makeNoAward, ending, deciding())
      .refused(
        'authority.decision-authorises',
        { act: 'no-award', decision: 'BEDS-PFCC24-0072' },
        '/decision',
      );
    after(...opened)
      .when(makeNoAward, ending, deciding(decisionOf([{ ...act, commission: 'BEDS-2026-0008' }])))
      .refused('authority.decision-authorises');
  });

  test('is public at once where the decision has been published', () => {
    const release = {
      decision: decisionRef,
      channel: 'website',
      reference: 'https://example.org/d/72',
      withheld: [],
      awards: [],
    };
    after(...opened)
      .when(makeNoAward, ending, deciding(decisionOf([act], { published: true })))
      .then(ended, made(DecisionPublished, release));
  });

  test('is not done by whoever scored, nor by anybody with an interest unsettled', () => {
    after(...moderating)
      .when(makeNoAward, ending, deciding(decisionOf([act], { by: 'ann' })))
      .refused('authority.approver-apart');
    const conflicted = declared('approver-1', 'general', [{ nature: 'Shareholder' }]);
    after(...opened, conflicted)
      .when(makeNoAward, ending, context)
      .refused('interest.settled');
  });

  test('ends a lot that exists, in which nothing was awarded, once', () => {
    afterHappened(...ready(awarded))
      .when(makeNoAward, ending, context)
      .refused('no-award.nothing-awarded', { lot: 'north' }, '/lot');
    after(...opened)
      .when(makeNoAward, { ...ending, lot: 'east' }, context)
      .refused('lot.known');
    after(...opened, ended)
      .when(makeNoAward, { ...ending, reason: 'Another' }, context)
      .refused('entry.said-once', {}, '/lot');
  });
});

describe('publishing awards', () => {
  const publishing = { decision: decisionRef };
  const open = deciding(decisionOf([awardAct], { published: true }));
  const release = (awards: ReadonlyArray<string>) =>
    made(DecisionPublished, {
      decision: decisionRef,
      channel: 'website',
      reference: 'https://example.org/d/72',
      withheld: [],
      awards,
    });

  test('makes all awards under the decision public at once', () => {
    const other = made(ContractAwarded, { ...awardData, award: 'w2', lot: 'south' });
    after(...evaluated, awarded, other)
      .when(publishAwards, publishing, open)
      .then(release(['w1', 'w2']));
    after(...evaluated, awarded, release(['w1']), other)
      .when(publishAwards, publishing, open)
      .then(release(['w2']));
    after(...evaluated, awarded, release(['w1']))
      .when(publishAwards, publishing, open)
      .then();
  });

  test('makes public that there was none', () => {
    const ended = made(NoAwardMade, { lot: 'north', decision: decisionRef, reason: 'Too dear' });
    after(...opened, ended)
      .when(publishAwards, publishing, open)
      .then(release([]));
  });

  test('waits until the decision has been published, and is about awards made here', () => {
    after(...evaluated, awarded)
      .when(publishAwards, publishing, deciding())
      .refused('publication.with-decision', { decision: 'BEDS-PFCC24-0072' }, '/decision');
    after(...evaluated)
      .when(publishAwards, publishing, open)
      .refused('publication.decided-here');
  });
});

describe('telling bidders', () => {
  const all = { lot: 'north', bids: ['birch', 'cedar', 'azalea'] };
  const sent = made(AssessmentSummariesSent, all);
  const decided = [...evaluated, awarded];

  test('sends every assessed bidder its summary, all at once', () => {
    after(...decided)
      .when(sendAssessmentSummaries, all)
      .then(sent);
    const asked = (bids: ReadonlyArray<string>) =>
      after(...decided).when(sendAssessmentSummaries, { lot: 'north', bids });
    asked(['birch', 'cedar']).refused(
      'summaries.to-every-assessed-bidder',
      { missing: ['azalea'], lot: 'north' },
      '/bids',
    );
    asked(['birch', 'cedar', 'azalea', 'date']).refused('summaries.to-every-assessed-bidder', {
      others: ['date'],
    });
    asked(['birch', 'cedar', 'azalea', 'azalea']).refused('summaries.to-every-assessed-bidder', {
      others: ['azalea'],
    });
    after(...decided, sent)
      .when(sendAssessmentSummaries, { ...all, bids: all.bids.toReversed() })
      .refused('entry.said-once', {}, '/bids');
  });

  test('counts whoever missed a pass mark among the assessed', () => {
    const failed = [{ bid: 'azalea', criterion: 'quality', agreed: 100 }];
    const missed = made(EvaluationCompleted, {
      lot: 'north',
      rounding,
      ranking: ranking.slice(0, 2),
      failed,
    });
    after(...moderating, missed, awarded)
      .when(sendAssessmentSummaries, all)
      .then(sent);
  });

  test('comes after the decision and before the award notice', () => {
    after(...evaluated)
      .when(sendAssessmentSummaries, all)
      .refused('lot.after-decision', { lot: 'north' }, '/lot');
    after(...evaluated, made(NoAwardMade, { lot: 'north', decision: decisionRef, reason: 'Too dear' }))
      .when(sendAssessmentSummaries, all)
      .then(sent);
    const standstill = made(StandstillStarted, {
      lot: 'north',
      noticePublishedOn: '2026-11-26',
      lastDay: '2026-12-08',
      workingDays: 8,
      calendar: 'UK',
    });
    after(...decided, standstill)
      .when(sendAssessmentSummaries, all)
      .refused('summaries.before-award-notice', { lot: 'north' }, '/lot');
    const notice = made(NoticePublished, {
      notice: 'n1',
      kind: 'UK6',
      channel: 'central-platform',
      reference: '1',
      publishedOn: '2026-11-23',
    });
    after(...decided, { ...notice, data: { ...notice.data, lot: 'south' as LocalId } })
      .when(sendAssessmentSummaries, all)
      .then(sent);
    // A notice that names no lot is about all of them.
    after(...decided, notice)
      .when(sendAssessmentSummaries, all)
      .refused('summaries.before-award-notice');
    after(...decided)
      .when(sendAssessmentSummaries, { ...all, lot: 'east' })
      .refused('lot.known');
  });

  test('gives feedback on every bid of the lot, more than once if asked', () => {
    const feedback = { lot: 'north', bid: 'azalea', feedback: 'Say more of waiting times' };
    const given = made(FeedbackGiven, feedback);
    after(...decided)
      .when(giveFeedback, feedback)
      .then(given);
    const more = { ...feedback, feedback: 'And of outreach' };
    after(...decided, given)
      .when(giveFeedback, more)
      .then(made(FeedbackGiven, more));
    after(...evaluated)
      .when(giveFeedback, feedback)
      .refused('lot.after-decision');
    after(...decided)
      .when(giveFeedback, { ...feedback, lot: 'south' })
      .refused('feedback.on-a-bid-of-the-lot', { lot: 'south', bid: 'azalea' }, '/bid');
    after(...decided)
      .when(giveFeedback, { ...feedback, lot: 'east' })
      .refused('lot.known');
    after(...decided)
      .when(giveFeedback, { ...feedback, bid: 'date' })
      .refused('bid.known', {}, '/bid');
  });
});

describe('the standstill', () => {
  const officer = actorOf('officer-1', 'commissioning-officer');
  const onDay = (day: string) => contextOf({ rules, now: `${day}T12:00:00.000Z` as Instant });
  const summaries = made(AssessmentSummariesSent, { lot: 'north', bids: ['birch', 'cedar', 'azalea'] });
  const told = [
    ...by(officer, '2026-11-23T12:00:00.000Z', ...evaluated, awarded),
    ...by(officer, '2026-11-25T12:00:00.000Z', summaries),
  ];
  const starting = { lot: 'north', noticePublishedOn: '2026-11-26' };
  const started = (noticePublishedOn: string, lastDay: string, workingDays = 8) =>
    made(StandstillStarted, {
      lot: 'north',
      noticePublishedOn,
      lastDay,
      workingDays,
      calendar: rules.workingDays.name,
    });
  const asked = (change: object = {}, day = '2026-12-24') =>
    afterHappened(...told).when(startStandstill, { ...starting, ...change }, onDay(day));

  test('lasts eight working days with the day of the notice, no day that is a holiday in any part of the UK', () => {
    // St Andrew's Day, 30 November, is a bank holiday in Scotland; 2 January, a Saturday in 2027, is kept on the 4th.
    asked().then(started('2026-11-26', '2026-12-08'));
    asked({ noticePublishedOn: '2026-12-23' }).then(started('2026-12-23', '2027-01-07'));
  });

  test('is longer where the notice says so, never shorter', () => {
    asked({ workingDays: 9 }).then(started('2026-11-26', '2026-12-09', 9));
    asked({ workingDays: 7 }).refused('standstill.long-enough', { workingDays: 7, asked: 8 }, '/workingDays');
  });

  test('follows the summaries and the award', () => {
    asked({ noticePublishedOn: '2026-11-24' }).refused(
      'standstill.after-summaries',
      { sentOn: '2026-11-25', lot: 'north', noticePublishedOn: '2026-11-24' },
      '/noticePublishedOn',
    );
    asked({ noticePublishedOn: '2026-11-25' }).then(started('2026-11-25', '2026-12-07'));
    asked({ noticePublishedOn: '2026-11-20' }).refused(
      'standstill.on-an-award',
      { awardedOn: ['2026-11-23'], lot: 'north', noticePublishedOn: '2026-11-20' },
      '/noticePublishedOn',
    );
    after(...evaluated)
      .when(startStandstill, starting, onDay('2026-11-26'))
      .refused('standstill.on-an-award');
    after(...evaluated, awarded)
      .when(startStandstill, starting, onDay('2026-11-26'))
      .refused('standstill.after-summaries', { sentOn: null });
  });

  test('does not begin sooner because the summaries are dated back', () => {
    const datedBack = told.map((event) => ({
      ...event,
      metadata: { ...event.metadata, effectiveAt: '2026-11-01T12:00:00.000Z' as Instant },
    }));
    afterHappened(...datedBack)
      .when(startStandstill, { ...starting, noticePublishedOn: '2026-11-24' }, onDay('2026-12-24'))
      .refused('standstill.after-summaries', { sentOn: '2026-11-25' });
  });

  test('begins with a notice that has been published, once', () => {
    asked({}, '2026-11-25').refused(
      'dates.not-in-the-future',
      { day: '2026-11-26', today: '2026-11-25' },
      '/noticePublishedOn',
    );
    afterHappened(...told, ...by(officer, '2026-11-26T12:00:00.000Z', started('2026-11-26', '2026-12-08')))
      .when(startStandstill, { ...starting, noticePublishedOn: '2026-11-25' }, onDay('2026-11-26'))
      .refused('entry.said-once', {}, '/lot');
    asked({ lot: 'east' }).refused('lot.known');
  });

  test('needs a route or a law that names one, rules, and a calendar that reaches so far', () => {
    const none = planned({ instrument: 'grant', profile: { ...route, standstillWorkingDays: 0 } });
    const rest = told.slice(planned().length);
    afterHappened(...by(officer, '2026-11-20T12:00:00.000Z', ...none), ...rest)
      .when(startStandstill, starting, onDay('2026-11-26'))
      .refused('standstill.long-enough', { asked: 0 });
    afterHappened(...told)
      .when(startStandstill, starting, contextOf({ now: '2026-11-26T12:00:00.000Z' as Instant }))
      .refused('rulebook.adopted');
    const short = { ...rules, workingDays: { ...rules.workingDays, to: '2026-12-07' } } as typeof rules;
    afterHappened(...told)
      .when(startStandstill, starting, { ...onDay('2026-11-26'), rules: short })
      .refused('standstill.calendar-reaches', {
        date: '2026-12-08',
        calendar: 'United Kingdom 2023 to 2028, with 15 June 2026',
        from: '2023-01-01',
        to: '2026-12-07',
      });
    after(...planned().slice(0, 1))
      .when(startStandstill, starting, onDay('2026-11-26'))
      .refused('purchase.on-a-route');
  });

  test('ends when its last day has passed', () => {
    const running = [
      ...told,
      ...by(officer, '2026-11-26T12:00:00.000Z', started('2026-11-26', '2026-12-08')),
    ];
    const end = (day: string) => afterHappened(...running).when(endStandstill, { lot: 'north' }, onDay(day));
    end('2026-12-08').refused('standstill.last-day-passed', { lastDay: '2026-12-08', today: '2026-12-08' });
    end('2026-12-09').then(made(StandstillEnded, { lot: 'north', lastDay: '2026-12-08' }));
    afterHappened(...told)
      .when(endStandstill, { lot: 'north' }, onDay('2026-12-09'))
      .refused('standstill.began', { lot: 'north' }, '/lot');
  });
});

describe('an exception', () => {
  const recordException = purchaseActions.find(
    ({ name }) => name === 'record-exception',
  ) as unknown as ReturnType<typeof recordExceptionTo>;
  const recording = { rule: 'panel.large-enough', ground: 'Two of three fell ill', decision: decisionRef };
  const act = { act: 'exception', commission: commissionRef, rule: 'panel.large-enough' };
  const recordedAs = made(ExceptionRecorded, { ...recording, authorisedBy: 'approver-1' });
  const asked = (change: object = {}, acts: ReadonlyArray<object> = [act]) =>
    after(...planned()).when(recordException, { ...recording, ...change }, deciding(decisionOf(acts)));

  test('sets a rule of policy aside, under a decision for that rule', () => {
    asked().then(recordedAs);
    after(...planned(), recordedAs)
      .when(appointPanel, { members: [member('ann')] })
      .then(made(PanelAppointed, { members: [member('ann')] }));
  });

  test('is never made to law, to what keeps the record true, or to what is no rule', () => {
    const to = (rule: string) => asked({ rule }, [{ ...act, rule }]);
    to('bid.before-deadline').refused(
      'exception.policy-alone',
      { strength: 'integrity', rule: 'bid.before-deadline' },
      '/rule',
    );
    to('award.reasons-value-for-money').refused('exception.policy-alone', { strength: 'law' });
    to('bid.whenever').refused('exception.policy-alone', { strength: 'unknown' });
  });

  test('reaches the rules of every phase', () => {
    for (const rule of ['route.meets-band', 'step.evidence', 'diligence.valid-on-the-day'])
      expect(asked({ rule }, [{ ...act, rule }]).decided).toMatchObject({ _tag: 'Right' });
  });

  test('needs a decision that authorises it', () => {
    asked({}, [{ ...act, rule: 'route.meets-band' }]).refused(
      'authority.decision-authorises',
      { rule: 'panel.large-enough', decision: 'BEDS-PFCC24-0072', act: 'exception' },
      '/decision',
    );
    asked({}, [{ ...act, commission: 'BEDS-2026-0008' }]).refused('authority.decision-authorises');
    after(...planned())
      .when(recordException, recording, deciding(untaken))
      .refused('authority.decision-taken');
    after(...planned(), recordedAs)
      .when(recordException, { ...recording, decision: 'BEDS-PFCC24-0073' }, deciding())
      .refused('entry.said-once', {}, '/rule');
  });
});

test('every action has a name of its own, and a rule id stands for one rule', () => {
  const actions = [
    ...analyseActions,
    ...planActions,
    ...purchaseActions,
    ...reviewActions,
    ...historyActions,
  ];
  const names = actions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const known = new Map(actions.flatMap((action) => action.rules.map((rule) => [rule.id, rule])));
  for (const action of actions) for (const rule of action.rules) expect(known.get(rule.id)).toBe(rule);
});
