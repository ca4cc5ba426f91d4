import { CalendarDate, defineEvent, Line, LocalId, Pence } from '@commissioning/kernel';
import * as t from 'io-ts';

export const PaymentReturned = defineEvent({
  type: 'PaymentReturned',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Money that had been paid was recovered; it is in the budget again.',
  data: t.type({
    return: LocalId,
    payment: LocalId,
    amount: Pence,
    returnedOn: CalendarDate,
    reason: Line,
  }),
});

export const paymentEvents = [PaymentReturned] as const;
