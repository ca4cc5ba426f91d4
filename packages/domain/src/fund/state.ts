import {
  type Aggregate,
  assertNever,
  type EventOf,
  type Happened,
  noPence,
  type Pence,
  remaining,
  sumPence,
} from '@commissioning/kernel';
import { updated, withEntry } from '../collections';
import type {
  CommitmentReduced,
  CommitmentUndone,
  FundEvent,
  FundingAccepted,
  FundOpened,
  FundsCommitted,
  FundsPaid,
  FundsReserved,
  PriorFundingRecorded,
  ReservationReleased,
} from './events';

/** Money set aside for a commission; what was committed or released of it is no longer set aside. */
export interface Reservation {
  readonly made: EventOf<typeof FundsReserved>['data'];
  readonly committed: Pence;
  readonly released: Pence;
}

/** Money owed under an award; what was paid of it is owed no longer. */
export interface Commitment {
  readonly made: EventOf<typeof FundsCommitted>['data'];
  readonly reduced: Pence;
  readonly paid: Pence;
}

/** One funding stream in one financial year, in pence. */
export interface FundState {
  readonly opened: EventOf<typeof FundOpened>['data'] | undefined;
  readonly tranches: ReadonlyMap<string, EventOf<typeof FundingAccepted>['data']>;
  readonly reservations: ReadonlyMap<string, Reservation>;
  readonly releases: ReadonlyMap<string, EventOf<typeof ReservationReleased>['data']>;
  readonly commitments: ReadonlyMap<string, Commitment>;
  readonly reductions: ReadonlyMap<string, EventOf<typeof CommitmentReduced>['data']>;
  readonly undoings: ReadonlyMap<string, EventOf<typeof CommitmentUndone>['data']>;
  readonly payments: ReadonlyMap<string, EventOf<typeof FundsPaid>['data']>;
  readonly prior: ReadonlyMap<string, EventOf<typeof PriorFundingRecorded>['data']>;
  readonly budget: Pence;
  readonly reserved: Pence;
  readonly committed: Pence;
  readonly paid: Pence;
}

const noFund: FundState = {
  opened: undefined,
  tranches: new Map(),
  reservations: new Map(),
  releases: new Map(),
  commitments: new Map(),
  reductions: new Map(),
  undoings: new Map(),
  payments: new Map(),
  prior: new Map(),
  budget: noPence,
  reserved: noPence,
  committed: noPence,
  paid: noPence,
};

const plus = (one: Pence, other: Pence): Pence => sumPence([one, other]);
const minus = (one: Pence, other: Pence): Pence => (one - other) as Pence;

/** What may still be reserved: the budget less what is reserved, committed and paid. */
export const available = (fund: FundState): Pence =>
  remaining(fund.budget, sumPence([fund.reserved, fund.committed, fund.paid]));

/** What is still set aside of a reservation: neither committed nor released. */
export const leftOfReservation = ({ made, committed, released }: Reservation): Pence =>
  remaining(made.amount, plus(committed, released));

/** What is still owed of a commitment: neither paid nor taken off it. */
export const leftOfCommitment = ({ made, reduced, paid }: Commitment): Pence =>
  remaining(made.amount, plus(reduced, paid));

const evolve = (state: FundState, event: Happened<FundEvent>): FundState => {
  switch (event.type) {
    case 'FundOpened':
      return { ...state, opened: event.data };
    case 'FundingAccepted': {
      const { tranche, amount } = event.data;
      return {
        ...state,
        tranches: withEntry(state.tranches, tranche as string, event.data),
        budget: plus(state.budget, amount),
      };
    }
    case 'PriorFundingRecorded':
      return { ...state, prior: withEntry(state.prior, event.data.id as string, event.data) };
    case 'FundsReserved': {
      const { reservation, amount } = event.data;
      const reserved = { made: event.data, committed: noPence, released: noPence };
      return {
        ...state,
        reservations: withEntry(state.reservations, reservation as string, reserved),
        reserved: plus(state.reserved, amount),
      };
    }
    case 'ReservationReleased': {
      const { release, reservation, amount } = event.data;
      const less = (before: Reservation): Reservation => ({
        ...before,
        released: plus(before.released, amount),
      });
      return {
        ...state,
        reservations: updated(state.reservations, reservation as string, less),
        releases: withEntry(state.releases, release as string, event.data),
        reserved: minus(state.reserved, amount),
      };
    }
    case 'FundsCommitted': {
      const { commitment, reservation, amount } = event.data;
      const less = (before: Reservation): Reservation => ({
        ...before,
        committed: plus(before.committed, amount),
      });
      const made = { made: event.data, reduced: noPence, paid: noPence };
      return {
        ...state,
        reservations: updated(state.reservations, reservation as string, less),
        commitments: withEntry(state.commitments, commitment as string, made),
        reserved: minus(state.reserved, amount),
        committed: plus(state.committed, amount),
      };
    }
    case 'CommitmentReduced': {
      const { reduction, commitment, amount } = event.data;
      const less = (before: Commitment): Commitment => ({ ...before, reduced: plus(before.reduced, amount) });
      return {
        ...state,
        commitments: updated(state.commitments, commitment as string, less),
        reductions: withEntry(state.reductions, reduction as string, event.data),
        committed: minus(state.committed, amount),
      };
    }
    case 'CommitmentUndone': {
      const { undoing, commitment, reservation, amount } = event.data;
      const owed = (before: Commitment): Commitment => ({ ...before, reduced: plus(before.reduced, amount) });
      const setAside = (before: Reservation): Reservation => ({
        ...before,
        committed: minus(before.committed, amount),
      });
      return {
        ...state,
        commitments: updated(state.commitments, commitment as string, owed),
        reservations: updated(state.reservations, reservation as string, setAside),
        undoings: withEntry(state.undoings, undoing as string, event.data),
        committed: minus(state.committed, amount),
        reserved: plus(state.reserved, amount),
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
    default:
      return assertNever(event);
  }
};

/** A fund: budget from accepted tranches; reserved, committed and paid, each pound in one place at a time. */
export const fund: Aggregate<FundState, FundEvent> = { kind: 'fund', initial: noFund, evolve };
