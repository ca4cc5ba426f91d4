import { type Actor, fold } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission as commissionAggregate } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { NoticePublished } from '../src/commission/plan/events';
import { AwardRecommended, DueDiligenceCompleted, SubsidyAssessed } from '../src/commission/purchase/events';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { approvePayment } from '../src/commission/review/approve-payment';
import { PaymentRecovered } from '../src/commission/review/dispute-events';
import {
  FinancialReturned,
  InvoiceReceived,
  KPIReturned,
  KPIsAgreed,
  PaymentApproved,
  PaymentMade,
  ReturnAccepted,
} from '../src/commission/review/events';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import {
  AgreementExtended,
  AgreementTerminated,
  AgreementVaried,
} from '../src/commission/review/life-events';
import { agreementsRunning, endsUnnoticed, paymentsOutstanding } from '../src/commission/review/outstanding';
import { recordPayment } from '../src/commission/review/record-payment';
import { recoverPayment } from '../src/commission/review/recover-payment';
import { proRata } from '../src/commission/review/shares';
import { terminateAgreement } from '../src/commission/review/terminate-agreement';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import {
  ForwardCovered,
  type FundEvent,
  FundingAccepted,
  FundOpened,
  FundsCommitted,
  FundsReservedForward,
  FundsPaid,
  OverAllocationApproved,
} from '../src/fund/events';
import { fund } from '../src/fund/state';
import {
  act,
  changeDecision,
  decided,
  including,
  nextYear,
  outside,
  paid,
  share,
  signedContract,
  signedGrant,
} from './support/agreement';
import {
  after,
  afterEvents,
  by,
  contextAt,
  fundOf,
  fundReference,
  reference,
  village,
} from './support/commission';
import { made } from './support/made';
import { approver, contextOf, finance, officer, recorded } from './support/specification';

const whole = 8_000_000;
const grant = signedGrant();
const spring = contextAt('2027-03-01T09:00:00.000Z');
const asFinance = contextOf({ ...spring, actor: finance });
const asApprover = contextOf({ ...spring, actor: approver });
const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commissionAggregate, commissionAggregate.initial, recorded<CommissionEvent>(events));

const approvedFor = (payment: string, pence: number, more: object = {}) =>
  made(PaymentApproved, { award: 'w1', payment, amount: outside(pence), for: 'In advance', ...more });
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
const diligent = made(DueDiligenceCompleted, {
  provider: village,
  depth: 'full',
  outcome: 'satisfactory',
  finding: 'Sound.',
  goodUntil: '2027-11-22',
});

describe('a payment from a later year', () => {
  const extended = made(AgreementExtended, {
    award: 'w1',
    extension: 'x1',
    decision: changeDecision,
    agreedOn: '2027-02-26',
    reason: 'The Ministry told its allocation late.',
    ends: '2028-05-31',
    amount: outside(12_000_000),
    years: [
      { year: '2026-27', amount: whole },
      { year: '2027-28', amount: 4_000_000 },
    ],
    pendingRetender: { ground: 'continuation', evidence: 'Rated good.' },
    more: [share('a4', 4_000_000, nextYear)],
  });
  const agreed = [...grant, extended, approvedFor('p1', 1_000_000)];
  const promisedTo = (commitment: string, whose: object) => {
    const purpose = { commission: reference, line: 'a4', ...whose };
    return [
      made(FundsReservedForward, {
        reservation: `for-${commitment}`,
        amount: 4_000_000,
        for: { commission: purpose.commission, line: purpose.line },
        fund: nextYear,
        stream: 'community-safety',
        year: '2027-28',
      }),
      made(FundsCommitted, {
        commitment,
        reservation: `for-${commitment}`,
        amount: 4_000_000,
        for: { award: 'w1', ...purpose },
      }),
    ];
  };
  const opened = made(FundOpened, {
    fund: nextYear,
    stream: 'community-safety',
    name: 'Community Safety Fund',
    year: '2027-28',
    funder: 'Police and Crime Commissioner for Bedfordshire',
    themes: [],
  });
  const funded = [
    opened,
    made(FundingAccepted, { tranche: 't1', amount: 1_000_000, conditions: [], decision: 'BEDS-PCC24-0031' }),
    made(ForwardCovered, { kind: 'commitment', line: 'c1', amount: 1_000_000 }),
  ];
  const within = (...events: ReadonlyArray<FundEvent>) =>
    contextOf({
      ...asFinance,
      funds: new Map([
        [fundReference, fundOf(10_000_000)],
        [nextYear, fold(fund, fund.initial, recorded<FundEvent>(events))],
      ]),
    });
  const paying = (pence: number) => ({
    award: 'w1',
    payment: 'p1',
    amount: outside(pence),
    paidOn: '2027-03-01',
    from: [{ allocation: 'a4', amount: pence }],
  });
  const refusedBeyond = (covered: number, amount: number) =>
    ['payment.from-covered-years', { allocation: 'a4', fund: nextYear, amount, covered }, '/from'] as const;

  test('waits until that year is opened', () => {
    after(...agreed)
      .when(recordPayment, paying(1_000_000), within(...promisedTo('c1', {})))
      .refused(...refusedBeyond(0, 1_000_000));
  });

  test('is what its budget covers of this award, whatever it covers of others', () => {
    const others = [
      ...promisedTo('c2', { commission: 'BEDS-2026-0008' }),
      ...promisedTo('c3', { line: 'a1' }),
      ...promisedTo('c4', { award: 'w2' }),
    ];
    const around = within(...promisedTo('c1', {}), ...others, ...funded);
    after(...agreed)
      .when(recordPayment, paying(1_000_000), around)
      .then(made(PaymentMade, { ...paying(1_000_000), from: [share('a4', 1_000_000, nextYear)] }));
    after(...grant, extended, approvedFor('p1', 1_000_001))
      .when(recordPayment, paying(1_000_001), around)
      .refused(...refusedBeyond(1_000_000, 1_000_001));
  });

  test('comes by itself from what is covered, where it is not said from which allocations', () => {
    const { from: _from, ...unsaid } = paying(1_000_000);
    const before = paid('p0', 7_500_000);
    const all = [...grant, extended, ...before, approvedFor('p1', 1_500_000)];
    after(...all)
      .when(
        recordPayment,
        { ...unsaid, amount: outside(1_500_000) },
        within(...promisedTo('c1', {}), ...funded),
      )
      .then(
        made(PaymentMade, {
          ...unsaid,
          amount: outside(1_500_000),
          from: [share('a2', 500_000), share('a4', 1_000_000, nextYear)],
        }),
      );
  });

  test('is within what the budget has left to pay, though more of it was promised', () => {
    const beyond = made(OverAllocationApproved, {
      approval: 'o1',
      amount: 3_000_000,
      decision: 'BEDS-PCC24-0031',
      until: '2028-03-31',
    });
    const allCovered = made(ForwardCovered, { kind: 'commitment', line: 'c1', amount: 3_000_000 });
    const promised = [...promisedTo('c1', {}), ...funded, beyond, allCovered];
    const ask = (pence: number, ...more: ReadonlyArray<FundEvent>) =>
      after(...grant, extended, approvedFor('p1', pence)).when(
        recordPayment,
        paying(pence),
        within(...promised, ...more),
      );
    const madeOf = (pence: number) =>
      made(PaymentMade, { ...paying(pence), from: [share('a4', pence, nextYear)] });
    ask(1_000_000).then(madeOf(1_000_000));
    ask(1_000_001).refused(
      'fund.paid-within-budget',
      { amount: 1_000_001, paid: 0, budget: 1_000_000 },
      '/from',
    );
    const before = made(FundsPaid, {
      payment: 'p0',
      commitment: 'c1',
      amount: 400_000,
      paidOn: '2027-03-01',
    });
    ask(600_000, before).then(madeOf(600_000));
    ask(600_001, before).refused('fund.paid-within-budget', { paid: 400_000 });
  });

  test('asks to see every fund that the award is paid from', () => {
    const command = paying(1) as never;
    expect(recordPayment.needs(command, stateAfter(...agreed))).toEqual({
      funds: [fundReference, fundReference, nextYear],
    });
    expect(recordPayment.needs(command, stateAfter())).toEqual({ funds: [] });
  });
});

describe('the allocations that a payment names', () => {
  const paying = (...from: ReadonlyArray<readonly [string, number]>) =>
    after(...grant, approvedFor('p1', 1_000)).when(
      recordPayment,
      {
        award: 'w1',
        payment: 'p1',
        amount: outside(1_000),
        paidOn: '2027-03-01',
        from: from.map(([allocation, amount]) => ({ allocation, amount })),
      },
      asFinance,
    );
  const rule = 'payment.from-its-allocations';

  test('are those of its award, each once, and come to the sum', () => {
    paying(['a1', 600], ['a2', 400]).then(
      made(PaymentMade, {
        award: 'w1',
        payment: 'p1',
        amount: outside(1_000),
        paidOn: '2027-03-01',
        from: [share('a1', 600), share('a2', 400)],
      }),
    );
    paying(['a1', 1_000], ['a3', 1]).refused(
      rule,
      { amount: 1_000, covered: [{ allocation: 'a1', amount: 1_000 }] },
      '/from',
    );
    paying(['a1', 600], ['a1', 400]).refused(rule);
    paying(['a1', 999]).refused(rule);
  });
});

describe('a payment that is approved as it is made', () => {
  const small = [...signedGrant(), diligent].map((event) =>
    event.type === 'RouteChosen'
      ? { ...event, data: { ...event.data, profile: { ...event.data.profile, returns: 'once' as const } } }
      : event,
  );
  const approve = { for: 'The whole grant' };
  const paying = (change: object = {}, history: ReadonlyArray<CommissionEvent> = small) =>
    afterEvents(...history.map((event) => by(event, officer))).when(
      recordPayment,
      { award: 'w1', payment: 'p1', amount: outside(1_000), paidOn: '2027-03-01', approve, ...change },
      asApprover,
    );

  test('is refused as its approval would be, at the field where the same is said', () => {
    paying({ amount: outside(whole + 1) }).refused('payment.within-agreement', {}, '/amount');
    paying(
      {},
      small.filter(({ type }) => type !== 'AgreementSigned'),
    ).refused('payment.under-agreement', { award: 'w1' }, '/award');
    paying({}, [...small, approvedFor('p1', 5)]).refused('entry.said-once', {}, '/payment');
    paying({ approve: { ...approve, invoice: 'i9' } }).refused(
      'payment.within-invoice',
      {},
      '/approve/invoice',
    );
  });

  test('is never of an award from before this record', () => {
    const prior = made(PriorAwardRecorded, {
      reference,
      award: 'w0',
      title: 'Treatment',
      recipient: { provider: village, name: 'Village Hall Trust' },
      amount: { basis: 'total', pence: whole },
      years: ['2026-27'],
      fundingStream: 'Community Safety Fund',
      agreement: 'live',
      source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
    });
    paying({ award: 'w0' }, [...small, prior]).refused(
      'payment.approved-at-once',
      { role: 'approver', returns: 'once' },
      '/approve',
    );
  });
});

describe('approving and having had a part in it', () => {
  const both = { id: approver.id, role: 'commissioning-officer' } as Actor;
  const periods = [
    { id: 'q1', from: '2026-12-01', to: '2027-01-31', due: '2027-02-21' },
    { id: 'q2', from: '2027-02-01', to: '2027-02-28', due: '2027-03-21' },
  ];
  const line = { id: 'staff', heading: 'Staff', budget: 10, actual: 9, forecastUnderspend: 1 };
  const returns = (period: string, acceptedBy: Actor) => [
    by(
      made(KPIReturned, {
        award: 'w1',
        period,
        values: [{ kpi: 'said', value: 9 }],
        certifiedBy: 'trustee-1',
      }),
      officer,
    ),
    by(made(FinancialReturned, { award: 'w1', period, lines: [line], certifiedBy: 'trustee-1' }), officer),
    by(made(ReturnAccepted, { award: 'w1', period, kind: 'kpi' }), acceptedBy),
    by(made(ReturnAccepted, { award: 'w1', period, kind: 'financial' }), acceptedBy),
  ];
  const begun = [...grant, diligent, made(KPIsAgreed, { award: 'w1', kpis: [measure], periods })].map(
    (event) => by(event, officer),
  );
  const approving = { award: 'w1', payment: 'p1', amount: outside(1), for: 'Quarter one', period: 'q1' };

  test('of another period’s return keeps nobody from approving for this one', () => {
    afterEvents(...begun, ...returns('q1', officer), ...returns('q2', both))
      .when(approvePayment, approving, asApprover)
      .then(made(PaymentApproved, approving));
    afterEvents(...begun, ...returns('q1', both))
      .when(approvePayment, approving, asApprover)
      .refused('payment.two-people', { actor: approver.id, accepted: true, recommended: false });
  });

  test('of an award in another lot, or to another provider, keeps nobody from approving', () => {
    const recommended = (lot: string, provider: string) =>
      by(
        made(AwardRecommended, {
          recommendation: 'r1',
          lot,
          recipient: { provider, name: 'Somebody' },
          amount: outside(1),
          reasons: 'Good.',
        }),
        both,
      );
    const { period: _period, ...unnamed } = approving;
    for (const other of [recommended('north', village), recommended('whole', 'BEDS-azalea')])
      afterEvents(...begun, other)
        .when(approvePayment, unnamed, asApprover)
        .then(made(PaymentApproved, unnamed));
    afterEvents(...begun, recommended('whole', village))
      .when(approvePayment, unnamed, asApprover)
      .refused('payment.two-people', { accepted: false, recommended: true });
  });
});

describe('money that comes back', () => {
  const recovering = {
    award: 'w1',
    payment: 'p1',
    recovery: 'b1',
    amount: outside(3_000_000),
    recoveredOn: '2027-02-01',
    reason: 'The worker left.',
  };
  const divided = [
    approvedFor('p1', 3_000_000),
    made(PaymentMade, {
      award: 'w1',
      payment: 'p1',
      amount: outside(3_000_000),
      paidOn: '2027-02-01',
      from: [share('a1', 2_500_000), share('a2', 500_000)],
    }),
  ];
  const shares = [
    { allocation: 'a1', amount: 2_500_000 },
    { allocation: 'a2', amount: 500_000 },
  ];
  const asking = (change: object, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...grant, ...divided, ...before).when(recoverPayment, { ...recovering, ...change }, asFinance);
  const back = (recovery: string, ...from: ReadonlyArray<ReturnType<typeof share>>) =>
    made(PaymentRecovered, {
      ...recovering,
      recovery,
      amount: outside(from.reduce((total, { amount }) => total + amount, 0)),
      from,
    });

  test('may be all of it, on the day it was paid', () => {
    const all = made(PaymentRecovered, {
      ...recovering,
      from: [share('a1', 2_500_000), share('a2', 500_000)],
    });
    asking({}).then(all);
    asking({ from: shares }).then(all);
  });

  test('is counted by the payment and the allocation it came back to', () => {
    const other = paid('p2', 1_000_000);
    const otherBack = made(PaymentRecovered, {
      ...recovering,
      payment: 'p2',
      recovery: 'b0',
      amount: outside(1_000_000),
      from: [share('a1', 1_000_000)],
    });
    asking({}, ...other, otherBack).then(
      made(PaymentRecovered, { ...recovering, from: [share('a1', 2_500_000), share('a2', 500_000)] }),
    );
    asking({ amount: outside(500_000), from: [shares[1]] }, back('b0', share('a1', 1_000_000))).then(
      back('b1', share('a2', 500_000)),
    );
  });

  test('goes to allocations that paid it, each once, no more than each did', () => {
    const refused = (pence: number, ...from: ReadonlyArray<object>) =>
      asking({ amount: outside(pence), from }).refused('recovery.to-its-allocations', {}, '/from');
    refused(500_001, { allocation: 'a2', amount: 500_001 });
    refused(200, { allocation: 'a1', amount: 100 }, { allocation: 'a1', amount: 100 });
    refused(100, { allocation: 'a1', amount: 100 }, { allocation: 'a3', amount: 100 });
    asking({ amount: outside(100), from: [{ allocation: 'a1', amount: 99 }] }).refused(
      'recovery.to-its-allocations',
      { amount: 100, shares: [share('a1', 99)] },
    );
  });
});

describe('a sum that is divided over allocations', () => {
  const divided = (sum: number, ...left: ReadonlyArray<number>) =>
    proRata(
      sum as never,
      left.map((amount, index) => share(`a${index + 1}`, amount) as never),
    ).map(({ amount }) => amount);

  test('gives pennies that do not divide to the first that still have one', () => {
    expect(divided(2, 1, 1, 1)).toEqual([1, 1]);
    expect(divided(100, 2_000_000, 1_000_001)).toEqual([67, 33]);
    expect(divided(5, 2, 2, 2)).toEqual([2, 2, 1]);
    expect(divided(10, 3, 0, 3)).toEqual([3, 3]);
    expect(divided(10)).toEqual([]);
    expect(divided(10, 0, 0)).toEqual([]);
  });
});

describe('an extension by an option', () => {
  const options = [
    { months: 12, upTo: outside(4_000_000) },
    { months: 6, upTo: outside(0) },
  ];
  const taking = {
    award: 'w1',
    extension: 'x1',
    decision: changeDecision,
    agreedOn: '2027-02-26',
    reason: 'It does well.',
    ends: '2028-11-30',
    amount: outside(12_000_000),
    years: [
      { year: '2026-27', amount: whole },
      { year: '2027-28', amount: 4_000_000 },
    ],
    option: 0,
    more: [{ allocation: 'a4', amount: 4_000_000 }],
  };
  const may = decided([act('extend')]);

  test('is decided for the award it is of', () => {
    after(...signedGrant(options))
      .when(extendAgreement, taking, decided([act('extend', { award: 'w2' })]))
      .refused('authority.decision-authorises', { act: 'extend', award: 'w1' }, '/decision');
  });

  test('was in the whole-life value to its full sum: taking it up does not raise that', () => {
    const limit = 12_000_000;
    const narrow = signedGrant(options).map((event) =>
      event.type === 'RouteChosen'
        ? {
            ...event,
            data: {
              ...event.data,
              profile: { ...event.data.profile, upTo: limit as typeof event.data.profile.upTo },
            },
          }
        : event,
    );
    after(...(narrow as ReadonlyArray<CommissionEvent>))
      .when(extendAgreement, taking, may)
      .then(made(AgreementExtended, { ...taking, more: [share('a4', 4_000_000, nextYear)] }));
  });

  test('counts in what one enterprise may be given', () => {
    const near = (received: number) =>
      made(SubsidyAssessed, {
        provider: village,
        isSubsidy: true,
        reason: 'An enterprise.',
        route: 'minimal-financial-assistance',
        confirmation: { received, confirmedOn: '2026-11-20' },
      });
    after(...signedGrant(options), near(19_500_001))
      .when(extendAgreement, taking, may)
      .refused('subsidy.within-limit', { total: 31_500_001, limit: 31_500_000 }, '/amount');
    const {
      amount: _amount,
      years: _years,
      more: _more,
      ...time
    } = { ...taking, option: 1, ends: '2028-05-31' };
    after(...signedGrant(options), near(90_000_000))
      .when(extendAgreement, time, may)
      .then(made(AgreementExtended, time));
  });

  test('is not one that the award has not', () => {
    after(...signedGrant())
      .when(extendAgreement, taking, may)
      .refused('extension.option-of-the-award', { option: 0, options: 0, taken: false }, '/option');
  });

  test('asks to see the decision and the funds that more comes from', () => {
    expect(extendAgreement.needs(taking as never, stateAfter(...grant))).toEqual({
      decisions: [changeDecision],
      funds: [nextYear],
    });
  });
});

describe('a variation', () => {
  const varying = {
    award: 'w1',
    variation: 'v1',
    decision: changeDecision,
    agreedOn: '2026-11-23',
    reason: 'Fewer families came.',
    amount: outside(3_000_000),
    years: [{ year: '2026-27', amount: 3_000_000 }],
    term: { starts: '2026-12-01', ends: '2026-12-01' },
  };

  test('may come down to what was approved, to a single day, on the day of signature', () => {
    after(...grant, ...paid('p1', 3_000_000))
      .when(varyAgreement, varying, decided([act('vary', { upTo: outside(3_000_000) })]))
      .then(
        made(AgreementVaried, {
          ...varying,
          less: [share('a1', 4_500_000), share('a2', 500_000)],
        }),
      );
  });
});

describe('an agreement that is ended', () => {
  const ending = {
    award: 'w1',
    by: 'provider',
    ground: 'provider-withdrew',
    reason: 'The worker left and nobody took the post.',
    lastDay: '2026-11-23',
    stillOwed: outside(5_000_000),
    comesBack: outside(3_000_000),
  };
  const terminating = (change: object = {}) =>
    after(...grant, ...paid('p1', 3_000_000)).when(terminateAgreement, { ...ending, ...change }, spring);

  test('may end on the day it was signed, owe all of its sum, and take back all that was paid', () => {
    terminating().then(made(AgreementTerminated, { ...ending, amount: outside(whole) }));
  });

  test('may owe no more than was approved', () => {
    terminating({ stillOwed: outside(0) }).then(
      made(AgreementTerminated, {
        ...ending,
        stillOwed: outside(0),
        amount: outside(3_000_000),
        less: [share('a1', 4_500_000), share('a2', 500_000)],
      }),
    );
  });

  test('by the provider cites a decision only where there is one', () => {
    expect(terminateAgreement.needs(ending as never, stateAfter())).toEqual({});
    expect(terminateAgreement.needs({ ...ending, decision: changeDecision } as never, stateAfter())).toEqual({
      decisions: [changeDecision],
    });
  });
});

describe('what keeps a commission open', () => {
  const award = 'w1';
  const invoice = (id: string, pence: number) =>
    made(InvoiceReceived, {
      award,
      invoice: id,
      number: `No. ${id}`,
      amount: outside(pence),
      receivedOn: '2027-01-04',
    });
  const paidOn = (id: string, payment: string, pence: number) => [
    approvedFor(payment, pence, { invoice: id }),
    made(PaymentMade, {
      award,
      payment,
      amount: outside(pence),
      paidOn: '2027-02-01',
      from: [share('a1', pence)],
    }),
  ];

  test('is an invoice until payments on it, and no others, come to it', () => {
    const outstanding = (...events: ReadonlyArray<CommissionEvent>) =>
      paymentsOutstanding(stateAfter(...grant, invoice('i1', 1_000), ...events));
    expect(outstanding()).toEqual(['w1/i1']);
    expect(outstanding(...paidOn('i1', 'p1', 1_000))).toEqual([]);
    expect(outstanding(...paidOn('i1', 'p1', 999))).toEqual(['w1/i1']);
    expect(outstanding(...paid('p1', 1_000))).toEqual(['w1/i1']);
    expect(outstanding(approvedFor('p1', 1_000, { invoice: 'i1' }))).toEqual(['w1/p1', 'w1/i1']);
    expect(outstanding(invoice('i2', 1_000), ...paidOn('i2', 'p2', 1_000))).toEqual(['w1/i1']);
  });

  test('is a public contract whose end was not noticed, for its lot or for all', () => {
    const notice = (kind: string, lot?: string) =>
      made(NoticePublished, {
        notice: 'end',
        kind,
        channel: 'central-platform',
        reference: '2026/S 000-1',
        publishedOn: '2026-11-20',
        ...(lot && { lot }),
      });
    const open = (regime: string, ...events: ReadonlyArray<CommissionEvent>) =>
      endsUnnoticed(stateAfter(...signedContract('tender', 5_500_000, regime), ...events));
    for (const regime of ['standard', 'light-touch']) {
      expect(open(regime)).toEqual(['w1']);
      expect(open(regime, notice('UK7'))).toEqual(['w1']);
      expect(open(regime, notice('UK11', 'north'))).toEqual(['w1']);
      expect(open(regime, notice('UK11', 'whole'))).toEqual([]);
      expect(open(regime, notice('UK11'))).toEqual([]);
    }
    expect(open('below-threshold')).toEqual([]);
    const ofAGrant = grant.map((event) =>
      event.type === 'RouteChosen'
        ? { ...event, data: { ...event.data, regime: 'light-touch' as typeof event.data.regime } }
        : event,
    );
    expect(endsUnnoticed(stateAfter(...ofAGrant))).toEqual([]);
  });

  test('is an agreement until the day after its last, or until all of it was returned and paid', () => {
    const day = (date: string) => date as Parameters<typeof agreementsRunning>[1];
    const running = (date: string, ...events: ReadonlyArray<CommissionEvent>) =>
      agreementsRunning(stateAfter(...grant, ...events), day(date));
    expect(running('2027-11-30')).toEqual(['w1']);
    expect(running('2027-12-01')).toEqual([]);
    // Without a period that is reported on, nothing shows that it was done.
    expect(running('2027-11-30', ...paid('p1', 7_500_000))).toEqual(['w1']);
    const all = [
      approvedFor('p1', whole),
      made(PaymentMade, {
        award,
        payment: 'p1',
        amount: outside(whole),
        paidOn: '2027-02-01',
        from: [share('a1', 7_500_000), share('a2', 500_000)],
      }),
    ];
    expect(running('2027-11-30', ...all)).toEqual(['w1']);
    const agreed = made(KPIsAgreed, {
      award,
      kpis: [measure],
      periods: [{ id: 'all', from: '2026-12-01', to: '2027-01-31', due: '2027-02-21' }],
    });
    const returned = [
      made(KPIReturned, {
        award,
        period: 'all',
        values: [{ kpi: 'said', value: 9 }],
        certifiedBy: 'trustee-1',
      }),
      made(FinancialReturned, {
        award,
        period: 'all',
        lines: [{ id: 'staff', heading: 'Staff', budget: 10, actual: 9, forecastUnderspend: 1 }],
        certifiedBy: 'trustee-1',
      }),
      made(ReturnAccepted, { award, period: 'all', kind: 'kpi' }),
    ];
    const accepted = made(ReturnAccepted, { award, period: 'all', kind: 'financial' });
    expect(running('2027-11-30', ...all, agreed, ...returned)).toEqual(['w1']);
    expect(running('2027-11-30', ...all, agreed, ...returned, accepted)).toEqual([]);
    expect(running('2027-11-30', ...paid('p1', 7_500_000), agreed, ...returned, accepted)).toEqual(['w1']);
  });

  test('is not an award that came to nothing', () => {
    const declined = made(AwardDeclined, {
      award,
      cause: 'declined',
      reason: 'It lost the worker.',
      declinedOn: '2026-11-23',
      lot: 'whole',
      givenBack: [share('a1', 7_500_000), share('a2', 500_000)],
    });
    const unsigned = grant.filter(({ type }) => type !== 'AgreementSigned');
    expect(agreementsRunning(stateAfter(...unsigned, declined), '2026-11-24' as never)).toEqual([]);
    expect(agreementsRunning(stateAfter(...unsigned), '2026-11-24' as never)).toEqual(['w1']);
  });
});

describe('a contract in a band of its own', () => {
  test('is not asked again where a change lowers its value or leaves it', () => {
    const over = signedContract('three-quotes', 7_000_000, 'below-threshold');
    const lower = {
      award: 'w1',
      variation: 'v1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'Fewer families came.',
      amount: including(6_500_000),
      years: [{ year: '2026-27', amount: 6_500_000 }],
    };
    const { decided: answer } = after(...over).when(
      varyAgreement,
      lower,
      decided([act('vary', { upTo: including(6_500_000) })]),
    );
    expect(E.isRight(answer)).toBe(true);
  });
});
