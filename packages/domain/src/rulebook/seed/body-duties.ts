import type { DutyRule } from '../duty-rules';
import type { Plain } from './plain';

type Duty = Plain<DutyRule>;

const byTheCalendar = { regimes: [], metBy: 'statement-published' } as const;
const monthly = { ...byTheCalendar, startedBy: 'month-ended' } as const;
const quarterly = { ...byTheCalendar, startedBy: 'quarter-ended' } as const;

/**
 * What the Specified Information Order asks of the body whatever it commissions. Where it says "as soon as practicable" the
 * number of days is the body's own: an example to start from.
 */
const specifiedInformation: ReadonlyArray<Duty> = [
  {
    ...monthly,
    id: 'publish-spending',
    sentence:
      'Each item of expenditure above the sum of the Order, the chief officer’s with it, is published within 14 days of the end of its month.',
    source: 'Specified Information Order 2011 Sch paras 3(g), 14: monthly, as soon as practicable after it',
    within: { count: 'calendar-days', days: 14, beginning: 'after' },
    notice: 'spending',
    owedBy: 'finance',
    escalatesTo: 'approver',
  },
  {
    ...quarterly,
    id: 'publish-expenses',
    sentence:
      'Travel, accommodation and subsistence of the commissioner and deputy are published within 14 days of the end of the quarter.',
    source: 'Specified Information Order 2011 Sch paras 3(h), 13: quarterly',
    within: { count: 'calendar-days', days: 14, beginning: 'after' },
    notice: 'expenses',
    owedBy: 'finance',
    escalatesTo: 'approver',
  },
  {
    ...quarterly,
    id: 'publish-smaller-contracts',
    sentence:
      'The list of contracts of which no copy is published, the chief officer’s with it, is published within 14 days of the end of the quarter.',
    source: 'Specified Information Order 2011 Sch para 4(d): quarterly',
    within: { count: 'calendar-days', days: 14, beginning: 'after' },
    notice: 'smaller-contracts',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    ...byTheCalendar,
    id: 'publish-budget',
    sentence:
      'Budget, precept, sources of revenue and planned spending are published before the year begins.',
    source: 'Specified Information Order 2011 Sch para 3(a) to (e): before the financial year',
    startedBy: 'year-ahead',
    within: { count: 'stated-day' },
    notice: 'budget',
    owedBy: 'finance',
    escalatesTo: 'approver',
  },
  {
    ...byTheCalendar,
    id: 'review-policies',
    sentence:
      'The statements of policy on decisions of significant public interest and on records, how long they are kept among it, are reviewed in each year.',
    source: 'Specified Information Order 2011 Sch para 6(b), (c): reviewed yearly',
    startedBy: 'year-begun',
    within: { count: 'months', months: 12 },
    notice: 'policies',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
];

const paymentsCompliance: Duty = {
  ...byTheCalendar,
  id: 'payments-compliance',
  sentence:
    'How promptly invoices were paid in a half year is published within 30 days beginning with its last day.',
  source: 'Procurement Act 2023 s.69; Procurement Regulations 2024 r.38; in force from 1 January 2026',
  startedBy: 'half-year-ended',
  within: { count: 'calendar-days', days: 30, beginning: 'with' },
  notice: 'UK17',
  owedBy: 'finance',
  escalatesTo: 'approver',
};

const paymentsOfContracts: Duty = {
  ...quarterly,
  id: 'payments-under-contracts',
  sentence:
    'Payments of more than £30,000 under public contracts in a quarter are published within 30 days beginning with its last day.',
  source:
    'Procurement Act 2023 s.70; in force from 1 April 2026. Sources disagree on contracts procured before then',
  within: { count: 'calendar-days', days: 30, beginning: 'with' },
  notice: 'UK8',
  owedBy: 'finance',
  escalatesTo: 'approver',
};

/** What the body owes for itself from 1 January 2026. */
export const bodyDutiesOf2026: ReadonlyArray<Duty> = [...specifiedInformation, paymentsCompliance];

/** The same from 1 April 2026. */
export const bodyDutiesFromApril2026: ReadonlyArray<Duty> = [...bodyDutiesOf2026, paymentsOfContracts];
