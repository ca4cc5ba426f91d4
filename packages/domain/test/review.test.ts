import { type Actor, fold } from '@commissioning/kernel';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import {
  DirectAwardAuthorised,
  FundingAllocated,
  FundingReleased,
  RouteChosen,
} from '../src/commission/plan/events';
import {
  AgreementSigned,
  AwardRecommended,
  BidsOpened,
  BidReceived,
  DueDiligenceCompleted,
  ExceptionRecorded,
  FeedbackGiven,
  GrantAwarded,
  InterestDeclared,
  InterestManaged,
  NoAwardMade,
  QuoteReceived,
  StandstillEnded,
  StandstillStarted,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { acceptReturn } from '../src/commission/review/accept-return';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { approvePayment } from '../src/commission/review/approve-payment';
import { closeCommission } from '../src/commission/review/close-commission';
import {
  CommissionClosed,
  FinancialReturned,
  InsightRecorded,
  InvoiceReceived,
  KPIReturned,
  KPIsAgreed,
  PaymentApproved,
  PaymentMade,
  PerformanceReviewed,
  ReturnAccepted,
  ReturnQueried,
} from '../src/commission/review/events';
import { queryReturn } from '../src/commission/review/query-return';
import { receiveInvoice } from '../src/commission/review/receive-invoice';
import { recordInsight } from '../src/commission/review/record-insight';
import { recordPayment } from '../src/commission/review/record-payment';
import { returnFinances } from '../src/commission/review/return-finances';
import { returnKpis } from '../src/commission/review/return-kpis';
import { reviewPerformance } from '../src/commission/review/review-performance';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { DecisionPublished } from '../src/decision/events';
import {
  after,
  afterEvents,
  allocated,
  assessed,
  by,
  conflictsAssessed,
  context,
  contextAt,
  counted,
  fundOf,
  fundReference,
  grantChosen,
  need,
  plannedRound,
  published,
  routed,
  village,
  voices,
} from './support/commission';
import { made } from './support/made';
import { type FundEvent, FundingAccepted } from '../src/fund/events';
import { fund } from '../src/fund/state';
import type { Instant } from '@commissioning/kernel';
import { approver, contextOf, finance, officer, recorded } from './support/specification';

const sum = (pence: number, vat = 'outside') => ({ pence, vat });
const named = { provider: village, name: 'Village Hall Trust' };
const whole = 8_000_000;

const excepted = (rule: string) =>
  made(ExceptionRecorded, {
    rule,
    ground: 'Approved.',
    authorisedBy: 'approver-1',
    decision: 'BEDS-PCC24-0031',
  });

/** A route as it would be pinned if its profile named these steps. */
const withSteps = ({ data }: ReturnType<typeof routed>, steps: ReadonlyArray<string>) =>
  made(RouteChosen, { ...data, profile: { ...data.profile, steps } });

const looking = {
  provider: village,
  depth: 'full',
  outcome: 'satisfactory',
  finding: 'Sound.',
  goodUntil: '2027-11-22',
};
const diligent = made(DueDiligenceCompleted, looking);
const second = made(FundingAllocated, { allocation: 'a2', fund: fundReference, amount: 1_000_000 });

/** A direct grant of £80,000 from two allocations, up to its award. */
const planned: ReadonlyArray<CommissionEvent> = [
  need,
  counted,
  voices,
  assessed,
  allocated,
  second,
  grantChosen,
  routed('direct-grant', whole),
  made(DirectAwardAuthorised, {
    ground: 'continuation',
    evidence: 'It performed well; the round opens in May.',
  }),
  conflictsAssessed,
  made(InterestDeclared, { actor: officer.id, stage: 'general', interests: [] }),
  made(QuoteReceived, {
    quote: 'q1',
    lot: 'whole',
    from: named,
    amount: sum(whole),
    for: 'Two years of treatment.',
  }),
  made(AwardRecommended, {
    recommendation: 'r1',
    lot: 'whole',
    recipient: named,
    amount: sum(whole),
    reasons: 'Good.',
  }),
  made(SubsidyAssessed, { provider: village, isSubsidy: false, reason: 'A charity.' }),
  diligent,
];
const awardedOf = (award: string, lot: string) =>
  made(GrantAwarded, {
    award,
    lot,
    decision: 'BEDS-PCC24-0040',
    recipient: named,
    amount: sum(whole),
    years: [{ year: '2026-27', amount: whole }],
    term: { starts: '2026-12-01', ends: '2027-11-30' },
    extensionOptions: [],
    title: 'Treatment',
    purpose: 'Treatment within four weeks.',
    outcomes: ['Sooner.'],
    conditions: [],
    legalPower: 'crime-and-disorder-reduction-grant',
    statutoryReasons: { crimeAndDisorderReduction: 'Less of it.' },
    paidFrom: [
      { allocation: 'a1', fund: fundReference, amount: 7_500_000 },
      { allocation: 'a2', fund: fundReference, amount: 500_000 },
    ],
  });
const awarded = awardedOf('w1', 'whole');
const madePublic = made(DecisionPublished, {
  decision: 'BEDS-PCC24-0040',
  channel: 'website',
  reference: 'https://example.org/40',
  withheld: [],
  awards: ['w1'],
});
const toSign = [...planned, awarded, madePublic];

const signing = {
  award: 'w1',
  signedOn: '2026-11-23',
  amount: sum(whole),
  term: { starts: '2026-12-01', ends: '2027-11-30' },
};
const signed = made(AgreementSigned, signing);
const signable = [...toSign, signed];

const waits = {
  id: 'waits',
  name: 'Families seen within four weeks',
  figure: 'count',
  unit: 'families',
  direction: 'higher-is-better',
  target: 30,
  frequency: 'quarterly',
  measuresUserFeedback: false,
};
const said = { ...waits, id: 'said', name: 'Families who say it helped', measuresUserFeedback: true };
const quarter = (id: string, from: string, to: string, due: string) => ({ id, from, to, due });
const q1 = quarter('q1', '2026-12-01', '2027-02-28', '2027-03-21');
const q2 = quarter('q2', '2027-03-01', '2027-05-31', '2027-06-21');
const agreeing = { award: 'w1', kpis: [waits, said], periods: [q1, q2] };
const agreed = made(KPIsAgreed, agreeing);
const running = [...signable, agreed];

const spring = contextAt('2027-03-01T09:00:00.000Z');
const asApprover = contextOf({ ...spring, actor: approver });
const asFinance = contextOf({ ...spring, actor: finance });
const trustee = { id: 'trustee-1', role: 'provider' } as Actor;
const asTrustee = contextOf({ ...spring, actor: trustee });

describe('signing an agreement', () => {
  test('is noted for the sum and within the term of the award', () => {
    after(...toSign)
      .when(signAgreement, signing, context)
      .then(signed);
    const shorter = { ...signing, term: { starts: '2026-12-02', ends: '2027-11-29' } };
    after(...toSign)
      .when(signAgreement, shorter, context)
      .then(made(AgreementSigned, shorter));
    const refusing = (change: object, field: 'amount' | 'term') =>
      after(...toSign)
        .when(signAgreement, { ...signing, ...change }, context)
        .refused(
          'agreement.as-awarded',
          { awarded: signing[field], signed: { ...signing, ...change }[field] },
          `/${field}`,
        );
    refusing({ amount: sum(whole + 1) }, 'amount');
    refusing({ amount: sum(whole - 1) }, 'amount');
    refusing({ amount: sum(whole, 'including') }, 'amount');
    refusing({ term: { starts: '2026-11-30', ends: '2027-11-30' } }, 'term');
    refusing({ term: { starts: '2026-12-01', ends: '2027-12-01' } }, 'term');
    refusing({ term: { starts: '2027-02-01', ends: '2027-01-31' } }, 'term');
  });

  test('is of an award, and once', () => {
    after(...planned)
      .when(signAgreement, signing, context)
      .refused('award.known', { award: 'w1' }, '/award');
    after(...signable)
      .when(signAgreement, signing, context)
      .then();
    after(...signable)
      .when(signAgreement, { ...signing, signedOn: '2026-11-22' }, context)
      .refused('entry.said-once', {}, '/award');
  });

  test('happened on a day, of the award or later', () => {
    const on = (signedOn: string) => after(...toSign).when(signAgreement, { ...signing, signedOn }, context);
    on('2026-11-24').refused(
      'dates.not-in-the-future',
      { day: '2026-11-24', today: '2026-11-23' },
      '/signedOn',
    );
    on('2026-11-22').refused(
      'agreement.after-award',
      { awardedOn: '2026-11-23', signedOn: '2026-11-22' },
      '/signedOn',
    );
  });

  test('waits until the decision is published, where the route asks for it', () => {
    after(...planned, awarded)
      .when(signAgreement, signing, context)
      .refused('step.publication', { missing: ['publication'] });
    const small = [need, grantChosen, routed('small-direct-grant', whole), diligent, awarded];
    const steps = [
      'standing-assessment',
      'quotes',
      'interest-declarations',
      'subsidy-assessment',
      'publication',
    ];
    after(...small)
      .when(signAgreement, signing, context)
      .refused('step.standing-assessment', { missing: steps });
  });

  test('waits until interests that came up are settled', () => {
    const late = made(InterestDeclared, {
      actor: 'approver-1',
      stage: 'general',
      interests: [{ nature: 'A cousin was employed.' }],
    });
    const settled = made(InterestManaged, {
      actor: 'approver-1',
      handled: 'no-conflict',
      reason: 'Hired afterwards.',
    });
    after(...toSign, late)
      .when(signAgreement, signing, context)
      .refused('step.interest-declarations');
    after(...toSign, late, settled)
      .when(signAgreement, signing, context)
      .then(signed);
  });

  test('waits until every assessed bidder has its summary, where the route asks for summaries', () => {
    const { data } = routed('direct-grant', whole);
    const summarised = made(RouteChosen, {
      ...data,
      profile: { ...data.profile, steps: ['assessment-summaries'] },
    });
    after(...toSign.map((event) => (event.type === 'RouteChosen' ? summarised : event)))
      .when(signAgreement, signing, context)
      .refused('step.assessment-summaries', { missing: ['assessment-summaries'] });
  });

  test('waits for due diligence that still holds, its last day counting', () => {
    const found = (change: object) => made(DueDiligenceCompleted, { ...looking, ...change });
    after(...toSign, found({ goodUntil: '2026-11-23' }))
      .when(signAgreement, signing, context)
      .then(signed);
    after(...toSign, found({ goodUntil: '2026-11-22' }))
      .when(signAgreement, signing, context)
      .refused('diligence.valid-on-the-day', {
        day: '2026-11-23',
        goodUntil: '2026-11-22',
        outcome: 'satisfactory',
      });
    after(...toSign, found({ outcome: 'unsatisfactory' }))
      .when(signAgreement, signing, context)
      .refused('step.due-diligence');
    const without = toSign.filter((event) => event !== diligent);
    after(...without)
      .when(signAgreement, signing, context)
      .refused('step.due-diligence');
    after(...toSign, found({ goodUntil: '2026-11-22' }), excepted('diligence.valid-on-the-day'))
      .when(signAgreement, signing, context)
      .then(signed);
  });

  test('waits until the standstill has passed, whether the route or the office named it', () => {
    const started = made(StandstillStarted, {
      lot: 'whole',
      noticePublishedOn: '2026-11-11',
      lastDay: '2026-11-22',
      workingDays: 8,
      calendar: 'United Kingdom 2023 to 2028',
    });
    after(...toSign, started)
      .when(signAgreement, signing, context)
      .then(signed);
    const longer = made(StandstillStarted, { ...started.data, lastDay: '2026-11-23' });
    after(...toSign, longer)
      .when(signAgreement, signing, context)
      .refused('agreement.after-standstill', { lastDay: '2026-11-23', signedOn: '2026-11-23' }, '/signedOn');
    const ended = made(StandstillEnded, { lot: 'whole', lastDay: '2026-11-22' });
    const asking = withSteps(routed('direct-grant', whole), ['publication', 'standstill']);
    after(...planned, asking, awarded, madePublic, started)
      .when(signAgreement, signing, context)
      .refused('step.standstill', { missing: ['standstill'] });
    const before = (day: string) =>
      afterEvents(
        ...[...planned, asking, awarded, madePublic, started, ended].map((event) =>
          by(event, approver, `${day}T12:00:00.000Z` as Instant),
        ),
      ).when(signAgreement, signing, context);
    before('2026-11-11').then(signed);
    // One that began before it was awarded is of something else.
    before('2026-11-12').refused('step.standstill', { missing: ['standstill'] });
    after(...planned, asking, awarded, madePublic, excepted('step.standstill'))
      .when(signAgreement, signing, context)
      .refused('step.standstill');
  });

  test('may settle measures and periods in the same act, under their own rules', () => {
    const { kpis, periods } = agreeing;
    after(...toSign)
      .when(signAgreement, { ...signing, kpis, periods }, context)
      .then(signed, agreed);
    after(...signable)
      .when(signAgreement, { ...signing, kpis, periods }, context)
      .then(agreed);
    after(...toSign)
      .when(signAgreement, { ...signing, kpis: [waits], periods }, context)
      .refused('kpis.measure-feedback', {}, '/kpis');
    after(...toSign)
      .when(signAgreement, { ...signing, kpis }, context)
      .refused('agreement.measures-with-periods', {}, '/periods');
    after(...toSign)
      .when(signAgreement, { ...signing, periods }, context)
      .refused('agreement.measures-with-periods', {}, '/kpis');
  });
});

describe('agreeing measures', () => {
  const refusing = (change: object, rule: string, facts?: object, field?: string) =>
    after(...signable)
      .when(agreeKpis, { ...agreeing, ...change }, context)
      .refused(rule, facts as never, field);

  test('is done under a signed agreement, once', () => {
    after(...signable)
      .when(agreeKpis, agreeing, context)
      .then(agreed);
    after(...toSign)
      .when(agreeKpis, agreeing, context)
      .refused('agreement.live', { award: 'w1' }, '/award');
    after(...running)
      .when(agreeKpis, { ...agreeing, kpis: [said] }, context)
      .refused('entry.said-once', {}, '/award');
    after(...signable)
      .when(agreeKpis, agreeing)
      .refused('rulebook.adopted');
    refusing({ award: 'w2' }, 'award.known');
  });

  test('names each measure and period once', () => {
    refusing({ kpis: [waits, said, waits] }, 'kpis.once', {}, '/kpis');
    refusing({ periods: [q1, { ...q2, id: 'q1' }] }, 'kpis.once', {}, '/periods');
  });

  test('has periods one after another, without gap, overlap or turning round', () => {
    const rule = 'kpis.periods-contiguous';
    refusing({ periods: [q1, { ...q2, from: '2027-03-02' }] }, rule, { period: 'q2' }, '/periods');
    refusing({ periods: [q1, { ...q2, from: '2027-02-28' }] }, rule, { period: 'q2' });
    refusing({ periods: [q2, q1] }, rule);
    refusing({ periods: [{ ...q1, to: '2026-11-30' }] }, rule, { period: 'q1' });
  });

  test('has periods within the term', () => {
    const rule = 'kpis.periods-within-term';
    refusing({ periods: [{ ...q1, from: '2026-11-30' }] }, rule, { starts: '2026-12-01' }, '/periods');
    refusing({ periods: [quarter('q4', '2027-09-01', '2027-12-01', '2027-12-10')] }, rule, {
      ends: '2027-11-30',
    });
  });

  test('reports from the first day of the term, unless policy was set aside', () => {
    const rule = 'kpis.periods-from-the-start';
    const later = { ...q1, from: '2026-12-02' };
    const facts = { period: 'q1', from: '2026-12-02', starts: '2026-12-01' };
    refusing({ periods: [later, q2] }, rule, facts, '/periods');
    const agreeingLater = { ...agreeing, periods: [later, q2] };
    after(...signable, excepted(rule))
      .when(agreeKpis, agreeingLater, context)
      .then(made(KPIsAgreed, agreeingLater));
  });

  test('reports as often as the route asks, and measures no more often than that', () => {
    const rule = 'kpis.often-enough';
    refusing(
      { periods: [{ ...q1, to: '2027-03-01' }] },
      rule,
      { asked: 'quarterly', tooLong: ['q1'] },
      '/periods',
    );
    refusing({ kpis: [said, { ...waits, frequency: 'monthly' }] }, rule, { measuresMoreOften: ['waits'] });
    const yearly = { ...agreeing, kpis: [said, { ...waits, frequency: 'yearly' }] };
    after(...signable)
      .when(agreeKpis, yearly, context)
      .then(made(KPIsAgreed, yearly));
  });

  test('asks those who use the service', () => {
    refusing({ kpis: [waits] }, 'kpis.measure-feedback', { measures: ['waits'] }, '/kpis');
    const alone = { ...agreeing, kpis: [waits] };
    after(...signable, excepted('kpis.measure-feedback'))
      .when(agreeKpis, alone, context)
      .then(made(KPIsAgreed, alone));
  });

  test('has returns due after their period, within the days of the rules', () => {
    const rule = 'kpis.due-in-time';
    refusing({ periods: [{ ...q1, due: '2027-03-22' }] }, rule, { periods: ['q1'], days: 21 }, '/periods');
    refusing({ periods: [{ ...q1, due: '2027-02-28' }] }, rule);
  });
});

describe('invoices', () => {
  const invoicing = {
    award: 'w1',
    invoice: 'i1',
    amount: sum(2_000_000),
    receivedOn: '2027-03-01',
    number: 'VHT-17',
  };
  const invoiced = made(InvoiceReceived, invoicing);

  test('are noted from the day they came', () => {
    after(...signable)
      .when(receiveInvoice, invoicing, spring)
      .then(invoiced);
    after(...signable)
      .when(receiveInvoice, { ...invoicing, receivedOn: '2027-03-02' }, spring)
      .refused('dates.not-in-the-future', { day: '2027-03-02', today: '2027-03-01' }, '/receivedOn');
    after(...toSign)
      .when(receiveInvoice, invoicing, spring)
      .refused('agreement.live');
  });

  test('are received once: by their number too', () => {
    after(...signable, invoiced)
      .when(receiveInvoice, { ...invoicing, invoice: 'i2' }, spring)
      .refused('invoice.once', { number: 'VHT-17', invoice: 'i1' }, '/number');
    after(...signable, invoiced)
      .when(receiveInvoice, { ...invoicing, amount: sum(1) }, spring)
      .refused('entry.said-once', {}, '/invoice');
    after(...signable)
      .when(receiveInvoice, { ...invoicing, amount: sum(0) }, spring)
      .refused('invoice.once', { amount: 0 }, '/amount');
  });

  test('state their sum with VAT in it or not as the agreement does', () => {
    const otherwise = { pence: 2_000_000, vat: 'including' };
    after(...signable)
      .when(receiveInvoice, { ...invoicing, amount: otherwise }, spring)
      .refused('invoice.vat-basis', { vat: 'including', agreed: 'outside' }, '/amount/vat');
    const before = made(InvoiceReceived, { ...invoicing, amount: otherwise });
    after(...signable, before)
      .when(
        approvePayment,
        { award: 'w1', payment: 'p1', amount: sum(2_000_000), for: 'Quarter one', invoice: 'i1' },
        asApprover,
      )
      .refused('payment.within-invoice', { vat: 'including' }, '/invoice');
  });

  test('are paid no further than they ask, in one payment or several', () => {
    const paying = (pence: number, payment = 'p1') => ({
      award: 'w1',
      payment,
      amount: sum(pence),
      for: 'Quarter one',
      invoice: 'i1',
    });
    const history = [...signable, invoiced];
    after(...history)
      .when(approvePayment, paying(2_000_000), asApprover)
      .then(made(PaymentApproved, paying(2_000_000)));
    after(...history)
      .when(approvePayment, paying(2_000_001), asApprover)
      .refused('payment.within-invoice', { invoice: 'i1', left: 2_000_000 }, '/invoice');
    const partly = by(made(PaymentApproved, paying(1_500_000)), approver);
    afterEvents(...history.map((event) => by(event, officer)), partly)
      .when(approvePayment, paying(500_001, 'p2'), asApprover)
      .refused('payment.within-invoice', { left: 500_000 });
    after(...signable)
      .when(approvePayment, paying(1), asApprover)
      .refused('payment.within-invoice');
  });
});

const counting = {
  award: 'w1',
  period: 'q1',
  values: [{ kpi: 'waits', value: 28 }, { kpi: 'said' }],
  certifiedBy: trustee.id,
};
const kpiReturned = made(KPIReturned, counting);
const staff = {
  id: 'staff',
  heading: 'Staff',
  budget: 2_000_000,
  actual: 1_900_000,
  forecastUnderspend: 100_000,
};
const spending = { award: 'w1', period: 'q1', lines: [staff], certifiedBy: trustee.id };
const moneyReturned = made(FinancialReturned, spending);
const accepting = (kind: string, period = 'q1') => ({ award: 'w1', period, kind });
const accepted = (kind: string, period = 'q1') => made(ReturnAccepted, accepting(kind, period));
const returned = [...running, kpiReturned, moneyReturned];
const settled = [...returned, accepted('kpi'), accepted('financial')];

describe('returns', () => {
  test('come from the provider, or by e-mail through an officer', () => {
    after(...running)
      .when(returnKpis, counting, asTrustee)
      .then(kpiReturned);
    after(...running)
      .when(returnKpis, counting, spring)
      .then(kpiReturned);
    after(...running)
      .when(returnFinances, spending, asTrustee)
      .then(moneyReturned);
    after(...running)
      .when(returnFinances, spending, spring)
      .then(moneyReturned);
  });

  test('are certified by the provider: not by the officer, not by another', () => {
    const rule = 'return.certified-by-provider';
    after(...running)
      .when(returnKpis, { ...counting, certifiedBy: officer.id }, spring)
      .refused(rule, { actor: officer.id }, '/certifiedBy');
    after(...running)
      .when(returnKpis, { ...counting, certifiedBy: 'trustee-2' }, asTrustee)
      .refused(rule);
    after(...running)
      .when(returnFinances, { ...spending, certifiedBy: officer.id }, spring)
      .refused(rule);
  });

  test('are for a period that was agreed and is over, its last day counting', () => {
    after(...running)
      .when(returnKpis, { ...counting, period: 'q9' }, spring)
      .refused('return.for-an-agreed-period', { periods: ['q1', 'q2'] }, '/period');
    const lastDay = contextAt('2027-02-28T09:00:00.000Z');
    after(...running)
      .when(returnKpis, counting, lastDay)
      .then(kpiReturned);
    after(...running)
      .when(returnKpis, counting, contextAt('2027-02-27T09:00:00.000Z'))
      .refused(
        'return.after-its-period',
        { to: '2027-02-28', today: '2027-02-27', id: 'q1', from: '2026-12-01', due: '2027-03-21' },
        '/period',
      );
    after(...toSign)
      .when(returnKpis, counting, spring)
      .refused('agreement.live');
    after(...planned)
      .when(returnKpis, counting, spring)
      .refused('award.known');
  });

  test('name every measure once and no other; what was not counted has no value', () => {
    const naming = (...values: ReadonlyArray<object>) =>
      after(...running).when(returnKpis, { ...counting, values }, spring);
    const [first, other] = counting.values as [object, object];
    naming(first).refused('return.every-measure-once', { missing: ['said'] }, '/values');
    naming(first, other, { kpi: 'smiles', value: 3 }).refused('return.every-measure-once', {
      unknown: ['smiles'],
    });
    naming(first, other, first).refused('return.every-measure-once', { twice: ['waits'] });
  });

  test('have lines of their own, with no more left than the budget allows', () => {
    const lines = (...given: ReadonlyArray<object>) =>
      after(...running).when(returnFinances, { ...spending, lines: given }, spring);
    lines(staff, staff).refused('return.each-line-once', { lines: ['staff', 'staff'] }, '/lines');
    lines({ ...staff, forecastUnderspend: 100_001 }).refused('return.underspend-within-budget', {
      lines: ['staff'],
    });
    lines({ ...staff, actual: 2_000_001, forecastUnderspend: 1 }).refused('return.underspend-within-budget');
    const over = { ...spending, lines: [{ ...staff, actual: 2_500_000, forecastUnderspend: 0 }] };
    after(...running)
      .when(returnFinances, over, spring)
      .then(made(FinancialReturned, over));
  });

  test('report no more spent than the award, in all periods together, to the penny', () => {
    const summer = contextAt('2027-06-01T09:00:00.000Z');
    const next = (actual: number) => ({
      ...spending,
      period: 'q2',
      lines: [{ ...staff, budget: whole, actual, forecastUnderspend: 0 }],
    });
    after(...returned)
      .when(returnFinances, next(6_100_000), summer)
      .then(made(FinancialReturned, next(6_100_000)));
    after(...returned)
      .when(returnFinances, next(6_100_001), summer)
      .refused('return.spent-within-agreement', { spent: 8_000_001, agreed: whole }, '/lines');
    const huge = {
      ...staff,
      budget: Number.MAX_SAFE_INTEGER,
      actual: Number.MAX_SAFE_INTEGER,
      forecastUnderspend: 0,
    };
    after(...running)
      .when(returnFinances, { ...spending, lines: [huge, { ...huge, id: 'more' }] }, spring)
      .refused('return.spent-within-agreement');
  });

  test('stand until they are queried, and are then made again', () => {
    const better = { ...counting, values: [{ kpi: 'waits', value: 29 }, { kpi: 'said' }] };
    after(...returned)
      .when(returnKpis, counting, spring)
      .then();
    after(...returned)
      .when(returnKpis, better, spring)
      .refused('return.stands', { standing: 'returned', period: 'q1' }, '/period');
    const queried = made(ReturnQueried, { ...accepting('kpi'), query: 'Twenty-eight of how many?' });
    after(...returned, queried)
      .when(returnKpis, better, spring)
      .then(made(KPIReturned, better));
    after(...returned, queried)
      .when(returnKpis, counting, spring)
      .then(kpiReturned);
    after(...settled)
      .when(returnKpis, better, spring)
      .refused('return.stands', { standing: 'accepted' });
    after(...settled)
      .when(returnFinances, { ...spending, lines: [{ ...staff, actual: 1 }] }, spring)
      .refused('return.stands');
  });
});

describe('answering a return', () => {
  const querying = { ...accepting('kpi'), query: 'Twenty-eight of how many?' };
  const queried = made(ReturnQueried, querying);

  test('accepts what was made, also after a query was explained', () => {
    after(...returned)
      .when(acceptReturn, accepting('kpi'), spring)
      .then(accepted('kpi'));
    after(...returned, queried)
      .when(acceptReturn, accepting('kpi'), spring)
      .then(accepted('kpi'));
    after(...running)
      .when(acceptReturn, accepting('kpi'), spring)
      .refused('return.made', { kind: 'kpi' }, '/period');
    after(...running, kpiReturned)
      .when(acceptReturn, accepting('financial'), spring)
      .refused('return.made');
    after(...planned)
      .when(acceptReturn, accepting('kpi'), spring)
      .refused('award.known');
  });

  test('queries once, until it is made again', () => {
    after(...returned)
      .when(queryReturn, querying, spring)
      .then(queried);
    after(...returned, queried)
      .when(queryReturn, { ...querying, query: 'Since when?' }, spring)
      .refused('return.not-yet-answered', { standing: 'queried' }, '/period');
    after(...settled)
      .when(queryReturn, querying, spring)
      .refused('return.not-yet-answered', { standing: 'accepted' });
    after(...returned, queried, kpiReturned)
      .when(queryReturn, querying, spring)
      .then(queried);
    after(...running)
      .when(queryReturn, querying, spring)
      .refused('return.made');
  });
});

describe('approving a payment', () => {
  const approving = (pence: number, more: object = {}) => ({
    award: 'w1',
    payment: 'p1',
    amount: sum(pence),
    for: 'Quarter one',
    ...more,
  });
  const approved = (pence: number, more: object = {}) => made(PaymentApproved, approving(pence, more));

  test('stays within the agreement, to the penny', () => {
    after(...signable)
      .when(approvePayment, approving(whole), asApprover)
      .then(approved(whole));
    after(...signable)
      .when(approvePayment, approving(whole + 1), asApprover)
      .refused('payment.within-agreement', { left: sum(whole) }, '/amount');
    after(...signable, approved(whole - 1, { payment: 'p0' }))
      .when(approvePayment, approving(2), asApprover)
      .refused('payment.within-agreement', { left: sum(1) });
    after(...signable)
      .when(approvePayment, approving(0), asApprover)
      .refused('payment.within-agreement');
    const including = approving(1, { amount: sum(1, 'including') });
    after(...signable)
      .when(approvePayment, including, asApprover)
      .refused('payment.within-agreement');
  });

  test('is under a signed agreement, once', () => {
    after(...toSign)
      .when(approvePayment, approving(1), asApprover)
      .refused('payment.under-agreement', {}, '/award');
    after(...planned)
      .when(approvePayment, approving(1), asApprover)
      .refused('award.known');
    after(...signable, approved(1))
      .when(approvePayment, approving(1), asApprover)
      .then();
    after(...signable, approved(1))
      .when(approvePayment, approving(2), asApprover)
      .refused('entry.said-once', {}, '/payment');
  });

  test('for a period waits until both its returns are accepted', () => {
    const forQ1 = approving(2_000_000, { period: 'q1' });
    after(...settled)
      .when(approvePayment, forQ1, asApprover)
      .then(made(PaymentApproved, forQ1));
    after(...returned, accepted('kpi'))
      .when(approvePayment, forQ1, asApprover)
      .refused('payment.on-accepted-return', { kpi: 'accepted', financial: 'returned' }, '/period');
    after(...settled)
      .when(approvePayment, { ...forQ1, period: 'q2' }, asApprover)
      .refused('payment.on-accepted-return', { kpi: 'none' });
  });

  test('and accepting the return that is paid on are two people', () => {
    const rule = 'payment.two-people';
    const both = { id: approver.id, role: 'commissioning-officer' } as Actor;
    const bothDeclared = made(InterestDeclared, { actor: both.id, stage: 'general', interests: [] });
    const byOfficer = [bothDeclared, ...returned].map((event) => by(event, officer));
    const bothAccepted = [by(accepted('kpi'), officer), by(accepted('financial'), both)];
    afterEvents(...byOfficer, ...bothAccepted)
      .when(approvePayment, approving(1, { period: 'q1' }), asApprover)
      .refused(rule, { actor: approver.id, accepted: true, recommended: false });
    afterEvents(...byOfficer, ...bothAccepted)
      .when(approvePayment, approving(1), asApprover)
      .refused(rule);
    const paid = by(approved(1, { period: 'q1' }), both);
    afterEvents(...byOfficer, paid)
      .when(acceptReturn, accepting('kpi'), contextOf({ ...spring, actor: both }))
      .refused(rule, { actor: approver.id, payments: ['p1'] });
    const forQ2 = by(approved(1, { period: 'q2' }), both);
    afterEvents(...byOfficer, forQ2)
      .when(acceptReturn, accepting('kpi'), contextOf({ ...spring, actor: both }))
      .then(accepted('kpi'));
  });

  test('and recommending the award are two people', () => {
    const recommender = { id: officer.id, role: 'approver' } as Actor;
    after(...signable)
      .when(approvePayment, approving(1), contextOf({ ...spring, actor: recommender }))
      .refused('payment.two-people', { recommended: true });
  });

  test('waits for due diligence that still holds', () => {
    const late = contextOf({ ...contextAt('2027-11-23T09:00:00.000Z'), actor: approver });
    after(...signable)
      .when(approvePayment, approving(1), late)
      .refused('diligence.valid-on-the-day', { day: '2027-11-23', goodUntil: '2027-11-22' });
    const anew = made(DueDiligenceCompleted, { ...looking, goodUntil: '2028-11-22' });
    after(...signable, anew)
      .when(approvePayment, approving(1), late)
      .then(approved(1));
  });
});

describe('recording a payment', () => {
  const approved = (pence: number, payment = 'p1') =>
    by(made(PaymentApproved, { award: 'w1', payment, amount: sum(pence), for: 'Quarter one' }), approver);
  const base = signable.map((event) => by(event, officer));
  const paying = (pence: number, more: object = {}) => ({
    award: 'w1',
    payment: 'p1',
    amount: sum(pence),
    paidOn: '2027-03-01',
    ...more,
  });
  const paid = (pence: number, first: number, other: number, payment = 'p1') =>
    made(PaymentMade, {
      ...paying(pence),
      payment,
      from: [
        { allocation: 'a1', fund: fundReference, amount: first },
        { allocation: 'a2', fund: fundReference, amount: other },
      ],
    });

  test('comes from the allocations of the award in proportion, to the penny', () => {
    afterEvents(...base, approved(1_600_000))
      .when(recordPayment, paying(1_600_000), asFinance)
      .then(paid(1_600_000, 1_500_000, 100_000));
    afterEvents(...base, approved(1_600_001))
      .when(recordPayment, paying(1_600_001), asFinance)
      .then(paid(1_600_001, 1_500_001, 100_000));
    afterEvents(...base, approved(whole))
      .when(recordPayment, paying(whole), asFinance)
      .then(paid(whole, 7_500_000, 500_000));
  });

  test('or as it is said, each within its share', () => {
    const from = (first: number, other: number) => ({
      from: [
        { allocation: 'a1', amount: first },
        { allocation: 'a2', amount: other },
      ],
    });
    const rule = 'payment.from-its-allocations';
    const one = afterEvents(...base, approved(1_000_000));
    one
      .when(recordPayment, paying(1_000_000, from(500_000, 500_000)), asFinance)
      .then(paid(1_000_000, 500_000, 500_000));
    one.when(recordPayment, paying(1_000_000, from(499_999, 500_001)), asFinance).refused(rule, {}, '/from');
    // A fund pays no share of nothing.
    one.when(recordPayment, paying(1_000_000, from(1_000_000, 0)), asFinance).refused(rule, {}, '/from');
    one
      .when(recordPayment, paying(1_000_000, from(500_000, 499_999)), asFinance)
      .refused(rule, { amount: 1_000_000 });
    const twice = {
      from: [
        { allocation: 'a1', amount: 500_000 },
        { allocation: 'a1', amount: 500_000 },
      ],
    };
    one.when(recordPayment, paying(1_000_000, twice), asFinance).refused(rule);
    const elsewhere = { from: [{ allocation: 'a9', amount: 1_000_000 }] };
    one.when(recordPayment, paying(1_000_000, elsewhere), asFinance).refused(rule);
    afterEvents(
      ...base,
      approved(1_000_000, 'p0'),
      by(paid(1_000_000, 600_000, 400_000, 'p0'), finance),
      approved(200_000),
    )
      .when(recordPayment, paying(200_000, from(99_999, 100_001)), asFinance)
      .refused(rule);
  });

  test('is of a payment that was approved, in that sum, on a day that was', () => {
    afterEvents(...base)
      .when(recordPayment, paying(1), asFinance)
      .refused('payment.as-approved', { payment: 'p1' }, '/payment');
    afterEvents(...base, approved(2))
      .when(recordPayment, paying(1), asFinance)
      .refused(
        'payment.as-approved',
        { approved: { pence: 2, vat: 'outside' }, paid: { pence: 1, vat: 'outside' } },
        '/amount',
      );
    afterEvents(...base, approved(1))
      .when(recordPayment, paying(1, { paidOn: '2027-03-02' }), asFinance)
      .refused('dates.not-in-the-future', { day: '2027-03-02', today: '2027-03-01' }, '/paidOn');
    after(...planned)
      .when(recordPayment, paying(1), asFinance)
      .refused('award.known');
  });

  test('is recorded once', () => {
    const history = [...base, approved(16), by(paid(16, 15, 1), finance)];
    afterEvents(...history)
      .when(recordPayment, paying(16), asFinance)
      .then();
    afterEvents(...history)
      .when(recordPayment, paying(16, { paidOn: '2027-02-28' }), asFinance)
      .refused('entry.said-once', {}, '/payment');
  });

  test('says until when what it pays for was delivered: as it is said, or as its period says', () => {
    const lapsed = fold(
      fund,
      fundOf(0),
      recorded<FundEvent>([
        made(FundingAccepted, {
          tranche: 't2',
          amount: whole,
          conditions: [],
          decision: 'BEDS-PCC24-0031',
          spendBy: '2027-02-28',
        }),
      ]),
    );
    const inMarch = contextOf({ ...asFinance, funds: new Map([[fundReference, lapsed]]) });
    const forQuarter = by(
      made(PaymentApproved, {
        award: 'w1',
        payment: 'p1',
        amount: sum(16),
        for: 'Quarter one',
        period: 'q1',
      }),
      approver,
    );
    const delivered = made(PaymentMade, { ...paid(16, 15, 1).data, deliveredUntil: '2027-02-28' });
    afterEvents(...running.map((event) => by(event, officer)), forQuarter)
      .when(recordPayment, paying(16), inMarch)
      .then(delivered);
    afterEvents(...base, approved(16))
      .when(recordPayment, paying(16, { deliveredUntil: '2027-02-28' }), inMarch)
      .then(delivered);
    afterEvents(...base, approved(16))
      .when(recordPayment, paying(16), inMarch)
      .refused('fund.delivered-in-time', { delivered: '2027-03-01', left: 0 }, '/deliveredUntil');
    expect(recordPayment.needs(paying(16) as never, fold(commission, commission.initial, base))).toEqual({
      funds: [fundReference, fundReference],
    });
  });

  test('approves in the same act only where the route asks for one return, and only for an approver', () => {
    const approve = { for: 'The whole grant' };
    afterEvents(...base)
      .when(recordPayment, paying(16, { approve }), asApprover)
      .refused('payment.approved-at-once', { returns: 'quarterly' }, '/approve');
    const small = [
      need,
      allocated,
      second,
      grantChosen,
      routed('small-direct-grant', whole),
      diligent,
      awarded,
      signed,
    ];
    const events = small.map((event) => by(event, officer));
    const both = [
      made(PaymentApproved, { award: 'w1', payment: 'p1', amount: sum(16), ...approve }),
      paid(16, 15, 1),
    ];
    afterEvents(...events)
      .when(recordPayment, paying(16, { approve }), asApprover)
      .then(...both);
    afterEvents(...events)
      .when(recordPayment, paying(16, { approve }), asFinance)
      .refused('payment.approved-at-once', { role: 'finance' });
    afterEvents(...events)
      .when(recordPayment, paying(16, { approve: { ...approve, period: 'q1' } }), asApprover)
      .refused('payment.on-accepted-return', {}, '/approve/period');
  });
});

describe('reviewing and learning', () => {
  const reviewing = {
    award: 'w1',
    review: 'v1',
    rating: 'good',
    finding: 'As promised.',
    actions: ['Open on Mondays.'],
  };
  const reviewed = made(PerformanceReviewed, reviewing);

  test('a review rates the provider under an agreement', () => {
    after(...running)
      .when(reviewPerformance, reviewing)
      .then(reviewed);
    after(...toSign)
      .when(reviewPerformance, reviewing)
      .refused('agreement.live');
    after(...running, reviewed)
      .when(reviewPerformance, { ...reviewing, rating: 'inadequate' })
      .refused('entry.said-once', {}, '/review');
  });

  test('an insight is noted for the next commission', () => {
    const learning = { insight: 'l1', text: 'Evenings matter.' };
    after(need).when(recordInsight, learning).then(made(InsightRecorded, learning));
    after(need, made(InsightRecorded, learning))
      .when(recordInsight, { ...learning, text: 'Mornings matter.' })
      .refused('entry.said-once', {}, '/insight');
  });
});

describe('closing', () => {
  const closing = {
    outcome: 'delivered',
    summary: 'Families wait three weeks.',
    lessons: ['Start in spring.'],
  };
  const closed = made(CommissionClosed, closing);
  const without = { ...closing, outcome: 'no-award' };
  const givenBack = (allocation: string, amount: number) =>
    made(FundingReleased, {
      release: 'on-closing',
      allocation,
      fund: fundReference,
      amount,
      reason: 'Not needed: the commission was closed.',
    });
  const reviewed = made(PerformanceReviewed, {
    award: 'w1',
    review: 'v1',
    rating: 'good',
    finding: 'Good.',
    actions: [],
  });
  const done = contextAt('2027-12-01T09:00:00.000Z');
  const bothSettled = [
    ...settled,
    made(KPIReturned, { ...counting, period: 'q2' }),
    made(FinancialReturned, { ...spending, period: 'q2' }),
    accepted('kpi', 'q2'),
    accepted('financial', 'q2'),
  ];

  test('ends what has ended, is returned, paid and reviewed, and gives back what was promised to nobody', () => {
    after(...bothSettled, reviewed)
      .when(closeCommission, closing, done)
      .then(givenBack('a1', 1_500_000), givenBack('a2', 500_000), closed);
  });

  test('waits for the last day of the term', () => {
    after(...bothSettled, reviewed)
      .when(closeCommission, closing, contextAt('2027-11-30T09:00:00.000Z'))
      .refused('closing.agreements-ended', { awards: ['w1'] });
    after(...toSign)
      .when(closeCommission, closing, done)
      .refused('closing.agreements-ended', { awards: ['w1'] });
  });

  test('waits for every return, and lists them', () => {
    after(...settled, reviewed)
      .when(closeCommission, closing, done)
      .refused('closing.returns-accepted', { returns: ['w1/q2'] });
    after(...running, reviewed)
      .when(closeCommission, closing, done)
      .refused('closing.returns-accepted', { returns: ['w1/q1', 'w1/q2'] });
  });

  test('waits for every payment and invoice, and lists them', () => {
    const approving = { award: 'w1', payment: 'p1', amount: sum(16), for: 'Quarter one', invoice: 'i1' };
    const owing = [
      made(InvoiceReceived, {
        award: 'w1',
        invoice: 'i1',
        amount: sum(17),
        receivedOn: '2027-03-01',
        number: '17',
      }),
      made(PaymentApproved, approving),
    ];
    const [share] = [{ allocation: 'a1', fund: fundReference, amount: 16 }];
    const paid = made(PaymentMade, {
      award: 'w1',
      payment: 'p1',
      amount: sum(16),
      paidOn: '2027-03-01',
      from: [share],
    });
    after(...bothSettled, reviewed, ...owing)
      .when(closeCommission, closing, done)
      .refused('closing.payments-made', { payments: ['w1/p1', 'w1/i1'] });
    after(...bothSettled, reviewed, ...owing, paid)
      .when(closeCommission, closing, done)
      .refused('closing.payments-made', { payments: ['w1/i1'] });
  });

  test('waits for what its route asks for before closing', () => {
    after(...bothSettled)
      .when(closeCommission, closing, done)
      .refused('step.review', { missing: ['review'] });
    const unmeasured = [...signable, reviewed];
    after(...unmeasured)
      .when(closeCommission, closing, done)
      .refused('step.kpis', { missing: ['kpis'] });
    after(...unmeasured, excepted('step.kpis'))
      .when(closeCommission, closing, done)
      .then(givenBack('a1', 1_500_000), givenBack('a2', 500_000), closed);
  });

  test('of lots waits until each ended in an award or a decision to make none', () => {
    const none = (lot: string) =>
      made(NoAwardMade, { lot, decision: 'BEDS-PCC24-0041', reason: 'Nobody bid.' });
    const round = [...plannedRound, published];
    after(...round)
      .when(closeCommission, without, done)
      .refused('closing.lots-settled', { lots: ['north', 'south'] });
    after(...round, none('north'))
      .when(closeCommission, without, done)
      .refused('closing.lots-settled', { lots: ['south'] });
    after(...round, none('north'), none('south'))
      .when(closeCommission, without, done)
      .then(givenBack('a1', 9_000_000), made(CommissionClosed, without));
    after(...planned)
      .when(closeCommission, without, done)
      .refused('closing.lots-settled', { lots: ['whole'] });
  });

  test('of a round tells every bidder first how its bid was seen', () => {
    const bid = (id: string) =>
      made(BidReceived, {
        bid: id,
        via: 'here',
        sealed: { mediaType: 'application/octet-stream', length: 1, sha256: 'a'.repeat(64) },
        commitment: 'b'.repeat(64),
      });
    const shown = (id: string) => ({
      bid: id,
      bidder: named,
      offers: [{ lot: 'north', price: sum(whole) }],
      commitmentHolds: true,
    });
    const opened = made(BidsOpened, {
      openers: ['officer-1', 'finance-1'],
      bids: [shown('b1'), shown('b2')],
    });
    const told = (id: string) => made(FeedbackGiven, { lot: 'north', bid: id, feedback: 'Clear and kind.' });
    const profile = withSteps(routed('grant-round', 9_000_000), ['feedback']);
    const history = [
      ...plannedRound,
      profile,
      published,
      bid('b1'),
      bid('b2'),
      opened,
      awardedOf('w1', 'north'),
      signed,
      made(NoAwardMade, { lot: 'south', decision: 'BEDS-PCC24-0041', reason: 'Nobody bid.' }),
    ];
    after(...history, told('b1'))
      .when(closeCommission, closing, done)
      .refused('step.feedback', { missing: ['feedback'] });
    after(...history, told('b1'), told('b2'))
      .when(closeCommission, closing, done)
      .then(givenBack('a1', 1_500_000), closed);
  });

  test('says that there was no award where none was made, and only there', () => {
    after(need).when(closeCommission, without, done).then(made(CommissionClosed, without));
    after(need)
      .when(closeCommission, closing, done)
      .refused('closing.outcome-fits', { awards: 0, outcome: 'delivered' }, '/outcome');
    after(...bothSettled, reviewed)
      .when(closeCommission, without, done)
      .refused('closing.outcome-fits', { awards: 1 });
    const declined = made(AwardDeclined, {
      award: 'w1',
      lot: 'whole',
      cause: 'declined',
      reason: 'They could not find the staff.',
      declinedOn: '2026-12-01',
      givenBack: awarded.data.paidFrom,
    });
    after(need, awardedOf('w1', 'whole'), declined)
      .when(closeCommission, without, done)
      .then(made(CommissionClosed, without));
  });

  test('is done once, and nothing is added afterwards', () => {
    const history = [...bothSettled, reviewed, closed];
    after(...history)
      .when(closeCommission, { ...closing, summary: 'Else.' }, done)
      .refused('commission.open');
    after(...history)
      .when(recordInsight, { insight: 'l9', text: 'Too late.' })
      .refused('commission.open');
    after(...history)
      .when(acceptReturn, accepting('kpi'), done)
      .then();
  });
});
