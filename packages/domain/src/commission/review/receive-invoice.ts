import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { agreementLive, awardKnown, underAgreement } from './agreements';
import { InvoiceReceived } from './events';

const invoiceOnce = rule({
  id: 'invoice.once',
  sentence: 'An invoice number is received once under an award, for more than nothing.',
  strength: 'integrity',
  source: 'Nothing is paid twice',
});

const onItsBasis = rule({
  id: 'invoice.vat-basis',
  sentence: 'An invoice states its sum with VAT in it or not as its agreement does.',
  strength: 'integrity',
  source: 'Sums on different bases are never compared: what is paid is held against both',
});

/** Notes a valid invoice; from the day of receipt the days begin in which it is paid or disputed. */
export const receiveInvoice = commissionAction({
  name: 'receive-invoice',
  says: 'Note a valid invoice that was received.',
  command: InvoiceReceived.codec,
  roles: ['finance', 'commissioning-officer', 'provider'],
  rules: [awardKnown, agreementLive, entrySaidOnce, invoiceOnce, onItsBasis, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    pipe(
      underAgreement(commission, command.award),
      E.chain(({ award: { invoices }, amount: agreed }) =>
        saidOnce(invoices.get(command.invoice), command, '/invoice', () => {
          const { number, amount, receivedOn } = command;
          const same = [...invoices.values()].find((invoice) => invoice.number === number);
          return pipe(
            allHold(
              check(same === undefined, invoiceOnce, { number, invoice: same?.invoice ?? null }, '/number'),
              check(amount.pence > 0, invoiceOnce, { amount: amount.pence }, '/amount'),
              // What an award brought in comes to is not known before its agreement is signed here.
              check(
                agreed === undefined || amount.vat === agreed.vat,
                onItsBasis,
                { vat: amount.vat, agreed: agreed?.vat ?? null },
                '/amount/vat',
              ),
              notInTheFuture(context, receivedOn, '/receivedOn'),
            ),
            E.map(() => [InvoiceReceived.make(command)]),
          );
        }),
      ),
    ),
});
