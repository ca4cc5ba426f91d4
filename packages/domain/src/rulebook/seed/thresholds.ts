import type { Threshold } from '../events';
import type { Plain } from './plain';
import { pounds } from './pounds';

/** Sums of procurement law with VAT, in pence; those of services and works change every other January. */
export const thresholds = (
  { services, works }: { readonly services: number; readonly works: number },
  source: string,
): ReadonlyArray<Plain<Threshold>> => [
  {
    id: 'services',
    sentence: 'From this value on, a contract for goods or services is a public contract.',
    source,
    amount: { pence: services, vat: 'including' },
  },
  {
    id: 'works',
    sentence: 'From this value on, a contract for works is a public contract.',
    source,
    amount: { pence: works, vat: 'including' },
  },
  {
    id: 'light-touch-services',
    sentence: 'From this value on, a contract for light touch services is a public contract.',
    source,
    amount: { pence: pounds(663_540), vat: 'including' },
  },
  {
    id: 'below-threshold-notice',
    sentence:
      'From this value on, a contract below the threshold that is advertised is advertised on the central platform first.',
    source: 'Procurement Act 2023 s.87; Procurement Regulations 2024',
    amount: { pence: pounds(30_000), vat: 'including' },
  },
  {
    id: 'performance-measures',
    sentence:
      'From this value on, the first above £5 million, a standard public contract has at least three published measures, and a copy of a public contract is published.',
    source: 'Procurement Act 2023 ss.52, 53(3)',
    amount: { pence: pounds(5_000_000) + 1, vat: 'including' },
  },
  {
    id: 'minimal-financial-assistance',
    sentence:
      'Up to this sum, in this and the two financial years before, an enterprise may have minimal financial assistance.',
    source: 'Subsidy Control Act 2022 s.36',
    amount: { pence: pounds(315_000), vat: 'outside' },
  },
  {
    id: 'public-interest-services',
    sentence:
      'Up to this sum, in this and the two financial years before, an enterprise may have assistance for services of public economic interest.',
    source: 'Subsidy Control Act 2022 s.38',
    amount: { pence: pounds(725_000), vat: 'outside' },
  },
  {
    id: 'subsidy-database',
    sentence:
      'From this sum on, the first above £100,000, assistance by a limited route is entered in the subsidy database.',
    source: 'Subsidy Control Act 2022 ss.33, 36, 38',
    amount: { pence: pounds(100_000) + 1, vat: 'outside' },
  },
  {
    id: 'expenditure-published',
    sentence: 'Above this sum each item of expenditure is published, monthly.',
    source: 'Elected Local Policing Bodies (Specified Information) Order 2011 Sch para 3(g)',
    amount: { pence: pounds(500), vat: 'including' },
  },
  {
    id: 'contract-published',
    sentence:
      'Above this value a copy of each contract and invitation to tender is published; up to it, a list.',
    source: 'Elected Local Policing Bodies (Specified Information) Order 2011 Sch para 4',
    amount: { pence: pounds(10_000), vat: 'including' },
  },
];
