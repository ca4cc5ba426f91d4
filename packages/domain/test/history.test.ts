import { PriorAwardRecorded } from '../src/commission/history/events';
import { recordPriorAward } from '../src/commission/history/record-prior-award';
import { identifyNeed } from '../src/commission/analyse/identify-need';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { approvePayment } from '../src/commission/review/approve-payment';
import { closeCommission } from '../src/commission/review/close-commission';
import {
  CommissionClosed,
  FinancialReturned,
  KPIReturned,
  KPIsAgreed,
  PaymentApproved,
  PaymentMade,
  PerformanceReviewed,
} from '../src/commission/review/events';
import { recordPayment } from '../src/commission/review/record-payment';
import { returnFinances } from '../src/commission/review/return-finances';
import { returnKpis } from '../src/commission/review/return-kpis';
import { reviewPerformance } from '../src/commission/review/review-performance';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { FundingReleased } from '../src/commission/plan/events';
import { releaseFunding } from '../src/commission/plan/release-funding';
import { AgreementSigned } from '../src/commission/purchase/events';
import { AgreementVaried } from '../src/commission/review/life-events';
import { after, allocated, context, fundReference, needing, reference } from './support/commission';
import { made } from './support/made';
import { approver, contextOf } from './support/specification';

/** Custody triage, PCC/D/093 of 11 April 2023, as its page has it. */
const bringing = {
  reference,
  award: 'triage',
  title: 'Police custody suite triage',
  recipient: { name: 'Bedford Youth Offending Service', provider: 'BEDS-bedford-yos' },
  amount: { basis: 'per annum', pence: 6_000_000 },
  years: ['2023-24', '2024-25'],
  fundingStream: 'Community Safety Fund',
  agreement: 'live',
  source: { id: 'RC-001', url: 'https://www.bedfordshire.pcc.police.uk/pcc-d-093/', read: '2026-11-22' },
  instrument: 'grant',
  decision: 'PCC/D/093',
  decidedOn: '2023-04-11',
  starts: '2023-04-01',
  ends: '2027-03-31',
};
const brought = made(PriorAwardRecorded, bringing);
const recording = (change: object) => after().when(recordPriorAward, { ...bringing, ...change }, context);

const without = <K extends keyof typeof bringing>(...names: ReadonlyArray<K>) =>
  Object.fromEntries(Object.entries(bringing).filter(([name]) => !names.includes(name as K)));

describe('bringing in an award from before the record', () => {
  test('begins a commission in review', () => {
    after().when(recordPriorAward, bringing, context).then(brought);
  });

  test('leaves unknown what its source does not say: an amount above all', () => {
    const bare = {
      ...without('instrument', 'decision', 'decidedOn', 'starts', 'ends'),
      amount: { basis: 'not stated' },
    };
    after().when(recordPriorAward, bare, context).then(made(PriorAwardRecorded, bare));
    const zero = { ...bringing, amount: { basis: 'in kind', pence: 0 } };
    after().when(recordPriorAward, zero, context).then(made(PriorAwardRecorded, zero));
  });

  test('needs a recipient', () => {
    expect(() => recording({ recipient: {} })).toThrow('does not decode');
  });

  test.each(['decidedOn', 'starts'])('%s is not in the future: the refusal names the field', (field) => {
    recording({ [field]: '2031-04-01', ends: '2032-03-31', years: [] }).refused(
      'dates.not-in-the-future',
      { day: '2031-04-01', today: '2026-11-23' },
      `/${field}`,
    );
    recording({ [field]: '2026-11-24', years: [] }).refused('dates.not-in-the-future', {}, `/${field}`);
    const today = { ...bringing, [field]: '2026-11-23', years: ['2026-27'] };
    after().when(recordPriorAward, today, context).then(made(PriorAwardRecorded, today));
  });

  test('has a source that was read by now', () => {
    recording({ source: { ...bringing.source, read: '2026-11-24' } }).refused(
      'dates.not-in-the-future',
      { day: '2026-11-24', today: '2026-11-23' },
      '/source/read',
    );
  });

  test('ends no earlier than it begins', () => {
    recording({ ends: '2023-03-31', years: [] }).refused(
      'history.term-in-order',
      { ends: '2023-03-31', starts: '2023-04-01' },
      '/ends',
    );
    const day = { ...bringing, ends: bringing.starts, years: ['2023-24'] };
    after().when(recordPriorAward, day, context).then(made(PriorAwardRecorded, day));
  });

  test('names years that have a day of its term in them, each once', () => {
    recording({ years: ['2022-23', '2023-24'] }).refused(
      'history.years-within-term',
      { outside: ['2022-23'], starts: '2023-04-01', ends: '2027-03-31', years: ['2022-23', '2023-24'] },
      '/years',
    );
    recording({ years: ['2027-28'] }).refused('history.years-within-term', { outside: ['2027-28'] });
    const fromTheLastDay = { ...bringing, starts: '2024-03-31', years: ['2023-24', '2024-25'] };
    after().when(recordPriorAward, fromTheLastDay, context).then(made(PriorAwardRecorded, fromTheLastDay));
    recording({ years: ['2023-24', '2023-24'] }).refused('history.years-within-term', { outside: [] });
    const open = { ...without('ends'), years: ['2023-24', '2028-29'] };
    after().when(recordPriorAward, open, context).then(made(PriorAwardRecorded, open));
    const begun = { ...without('starts', 'decidedOn'), years: ['2020-21', '2027-28'] };
    after()
      .when(recordPriorAward, begun, context)
      .refused('history.years-within-term', { outside: ['2027-28'] });
  });

  test('stands for one commission', () => {
    after(brought).when(recordPriorAward, bringing, context).then();
    after(brought)
      .when(recordPriorAward, { ...bringing, title: 'Else' }, context)
      .refused('commission.begun-once', { reference }, '/reference');
    after(brought).when(identifyNeed, needing, context).refused('commission.begun-once');
  });
});

describe('an award that was brought in', () => {
  const referrals = {
    id: 'referrals',
    name: 'Referrals',
    figure: 'count',
    unit: 'people',
    direction: 'higher-is-better',
    target: 100,
    frequency: 'quarterly',
    measuresUserFeedback: false,
  };
  const agreeing = {
    award: 'triage',
    kpis: [referrals],
    periods: [{ id: 'q2', from: '2026-07-01', to: '2026-09-30', due: '2026-10-21' }],
  };
  const agreed = made(KPIsAgreed, agreeing);
  const counting = {
    award: 'triage',
    period: 'q2',
    values: [{ kpi: 'referrals', value: 88 }],
    certifiedBy: 'yos-1',
  };
  const lines = [
    { id: 'staff', heading: 'Staff', budget: 1_500_000, actual: 1_400_000, forecastUnderspend: 100_000 },
  ];
  const reviewing = {
    award: 'triage',
    review: 'r1',
    rating: 'approaching-target',
    finding: 'Nearly.',
    actions: [],
  };

  test('is reviewed like one made here, where its agreement is live', () => {
    after(brought).when(agreeKpis, agreeing, context).then(agreed);
    after(brought, agreed).when(returnKpis, counting, context).then(made(KPIReturned, counting));
    const spending = { award: 'triage', period: 'q2', lines, certifiedBy: 'yos-1' };
    after(brought, agreed).when(returnFinances, spending, context).then(made(FinancialReturned, spending));
    after(brought).when(reviewPerformance, reviewing, context).then(made(PerformanceReviewed, reviewing));
  });

  test.each(['ended', 'unknown'])('is not reviewed where its agreement is %s', (agreement) => {
    const past = made(PriorAwardRecorded, { ...bringing, agreement });
    after(past).when(agreeKpis, agreeing, context).refused('agreement.live', { award: 'triage' }, '/award');
    after(past).when(reviewPerformance, reviewing, context).refused('agreement.live');
  });

  test('reports within its term, as far as that is known', () => {
    const beyond = {
      ...agreeing,
      periods: [{ id: 'q1', from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' }],
    };
    after(brought)
      .when(agreeKpis, beyond, context)
      .refused('kpis.periods-within-term', { period: 'q1' }, '/periods');
    const open = made(PriorAwardRecorded, without('ends'));
    after(open).when(agreeKpis, beyond, context).then(made(KPIsAgreed, beyond));
  });

  describe('is paid on', () => {
    const approving = {
      award: 'triage',
      payment: 'p1',
      amount: { pence: 500_000, vat: 'outside' },
      for: 'Quarter two',
    };
    const signing = {
      award: 'triage',
      signedOn: '2023-04-20',
      amount: { pence: 6_000_000, vat: 'outside' },
      term: { starts: '2023-04-01', ends: '2027-03-31' },
    };
    const signed = made(AgreementSigned, signing);
    const paidBy = contextOf({ ...context, actor: approver });

    test('once its agreement is recorded with its sum', () => {
      after(brought)
        .when(approvePayment, approving, paidBy)
        .refused('payment.under-agreement', { award: 'triage' }, '/award');
      after(brought).when(signAgreement, signing, context).then(signed);
      after(brought, signed).when(approvePayment, approving, paidBy).then(made(PaymentApproved, approving));
    });

    test('in the sum it was signed for: its source may give the sum of one year', () => {
      const whole = { ...signing, amount: { pence: 24_000_000, vat: 'outside' } };
      after(brought).when(signAgreement, whole, context).then(made(AgreementSigned, whole));
      after(brought, signed)
        .when(approvePayment, { ...approving, amount: { pence: 6_000_001, vat: 'outside' } }, paidBy)
        .refused('payment.within-agreement', { left: { pence: 6_000_000, vat: 'outside' } }, '/amount');
    });

    test('from money set aside for the commission', () => {
      const paying = { award: 'triage', payment: 'p1', amount: approving.amount, paidOn: '2026-11-23' };
      const history = [brought, signed, made(PaymentApproved, approving)];
      after(...history)
        .when(recordPayment, paying, paidBy)
        .refused('payment.from-its-allocations', { covered: [] }, '/from');
      const from = [{ allocation: 'a1', fund: fundReference, amount: 500_000 }];
      after(...history, allocated)
        .when(recordPayment, paying, paidBy)
        .then(made(PaymentMade, { ...paying, from }));
    });
  });

  test('is closed when it has ended and everything is in', () => {
    const closing = { outcome: 'delivered', summary: 'Fewer children were charged.', lessons: [] };
    const closed = made(CommissionClosed, closing);
    after(brought)
      .when(closeCommission, closing, context)
      .refused('closing.agreements-ended', { awards: ['triage'] });
    const past = made(PriorAwardRecorded, { ...bringing, agreement: 'ended' });
    after(past).when(closeCommission, closing, context).then(closed);
    const lapsed = made(PriorAwardRecorded, { ...bringing, ends: '2026-11-22' });
    after(lapsed).when(closeCommission, closing, context).then(closed);
    const today = made(PriorAwardRecorded, { ...bringing, ends: '2026-11-23' });
    after(today).when(closeCommission, closing, context).refused('closing.agreements-ended');
    after(lapsed, agreed)
      .when(closeCommission, closing, context)
      .refused('closing.returns-accepted', {
        returns: ['triage/q2'],
      });
  });
});

describe('money set aside for an award that was brought in', () => {
  const six = { pence: 6_000_000, vat: 'outside' };
  const four = { pence: 4_000_000, vat: 'outside' };
  const from = (amount: number) => [{ allocation: 'a1', fund: fundReference, amount }];
  const history = [
    brought,
    allocated,
    made(AgreementSigned, {
      award: 'triage',
      signedOn: '2026-11-20',
      amount: six,
      term: { starts: '2023-04-01', ends: '2027-03-31' },
    }),
    made(PaymentApproved, { award: 'triage', payment: 'p0', amount: four, for: 'A later quarter' }),
    made(PaymentApproved, { award: 'triage', payment: 'p1', amount: four, for: 'A quarter' }),
    made(PaymentMade, {
      award: 'triage',
      payment: 'p1',
      amount: four,
      paidOn: '2026-11-20',
      from: from(4_000_000),
    }),
  ];
  const releasing = (amount: number) => ({ release: 'x1', allocation: 'a1', amount, reason: 'Not needed.' });
  const released = (amount: number) => made(FundingReleased, { ...releasing(amount), fund: fundReference });

  test('is promised as far as it was paid', () => {
    after(...history)
      .when(releaseFunding, releasing(5_000_001), context)
      .refused('funding.promised-stays', { notPromised: 5_000_000 }, '/amount');
    after(...history)
      .when(releaseFunding, releasing(5_000_000), context)
      .then(released(5_000_000));
  });

  test('is promised whole where the award was raised with it here', () => {
    const raised = made(AgreementVaried, {
      award: 'triage',
      variation: 'v1',
      decision: 'BEDS-PCC24-0040',
      agreedOn: '2026-11-21',
      reason: 'More places.',
      amount: { pence: 11_000_000, vat: 'outside' },
      years: [{ year: '2026-27', amount: 11_000_000 }],
      more: from(5_000_000),
    });
    after(...history, raised)
      .when(releaseFunding, releasing(4_000_001), context)
      .refused('funding.promised-stays', { notPromised: 4_000_000 });
    after(...history, raised)
      .when(releaseFunding, releasing(4_000_000), context)
      .then(released(4_000_000));
  });
});
