import {
  CalendarDate,
  DecisionRef,
  defineEvent,
  type EventOf,
  FinancialYear,
  FundRef,
  Line,
  LocalId,
  official,
  Pence,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import type { CorrectionEvent } from '../corrections/events';
import { budgetEvents } from './budget-events';
import { forwardEvents } from './forward-events';
import { paymentEvents } from './payment-events';
import { Purpose } from './purpose';
import { yearEndEvents } from './year-end-events';
import { SourceDecidedOn, SourceDecision } from '../shapes-of-source';

export * from './budget-events';
export * from './forward-events';
export * from './payment-events';
export * from './year-end-events';

export const FundOpened = defineEvent({
  type: 'FundOpened',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A funding stream was opened for one financial year.',
  data: struct(
    {
      fund: FundRef,
      stream: LocalId,
      name: Line,
      year: FinancialYear,
      funder: Line,
      themes: t.readonlyArray(Line),
    },
    { costCode: correctable(Line) },
  ),
});

export const FundingAccepted = defineEvent({
  type: 'FundingAccepted',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A tranche of funding was accepted, with its conditions; it adds to the budget.',
  data: struct(
    { tranche: LocalId, amount: Pence, conditions: t.readonlyArray(LocalId), decision: DecisionRef },
    { spendBy: CalendarDate, theme: Line },
  ),
});

/** History brought in: what is known of funding received before this record began; never a budget. */
export const PriorFundingRecorded = defineEvent({
  type: 'PriorFundingRecorded',
  aggregate: 'fund',
  phase: 'history',
  says: 'Funding received before this record began was noted, with its source; what is unknown stays unknown.',
  data: struct(
    {
      id: LocalId,
      fund: FundRef,
      stream: Line,
      year: FinancialYear,
      title: correctable(Line),
      funder: Line,
      source: t.type({ id: Line, url: Line, read: CalendarDate }),
    },
    {
      amount: Pence,
      decision: SourceDecision,
      decidedOn: SourceDecidedOn,
      spendBy: CalendarDate,
      note: correctable(Text),
    },
  ),
});

export const FundsReserved = defineEvent({
  type: 'FundsReserved',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money was set aside for a commission.',
  data: t.type({ reservation: LocalId, amount: official(Pence), for: Purpose }),
});

export const ReservationReleased = defineEvent({
  type: 'ReservationReleased',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money set aside and not committed went back to the fund.',
  data: t.type({ release: LocalId, reservation: LocalId, amount: official(Pence), reason: Line }),
});

export const FundsCommitted = defineEvent({
  type: 'FundsCommitted',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money set aside became owed to a provider under an award.',
  data: t.type({
    commitment: official(LocalId),
    reservation: LocalId,
    amount: official(Pence),
    for: Purpose,
  }),
});

export const CommitmentReduced = defineEvent({
  type: 'CommitmentReduced',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Less is owed than was committed.',
  data: t.type({
    reduction: official(LocalId),
    commitment: official(LocalId),
    amount: official(Pence),
    reason: Line,
  }),
});

export const CommitmentUndone = defineEvent({
  type: 'CommitmentUndone',
  aggregate: 'fund',
  phase: 'fund',
  says: 'What was committed to an award that came to nothing is set aside again for its commission.',
  data: t.type({
    undoing: official(LocalId),
    commitment: official(LocalId),
    /** The reservation that it was committed from. */
    reservation: LocalId,
    amount: official(Pence),
    reason: Line,
  }),
});

const firstFundsPaid = {
  payment: LocalId,
  commitment: official(LocalId),
  amount: Pence,
  paidOn: CalendarDate,
};

export const FundsPaid = defineEvent({
  type: 'FundsPaid',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Part of a commitment was paid; it is owed no longer.',
  /** The last day of the activity that is paid for; where it is not said, the activity is of the day of payment. */
  data: struct(firstFundsPaid, { deliveredUntil: CalendarDate }),
  earlier: [{ codec: t.type(firstFundsPaid), upcast: (data) => data }],
});

export const fundEvents = [
  FundOpened,
  FundingAccepted,
  PriorFundingRecorded,
  FundsReserved,
  ReservationReleased,
  FundsCommitted,
  CommitmentReduced,
  CommitmentUndone,
  FundsPaid,
  ...budgetEvents,
  ...forwardEvents,
  ...paymentEvents,
  ...yearEndEvents,
] as const;
export type FundEvent = EventOf<(typeof fundEvents)[number]> | CorrectionEvent;
