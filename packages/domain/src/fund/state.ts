import {
  type Aggregate,
  assertNever,
  type DecisionRef,
  type EventOf,
  type LocalId,
  noPence,
  type Pence,
  remaining,
} from '@commissioning/kernel';
import { updated, withEntry } from '../collections';
import { correcting, type Corrigible, type Entry, nothingToCorrect } from '../corrections/corrigible';
import {
  type BudgetRevised,
  type CommitmentReduced,
  type CommitmentUndone,
  type FundClosed,
  type FunderReturnSent,
  type FundEvent,
  fundEvents,
  type FundingAccepted,
  type FundingBroughtForward,
  type FundingCarriedForward,
  type FundingReturned,
  type FundOpened,
  type FundsCommitted,
  type FundsPaid,
  type FundsReserved,
  type FundsReservedForward,
  type OverAllocationApproved,
  type PaymentReturned,
  type PriorFundingRecorded,
  type ReservationReleased,
} from './events';
import { tally } from '../totals';

type Of<Definition> = EventOf<Definition>['data'];
type Entries<Definition> = ReadonlyMap<string, Of<Definition>>;

/**
 * A sum of funding with its conditions, accepted here or brought forward from the year before; what went back to the
 * funder or on to the next year is no longer in it.
 */
export interface Tranche {
  readonly made: Of<typeof FundingAccepted> | Of<typeof FundingBroughtForward>;
  readonly returned: Pence;
  readonly carried: Pence;
}

/**
 * Money set aside for a commission; what was committed or released of it is no longer set aside. `forward` is how much
 * of what is left was promised before the year was opened and is not covered by its budget yet.
 */
export interface Reservation {
  readonly made: Of<typeof FundsReserved>;
  readonly committed: Pence;
  readonly released: Pence;
  readonly forward: Pence;
}

/** Money owed under an award; what was paid of it is owed no longer. `forward` is as in a reservation. */
export interface Commitment {
  readonly made: Of<typeof FundsCommitted>;
  readonly reduced: Pence;
  readonly paid: Pence;
  readonly forward: Pence;
}

/** One funding stream in one financial year, in pence. */
export interface FundState extends Corrigible {
  /** The year as it was promised from before it was opened; undefined where nothing was. */
  readonly promisedFrom: Of<typeof FundsReservedForward> | undefined;
  readonly opened: Of<typeof FundOpened> | undefined;
  readonly closed: Of<typeof FundClosed> | undefined;
  readonly tranches: ReadonlyMap<string, Tranche>;
  readonly revisions: Entries<typeof BudgetRevised>;
  readonly overAllocations: Entries<typeof OverAllocationApproved>;
  readonly reservations: ReadonlyMap<string, Reservation>;
  readonly releases: Entries<typeof ReservationReleased>;
  readonly commitments: ReadonlyMap<string, Commitment>;
  readonly reductions: Entries<typeof CommitmentReduced>;
  readonly undoings: Entries<typeof CommitmentUndone>;
  readonly payments: Entries<typeof FundsPaid>;
  readonly paymentReturns: Entries<typeof PaymentReturned>;
  readonly fundingReturns: Entries<typeof FundingReturned>;
  readonly carried: Entries<typeof FundingCarriedForward>;
  readonly funderReturns: Entries<typeof FunderReturnSent>;
  readonly prior: Entries<typeof PriorFundingRecorded>;
  /** Tranches as they are now, and revisions. */
  readonly budget: Pence;
  readonly reserved: Pence;
  readonly committed: Pence;
  readonly paid: Pence;
  /** Promised before the year was opened and not covered by its budget: neither reserved nor committed yet. */
  readonly forward: Pence;
}

const noFund: FundState = {
  ...nothingToCorrect,
  promisedFrom: undefined,
  opened: undefined,
  closed: undefined,
  tranches: new Map(),
  revisions: new Map(),
  overAllocations: new Map(),
  reservations: new Map(),
  releases: new Map(),
  commitments: new Map(),
  reductions: new Map(),
  undoings: new Map(),
  payments: new Map(),
  paymentReturns: new Map(),
  fundingReturns: new Map(),
  carried: new Map(),
  funderReturns: new Map(),
  prior: new Map(),
  budget: noPence,
  reserved: noPence,
  committed: noPence,
  paid: noPence,
  forward: noPence,
};

const plus = (one: Pence, other: Pence): Pence => tally([one, other]);
const minus = (one: Pence, other: Pence): Pence => (one - other) as Pence;
const least = (one: Pence, other: Pence): Pence => Math.min(one, other) as Pence;

/** What of the budget is neither reserved nor committed nor paid. */
export const available = (fund: FundState): Pence =>
  remaining(fund.budget, tally([fund.reserved, fund.committed, fund.paid]));

/** What is still in a tranche: neither back with the funder nor carried to the next year. */
export const leftOfTranche = ({ made, returned, carried }: Tranche): Pence =>
  remaining(made.amount, plus(returned, carried));

/** What is still set aside of a reservation, forward or not: neither committed nor released. */
export const leftOfReservation = ({ made, committed, released }: Reservation): Pence =>
  remaining(made.amount, plus(committed, released));

/** What is still owed of a commitment, forward or not: neither paid nor taken off it. */
export const leftOfCommitment = ({ made, reduced, paid }: Commitment): Pence =>
  remaining(made.amount, plus(reduced, paid));

/** What was recovered of a payment. */
export const returnedOfPayment = (fund: FundState, payment: LocalId): Pence =>
  tally(
    [...fund.paymentReturns.values()].filter((each) => each.payment === payment).map(({ amount }) => amount),
  );

/** What entries that cite a decision have moved under it, in pence. */
export const movedUnder = (
  entries: Iterable<{ readonly decision: DecisionRef; readonly amount: Pence }>,
  decision: DecisionRef,
): Pence => tally([...entries].filter((entry) => entry.decision === decision).map(({ amount }) => amount));

type Line = Pick<Reservation, 'forward'>;

/** Of a sum that is given up, what comes from the part that no budget covers: that part goes first. */
const forwardGivenUp = (line: Line | undefined, amount: Pence): Pence =>
  least(amount, line?.forward ?? noPence);

/** Of a sum that is committed, what no budget covers: the covered part of what is left goes first. */
const forwardCommitted = (line: Line | undefined, left: Pence, amount: Pence): Pence =>
  remaining(amount, remaining(left, line?.forward ?? noPence));

const withTranche = (state: FundState, made: Tranche['made']): FundState => ({
  ...state,
  tranches: withEntry(state.tranches, made.tranche as string, {
    made,
    returned: noPence,
    carried: noPence,
  }),
  budget: plus(state.budget, made.amount),
});

const withReservation = (state: FundState, made: Of<typeof FundsReserved>, forward: Pence): FundState => ({
  ...state,
  reservations: withEntry(state.reservations, made.reservation as string, {
    made,
    committed: noPence,
    released: noPence,
    forward,
  }),
  reserved: plus(state.reserved, minus(made.amount, forward)),
  forward: plus(state.forward, forward),
});

const covered = (state: FundState, kind: 'reservation' | 'commitment', line: string, amount: Pence) => {
  const less = <L extends Line>(before: L): L => ({ ...before, forward: minus(before.forward, amount) });
  const forward = minus(state.forward, amount);
  return kind === 'reservation'
    ? {
        ...state,
        forward,
        reserved: plus(state.reserved, amount),
        reservations: updated(state.reservations, line, less),
      }
    : {
        ...state,
        forward,
        committed: plus(state.committed, amount),
        commitments: updated(state.commitments, line, less),
      };
};

/** A fund after an event. Needs nothing of it but what it says, so that a decider may look one event ahead. */
export const fundAfter = (state: FundState, event: FundEvent): FundState => {
  switch (event.type) {
    case 'FundOpened':
      return { ...state, opened: event.data };
    case 'FundClosed':
      return { ...state, closed: event.data };
    case 'FundingAccepted':
    case 'FundingBroughtForward':
      return withTranche(state, event.data);
    case 'BudgetRevised': {
      const { revision, change, amount } = event.data;
      const revise = change === 'raise' ? plus : minus;
      return {
        ...state,
        revisions: withEntry(state.revisions, revision as string, event.data),
        budget: revise(state.budget, amount),
      };
    }
    case 'OverAllocationApproved':
      return {
        ...state,
        overAllocations: withEntry(state.overAllocations, event.data.approval as string, event.data),
      };
    case 'PriorFundingRecorded':
      return { ...state, prior: withEntry(state.prior, event.data.id as string, event.data) };
    case 'FundsReserved':
      return withReservation(state, event.data, noPence);
    case 'FundsReservedForward': {
      const { reservation, amount, for: purpose } = event.data;
      const made = { reservation, amount, for: purpose };
      return { ...withReservation(state, made, amount), promisedFrom: event.data };
    }
    case 'ForwardCovered':
      return covered(state, event.data.kind, event.data.line, event.data.amount);
    case 'ReservationReleased': {
      const { release, reservation, amount } = event.data;
      const forward = forwardGivenUp(state.reservations.get(reservation), amount);
      const less = (before: Reservation): Reservation => ({
        ...before,
        released: plus(before.released, amount),
        forward: minus(before.forward, forward),
      });
      return {
        ...state,
        reservations: updated(state.reservations, reservation as string, less),
        releases: withEntry(state.releases, release as string, event.data),
        reserved: minus(state.reserved, minus(amount, forward)),
        forward: minus(state.forward, forward),
      };
    }
    case 'FundsCommitted': {
      const { commitment, reservation, amount } = event.data;
      const from = state.reservations.get(reservation);
      const left = from === undefined ? amount : leftOfReservation(from);
      const forward = forwardCommitted(from, left, amount);
      const less = (before: Reservation): Reservation => ({
        ...before,
        committed: plus(before.committed, amount),
        forward: minus(before.forward, forward),
      });
      const made = { made: event.data, reduced: noPence, paid: noPence, forward };
      return {
        ...state,
        reservations: updated(state.reservations, reservation as string, less),
        commitments: withEntry(state.commitments, commitment as string, made),
        reserved: minus(state.reserved, minus(amount, forward)),
        committed: plus(state.committed, minus(amount, forward)),
      };
    }
    case 'CommitmentReduced': {
      const { reduction, commitment, amount } = event.data;
      const forward = forwardGivenUp(state.commitments.get(commitment), amount);
      const less = (before: Commitment): Commitment => ({
        ...before,
        reduced: plus(before.reduced, amount),
        forward: minus(before.forward, forward),
      });
      return {
        ...state,
        commitments: updated(state.commitments, commitment as string, less),
        reductions: withEntry(state.reductions, reduction as string, event.data),
        committed: minus(state.committed, minus(amount, forward)),
        forward: minus(state.forward, forward),
      };
    }
    case 'CommitmentUndone': {
      const { undoing, commitment, reservation, amount } = event.data;
      const forward = forwardGivenUp(state.commitments.get(commitment), amount);
      const owed = (before: Commitment): Commitment => ({
        ...before,
        reduced: plus(before.reduced, amount),
        forward: minus(before.forward, forward),
      });
      const setAside = (before: Reservation): Reservation => ({
        ...before,
        committed: minus(before.committed, amount),
        forward: plus(before.forward, forward),
      });
      return {
        ...state,
        commitments: updated(state.commitments, commitment as string, owed),
        reservations: updated(state.reservations, reservation as string, setAside),
        undoings: withEntry(state.undoings, undoing as string, event.data),
        committed: minus(state.committed, minus(amount, forward)),
        reserved: plus(state.reserved, minus(amount, forward)),
      };
    }
    case 'FundsPaid': {
      const { payment, commitment, amount } = event.data;
      const less = (before: Commitment): Commitment => ({ ...before, paid: plus(before.paid, amount) });
      return {
        ...state,
        commitments: updated(state.commitments, commitment as string, less),
        payments: withEntry(state.payments, payment as string, event.data),
        committed: minus(state.committed, amount),
        paid: plus(state.paid, amount),
      };
    }
    case 'PaymentReturned': {
      const { return: id, amount } = event.data;
      return {
        ...state,
        paymentReturns: withEntry(state.paymentReturns, id as string, event.data),
        paid: remaining(state.paid, amount),
      };
    }
    case 'FundingReturned': {
      const { return: id, tranche, amount } = event.data;
      const less = (before: Tranche): Tranche => ({ ...before, returned: plus(before.returned, amount) });
      return {
        ...state,
        tranches: updated(state.tranches, tranche as string, less),
        fundingReturns: withEntry(state.fundingReturns, id as string, event.data),
        budget: minus(state.budget, amount),
      };
    }
    case 'FundingCarriedForward': {
      const { carry, tranche, amount } = event.data;
      const less = (before: Tranche): Tranche => ({ ...before, carried: plus(before.carried, amount) });
      return {
        ...state,
        tranches: updated(state.tranches, tranche as string, less),
        carried: withEntry(state.carried, carry as string, event.data),
        budget: minus(state.budget, amount),
      };
    }
    case 'FunderReturnSent': {
      const { return: id } = event.data;
      return { ...state, funderReturns: withEntry(state.funderReturns, id as string, event.data) };
    }
    // Entries are put right around this, by the aggregate.
    case 'EntryCorrected':
      return state;
    default:
      return assertNever(event);
  }
};

/** A fund in which an entry says what it says after a correction. */
const entryStands = (state: FundState, { type, data }: Entry): FundState => {
  if (type === 'FundOpened') return { ...state, opened: data as Of<typeof FundOpened> };
  const prior = data as Of<typeof PriorFundingRecorded>;
  return { ...state, prior: withEntry(state.prior, prior.id as string, prior) };
};

/** A fund: budget from accepted tranches; reserved, committed and paid, each pound in one place at a time. */
export const fund: Aggregate<FundState, FundEvent> = correcting(
  { kind: 'fund', initial: noFund, evolve: fundAfter },
  fundEvents,
  entryStands,
);
