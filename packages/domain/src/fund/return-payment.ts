import { remaining, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check, present } from '../checks';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { movement } from './action';
import { PaymentReturned } from './events';
import { returnedOfPayment } from './state';

const paymentKnown = rule({
  id: 'fund.payment-known',
  sentence: 'Money comes back from a payment of this fund.',
  strength: 'integrity',
  source: 'Design of the record',
});

const withinPayment = rule({
  id: 'fund.within-payment',
  sentence: 'No more comes back from a payment than was paid, nor before it was paid.',
  strength: 'integrity',
  source: 'Financial regulations: recovery of overpayments',
});

type ReturnPayment = t.TypeOf<typeof PaymentReturned.codec>;

/** Takes money recovered from a provider back into the budget; also after the year was closed, for it may come late. */
export const returnPayment = movement<ReturnPayment>({
  name: 'return-payment',
  says: 'Take money recovered of a payment back into the budget.',
  command: PaymentReturned.codec,
  roles: ['finance', 'system'],
  afterClosing: true,
  rules: [paymentKnown, withinPayment, datesNotInTheFuture],
  entry: (command, fund) => ({ field: '/return', before: fund.paymentReturns.get(command.return) }),
  decide: (command, context) => (fund) => {
    const { payment, amount, returnedOn } = command;
    return pipe(
      present(fund.payments.get(payment), paymentKnown, { payment }, '/payment'),
      E.chain((paid) => {
        const left = remaining(paid.amount, returnedOfPayment(fund, payment));
        return allHold(
          check(amount <= left, withinPayment, { payment, amount, left }, '/amount'),
          check(
            returnedOn >= paid.paidOn,
            withinPayment,
            { payment, paidOn: paid.paidOn, returnedOn },
            '/returnedOn',
          ),
          notInTheFuture(context, returnedOn, '/returnedOn'),
        );
      }),
      E.map(() => [PaymentReturned.make(command)]),
    );
  },
});
