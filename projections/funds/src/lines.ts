import type { FundEvent } from '@commissioning/domain';
import {
  type CalendarDate,
  effectiveAt,
  type FundRef,
  type Happened,
  londonDateOf,
  type Pence,
  parseStreamName,
  sumPence,
} from '@commissioning/kernel';
import type { LineDocument, LineKind } from './documents';

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
    case 'FundsReserved':
    case 'ReservationReleased':
      return [{ kind: 'reservation', id: event.data.reservation }];
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
    case 'PriorFundingRecorded':
      return [];
  }
};

const dayOf = (event: Happened<FundEvent>): CalendarDate => londonDateOf(effectiveAt(event.metadata));

type New = Pick<LineDocument, 'kind' | 'id' | 'amount'> & Partial<LineDocument>;

const line = (event: Happened<FundEvent>, made: New): LineDocument => ({
  fund: fundOf(event),
  open: made.amount,
  theme: '',
  commission: null,
  allocation: null,
  award: null,
  from: null,
  decision: null,
  conditions: [],
  spendBy: null,
  on: dayOf(event),
  ...made,
});

const taken = (before: LineDocument | undefined, amount: Pence): LineDocument | undefined =>
  before && { ...before, open: (before.open - amount) as Pence };

const setAside = (before: LineDocument | undefined, amount: Pence): LineDocument | undefined =>
  before && { ...before, open: sumPence([before.open, amount]) };

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
    case 'FundsReserved': {
      const { reservation: id, amount, for: purpose } = event.data;
      const { commission, line: allocation, theme = '' } = purpose;
      return line(event, { kind: 'reservation', id, amount, theme, commission, allocation });
    }
    case 'ReservationReleased':
    case 'CommitmentReduced':
      return taken(before, event.data.amount);
    case 'FundsCommitted': {
      const { commitment: id, reservation, amount, for: purpose } = event.data;
      if (kind === 'reservation') return taken(before, amount);
      const { commission, line: allocation, award = null, theme = from?.theme ?? '' } = purpose;
      const about = { theme, commission, allocation, award, from: reservation };
      return line(event, { kind: 'commitment', id, amount, ...about });
    }
    case 'CommitmentUndone':
      return kind === 'commitment' ? taken(before, event.data.amount) : setAside(before, event.data.amount);
    case 'FundsPaid': {
      const { payment: id, commitment, amount, paidOn: on } = event.data;
      if (kind === 'commitment') return taken(before, amount);
      const { theme = '', commission = null, allocation = null, award = null } = from ?? {};
      const about = { theme, commission, allocation, award, from: commitment };
      return line(event, { kind: 'payment', id, amount, ...about, on });
    }
    case 'FundOpened':
    case 'PriorFundingRecorded':
      return before;
  }
};
