import { correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import { dayOf, commissionOf, noPence, sumPence } from '@commissioning/kernel';
import { change, type DocumentKey, type Effect, found, type Lookup } from '@commissioning/projecting';
import type { AwardDocument, InvoiceDocument, PaymentDocument } from './documents';
import type { Told } from './events';
import { key } from './keys';

/** An award to a provider. */
export const isAwarded = (event: Told<'GrantAwarded' | 'ContractAwarded'>): Effect => {
  const commission = commissionOf(event);
  const { award, title, recipient, amount, term, decision } = event.data;
  return {
    reads: [],
    changes: [
      change<AwardDocument>(key('awards', commission, award), () => ({
        provider: recipient.provider,
        commission,
        award,
        title,
        instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
        amount,
        ...term,
        decision,
        awardedOn: dayOf(event),
        signedOn: null,
        cameToNothing: null,
        ended: null,
        breaches: [],
        paid: noPence,
        origin: 'here',
      })),
    ],
  };
};

/** The title of an award brought in is put right. */
export const isPutRight = (event: Told<'EntryCorrected'>): Effect => {
  const fields = correctedIn(event.data).filter(({ field }) => field === '/title');
  const award = namedIn(event.data, 'award') ?? '';
  return {
    reads: [],
    changes: [
      change<AwardDocument>(
        key('awards', commissionOf(event), award),
        (before) => before && putRightIn(before, fields),
      ),
    ],
  };
};

/** An award that was made before this record began. What its source says of the sum may be no sum of money here. */
export const isBroughtIn = (event: Told<'PriorAwardRecorded'>): Effect => {
  const { reference: commission, award, title, recipient } = event.data;
  const { instrument = null, starts = null, ends = null, decision = null, decidedOn = null } = event.data;
  return {
    reads: [],
    changes: [
      change<AwardDocument>(key('awards', commission, award), () => ({
        provider: recipient.provider ?? null,
        commission,
        award,
        title,
        instrument,
        amount: null,
        starts,
        ends,
        decision,
        awardedOn: decidedOn,
        signedOn: null,
        cameToNothing: null,
        ended: null,
        breaches: [],
        paid: noPence,
        origin: 'before',
      })),
    ],
  };
};

/** An agreement was signed under an award. */
export const isSigned = (event: Told<'AgreementSigned'>): Effect => {
  const { award, signedOn, amount, term } = event.data;
  return {
    reads: [],
    changes: [
      change<AwardDocument>(
        key('awards', commissionOf(event), award),
        (before) => before && { ...before, signedOn, amount, ...term },
      ),
    ],
  };
};

/** An event under an award names no provider: the award does. */
const providerIn = (lookup: Lookup, award: DocumentKey): AwardDocument['provider'] =>
  found<AwardDocument>(lookup, award)?.provider ?? null;

/** An invoice came in. */
export const isInvoiced = (event: Told<'InvoiceReceived'>): Effect => {
  const commission = commissionOf(event);
  const { award, invoice, number, amount, receivedOn } = event.data;
  const under = key('awards', commission, award);
  return {
    reads: [under],
    changes: [
      change<InvoiceDocument>(key('invoices', commission, award, invoice), (_before, lookup) => ({
        provider: providerIn(lookup, under),
        commission,
        award,
        invoice,
        number,
        amount,
        receivedOn,
        payable: amount,
        dispute: null,
        payment: null,
      })),
    ],
  };
};

/** A payment was approved, on an invoice where it names one. */
export const isApproved = (event: Told<'PaymentApproved'>): Effect => {
  const commission = commissionOf(event);
  const { award, payment, amount, for: purpose, invoice = null, period = null } = event.data;
  const under = key('awards', commission, award);
  return {
    reads: [under],
    changes: [
      change<PaymentDocument>(key('payments', commission, award, payment), (_before, lookup) => ({
        provider: providerIn(lookup, under),
        commission,
        award,
        payment,
        standing: 'approved',
        amount,
        for: purpose,
        invoice,
        period,
        approvedOn: dayOf(event),
        paidOn: null,
        paid: noPence,
        recovered: noPence,
      })),
      ...(invoice === null
        ? []
        : [
            change<InvoiceDocument>(
              key('invoices', commission, award, invoice),
              (before) => before && { ...before, payment },
            ),
          ]),
    ],
  };
};

/** An approved payment was made. */
export const isPaid = (event: Told<'PaymentMade'>): Effect => {
  const commission = commissionOf(event);
  const { award, payment, amount, paidOn } = event.data;
  const under = key('awards', commission, award);
  return {
    reads: [under],
    changes: [
      change<PaymentDocument>(key('payments', commission, award, payment), (before, lookup) => ({
        for: null,
        invoice: null,
        period: null,
        approvedOn: null,
        recovered: noPence,
        ...before,
        provider: before?.provider ?? providerIn(lookup, under),
        commission,
        award,
        payment,
        standing: 'paid',
        amount,
        paidOn,
        paid: amount.pence,
      })),
      change<AwardDocument>(
        under,
        (before) => before && { ...before, paid: sumPence([before.paid, amount.pence]) },
      ),
    ],
  };
};
