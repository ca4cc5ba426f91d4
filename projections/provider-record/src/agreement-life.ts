import { dayOf, commissionOf, remaining, sumPence } from '@commissioning/kernel';
import { change, type Effect } from '@commissioning/projecting';
import type { AwardDocument, InvoiceDocument, PaymentDocument } from './documents';
import type { Told } from './events';
import { key } from './keys';

type AboutAward = Told<
  'AwardDeclined' | 'AgreementVaried' | 'AgreementExtended' | 'AgreementTerminated' | 'BreachResolved'
>;

const awardAfter = (event: AboutAward, before: AwardDocument): AwardDocument => {
  switch (event.type) {
    case 'AwardDeclined': {
      const { cause, declinedOn: on } = event.data;
      return { ...before, cameToNothing: { cause, on } };
    }
    case 'AgreementVaried': {
      // What a variation does not name stays as it was changed last.
      const { amount, term } = event.data;
      return { ...before, ...(amount && { amount }), ...term };
    }
    case 'AgreementExtended': {
      const { amount, ends } = event.data;
      return { ...before, ...(amount && { amount }), ends };
    }
    case 'AgreementTerminated': {
      const { amount, lastDay, ground, by } = event.data;
      return { ...before, amount, ends: lastDay, ended: { ground, by, lastDay } };
    }
    case 'BreachResolved': {
      const { outcome, resolvedOn: on, amount = null } = event.data;
      return { ...before, breaches: [...before.breaches, { outcome, on, amount }] };
    }
  }
};

/** What became of an award before it was signed, or of its agreement since. */
export const befellAward = (event: AboutAward): Effect => ({
  reads: [],
  changes: [
    change<AwardDocument>(
      key('awards', commissionOf(event), event.data.award),
      (before) => before && awardAfter(event, before),
    ),
  ],
});

type AboutInvoice = Told<'InvoiceDisputed' | 'InvoiceDisputeSettled'>;

const invoiceAfter = (event: AboutInvoice, before: InvoiceDocument): InvoiceDocument => {
  switch (event.type) {
    case 'InvoiceDisputed':
      return { ...before, payable: null, dispute: { raisedOn: dayOf(event), settledOn: null } };
    case 'InvoiceDisputeSettled': {
      const { payable, settledOn } = event.data;
      return { ...before, payable, dispute: before.dispute && { ...before.dispute, settledOn } };
    }
  }
};

/** An invoice was disputed, or that was settled. */
export const inDispute = (event: AboutInvoice): Effect => {
  const { award, invoice } = event.data;
  return {
    reads: [],
    changes: [
      change<InvoiceDocument>(
        key('invoices', commissionOf(event), award, invoice),
        (before) => before && invoiceAfter(event, before),
      ),
    ],
  };
};

/** Money came back: what was paid is less by it, of the payment and of the award alike. */
export const isRecovered = (event: Told<'PaymentRecovered'>): Effect => {
  const commission = commissionOf(event);
  const { award, payment, amount } = event.data;
  return {
    reads: [],
    changes: [
      change<PaymentDocument>(
        key('payments', commission, award, payment),
        (before) =>
          before && {
            ...before,
            paid: remaining(before.paid, amount.pence),
            recovered: sumPence([before.recovered, amount.pence]),
          },
      ),
      change<AwardDocument>(
        key('awards', commission, award),
        (before) => before && { ...before, paid: remaining(before.paid, amount.pence) },
      ),
    ],
  };
};
