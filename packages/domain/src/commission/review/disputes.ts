import { type Money, noPence } from '@commissioning/kernel';
import type { Dispute } from '../agreement-life';
import type { Award } from '../state';

/** A dispute about an invoice that nobody has settled yet. */
export const openDispute = ({ life }: Award, invoice: string): Dispute | undefined => {
  const dispute = life.disputes.get(invoice);
  return dispute?.settled === undefined ? dispute : undefined;
};

/** What is to be paid on an invoice: what it asks, or what a settled dispute made of that; nothing on an unknown one. */
export const payableOn = ({ invoices, life }: Award, invoice: string): Money =>
  life.disputes.get(invoice)?.settled?.payable ??
  invoices.get(invoice)?.amount ?? { pence: noPence, vat: 'outside' };
