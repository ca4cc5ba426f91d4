import {
  ActorId,
  atLeastOne,
  CalendarDate,
  defineEvent,
  type EventOf,
  Line,
  LocalId,
  Money,
  official,
  released,
  sensitive,
  struct,
  Text,
  correctable,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Kpi, PaidFrom, Rating } from '../../shapes';
import { disputeEvents } from './dispute-events';
import { learningEvents } from './learning-events';
import { BreachResolved } from './breach-events';
import { lifeEvents } from './life-events';
import { FinancialLine, KpiValue, ReturnKind } from './returned-content';
import { withholdingEvents } from './withholding-events';

/** A period for which a provider returns, both days included, and the day by which the return is due. */
export const ReturnPeriod = t.type(
  { id: LocalId, from: CalendarDate, to: CalendarDate, due: CalendarDate },
  'ReturnPeriod',
);
export type ReturnPeriod = t.TypeOf<typeof ReturnPeriod>;

export const KPIsAgreed = defineEvent({
  type: 'KPIsAgreed',
  aggregate: 'commission',
  phase: 'review',
  says: 'Measures and reporting periods were agreed with the provider.',
  data: t.type({ award: LocalId, kpis: atLeastOne(Kpi), periods: atLeastOne(ReturnPeriod) }),
});

export const InvoiceReceived = defineEvent({
  type: 'InvoiceReceived',
  aggregate: 'commission',
  phase: 'review',
  says: 'A valid invoice was received; it is to be paid or disputed within the days the law allows.',
  data: t.type({
    award: LocalId,
    invoice: LocalId,
    amount: official(Money),
    receivedOn: CalendarDate,
    number: official(Line),
  }),
});

export const PaymentApproved = defineEvent({
  type: 'PaymentApproved',
  aggregate: 'commission',
  phase: 'review',
  says: 'A payment under an agreement was approved.',
  data: struct(
    { award: LocalId, payment: LocalId, amount: Money, for: Line },
    { invoice: LocalId, period: LocalId },
  ),
});

const madePayment = {
  award: LocalId,
  payment: LocalId,
  amount: Money,
  paidOn: CalendarDate,
  from: PaidFrom,
};
/** The bank's or the ledger's own reference, by which the payment is found there. */
const paymentReference = { reference: correctable(official(Line)) };

export const PaymentMade = defineEvent({
  type: 'PaymentMade',
  aggregate: 'commission',
  phase: 'review',
  says: 'An approved payment was made.',
  /** The last day of the activity that is paid for; where it is not said, the activity is of the day of payment. */
  data: struct(madePayment, { ...paymentReference, deliveredUntil: CalendarDate }),
  earlier: [{ codec: struct(madePayment, paymentReference), upcast: (data) => data }],
});

export const KPIReturned = defineEvent({
  type: 'KPIReturned',
  aggregate: 'commission',
  phase: 'review',
  says: 'A provider returned its measures for a period and certified them.',
  data: struct(
    { award: LocalId, period: LocalId, values: atLeastOne(KpiValue), certifiedBy: ActorId },
    { innovation: sensitive(Text), horizon: sensitive(Text), userFeedback: sensitive(Text) },
  ),
});

export const FinancialReturned = defineEvent({
  type: 'FinancialReturned',
  aggregate: 'commission',
  phase: 'review',
  says: 'A provider returned its finances for a period and certified them.',
  data: t.type({
    award: LocalId,
    period: LocalId,
    lines: official(atLeastOne(FinancialLine)),
    certifiedBy: ActorId,
  }),
});

export const ReturnAccepted = defineEvent({
  type: 'ReturnAccepted',
  aggregate: 'commission',
  phase: 'review',
  says: 'A return was looked at and accepted.',
  data: t.type({ award: LocalId, period: LocalId, kind: ReturnKind }),
});

export const ReturnQueried = defineEvent({
  type: 'ReturnQueried',
  aggregate: 'commission',
  phase: 'review',
  says: 'A return was queried; the provider is to explain or return again.',
  data: t.type({ award: LocalId, period: LocalId, kind: ReturnKind, query: official(Text) }),
});

export const PerformanceReviewed = defineEvent({
  type: 'PerformanceReviewed',
  aggregate: 'commission',
  phase: 'review',
  says: 'A provider’s performance under an award was reviewed and rated.',
  data: t.type({
    award: LocalId,
    review: LocalId,
    rating: Rating,
    finding: official(Text),
    actions: t.readonlyArray(official(Text)),
  }),
});

export const InsightRecorded = defineEvent({
  type: 'InsightRecorded',
  aggregate: 'commission',
  phase: 'review',
  says: 'Something was learnt that the next commission has to answer.',
  data: t.type({ insight: LocalId, text: correctable(official(Text)) }),
});

/** What became of a commission. */
export const Outcome = t.keyof(
  { delivered: null, 'partly-delivered': null, 'not-delivered': null, 'no-award': null },
  'Outcome',
);

export const CommissionClosed = defineEvent({
  type: 'CommissionClosed',
  aggregate: 'commission',
  phase: 'review',
  says: 'The commission was closed, with its outcome and what was learnt.',
  data: t.type({
    outcome: Outcome,
    /** Public with what it sums up: a need that never became public is not told by its end. */
    summary: correctable(released(Text, 'SpecPublished', 'DecisionPublished', 'PriorAwardRecorded')),
    lessons: t.readonlyArray(correctable(official(Text))),
  }),
});

export const reviewEvents = [
  KPIsAgreed,
  InvoiceReceived,
  PaymentApproved,
  PaymentMade,
  KPIReturned,
  FinancialReturned,
  ReturnAccepted,
  ReturnQueried,
  PerformanceReviewed,
  ...lifeEvents,
  ...disputeEvents,
  BreachResolved,
  ...learningEvents,
  ...withholdingEvents,
  InsightRecorded,
  CommissionClosed,
] as const;
export type ReviewEvent = EventOf<(typeof reviewEvents)[number]>;
