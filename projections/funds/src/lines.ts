import type { FundEvent } from '@commissioning/domain';
import {
  dayOf,
  type FundRef,
  type Happened,
  noPence,
  type Pence,
  parseStreamName,
} from '@commissioning/kernel';
import type { LineDocument, LineKind } from './documents';
import { committedOf, givenUp } from './forward';

/** The fund in whose stream an event stands. */
export const fundOf = (event: Happened<FundEvent>): FundRef =>
  (parseStreamName(event.stream)?.id ?? event.stream) as FundRef;

/** A line by its kind and its id within the fund. */
export interface LineName {
  readonly kind: LineKind;
  readonly id: string;
}

/** The lines that an event makes or takes from: the one it takes from first. */
export const linesOf = (event: Happened<FundEvent>): ReadonlyArray<LineName> => {
  switch (event.type) {
    case 'FundingAccepted':
      return [{ kind: 'tranche', id: event.data.tranche }];
    case 'FundingBroughtForward':
      return [{ kind: 'tranche', id: event.data.tranche }];
    case 'BudgetRevised':
      return [{ kind: 'revision', id: event.data.revision }];
    case 'FundsReserved':
    case 'FundsReservedForward':
    case 'ReservationReleased':
      return [{ kind: 'reservation', id: event.data.reservation }];
    case 'ForwardCovered':
      return [{ kind: event.data.kind, id: event.data.line }];
    case 'PaymentReturned':
      return [{ kind: 'payment', id: event.data.payment }];
    case 'FundingReturned':
      return [
        { kind: 'tranche', id: event.data.tranche },
        { kind: 'returned', id: event.data.return },
      ];
    case 'FundingCarriedForward':
      return [
        { kind: 'tranche', id: event.data.tranche },
        { kind: 'carried', id: event.data.carry },
      ];
    case 'FundsCommitted':
      return [
        { kind: 'reservation', id: event.data.reservation },
        { kind: 'commitment', id: event.data.commitment },
      ];
    case 'CommitmentReduced':
      return [{ kind: 'commitment', id: event.data.commitment }];
    case 'CommitmentUndone':
      return [
        { kind: 'commitment', id: event.data.commitment },
        { kind: 'reservation', id: event.data.reservation },
      ];
    case 'FundsPaid':
      return [
        { kind: 'commitment', id: event.data.commitment },
        { kind: 'payment', id: event.data.payment },
      ];
    case 'FundOpened':
    case 'FundClosed':
    case 'OverAllocationApproved':
    case 'FunderReturnSent':
    case 'PriorFundingRecorded':
    case 'EntryCorrected':
      return [];
  }
};

const none = 0 as LineDocument['open'];

type New = Pick<LineDocument, 'kind' | 'id' | 'amount'> & Partial<LineDocument>;

const line = (event: Happened<FundEvent>, made: New): LineDocument => ({
  fund: fundOf(event),
  open: made.amount as number as LineDocument['open'],
  forward: noPence,
  theme: '',
  commission: null,
  allocation: null,
  award: null,
  from: null,
  otherYear: null,
  decision: null,
  conditions: [],
  spendBy: null,
  on: dayOf(event),
  ...made,
});

const taken = (before: LineDocument | undefined, amount: Pence): LineDocument | undefined =>
  before && { ...before, open: (before.open - amount) as LineDocument['open'] };

/** A line with less of it covered, and less of it forward; or more, where that is below zero. */
const less = (before: LineDocument | undefined, covered: number, forward: number): LineDocument | undefined =>
  before && {
    ...before,
    open: (before.open - covered) as LineDocument['open'],
    forward: (before.forward - forward) as Pence,
  };

/**
 * A line after an event: made by it, or with less of it open. `from` is the line that the event takes from, as it was:
 * what nobody said of a commitment or payment it has from there.
 */
export const lineAfter = (
  event: Happened<FundEvent>,
  kind: LineKind,
  before: LineDocument | undefined,
  from: LineDocument | undefined,
): LineDocument | undefined => {
  switch (event.type) {
    case 'FundingAccepted': {
      const { tranche: id, amount, theme = '', decision, conditions, spendBy = null } = event.data;
      return line(event, { kind: 'tranche', id, amount, theme, decision, conditions, spendBy });
    }
    case 'FundingBroughtForward': {
      const {
        tranche: id,
        amount,
        theme = '',
        decision,
        conditions,
        spendBy = null,
        from: otherYear,
      } = event.data;
      const about = { theme, decision, conditions, spendBy, otherYear };
      return line(event, { kind: 'tranche', id, amount, ...about });
    }
    case 'BudgetRevised': {
      const { revision: id, change, amount, decision, theme = '' } = event.data;
      const open = (change === 'raise' ? amount : 0 - amount) as LineDocument['open'];
      return { ...line(event, { kind: 'revision', id, amount, decision, theme }), open };
    }
    case 'FundingReturned': {
      const { return: id, tranche, amount, returnedOn: on } = event.data;
      if (kind === 'tranche') return taken(before, amount);
      const { theme = '', conditions = [] } = from ?? {};
      return line(event, { kind: 'returned', id, amount, theme, conditions, from: tranche, on });
    }
    case 'FundingCarriedForward': {
      const { carry: id, tranche, amount, decision, conditions, spendBy = null, to: otherYear } = event.data;
      if (kind === 'tranche') return taken(before, amount);
      const about = { decision, conditions, spendBy, otherYear, theme: from?.theme ?? '' };
      return line(event, { kind: 'carried', id, amount, ...about, from: tranche });
    }
    case 'FundsReserved': {
      const { reservation: id, amount, for: purpose } = event.data;
      const { commission, line: allocation, theme = '' } = purpose;
      return line(event, { kind: 'reservation', id, amount, theme, commission, allocation });
    }
    case 'FundsReservedForward': {
      const { reservation: id, amount, for: purpose } = event.data;
      const { commission, line: allocation, theme = '' } = purpose;
      const about = { theme, commission, allocation };
      return { ...line(event, { kind: 'reservation', id, amount, ...about }), open: none, forward: amount };
    }
    case 'ForwardCovered':
      return less(before, 0 - event.data.amount, event.data.amount);
    case 'ReservationReleased':
    case 'CommitmentReduced': {
      const { covered, forward } = givenUp(before, event.data.amount);
      return less(before, covered, forward);
    }
    case 'PaymentReturned':
      return taken(before, event.data.amount);
    case 'FundsCommitted': {
      const { commitment: id, reservation, amount, for: purpose } = event.data;
      const { covered, forward } = committedOf(from, amount);
      if (kind === 'reservation') return less(before, covered, forward);
      const { commission, line: allocation, award = null, theme = from?.theme ?? '' } = purpose;
      const about = { theme, commission, allocation, award, from: reservation };
      const made = line(event, { kind: 'commitment', id, amount, ...about });
      return { ...made, open: covered as LineDocument['open'], forward: forward as Pence };
    }
    case 'CommitmentUndone': {
      const { covered, forward } = givenUp(from, event.data.amount);
      return kind === 'commitment' ? less(before, covered, forward) : less(before, 0 - covered, 0 - forward);
    }
    case 'FundsPaid': {
      const { payment: id, commitment, amount, paidOn: on } = event.data;
      if (kind === 'commitment') return taken(before, amount);
      const { theme = '', commission = null, allocation = null, award = null } = from ?? {};
      const about = { theme, commission, allocation, award, from: commitment };
      return line(event, { kind: 'payment', id, amount, ...about, on });
    }
    case 'FundOpened':
    case 'FundClosed':
    case 'OverAllocationApproved':
    case 'FunderReturnSent':
    case 'PriorFundingRecorded':
    case 'EntryCorrected':
      return before;
  }
};
