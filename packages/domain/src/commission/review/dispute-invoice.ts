import { addDays, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { awardKnown, knownAward } from './agreements';
import { InvoiceDisputed } from './dispute-events';

export const invoiceKnown = rule({
  id: 'invoice.known',
  sentence: 'What is disputed or settled is an invoice that was received under the award.',
  strength: 'integrity',
  source: 'Design of the record',
});

const disputedInTime = rule({
  id: 'invoice.disputed-in-time',
  sentence:
    'An invoice is disputed within the days in which it would have to be paid, the day it came counting.',
  strength: 'law',
  source: 'Procurement Act 2023 s.68 and s.88; by policy for grants',
});

const disputedUnpaid = rule({
  id: 'invoice.disputed-before-paid',
  sentence:
    'An invoice on which a payment was approved is not disputed: what was paid comes back by a recovery.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Disputes an invoice. It is not paid until that is settled, and is not late meanwhile. */
export const disputeInvoice = commissionAction({
  name: 'dispute-invoice',
  says: 'Dispute an invoice, in time and for a reason.',
  command: InvoiceDisputed.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [awardKnown, invoiceKnown, entrySaidOnce, rulesAdopted, disputedInTime, disputedUnpaid],
  decide: (command, context) => (commission) =>
    pipe(
      E.Do,
      E.bind('award', () => knownAward(commission, command.award)),
      E.bind('invoice', ({ award }) =>
        present(award.invoices.get(command.invoice), invoiceKnown, { invoice: command.invoice }, '/invoice'),
      ),
      E.chain(({ award: { life, payments }, invoice: { invoice, receivedOn } }) =>
        saidOnce(life.disputes.get(invoice)?.raised, command, '/invoice', () =>
          pipe(
            rulesInForce(context),
            E.chain(({ paymentDays }) => {
              // The days begin with the day of receipt.
              const lastDay = addDays(receivedOn, paymentDays - 1);
              const approved = [...payments].filter(([, payment]) => payment.invoice === invoice);
              const facts = { receivedOn, lastDay, today: context.today };
              return allHold(
                check(context.today <= lastDay, disputedInTime, facts, '/invoice'),
                check(
                  approved.length === 0,
                  disputedUnpaid,
                  { payments: approved.map(([id]) => id) },
                  '/invoice',
                ),
              );
            }),
            E.map(() => [InvoiceDisputed.make(command)]),
          ),
        ),
      ),
    ),
});
