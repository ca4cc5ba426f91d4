import { fold, type Instant, londonDateOf } from '@commissioning/kernel';
import { acceptFunding } from '../src/fund/accept-funding';
import { approveOverAllocation } from '../src/fund/approve-over-allocation';
import { bringForward } from '../src/fund/bring-forward';
import { carryForward } from '../src/fund/carry-forward';
import { closeFund } from '../src/fund/close-fund';
import { commitFunds } from '../src/fund/commit-funds';
import {
  BudgetRevised,
  CommitmentReduced,
  ForwardCovered,
  FundClosed,
  type FundEvent,
  FunderReturnSent,
  FundingAccepted,
  FundingBroughtForward,
  FundingCarriedForward,
  FundingReturned,
  FundsCommitted,
  FundsPaid,
  FundsReserved,
  FundsReservedForward,
  OverAllocationApproved,
  PaymentReturned,
  ReservationReleased,
} from '../src/fund/events';
import { openFund } from '../src/fund/open-fund';
import { payFunds } from '../src/fund/pay-funds';
import { reduceCommitment } from '../src/fund/reduce-commitment';
import { releaseReservation } from '../src/fund/release-reservation';
import { reserveFunds } from '../src/fund/reserve-funds';
import { returnFunding } from '../src/fund/return-funding';
import { returnPayment } from '../src/fund/return-payment';
import { reviseBudget } from '../src/fund/revise-budget';
import { sendFunderReturn } from '../src/fund/send-funder-return';
import { fund } from '../src/fund/state';
import { allSuperseded, sum } from './support/decisions';
import { context, decision, nextYear, openedAs, thisYear, under } from './support/fund-years';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(fund);
const opened = openedAs(thisYear);
const tranche = {
  tranche: 'core',
  amount: 100_000,
  conditions: ['only-victims'],
  decision: 'BEDS-PCC24-0031',
  spendBy: '2027-03-31',
};
const accepted = made(FundingAccepted, tranche);
const purpose = { commission: 'BEDS-2026-0007', line: 'a1' };
const reserving = { reservation: 'r1', amount: 60_000, for: purpose };
const reserved = made(FundsReserved, reserving);
const committing = { commitment: 'c1', reservation: 'r1', amount: 50_000, for: { ...purpose, award: 'w1' } };
const committed = made(FundsCommitted, committing);
const paid = made(FundsPaid, { payment: 'p1', commitment: 'c1', amount: 20_000, paidOn: '2026-11-20' });

const past = (...events: ReadonlyArray<FundEvent>) => given(...recorded<FundEvent>(events));
/** This year's fund of £1,000 after these events. */
const after = (...events: ReadonlyArray<FundEvent>) => past(opened, accepted, ...events);
const stateAfter = (...events: ReadonlyArray<FundEvent>) =>
  fold(fund, fund.initial, recorded<FundEvent>(events));

describe('a year that is not opened yet', () => {
  const asking = { ...reserving, fund: nextYear };
  const promised = made(FundsReservedForward, { ...asking, stream: 'moj-victims', year: '2027-28' });

  test('is promised from, subject to its budget', () => {
    given().when(reserveFunds, asking, context).then(promised);
    expect(stateAfter(promised)).toMatchObject({ forward: 60_000, reserved: 0, committed: 0 });
  });

  test('is a later one: of this year or an earlier one nothing is promised before it is opened', () => {
    given()
      .when(reserveFunds, { ...asking, fund: thisYear }, context)
      .refused(
        'fund.promised-of-a-later-year',
        { thisYear: '2026-27', fund: 'BEDS-moj-victims-2026-27', year: '2026-27' },
        '/fund',
      );
    given()
      .when(reserveFunds, { ...asking, fund: 'BEDS-moj-victims-2027-29' }, context)
      .refused('fund.promised-of-a-later-year');
  });

  test('is of a stream and theme that the rule book names, and the body has rules', () => {
    given()
      .when(reserveFunds, { ...asking, fund: 'BEDS-lottery-2027-28' }, context)
      .refused(
        'fund.promised-of-a-known-stream',
        {
          stream: 'lottery',
          known: [
            'moj-victims',
            'moj-domestic-abuse-sexual-violence',
            'community-safety',
            'cameras-tickets-collisions',
            'home-office-safer-streets',
            'police-property-act',
          ],
        },
        '/fund',
      );
    given()
      .when(reserveFunds, { ...asking, for: { ...purpose, theme: 'Fireworks' } }, context)
      .refused('fund.promised-of-a-known-stream', { theme: 'Fireworks', themes: [] });
    given().when(reserveFunds, asking).refused('rulebook.adopted');
  });

  test('is named, for nothing else says which it is', () => {
    given().when(reserveFunds, reserving, context).refused('fund.opened');
  });

  test('lets what was promised be owed, given up and reduced, and nothing be paid', () => {
    past(promised).when(commitFunds, committing, context).then(committed);
    expect(stateAfter(promised, committed)).toMatchObject({ forward: 60_000, reserved: 0, committed: 0 });
    const release = { release: 'l1', reservation: 'r1', amount: 10_000, reason: 'Awarded for less.' };
    past(promised, committed)
      .when(releaseReservation, release, context)
      .then(made(ReservationReleased, release));
    const reduction = { reduction: 'd1', commitment: 'c1', amount: 50_000, reason: 'Ended.' };
    past(promised, committed)
      .when(reduceCommitment, reduction, context)
      .then(made(CommitmentReduced, reduction));
    past(promised, committed)
      .when(payFunds, { payment: 'p1', commitment: 'c1', amount: 1, paidOn: '2026-11-20' }, context)
      .refused('fund.opened');
  });

  test('is opened with its promises; they are not paid before its budget covers them', () => {
    const opening = { fund: nextYear, stream: 'moj-victims', themes: [] };
    past(promised, committed).when(openFund, opening, context).then(openedAs(nextYear));
    past(promised, committed, openedAs(nextYear))
      .when(payFunds, { payment: 'p1', commitment: 'c1', amount: 1, paidOn: '2026-11-20' }, context)
      .refused('fund.paid-once-covered', { covered: 0, forward: 50_000, amount: 1 }, '/amount');
  });

  test('is covered as its funding comes: what is owed first, in part where there is not enough', () => {
    const before = [promised, committed, openedAs(nextYear)];
    const half = { ...tranche, amount: 30_000, decision };
    const allowed = under({ act: 'accept-funding', fund: nextYear, amount: sum(200_000) });
    const halfCovered = made(ForwardCovered, { kind: 'commitment', line: 'c1', amount: 30_000 });
    past(...before)
      .when(acceptFunding, half, allowed)
      .then(made(FundingAccepted, half), halfCovered);
    const rest = { ...half, tranche: 'rest', amount: 70_000 };
    past(...before, made(FundingAccepted, half), halfCovered)
      .when(acceptFunding, rest, allowed)
      .then(
        made(FundingAccepted, rest),
        made(ForwardCovered, { kind: 'commitment', line: 'c1', amount: 20_000 }),
        made(ForwardCovered, { kind: 'reservation', line: 'r1', amount: 10_000 }),
      );
  });

  test('gives nothing to others before its promises are covered', () => {
    const other = { reservation: 'r2', amount: 1, for: { commission: 'BEDS-2027-0001', line: 'a1' } };
    past(promised, openedAs(nextYear), made(FundingAccepted, { ...tranche, amount: 50_000 }))
      .when(reserveFunds, other, context)
      .refused('fund.reserved-within-budget', { available: 0, amount: 1 }, '/amount');
  });

  test('covers more of its promises when others give up what they had', () => {
    const more = made(FundsReservedForward, { ...promised.data, reservation: 'r2', amount: 40_000 });
    const before = [
      promised,
      more,
      openedAs(nextYear),
      made(FundingAccepted, { ...tranche, amount: 60_000 }),
      made(ForwardCovered, { kind: 'reservation', line: 'r1', amount: 60_000 }),
    ];
    const release = { release: 'l1', reservation: 'r1', amount: 15_000, reason: 'Awarded for less.' };
    past(...before)
      .when(releaseReservation, release, context)
      .then(
        made(ReservationReleased, release),
        made(ForwardCovered, { kind: 'reservation', line: 'r2', amount: 15_000 }),
      );
  });
});

describe('revising a budget', () => {
  const lowering = {
    revision: 'v1',
    change: 'lower',
    amount: 40_000,
    decision,
    reason: 'The settlement was lower.',
  };
  const raising = { ...lowering, change: 'raise' };
  const allow = (change: string, pence: number) =>
    under({ act: 'revise-budget', fund: thisYear, change, amount: sum(pence) });

  test('is not done under a decision that a later one has taken the place of', () => {
    after()
      .when(reviseBudget, lowering, allSuperseded(allow('lower', 40_000)))
      .refused('authority.decision-stands', { supersededBy: 'BEDS-PCC24-0999' }, '/decision');
  });

  test('raises or lowers it as a decision says, to the penny', () => {
    after().when(reviseBudget, lowering, allow('lower', 40_000)).then(made(BudgetRevised, lowering));
    after().when(reviseBudget, raising, allow('raise', 40_000)).then(made(BudgetRevised, raising));
    after()
      .when(reviseBudget, lowering, allow('lower', 39_999))
      .refused(
        'fund.moved-under-decision',
        { authorised: 39_999, decision: 'BEDS-PCC24-0140', amount: 40_000 },
        '/amount',
      );
    after()
      .when(reviseBudget, lowering, allow('raise', 40_000))
      .refused('fund.moved-under-decision', { authorised: null }, '/decision');
    after().when(reviseBudget, lowering, context).refused('fund.moved-under-decision', {}, '/decision');
    const ofAnother = under({ act: 'revise-budget', fund: nextYear, change: 'lower', amount: sum(40_000) });
    after()
      .when(reviseBudget, lowering, ofAnother)
      .refused('fund.moved-under-decision', { authorised: null }, '/decision');
    const notTaken = {
      ...context,
      decisions: new Map([[decision, {}]]) as unknown as typeof context.decisions,
    };
    after().when(reviseBudget, lowering, notTaken).refused('fund.moved-under-decision', { authorised: null });
    after(made(BudgetRevised, lowering))
      .when(reviseBudget, { ...lowering, revision: 'v2', amount: 1 }, allow('lower', 40_000))
      .refused('fund.moved-under-decision', { before: 40_000 }, '/amount');
  });

  test('never goes below what is set aside, committed and paid', () => {
    after(reserved, committed, paid)
      .when(reviseBudget, lowering, allow('lower', 40_000))
      .then(made(BudgetRevised, lowering));
    after(reserved, committed, paid)
      .when(reviseBudget, { ...lowering, amount: 40_001 }, allow('lower', 90_000))
      .refused(
        'fund.promised-within-budget',
        { budget: 59_999, limit: 59_999, reserved: 10_000, committed: 30_000 },
        '/amount',
      );
    after()
      .when(reviseBudget, { ...lowering, amount: 100_001 }, allow('lower', 200_000))
      .refused('fund.promised-within-budget');
  });

  test('goes below it by what was approved beyond the budget, and not below what is paid', () => {
    const beyond = made(OverAllocationApproved, {
      approval: 'o1',
      amount: 50_000,
      decision,
      until: '2027-03-31',
    });
    const further = { ...lowering, amount: 80_000 };
    after(beyond, reserved, committed, paid)
      .when(reviseBudget, further, allow('lower', 80_000))
      .then(made(BudgetRevised, further));
    after(beyond, reserved, committed, paid)
      .when(reviseBudget, { ...lowering, amount: 80_001 }, allow('lower', 90_000))
      .refused('fund.promised-within-budget', { paid: 20_000, budget: 19_999 });
  });

  test('names a theme of the fund, where it names one', () => {
    after()
      .when(reviseBudget, { ...lowering, theme: 'Fireworks' }, allow('lower', 40_000))
      .refused('fund.theme-known', { themes: [] }, '/theme');
  });
});

describe('allocating beyond the budget', () => {
  const approval = { approval: 'o1', amount: 20_000, decision, until: '2027-03-31' };
  const act = { act: 'over-allocate', fund: thisYear, amount: sum(20_000), until: '2027-03-31' };
  const beyond = made(OverAllocationApproved, approval);
  const more = { ...reserving, amount: 120_000 };

  test('is approved by a decision: so much, until a day', () => {
    after().when(approveOverAllocation, approval, under(act)).then(beyond);
    after()
      .when(approveOverAllocation, { ...approval, amount: 20_001 }, under(act))
      .refused(
        'fund.moved-under-decision',
        {
          amount: 20_001,
          decision: 'BEDS-PCC24-0140',
          percent: null,
          until: '2027-03-31',
          authorised: [20_000],
        },
        '/decision',
      );
    after()
      .when(approveOverAllocation, { ...approval, until: '2027-04-01' }, under(act))
      .refused('fund.moved-under-decision');
    after().when(approveOverAllocation, approval, context).refused('fund.moved-under-decision');
    after()
      .when(approveOverAllocation, approval, allSuperseded(under(act)))
      .refused('authority.decision-stands');
  });

  test('is for a time that has not passed, and a share is of whole percent', () => {
    after()
      .when(approveOverAllocation, { ...approval, until: '2026-11-22' }, under(act))
      .refused('fund.over-allocation-ends', { today: '2026-11-23', until: '2026-11-22' }, '/until');
    after()
      .when(approveOverAllocation, { ...approval, percent: 101 }, under({ ...act, percent: 101 }))
      .refused('fund.over-allocation-share', { percent: 101 }, '/percent');
  });

  test('lets so much more be set aside, and no more paid than the budget', () => {
    after(beyond).when(reserveFunds, more, context).then(made(FundsReserved, more));
    after(beyond)
      .when(reserveFunds, { ...more, amount: 120_001 }, context)
      .refused('fund.reserved-within-budget', { available: 120_000 });
    const all = made(FundsReserved, more);
    const owed = made(FundsCommitted, { ...committing, amount: 120_000 });
    after(beyond, all, owed)
      .when(payFunds, { payment: 'p1', commitment: 'c1', amount: 100_001, paidOn: '2026-11-20' }, context)
      .refused('fund.paid-within-budget', { budget: 100_000, amount: 100_001, paid: 0 });
  });

  test('of a share lets that share of the budget be set aside, up to the sum', () => {
    const tenth = made(OverAllocationApproved, { ...approval, percent: 10 });
    after(tenth)
      .when(reserveFunds, { ...more, amount: 110_001 }, context)
      .refused('fund.reserved-within-budget', { available: 110_000 });
    const half = made(OverAllocationApproved, { ...approval, percent: 50 });
    after(half)
      .when(reserveFunds, { ...more, amount: 120_001 }, context)
      .refused('fund.reserved-within-budget', { available: 120_000 });
  });

  test('ends on its day; what was set aside under it stays', () => {
    const now = '2027-04-01T09:00:00.000Z' as Instant;
    const next = contextOf({ ...context, now, today: londonDateOf(now) });
    const last = '2027-03-31T22:59:59.999Z' as Instant;
    after(beyond)
      .when(reserveFunds, more, contextOf({ ...context, now: last, today: londonDateOf(last) }))
      .then(made(FundsReserved, more));
    after(beyond)
      .when(reserveFunds, more, next)
      .refused('fund.reserved-within-budget', { available: 100_000 });
    expect(stateAfter(opened, accepted, beyond, made(FundsReserved, more)).reserved).toBe(120_000);
  });

  test('is not approved lower than what was allocated beyond the budget already', () => {
    after(beyond, made(FundsReserved, more))
      .when(approveOverAllocation, { ...approval, approval: 'o2', amount: 19_999 }, under(act))
      .refused('fund.promised-within-budget', { limit: 119_999 });
  });

  test('covers what was promised before the year was opened', () => {
    const promised = made(FundsReservedForward, {
      ...reserving,
      amount: 110_000,
      fund: thisYear,
      stream: 'moj-victims',
      year: '2026-27',
    });
    const covered = (amount: number) => made(ForwardCovered, { kind: 'reservation', line: 'r1', amount });
    past(promised, opened, accepted, covered(100_000))
      .when(approveOverAllocation, approval, under(act))
      .then(beyond, covered(10_000));
  });
});

describe('money that is to be spent by a day', () => {
  const spring = '2027-04-20T09:00:00.000Z' as Instant;
  const inApril = contextOf({ ...context, now: spring, today: londonDateOf(spring) });
  const paying = { payment: 'p1', commitment: 'c1', amount: 20_000, paidOn: '2027-04-19' };
  const march = { ...paying, deliveredUntil: '2027-03-31' };

  test('pays after it for what was delivered by it', () => {
    after(reserved, committed).when(payFunds, march, inApril).then(made(FundsPaid, march));
  });

  test('pays for nothing delivered later; what no day is said of is of the day of payment', () => {
    const april = { ...paying, deliveredUntil: '2027-04-01' };
    after(reserved, committed)
      .when(payFunds, april, inApril)
      .refused(
        'fund.delivered-in-time',
        { delivered: '2027-04-01', spendBy: '2027-03-31', left: 0, amount: 20_000 },
        '/deliveredUntil',
      );
    after(reserved, committed)
      .when(payFunds, paying, inApril)
      .refused('fund.delivered-in-time', { delivered: '2027-04-19' });
  });

  test('leaves what may be spent later to what is delivered later, to the penny', () => {
    const lasting = made(FundingAccepted, {
      tranche: 'own',
      amount: 15_000,
      conditions: [],
      decision: 'BEDS-PCC24-0032',
    });
    const april = { ...paying, amount: 15_000, deliveredUntil: '2027-04-19' };
    after(lasting, reserved, committed).when(payFunds, april, inApril).then(made(FundsPaid, april));
    after(lasting, reserved, committed)
      .when(payFunds, { ...april, amount: 15_001 }, inApril)
      .refused('fund.delivered-in-time', { left: 15_000 });
    const before = made(FundsPaid, { ...april, payment: 'p0', amount: 10_000 });
    after(lasting, reserved, committed, before)
      .when(payFunds, { ...april, amount: 5_001 }, inApril)
      .refused('fund.delivered-in-time', { left: 5_000 });
    after(lasting, reserved, committed, before).when(payFunds, march, inApril).then(made(FundsPaid, march));
  });

  test('leaves it whole where others were paid for what was delivered by the day, or gave it back', () => {
    const lasting = made(FundingAccepted, {
      tranche: 'own',
      amount: 15_000,
      conditions: [],
      decision: 'BEDS-PCC24-0032',
      spendBy: '2027-09-30',
    });
    const april = { ...paying, deliveredUntil: '2027-04-19' };
    const owed = [lasting, reserved, committed];
    const inTime = made(FundsPaid, { ...march, payment: 'p0' });
    after(...owed, inTime)
      .when(payFunds, { ...april, amount: 15_000 }, inApril)
      .then(made(FundsPaid, { ...april, amount: 15_000 }));
    const late = made(FundsPaid, { ...april, payment: 'p0', amount: 10_000 });
    const back = made(PaymentReturned, {
      return: 'x1',
      payment: 'p0',
      amount: 4_000,
      returnedOn: '2027-04-20',
      reason: 'Not delivered.',
    });
    after(...owed, late, back)
      .when(payFunds, { ...april, amount: 9_001 }, inApril)
      .refused('fund.delivered-in-time', { left: 9_000 });
  });

  test('goes back whole where money that lasts longer paid; what that was used for does not go back', () => {
    const lasting = made(FundingAccepted, {
      tranche: 'own',
      amount: 15_000,
      conditions: [],
      decision: 'BEDS-PCC24-0032',
      spendBy: '2027-09-30',
    });
    const april = made(FundsPaid, { ...paying, amount: 10_000, deliveredUntil: '2027-04-19' });
    const leaving = (trancheId: string, amount: number) => ({
      return: 'y1',
      tranche: trancheId,
      amount,
      returnedOn: '2027-04-20',
      reason: 'Not spent.',
    });
    const ask = (trancheId: string, amount: number, ...more: ReadonlyArray<FundEvent>) =>
      after(lasting, reserved, committed, april, ...more).when(
        returnFunding,
        leaving(trancheId, amount),
        inApril,
      );
    ask('own', 5_000).then(made(FundingReturned, leaving('own', 5_000)));
    ask('own', 5_001).refused('fund.only-unspent', { tranche: 'own', unused: 5_000 }, '/amount');
    ask('core', 55_000).then(made(FundingReturned, leaving('core', 55_000)));
    const back = made(PaymentReturned, {
      return: 'x1',
      payment: 'p1',
      amount: 4_000,
      returnedOn: '2027-04-20',
      reason: 'Not delivered.',
    });
    ask('own', 9_000, back).then(made(FundingReturned, leaving('own', 9_000)));
    ask('own', 9_001, back).refused('fund.only-unspent', { unused: 9_000 });
  });

  test('counts a budget that was raised as lasting, and one that was lowered as nothing', () => {
    const revised = (change: string, amount: number) =>
      made(BudgetRevised, { revision: change, change, amount, decision, reason: 'Decided.' });
    const history = [revised('raise', 15_000), revised('lower', 5_000), reserved, committed];
    const april = { ...paying, amount: 15_000, deliveredUntil: '2027-04-19' };
    after(...history)
      .when(payFunds, april, inApril)
      .then(made(FundsPaid, april));
    after(...history)
      .when(payFunds, { ...april, amount: 15_001 }, inApril)
      .refused('fund.delivered-in-time', { left: 15_000 });
  });
});

describe('money that comes back from a provider', () => {
  const returning = {
    return: 'x1',
    payment: 'p1',
    amount: 5_000,
    returnedOn: '2026-11-22',
    reason: 'Places not filled.',
  };
  const returned = made(PaymentReturned, returning);

  test('of which no payment is recorded raises no budget, and the year still closes', () => {
    const most = made(PaymentReturned, { ...returning, amount: Number.MAX_SAFE_INTEGER });
    const closing = { explanation: 'The bank statement shows it.' };
    after(most)
      .when(closeFund, {}, context)
      .refused('fund.closed-with-nothing-unexplained', { left: 100_000 });
    after(most)
      .when(closeFund, closing, context)
      .then(made(FundClosed, { ...closing, left: 100_000 }));
  });

  test('is in the budget again, and owed to nobody', () => {
    after(reserved, committed, paid).when(returnPayment, returning, context).then(returned);
    expect(stateAfter(opened, accepted, reserved, committed, paid, returned)).toMatchObject({
      budget: 100_000,
      reserved: 10_000,
      committed: 30_000,
      paid: 15_000,
    });
  });

  test('is no more than was paid, after it was paid and not tomorrow', () => {
    after(reserved, committed, paid, returned)
      .when(returnPayment, { ...returning, return: 'x2', amount: 15_001 }, context)
      .refused('fund.within-payment', { left: 15_000, payment: 'p1', amount: 15_001 }, '/amount');
    after(reserved, committed, paid)
      .when(returnPayment, { ...returning, returnedOn: '2026-11-19' }, context)
      .refused(
        'fund.within-payment',
        { paidOn: '2026-11-20', payment: 'p1', returnedOn: '2026-11-19' },
        '/returnedOn',
      );
    after(reserved, committed, paid)
      .when(returnPayment, { ...returning, returnedOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/returnedOn');
  });

  test('comes from a payment of this fund', () => {
    after()
      .when(returnPayment, returning, context)
      .refused('fund.payment-known', { payment: 'p1' }, '/payment');
  });

  test('comes in after the year was closed, too', () => {
    after(reserved, committed, paid, made(FundClosed, { left: 0 }))
      .when(returnPayment, returning, context)
      .then(returned);
  });
});

describe('money that was not spent', () => {
  const returning = {
    return: 'y1',
    tranche: 'core',
    amount: 40_000,
    returnedOn: '2026-11-20',
    reason: 'A post stayed vacant.',
  };
  const carrying = {
    carry: 'k1',
    tranche: 'core',
    to: nextYear,
    amount: 40_000,
    leave: { by: 'Ministry of Justice', reference: 'VG/2027/118', on: '2026-11-20' },
    decision,
    spendBy: '2027-09-30',
  };
  const carried = made(FundingCarriedForward, { ...carrying, conditions: ['only-victims'] });
  const allowed = {
    ...under({ act: 'carry-forward', fund: thisYear, to: nextYear, amount: sum(40_000) }),
    funds: new Map([[nextYear, stateAfter(openedAs(nextYear))]]),
  };

  test('goes back to its funder, up to the last penny that is not spent or promised', () => {
    after(reserved, committed, paid)
      .when(returnFunding, returning, context)
      .then(made(FundingReturned, returning));
    after(reserved, committed, paid)
      .when(returnFunding, { ...returning, amount: 40_001 }, context)
      .refused('fund.only-unspent', { available: 40_000, amount: 40_001 }, '/amount');
    after(made(FundingAccepted, { ...tranche, tranche: 'uplift', amount: 10_000 }))
      .when(returnFunding, { ...returning, tranche: 'uplift', amount: 10_001 }, context)
      .refused('fund.only-unspent', { left: 10_000, tranche: 'uplift', amount: 10_001 }, '/amount');
    const whole = { ...returning, tranche: 'core', amount: 100_000 };
    after().when(returnFunding, whole, context).then(made(FundingReturned, whole));
    after()
      .when(returnFunding, { ...returning, tranche: 'other' }, context)
      .refused('fund.tranche-known', { tranche: 'other' }, '/tranche');
    after()
      .when(returnFunding, { ...returning, returnedOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/returnedOn');
  });

  test('leaves for the next year by the funder’s leave and a decision, with its conditions', () => {
    after(reserved, committed, paid).when(carryForward, carrying, allowed).then(carried);
    after(reserved, committed, paid)
      .when(carryForward, carrying, allSuperseded(allowed))
      .refused('authority.decision-stands');
    after()
      .when(carryForward, carrying, { ...allowed, decisions: new Map() })
      .refused(
        'fund.moved-under-decision',
        { authorised: null, decision: 'BEDS-PCC24-0140', before: 0, amount: 40_000 },
        '/decision',
      );
    after()
      .when(carryForward, { ...carrying, amount: 40_001 }, allowed)
      .refused('fund.moved-under-decision', {}, '/amount');
    after(made(FundsReserved, { ...reserving, amount: 60_001 }))
      .when(carryForward, carrying, allowed)
      .refused('fund.only-unspent', { available: 39_999 });
    after()
      .when(carryForward, { ...carrying, leave: { ...carrying.leave, on: '2026-11-24' } }, allowed)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/leave/on');
  });

  test('leaves for the next year of the same stream, once that is open', () => {
    after()
      .when(carryForward, { ...carrying, to: 'BEDS-moj-victims-2028-29' }, allowed)
      .refused('fund.carried-to-next-year', { next: nextYear, to: 'BEDS-moj-victims-2028-29' }, '/to');
    after()
      .when(carryForward, carrying, { ...allowed, funds: new Map() })
      .refused('fund.carried-to-next-year', { open: false }, '/to');
  });

  const bringing = {
    tranche: 'carried-2026-27--k1',
    from: thisYear,
    carry: 'k1',
    amount: 40_000,
    conditions: ['only-victims'],
    decision,
    spendBy: '2027-09-30',
  };
  const brought = made(FundingBroughtForward, bringing);
  const withLast = { ...context, funds: new Map([[thisYear, stateAfter(opened, accepted, carried)]]) };

  test('comes into the next year as a tranche, once, as it was carried', () => {
    past(openedAs(nextYear)).when(bringForward, bringing, withLast).then(brought);
    past(openedAs(nextYear))
      .when(bringForward, { ...bringing, amount: 40_001 }, withLast)
      .refused(
        'fund.brought-forward-as-carried',
        { carried: 40_000, from: 'BEDS-moj-victims-2026-27', carry: 'k1', amount: 40_001 },
        '/carry',
      );
    past(openedAs(nextYear), brought)
      .when(bringForward, { ...bringing, tranche: 'again' }, withLast)
      .refused('fund.brought-forward-as-carried', { taken: true });
    past(openedAs('BEDS-moj-victims-2028-29'))
      .when(bringForward, bringing, withLast)
      .refused('fund.brought-forward-as-carried');
  });

  test('covers what was promised of the next year, as any funding does', () => {
    const promised = made(FundsReservedForward, {
      ...reserving,
      fund: nextYear,
      stream: 'moj-victims',
      year: '2027-28',
    });
    past(promised, openedAs(nextYear))
      .when(bringForward, bringing, withLast)
      .then(brought, made(ForwardCovered, { kind: 'reservation', line: 'r1', amount: 40_000 }));
  });
});

describe('telling the funder', () => {
  const sending = {
    return: 'mid-year',
    sentOn: '2026-11-20',
    reported: { spent: 20_000, committed: 30_000, unspent: 80_000 },
    document: { mediaType: 'application/pdf', length: 1024, sha256: 'a'.repeat(64) },
  };

  test('is noted as it was told: what the record says', () => {
    after(reserved, committed, paid)
      .when(sendFunderReturn, sending, context)
      .then(made(FunderReturnSent, sending));
  });

  test('says why, where it was told something else', () => {
    const other = { ...sending, reported: { ...sending.reported, spent: 19_999 } };
    after(reserved, committed, paid)
      .when(sendFunderReturn, other, context)
      .refused(
        'fund.reported-as-recorded',
        { recorded: sending.reported, reported: { spent: 19_999, committed: 30_000, unspent: 80_000 } },
        '/difference',
      );
    const explained = { ...other, difference: 'A penny was rounded on the form.' };
    after(reserved, committed, paid)
      .when(sendFunderReturn, explained, context)
      .then(made(FunderReturnSent, explained));
  });

  test('was not done tomorrow, is said once, and of a year that was opened', () => {
    after(reserved, committed, paid)
      .when(sendFunderReturn, { ...sending, sentOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/sentOn');
    after(reserved, committed, paid, made(FunderReturnSent, sending))
      .when(sendFunderReturn, { ...sending, sentOn: '2026-11-19' }, context)
      .refused('entry.said-once', {}, '/return');
    given().when(sendFunderReturn, sending, context).refused('fund.opened');
  });
});

describe('closing a year', () => {
  const spent = made(FundsPaid, { payment: 'p1', commitment: 'c1', amount: 50_000, paidOn: '2026-11-20' });
  const released = made(ReservationReleased, {
    release: 'l1',
    reservation: 'r1',
    amount: 10_000,
    reason: 'Awarded for less.',
  });
  const settled = [reserved, committed, spent, released];
  const backAgain = made(FundingReturned, {
    return: 'y1',
    tranche: 'core',
    amount: 50_000,
    returnedOn: '2026-11-20',
    reason: 'Not spent.',
  });

  test('is done once nothing is set aside or owed', () => {
    after(...settled, backAgain)
      .when(closeFund, {}, context)
      .then(made(FundClosed, { left: 0 }));
    after(reserved, committed, paid)
      .when(closeFund, {}, context)
      .refused('fund.closed-with-nothing-open', { reserved: 10_000, committed: 30_000, forward: 0 });
    given().when(closeFund, {}, context).refused('fund.opened');
  });

  test('explains what is left', () => {
    after(...settled)
      .when(closeFund, {}, context)
      .refused('fund.closed-with-nothing-unexplained', { left: 50_000 }, '/explanation');
    const explanation = 'To the general reserve, by PCC/D/140.';
    after(...settled)
      .when(closeFund, { explanation }, context)
      .then(made(FundClosed, { left: 50_000, explanation }));
    after(...settled, made(FundClosed, { left: 50_000, explanation }))
      .when(closeFund, { explanation: 'Otherwise.' }, context)
      .refused('fund.not-closed');
  });

  test('ends what comes in and is promised; what is left still goes back', () => {
    const closed = [...settled, made(FundClosed, { left: 50_000, explanation: 'To be returned.' })];
    after(...closed)
      .when(reserveFunds, { ...reserving, reservation: 'r2', amount: 1 }, context)
      .refused('fund.not-closed');
    after(...closed)
      .when(
        acceptFunding,
        { ...tranche, tranche: 'late', decision },
        under({ act: 'accept-funding', fund: thisYear, amount: sum(100_000) }),
      )
      .refused('fund.not-closed');
    after(...closed)
      .when(returnFunding, { ...backAgain.data }, context)
      .then(backAgain);
  });
});
