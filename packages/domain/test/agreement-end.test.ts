import { NoticePublished } from '../src/commission/plan/events';
import { DueDiligenceCompleted, ExceptionRecorded } from '../src/commission/purchase/events';
import { approvePayment } from '../src/commission/review/approve-payment';
import { closeCommission } from '../src/commission/review/close-commission';
import {
  InvoiceDisputed,
  InvoiceDisputeSettled,
  PaymentRecovered,
} from '../src/commission/review/dispute-events';
import { disputeInvoice } from '../src/commission/review/dispute-invoice';
import {
  FinancialReturned,
  InvoiceReceived,
  KPIReturned,
  KPIsAgreed,
  PaymentApproved,
  PaymentMade,
  PerformanceReviewed,
  ReturnAccepted,
} from '../src/commission/review/events';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import { AgreementTerminated } from '../src/commission/review/life-events';
import { recoverPayment } from '../src/commission/review/recover-payment';
import { settleInvoiceDispute } from '../src/commission/review/settle-invoice-dispute';
import { terminateAgreement } from '../src/commission/review/terminate-agreement';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import {
  act,
  changeDecision,
  decided,
  including,
  outside,
  paid,
  share,
  signedContract,
  signedGrant,
} from './support/agreement';
import { after, contextAt, village } from './support/commission';
import { made } from './support/made';
import { approver, contextOf, finance, officer } from './support/specification';

const grant = signedGrant();
const inAdvance = [...grant, ...paid('p1', 3_000_000)];

const ending = {
  award: 'w1',
  by: 'body',
  ground: 'breach',
  reason: 'The worker left and nobody took the post.',
  lastDay: '2027-03-31',
  stillOwed: outside(500_000),
  comesBack: outside(1_200_000),
  decision: changeDecision,
};
const ended = made(AgreementTerminated, {
  ...ending,
  amount: outside(3_500_000),
  less: [share('a1', 4_050_000), share('a2', 450_000)],
});
const may = decided([act('vary', { upTo: outside(3_500_000) })]);

describe('ending an agreement before its time', () => {
  const asking = (change: object, context = may) =>
    after(...inAdvance).when(terminateAgreement, { ...ending, ...change }, context);

  test('says what is owed and what comes back; what is owed no longer goes back to its funds', () => {
    asking({}).then(ended);
    const less = [
      { allocation: 'a1', amount: 4_000_000 },
      { allocation: 'a2', amount: 500_000 },
    ];
    asking({ less }).then(
      made(AgreementTerminated, {
        ...ending,
        amount: outside(3_500_000),
        less: [share('a1', 4_000_000), share('a2', 500_000)],
      }),
    );
    asking({ less: [{ allocation: 'a1', amount: 4_499_999 }] }).refused('change.funded', {
      change: -4_500_000,
      taken: 4_499_999,
    });
  });

  test('is decided, where the body ends it alone or with the provider', () => {
    const { decision: _decision, ...undecided } = ending;
    const rule = 'termination.by-decision';
    const by = (who: string) => after(...inAdvance).when(terminateAgreement, { ...undecided, by: who }, may);
    by('body').refused(rule, { by: 'body', decision: null }, '/decision');
    by('both').refused(rule);
    const withdrew = { ...undecided, by: 'provider', ground: 'provider-withdrew' };
    after(...inAdvance)
      .when(terminateAgreement, withdrew, may)
      .then(made(AgreementTerminated, { ...ended.data, decision: undefined, ...withdrew }));
    asking({}, decided([act('vary', { upTo: outside(3_499_999) })])).refused(
      'authority.decision-authorises',
      { act: 'vary' },
    );
    asking({ decision: 'BEDS-PCC24-0099' }).refused('authority.decision-taken');
  });

  test('ends before the last day, once, while it runs', () => {
    asking({ lastDay: '2027-11-30' }).refused(
      'termination.ends-earlier',
      { ends: '2027-11-30', lastDay: '2027-11-30' },
      '/lastDay',
    );
    asking({ lastDay: '2026-11-22' }).refused('termination.ends-earlier', { signedOn: '2026-11-23' });
    after(...inAdvance, ended)
      .when(terminateAgreement, { ...ending, reason: 'Another.' }, may)
      .refused('entry.said-once', {}, '/award');
    const afterwards = decided([act('vary', { upTo: outside(3_500_000) })], {
      now: '2027-12-01T09:00:00.000Z',
    });
    asking({}, afterwards).refused('agreement.running');
  });

  test('owes no more than the sum and no less than was approved; takes back no more than was paid', () => {
    asking({ stillOwed: outside(5_000_001) }).refused(
      'termination.owed-within-sum',
      { sum: 8_000_000, atEnd: 8_000_001 },
      '/stillOwed',
    );
    const approved = made(PaymentApproved, {
      award: 'w1',
      payment: 'p2',
      amount: outside(500_001),
      for: 'March',
    });
    after(...inAdvance, approved)
      .when(terminateAgreement, ending, may)
      .refused('change.not-below-approved', { approved: 3_500_001, amount: 3_500_000 }, '/stillOwed');
    asking({ comesBack: outside(3_000_001) }).refused(
      'termination.back-within-paid',
      { comesBack: 3_000_001, paid: 3_000_000 },
      '/comesBack',
    );
    asking({ stillOwed: including(500_000) }).refused(
      'award.vat-basis',
      { bases: ['including', 'outside'], asked: 'outside' },
      '/stillOwed/vat',
    );
  });

  test('leaves nothing to vary or to extend, and pays what is owed', () => {
    const varying = {
      award: 'w1',
      variation: 'v1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'More.',
      outcomes: ['Later.'],
    };
    after(...inAdvance, ended)
      .when(varyAgreement, varying, may)
      .refused('agreement.running', { ended: true });
    const longer = { ...varying, extension: 'x1', ends: '2028-03-31', option: 0 };
    const { variation: _variation, outcomes: _outcomes, ...extending } = longer;
    after(...inAdvance, ended)
      .when(extendAgreement, extending, may)
      .refused('agreement.running');
    const paying = (pence: number) => ({ award: 'w1', payment: 'p2', amount: outside(pence), for: 'March' });
    const sound = made(DueDiligenceCompleted, {
      provider: village,
      depth: 'full',
      outcome: 'satisfactory',
      finding: 'Sound.',
      goodUntil: '2027-11-22',
    });
    const asApprover = contextOf({ ...may, actor: approver });
    after(...inAdvance, sound, ended)
      .when(approvePayment, paying(500_000), asApprover)
      .then(made(PaymentApproved, paying(500_000)));
    after(...inAdvance, sound, ended)
      .when(approvePayment, paying(500_001), asApprover)
      .refused('payment.within-agreement', { left: outside(500_000) });
  });
});

const recovering = {
  award: 'w1',
  payment: 'p1',
  recovery: 'b1',
  amount: outside(1_200_000),
  recoveredOn: '2027-02-20',
  reason: 'Paid in advance for a post that was left empty.',
};
const recovered = made(PaymentRecovered, { ...recovering, from: [share('a1', 1_200_000)] });
const asFinance = contextOf({ ...may, actor: finance });

describe('recovering a payment', () => {
  const asking = (change: object) =>
    after(...inAdvance).when(recoverPayment, { ...recovering, ...change }, asFinance);

  test('puts it back where it came from', () => {
    asking({}).then(recovered);
    asking({ from: [{ allocation: 'a1', amount: 1_200_000 }] }).then(recovered);
    asking({ from: [{ allocation: 'a2', amount: 1_200_000 }] }).refused(
      'recovery.to-its-allocations',
      { amount: 1_200_000, shares: [] },
      '/from',
    );
    asking({ from: [{ allocation: 'a1', amount: 1_199_999 }] }).refused('recovery.to-its-allocations');
  });

  test('divides over the allocations in proportion', () => {
    const twice = made(PaymentMade, {
      award: 'w1',
      payment: 'p1',
      amount: outside(3_000_001),
      paidOn: '2027-02-01',
      from: [share('a1', 2_000_000), share('a2', 1_000_001)],
    });
    const approved = made(PaymentApproved, {
      award: 'w1',
      payment: 'p1',
      amount: outside(3_000_001),
      for: 'In advance',
    });
    after(...grant, approved, twice)
      .when(recoverPayment, { ...recovering, amount: outside(100) }, asFinance)
      .then(
        made(PaymentRecovered, {
          ...recovering,
          amount: outside(100),
          from: [share('a1', 67), share('a2', 33)],
        }),
      );
    // A fund has no payment of nothing to take back.
    const nothing = [
      { allocation: 'a1', amount: 100 },
      { allocation: 'a2', amount: 0 },
    ];
    after(...grant, approved, twice)
      .when(recoverPayment, { ...recovering, amount: outside(100), from: nothing }, asFinance)
      .refused('recovery.to-its-allocations', {}, '/from');
  });

  test('is of a payment that was made, on a day after it, never of more than is left of it', () => {
    asking({ payment: 'p2' }).refused('recovery.of-a-payment', { payment: 'p2' }, '/payment');
    asking({ recoveredOn: '2027-01-31' }).refused(
      'recovery.of-a-payment',
      { recoveredOn: '2027-01-31', paidOn: '2027-02-01' },
      '/recoveredOn',
    );
    asking({ recoveredOn: '2027-03-02' }).refused(
      'dates.not-in-the-future',
      { day: '2027-03-02', today: '2027-03-01' },
      '/recoveredOn',
    );
    asking({ amount: outside(0) }).refused('recovery.within-payment', { amount: 0 }, '/amount');
    asking({ amount: outside(3_000_001) }).refused('recovery.within-payment', { left: 3_000_000 });
    asking({ amount: including(1) }).refused('recovery.within-payment');
    const rest = { ...recovering, recovery: 'b2', amount: outside(1_800_001) };
    after(...inAdvance, recovered)
      .when(recoverPayment, rest, asFinance)
      .refused('recovery.within-payment', { left: 1_800_000 });
    after(...inAdvance, recovered)
      .when(recoverPayment, { ...recovering, amount: outside(1) }, asFinance)
      .refused('entry.said-once', {}, '/recovery');
  });
});

describe('closing after an agreement was ended', () => {
  const closing = { outcome: 'partly-delivered', summary: 'It ended early.', lessons: [] };
  const measure = {
    id: 'said',
    name: 'Families who say it helped',
    figure: 'count',
    unit: 'families',
    direction: 'higher-is-better',
    target: 30,
    frequency: 'quarterly',
    measuresUserFeedback: true,
  };
  const agreed = made(KPIsAgreed, {
    award: 'w1',
    kpis: [measure],
    periods: [
      { id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' },
      { id: 'q2', from: '2027-03-01', to: '2027-05-31', due: '2027-06-21' },
      { id: 'q3', from: '2027-06-01', to: '2027-08-31', due: '2027-09-21' },
    ],
  });
  const returned = (period: string) => [
    made(KPIReturned, { award: 'w1', period, values: [{ kpi: 'said', value: 9 }], certifiedBy: 'trustee-1' }),
    made(FinancialReturned, {
      award: 'w1',
      period,
      lines: [{ id: 'staff', heading: 'Staff', budget: 10, actual: 9, forecastUnderspend: 1 }],
      certifiedBy: 'trustee-1',
    }),
    made(ReturnAccepted, { award: 'w1', period, kind: 'kpi' }),
    made(ReturnAccepted, { award: 'w1', period, kind: 'financial' }),
  ];
  const reviewed = made(PerformanceReviewed, {
    award: 'w1',
    review: 'r1',
    rating: 'inadequate',
    finding: 'The post was empty.',
    actions: [],
  });
  const onward = [agreed, ...returned('q1'), ...returned('q2'), reviewed];
  const spring = contextAt('2027-07-01T09:00:00.000Z');
  const nothingOwed = made(AgreementTerminated, {
    ...ending,
    stillOwed: outside(0),
    amount: outside(3_000_000),
    less: [share('a1', 4_500_000), share('a2', 500_000)],
  });
  const steps = (history: typeof grant) =>
    history.map((event) =>
      event.type === 'RouteChosen'
        ? { ...event, data: { ...event.data, profile: { ...event.data.profile, steps: [] } } }
        : event,
    );

  test('waits until what was to come back has come, unless that is given up', () => {
    const history = [...steps(inAdvance), ...onward, nothingOwed];
    after(...history)
      .when(closeCommission, closing, spring)
      .refused('closing.money-came-back', { awards: ['w1'] });
    const given = made(ExceptionRecorded, {
      rule: 'closing.money-came-back',
      ground: 'The charity was wound up.',
      authorisedBy: 'approver-1',
      decision: changeDecision,
    });
    for (const settled of [recovered, given]) {
      const { decided: closed } = after(...history, settled).when(closeCommission, closing, spring);
      expect(closed).toMatchObject({ _tag: 'Right' });
    }
  });

  test('asks for returns of the periods that had begun, and of no later one', () => {
    const history = [...steps(inAdvance), nothingOwed, recovered, agreed, ...returned('q1'), reviewed];
    after(...history)
      .when(closeCommission, closing, spring)
      .refused('closing.returns-accepted', { returns: ['w1/q2'] });
  });

  test.each([
    ['standard', 'closing.end-noticed'],
    ['light-touch', 'closing.end-noticed'],
    ['below-threshold', undefined],
  ])('of a contract under %s: a termination notice first, where the Act asks for one', (regime, rule) => {
    const history = steps(signedContract('tender', 5_500_000, regime));
    const ended2028 = contextAt('2028-01-02T09:00:00.000Z');
    const asking = (...more: typeof grant) =>
      after(...history, ...more).when(closeCommission, closing, ended2028);
    if (rule === undefined) return expect(asking().decided).toMatchObject({ _tag: 'Right' });
    asking().refused(rule, { awards: ['w1'] });
    const notice = made(NoticePublished, {
      notice: 'end-1',
      kind: 'UK11',
      channel: 'central-platform',
      reference: '2027/S 000-099999',
      publishedOn: '2027-12-20',
    });
    return expect(asking(notice).decided).toMatchObject({ _tag: 'Right' });
  });
});

describe('disputing an invoice', () => {
  const invoiced = made(InvoiceReceived, {
    award: 'w1',
    invoice: 'i1',
    amount: outside(500_000),
    receivedOn: '2027-03-01',
    number: 'VHT-17',
  });
  const disputing = { award: 'w1', invoice: 'i1', reason: 'It asks for twelve sessions; nine were held.' };
  const disputed = made(InvoiceDisputed, disputing);
  const settling = {
    award: 'w1',
    invoice: 'i1',
    payable: outside(375_000),
    settledOn: '2027-03-05',
    how: 'Nine it was.',
  };
  const settled = made(InvoiceDisputeSettled, settling);
  const history = [...grant, invoiced];
  const on = (day: string, actor = officer) => contextOf({ ...contextAt(`${day}T12:00:00.000Z`), actor });
  const approving = (pence: number) => ({
    award: 'w1',
    payment: 'p1',
    amount: outside(pence),
    for: 'Sessions',
    invoice: 'i1',
  });
  const asApprover = on('2027-03-06', approver);
  const sound = made(DueDiligenceCompleted, {
    provider: village,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Sound.',
    goodUntil: '2027-11-22',
  });

  test('is done in thirty days, the day it came being the first', () => {
    after(...history)
      .when(disputeInvoice, disputing, on('2027-03-30'))
      .then(disputed);
    after(...history)
      .when(disputeInvoice, disputing, on('2027-03-31'))
      .refused(
        'invoice.disputed-in-time',
        { lastDay: '2027-03-30', receivedOn: '2027-03-01', today: '2027-03-31' },
        '/invoice',
      );
    after(...history)
      .when(disputeInvoice, disputing, contextOf({ ...on('2027-03-30'), rules: undefined }))
      .refused('rulebook.adopted', { day: '2027-03-30' });
    after(...history)
      .when(disputeInvoice, { ...disputing, invoice: 'i2' }, on('2027-03-02'))
      .refused('invoice.known', { invoice: 'i2' }, '/invoice');
    after(...history, disputed)
      .when(disputeInvoice, { ...disputing, reason: 'Another.' }, on('2027-03-02'))
      .refused('entry.said-once', {}, '/invoice');
  });

  test('comes before a payment on it is approved', () => {
    after(...history, made(PaymentApproved, approving(100_000)))
      .when(disputeInvoice, disputing, on('2027-03-02'))
      .refused('invoice.disputed-before-paid', { payments: ['p1'] }, '/invoice');
  });

  test('keeps it from being paid until that is settled, and then as it was settled', () => {
    after(...history, sound, disputed)
      .when(approvePayment, approving(375_000), asApprover)
      .refused('payment.not-on-disputed-invoice', { invoice: 'i1' }, '/invoice');
    after(...history, sound, disputed, settled)
      .when(approvePayment, approving(375_000), asApprover)
      .then(made(PaymentApproved, approving(375_000)));
    after(...history, sound, disputed, settled)
      .when(approvePayment, approving(375_001), asApprover)
      .refused('payment.within-invoice', { left: 375_000 });
  });

  test('is settled once, for no more than the invoice asks', () => {
    const asking = (change: object, ...more: ReadonlyArray<typeof disputed | typeof settled>) =>
      after(...history, ...more).when(settleInvoiceDispute, { ...settling, ...change }, on('2027-03-06'));
    asking({}, disputed).then(settled);
    asking({ payable: outside(0) }, disputed).then(
      made(InvoiceDisputeSettled, { ...settling, payable: outside(0) }),
    );
    asking({}).refused('invoice.dispute-raised', { invoice: 'i1' }, '/invoice');
    asking({ payable: outside(500_001) }, disputed).refused(
      'invoice.settled-within-it',
      { payable: { pence: 500_001, vat: 'outside' }, asked: { pence: 500_000, vat: 'outside' } },
      '/payable',
    );
    asking({ payable: including(1) }, disputed).refused('invoice.settled-within-it');
    asking({ settledOn: '2027-03-07' }, disputed).refused(
      'dates.not-in-the-future',
      { day: '2027-03-07', today: '2027-03-06' },
      '/settledOn',
    );
    asking({ how: 'Otherwise.' }, disputed, settled).refused('entry.said-once', {}, '/invoice');
    asking({ invoice: 'i2' }, disputed).refused('invoice.known', { invoice: 'i2' }, '/invoice');
  });
});
