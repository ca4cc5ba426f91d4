import { fold } from '@commissioning/kernel';
import { acceptFunding } from '../src/fund/accept-funding';
import { approveOverAllocation } from '../src/fund/approve-over-allocation';
import { bringForward } from '../src/fund/bring-forward';
import { carryForward } from '../src/fund/carry-forward';
import { closeFund } from '../src/fund/close-fund';
import {
  BudgetRevised,
  CommitmentUndone,
  ForwardCovered,
  FundClosed,
  type FundEvent,
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
import { payFunds } from '../src/fund/pay-funds';
import { reserveFunds } from '../src/fund/reserve-funds';
import { returnFunding } from '../src/fund/return-funding';
import { returnPayment } from '../src/fund/return-payment';
import { reviseBudget } from '../src/fund/revise-budget';
import { fund } from '../src/fund/state';
import { undoCommitment } from '../src/fund/undo-commitment';
import { contextAt } from './support/commission';
import { sum } from './support/decisions';
import { context, decision, nextYear, openedAs, thisYear, under } from './support/fund-years';
import { made } from './support/made';
import { recorded, specificationOf } from './support/specification';

const { given } = specificationOf(fund);
const lastYear = 'BEDS-moj-victims-2025-26';
const tranche = {
  tranche: 'core',
  amount: 100_000,
  conditions: ['only-victims'],
  decision,
  spendBy: '2027-03-31',
};
const accepted = made(FundingAccepted, tranche);
const reserving = { reservation: 'r1', amount: 60_000, for: { commission: 'BEDS-2026-0007', line: 'a1' } };
const reserved = made(FundsReserved, reserving);
const committing = { commitment: 'c1', reservation: 'r1', amount: 50_000, for: reserving.for };
const committed = made(FundsCommitted, { ...committing, for: { ...reserving.for, award: 'w1' } });
const paying = { payment: 'p1', commitment: 'c1', amount: 20_000, paidOn: '2026-11-20' };
const paid = made(FundsPaid, paying);

const past = (...events: ReadonlyArray<FundEvent>) => given(...recorded<FundEvent>(events));
/** This year's fund of £1,000 after these events. */
const after = (...events: ReadonlyArray<FundEvent>) => past(openedAs(thisYear), accepted, ...events);
const stateAfter = (...events: ReadonlyArray<FundEvent>) =>
  fold(fund, fund.initial, recorded<FundEvent>(events));

describe('what a decision lets a fund accept', () => {
  const accepting = { ...tranche, tranche: 'uplift' };
  const allowed = { act: 'accept-funding', fund: thisYear, amount: sum(100_000) };

  test('is what it says of accepting, and nothing else that it says of the fund', () => {
    past(openedAs(thisYear))
      .when(acceptFunding, accepting, under({ ...allowed, act: 'revise-budget', change: 'raise' }))
      .refused('fund.accepted-under-decision', { decision, authorised: null, accepted: 0 }, '/decision');
  });

  test('is not used up by what was carried from the year before under it', () => {
    const brought = made(FundingBroughtForward, {
      ...tranche,
      tranche: 'carried',
      from: lastYear,
      carry: 'k1',
      amount: 40_000,
    });
    past(openedAs(thisYear), brought)
      .when(acceptFunding, accepting, under(allowed))
      .then(made(FundingAccepted, accepting));
  });
});

describe('a revision of the budget', () => {
  const lowering = { revision: 'v1', change: 'lower', amount: 40_000, decision, reason: 'It was lower.' };
  const allow = (change: string, pence: number) => ({
    act: 'revise-budget',
    fund: thisYear,
    change,
    amount: sum(pence),
  });

  test('counts in the budget as what it is: a raise or a cut', () => {
    const raised = made(BudgetRevised, { ...lowering, change: 'raise' });
    after(raised)
      .when(reserveFunds, { ...reserving, amount: 140_001 }, context)
      .refused('fund.reserved-within-budget', { available: 140_000 });
    after(made(BudgetRevised, lowering))
      .when(reserveFunds, { ...reserving, amount: 60_001 }, context)
      .refused('fund.reserved-within-budget', { available: 60_000 });
  });

  test('may take all of a budget that nothing was promised from', () => {
    const all = { ...lowering, amount: 100_000 };
    after()
      .when(reviseBudget, all, under(allow('lower', 100_000)))
      .then(made(BudgetRevised, all));
  });

  test('that raises is never kept back by what was promised beyond the budget', () => {
    const beyond = { approval: 'o1', amount: 50_000, decision, until: '2026-11-24' };
    const raising = { ...lowering, change: 'raise' };
    const later = contextAt('2026-12-01T12:00:00.000Z');
    after(made(OverAllocationApproved, beyond), made(FundsReserved, { ...reserving, amount: 150_000 }))
      .when(reviseBudget, raising, { ...later, decisions: under(allow('raise', 40_000)).decisions })
      .then(made(BudgetRevised, raising));
  });

  test('does not count what the same decision moved the other way, nor what another decision moved', () => {
    const raised = made(BudgetRevised, { ...lowering, revision: 'v0', change: 'raise' });
    const other = made(BudgetRevised, { ...lowering, revision: 'v2', decision: 'BEDS-PCC24-0141' });
    after(raised, other)
      .when(reviseBudget, lowering, under(allow('lower', 40_000), allow('raise', 40_000)))
      .then(made(BudgetRevised, lowering));
  });

  test('is said once under its id', () => {
    after(made(BudgetRevised, lowering))
      .when(reviseBudget, { ...lowering, reason: 'Otherwise.' }, under(allow('lower', 40_000)))
      .refused('entry.said-once', {}, '/revision');
  });
});

describe('what is approved beyond the budget', () => {
  const approval = { approval: 'o1', amount: 20_000, decision, until: '2027-03-31' };
  const act = { act: 'over-allocate', fund: thisYear, amount: sum(20_000), until: '2027-03-31' };
  const approving = (change: object, allowed: object = change) =>
    after().when(approveOverAllocation, { ...approval, ...change }, under({ ...act, ...allowed }));

  test('is the share that the decision names', () => {
    approving({}, { percent: 10 }).refused('fund.moved-under-decision', { percent: null }, '/decision');
    approving({ percent: 10 }, { percent: 11 }).refused('fund.moved-under-decision', { percent: 10 });
  });

  test.each([1, 100])('is a share of %d percent', (percent) => {
    approving({ percent }).then(made(OverAllocationApproved, { ...approval, percent }));
  });

  test('is a share of at least one percent', () => {
    approving({ percent: 0 }).refused('fund.over-allocation-share', { percent: 0 }, '/percent');
  });

  test('may end on the day it is approved', () => {
    const today = { until: '2026-11-23' };
    approving(today, {}).then(made(OverAllocationApproved, { ...approval, ...today }));
  });

  test('is never less than what was promised on the strength of what was approved before', () => {
    after(made(OverAllocationApproved, approval), made(FundsReserved, { ...reserving, amount: 120_000 }))
      .when(approveOverAllocation, { ...approval, approval: 'o2', amount: 19_999 }, under(act))
      .refused(
        'fund.promised-within-budget',
        { limit: 119_999, budget: 100_000, reserved: 120_000, committed: 0, paid: 0 },
        '/amount',
      );
  });

  test('is said once', () => {
    after(made(OverAllocationApproved, approval))
      .when(approveOverAllocation, { ...approval, amount: 10_000 }, under(act))
      .refused('entry.said-once', {}, '/approval');
  });
});

describe('a payment', () => {
  test('goes up to the last penny that the budget covers', () => {
    const promised = made(FundsReservedForward, {
      ...reserving,
      fund: thisYear,
      stream: 'moj-victims',
      year: '2026-27',
    });
    const covered = made(ForwardCovered, { kind: 'commitment', line: 'c1', amount: 30_000 });
    const half = made(FundingAccepted, { ...tranche, amount: 30_000 });
    const exactly = { ...paying, amount: 30_000 };
    past(promised, committed, openedAs(thisYear), half, covered)
      .when(payFunds, exactly, context)
      .then(made(FundsPaid, exactly));
  });

  const returning = {
    return: 'b1',
    payment: 'p1',
    amount: 20_000,
    returnedOn: '2026-11-20',
    reason: 'Twice.',
  };

  test('comes back whole, on the day it was made', () => {
    after(reserved, committed, paid)
      .when(returnPayment, returning, context)
      .then(made(PaymentReturned, returning));
  });

  test('comes back whatever came back of another', () => {
    const second = made(FundsPaid, { ...paying, payment: 'p2', amount: 10_000 });
    const back = made(PaymentReturned, { ...returning, return: 'b2', payment: 'p2', amount: 10_000 });
    after(reserved, committed, paid, second, back)
      .when(returnPayment, returning, context)
      .then(made(PaymentReturned, returning));
  });

  test('comes back once under its id', () => {
    after(reserved, committed, paid, made(PaymentReturned, { ...returning, amount: 1 }))
      .when(returnPayment, returning, context)
      .refused('entry.said-once', {}, '/return');
  });
});

describe('what is left of a tranche', () => {
  const uplift = made(FundingAccepted, { ...tranche, tranche: 'uplift' });
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
  const act = { act: 'carry-forward', fund: thisYear, to: nextYear, amount: sum(40_000) };
  const open = new Map([[nextYear, stateAfter(openedAs(nextYear))]]);

  test('is less by what went back to the funder', () => {
    after(uplift, made(FundingReturned, returning))
      .when(returnFunding, { ...returning, return: 'y2', amount: 60_001 }, context)
      .refused('fund.only-unspent', { tranche: 'core', left: 60_000, amount: 60_001 }, '/amount');
  });

  test('is less by what was carried to the next year', () => {
    after(uplift, carried)
      .when(returnFunding, { ...returning, amount: 60_001 }, context)
      .refused('fund.only-unspent', { tranche: 'core', left: 60_000, amount: 60_001 }, '/amount');
  });

  test('goes back once under its id', () => {
    after(made(FundingReturned, returning))
      .when(returnFunding, { ...returning, amount: 1 }, context)
      .refused('entry.said-once', {}, '/return');
  });

  test('is carried with its theme', () => {
    const themed = made(FundingAccepted, { ...tranche, theme: 'Sexual violence' });
    past(openedAs(thisYear), themed)
      .when(carryForward, carrying, { ...under(act), funds: open })
      .then(made(FundingCarriedForward, { ...carried.data, theme: 'Sexual violence' }));
  });

  test('is carried to the next year and no later one, while that is open', () => {
    const later = 'BEDS-moj-victims-2028-29';
    const bothOpen = new Map([...open, [later, stateAfter(openedAs(later))] as const]);
    after()
      .when(carryForward, { ...carrying, to: later }, { ...under({ ...act, to: later }), funds: bothOpen })
      .refused('fund.carried-to-next-year', { next: nextYear, to: later, open: true }, '/to');
    const closed = new Map([[nextYear, stateAfter(openedAs(nextYear), made(FundClosed, { left: 0 }))]]);
    after()
      .when(carryForward, carrying, { ...under(act), funds: closed })
      .refused('fund.carried-to-next-year', { open: false }, '/to');
  });

  test('is carried to the year that the decision names, under an id that is used once', () => {
    after()
      .when(carryForward, carrying, { ...under({ ...act, to: 'BEDS-moj-victims-2028-29' }), funds: open })
      .refused('fund.moved-under-decision', { authorised: null }, '/decision');
    after(carried)
      .when(carryForward, { ...carrying, amount: 1 }, { ...under(act), funds: open })
      .refused('entry.said-once', {}, '/carry');
  });

  test('is asked of the year it goes to and the year it comes from', () => {
    expect(carryForward.needs(carried.data, fund.initial)).toEqual({
      decisions: [decision],
      funds: [nextYear],
    });
  });
});

describe('what the year before carried forward', () => {
  const carried = (carry: string, from = thisYear) =>
    made(FundingCarriedForward, {
      carry,
      tranche: 'core',
      to: nextYear,
      amount: 40_000,
      leave: { by: 'Ministry of Justice', reference: from, on: '2026-11-20' },
      decision,
      spendBy: '2027-09-30',
      conditions: ['only-victims'],
    });
  const bringing = (carry: string, from = thisYear) => ({
    tranche: `carried-${from.slice(-7)}--${carry}`,
    from,
    carry,
    amount: 40_000,
    conditions: ['only-victims'],
    decision,
    spendBy: '2027-09-30',
  });
  const brought = (carry: string, from = thisYear) => made(FundingBroughtForward, bringing(carry, from));
  const withLast = {
    ...context,
    funds: new Map([[thisYear, stateAfter(openedAs(thisYear), accepted, carried('k1'), carried('k2'))]]),
  };

  test('comes in part by part', () => {
    past(openedAs(nextYear), brought('k1')).when(bringForward, bringing('k2'), withLast).then(brought('k2'));
    past(openedAs(nextYear), made(FundingAccepted, tranche), brought('k1', lastYear))
      .when(bringForward, bringing('k1'), withLast)
      .then(brought('k1'));
  });

  test('comes in when the year before says so', () => {
    const nothing = { from: thisYear, carry: 'k3', amount: 40_000, carried: null, taken: false };
    past(openedAs(nextYear))
      .when(bringForward, bringing('k3'), withLast)
      .refused('fund.brought-forward-as-carried', nothing, '/carry');
    past(openedAs(nextYear))
      .when(bringForward, bringing('k3'), context)
      .refused('fund.brought-forward-as-carried', nothing, '/carry');
    expect(bringForward.needs(brought('k1').data, fund.initial)).toEqual({ funds: [thisYear] });
  });

  test('comes in once under its id', () => {
    past(openedAs(nextYear), brought('k1'))
      .when(bringForward, { ...bringing('k1'), amount: 1 }, withLast)
      .refused('entry.said-once', {}, '/tranche');
  });
});

describe('what is given up of a later year', () => {
  test('comes off what no budget covers', () => {
    const promised = made(FundsReservedForward, {
      ...reserving,
      fund: nextYear,
      stream: 'moj-victims',
      year: '2027-28',
    });
    const released = made(ReservationReleased, {
      release: 'l1',
      reservation: 'r1',
      amount: 10_000,
      reason: 'Awarded for less.',
    });
    expect(stateAfter(promised, released)).toMatchObject({ forward: 50_000, reserved: 0 });
    expect(stateAfter(promised, committed)).toMatchObject({ forward: 60_000, reserved: 0, committed: 0 });
  });
});

describe('what was covered of a promise, as whoever wrote it had it', () => {
  test('may be more than was forward: nothing is then covered of it again', () => {
    const tooMuch = made(ForwardCovered, { kind: 'reservation', line: 'r1', amount: 40_000 });
    const promised = made(FundsReserved, { ...reserving, amount: 30_000 });
    const more = { ...tranche, tranche: 'uplift', amount: 1 };
    given(...recorded<FundEvent>([openedAs(thisYear), promised, tooMuch]))
      .when(acceptFunding, more, under({ act: 'accept-funding', fund: thisYear, amount: sum(1) }))
      .then(made(FundingAccepted, more));
  });
});

describe('what is owed of a promise that is covered in part', () => {
  test('takes the covered part first', () => {
    const promised = made(FundsReservedForward, {
      ...reserving,
      fund: nextYear,
      stream: 'moj-victims',
      year: '2027-28',
    });
    const half = [
      promised,
      openedAs(nextYear),
      made(FundingAccepted, { ...tranche, amount: 30_000 }),
      made(ForwardCovered, { kind: 'reservation', line: 'r1', amount: 30_000 }),
    ];
    const owing = (amount: number) =>
      stateAfter(...half, made(FundsCommitted, { ...committed.data, amount }));
    expect(owing(20_000)).toMatchObject({ forward: 30_000, reserved: 10_000, committed: 20_000 });
    expect(owing(50_000)).toMatchObject({ forward: 30_000, reserved: 0, committed: 30_000 });
  });
});

describe('a year is not closed', () => {
  const explained = { explanation: 'To the general reserve.' };

  test('while as much is set aside as is owed', () => {
    after(reserved, made(FundsCommitted, { ...committed.data, amount: 30_000 }))
      .when(closeFund, explained, context)
      .refused('fund.closed-with-nothing-open', { reserved: 30_000, committed: 30_000, forward: 0 });
  });

  test('while something was promised that its budget does not cover', () => {
    const promised = made(FundsReservedForward, {
      reservation: 'r2',
      amount: 60_000,
      for: { commission: 'BEDS-2026-0008', line: 'a1' },
      fund: thisYear,
      stream: 'moj-victims',
      year: '2026-27',
    });
    past(promised, openedAs(thisYear), accepted, reserved)
      .when(closeFund, explained, context)
      .refused('fund.closed-with-nothing-open', { reserved: 60_000, committed: 0, forward: 60_000 });
  });
});

describe('what came to nothing', () => {
  test('is undone once under its id', () => {
    const undoing = {
      undoing: 'u1',
      commitment: 'c1',
      reservation: 'r1',
      amount: 50_000,
      reason: 'It fell.',
    };
    after(reserved, committed, made(CommitmentUndone, undoing))
      .when(undoCommitment, { ...undoing, amount: 1 }, context)
      .refused('entry.said-once', {}, '/undoing');
  });
});
