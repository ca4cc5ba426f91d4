import {
  CalendarDate,
  defineEvent,
  Line,
  LocalId,
  Money,
  official,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { PaidFrom } from '../../shapes';

export const InvoiceDisputed = defineEvent({
  type: 'InvoiceDisputed',
  aggregate: 'commission',
  phase: 'review',
  says: 'An invoice was disputed in time; it is not paid, and not late, until that is settled.',
  data: t.type({ award: LocalId, invoice: LocalId, reason: official(Text) }),
});

export const InvoiceDisputeSettled = defineEvent({
  type: 'InvoiceDisputeSettled',
  aggregate: 'commission',
  phase: 'review',
  says: 'It was settled how much of a disputed invoice is to be paid.',
  data: t.type({
    award: LocalId,
    invoice: LocalId,
    /** All of it, part of it or nothing. */
    payable: official(Money),
    settledOn: CalendarDate,
    how: official(Text),
  }),
});

/** `from` says into which allocations it went back, in pence, as the payment had come from them. */
export const PaymentRecovered = defineEvent({
  type: 'PaymentRecovered',
  aggregate: 'commission',
  phase: 'review',
  says: 'Money that had been paid came back, all or part of one payment.',
  data: struct(
    {
      award: LocalId,
      payment: LocalId,
      recovery: LocalId,
      amount: Money,
      recoveredOn: CalendarDate,
      reason: official(Text),
      from: PaidFrom,
    },
    { reference: correctable(official(Line)) },
  ),
});

export const disputeEvents = [InvoiceDisputed, InvoiceDisputeSettled, PaymentRecovered] as const;
