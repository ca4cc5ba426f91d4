import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { awardKnown, knownAward } from './agreements';
import { InvoiceDisputeSettled } from './dispute-events';
import { invoiceKnown } from './dispute-invoice';

const disputeRaised = rule({
  id: 'invoice.dispute-raised',
  sentence: 'What is settled is a dispute that was raised.',
  strength: 'integrity',
  source: 'Design of the record',
});

const settledWithinInvoice = rule({
  id: 'invoice.settled-within-it',
  sentence:
    'A settled invoice is paid in full, in part or not at all: never beyond what it asks, nor on another VAT basis.',
  strength: 'integrity',
  source: 'Nothing is paid twice',
});

/** Settles a disputed invoice: how much of it is to be paid, which may be nothing. */
export const settleInvoiceDispute = commissionAction({
  name: 'settle-invoice-dispute',
  says: 'Settle how much of a disputed invoice is to be paid.',
  command: InvoiceDisputeSettled.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [awardKnown, invoiceKnown, disputeRaised, entrySaidOnce, settledWithinInvoice, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    pipe(
      E.Do,
      E.bind('award', () => knownAward(commission, command.award)),
      E.bind('invoice', ({ award }) =>
        present(award.invoices.get(command.invoice), invoiceKnown, { invoice: command.invoice }, '/invoice'),
      ),
      E.bind('dispute', ({ award }) =>
        present(
          award.life.disputes.get(command.invoice),
          disputeRaised,
          { invoice: command.invoice },
          '/invoice',
        ),
      ),
      E.chain(({ invoice: { amount }, dispute }) =>
        saidOnce(dispute.settled, command, '/invoice', () => {
          const { payable, settledOn } = command;
          return pipe(
            allHold(
              check(
                payable.pence <= amount.pence && payable.vat === amount.vat,
                settledWithinInvoice,
                { payable, asked: amount },
                '/payable',
              ),
              notInTheFuture(context, settledOn, '/settledOn'),
            ),
            E.map(() => [InvoiceDisputeSettled.make(command)]),
          );
        }),
      ),
    ),
});
