import type { DutyRule } from '../duty-rules';
import type { Plain } from './plain';

type Duty = Plain<DutyRule>;

const publicContracts = ['standard', 'light-touch'] as const;
const notGrants = ['standard', 'light-touch', 'below-threshold', 'exempt'] as const;

/**
 * What no version changed. Where a source says "as soon as practicable" or names no day, the number of days is the
 * body's own: an example to start from.
 */
const lastingDuties: ReadonlyArray<Duty> = [
  {
    id: 'pay-invoice',
    sentence: 'A valid invoice is paid within 30 days beginning with the day on which it is received.',
    source: 'Procurement Act 2023 ss.68, 88; before it Public Contracts Regulations 2015 reg 113',
    regimes: [],
    startedBy: 'invoice-received',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'invoice-settled',
    owedBy: 'finance',
    escalatesTo: 'approver',
  },
  {
    id: 'return-kpis',
    sentence: 'The provider returns its measures for each period by the day agreed.',
    source: 'The agreement; grant standards, GovS 015: monitoring',
    regimes: [],
    startedBy: 'period-ended',
    within: { count: 'stated-day' },
    metBy: 'kpis-returned',
    owedBy: 'provider',
    escalatesTo: 'commissioning-officer',
  },
  {
    id: 'return-finances',
    sentence: 'The provider returns its finances for each period by the day agreed.',
    source: 'The agreement; grant standards, GovS 015: monitoring',
    regimes: [],
    startedBy: 'period-ended',
    within: { count: 'stated-day' },
    metBy: 'finances-returned',
    owedBy: 'provider',
    escalatesTo: 'commissioning-officer',
  },
  {
    id: 'review-year',
    sentence: 'Performance is reviewed within two months of the end of each year of an agreement.',
    source: 'Grant standards, GovS 015: annual review; for contracts the body’s own choice',
    regimes: [],
    startedBy: 'agreement-year-ended',
    within: { count: 'months', months: 2 },
    metBy: 'performance-reviewed',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'publish-award',
    sentence: 'The decision on an award is published within ten working days of it.',
    source: 'Specified Information Order 2011 Sch para 5(d): as soon as practicable',
    regimes: notGrants,
    startedBy: 'award-made',
    within: { count: 'working-days', days: 10, beginning: 'after' },
    metBy: 'decision-published',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'publish-grant',
    sentence: 'A grant is published within 14 days of the end of the month in which it was made.',
    source: 'Specified Information Order 2011 Sch paras 3(f), 14: monthly, as soon as practicable after it',
    regimes: ['grant'],
    startedBy: 'award-made',
    within: { count: 'month-end', days: 14 },
    metBy: 'decision-published',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'publish-no-award',
    sentence: 'The decision that a lot ends without an award is published within ten working days of it.',
    source: 'Specified Information Order 2011 Sch para 5(d): as soon as practicable',
    regimes: [],
    startedBy: 'no-award-made',
    within: { count: 'working-days', days: 10, beginning: 'after' },
    metBy: 'decision-published',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'answer-question',
    sentence: 'A question about a specification is answered by the day of the cut-off for clarifications.',
    source: 'Equal treatment, Procurement Act 2023 s.12(2)',
    regimes: [],
    startedBy: 'question-asked',
    within: { count: 'stated-day' },
    metBy: 'question-answered',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'end-standstill',
    sentence: 'Within five working days of the end of a standstill it is looked at whether it has passed.',
    source: 'Procurement Act 2023 s.51; the number of days is the body’s own',
    regimes: [],
    startedBy: 'standstill-passed',
    within: { count: 'working-days', days: 5, beginning: 'with' },
    metBy: 'standstill-ended',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'place-money',
    sentence:
      'Money set aside is awarded or given back by the end of the financial year of its fund: the commission is asked first.',
    source: 'Annual funding of the body; conditions of Ministry of Justice grants',
    regimes: [],
    startedBy: 'money-set-aside',
    within: { count: 'stated-day' },
    metBy: 'money-placed',
    owedBy: 'commissioning-officer',
    escalatesTo: 'finance',
  },
];

const database = {
  regimes: [],
  within: { count: 'months', months: 3 },
  metBy: 'subsidy-entered',
  owedBy: 'finance',
  escalatesTo: 'approver',
} as const;

/** What the Subsidy Control Act 2022 asks for, in force from 4 January 2023. */
const dutiesOfSubsidies: ReadonlyArray<Duty> = [
  {
    ...database,
    id: 'subsidy-entry',
    sentence:
      'A subsidy given on an assessment of its own, whatever its sum, is entered in the subsidy database within three months of the decision, and of a change that adds to it.',
    source: 'Subsidy Control Act 2022 s.33(1), (3)(c), (5)(c)',
    startedBy: 'subsidy-decided',
  },
  {
    ...database,
    id: 'assistance-entry',
    sentence:
      'Assistance by a limited route of more than £100,000 is entered in the subsidy database within three months of the decision, and of a change that adds to it.',
    source: 'Subsidy Control Act 2022 ss.33(3)(c), 36, 38: not up to £100,000',
    startedBy: 'assistance-decided',
    fromValue: 'subsidy-database',
  },
  {
    id: 'assistance-confirmation',
    sentence:
      'An enterprise is told in writing what assistance it was given, and on which day, within ten working days of it.',
    source: 'Subsidy Control Act 2022 ss.37, 39; the number of days is the body’s own',
    regimes: [],
    startedBy: 'assistance-given',
    within: { count: 'working-days', days: 10, beginning: 'after' },
    metBy: 'assistance-confirmed',
    owedBy: 'commissioning-officer',
  },
];

/** What the Procurement Act 2023 asks for besides, of what was procured under it. */
const dutiesOfTheAct: ReadonlyArray<Duty> = [
  {
    id: 'tender-notice',
    sentence:
      'A tender notice is published on the central digital platform before a public contract is advertised anywhere else.',
    source: 'Procurement Act 2023 s.21; Procurement Regulations 2024 r.5',
    regimes: publicContracts,
    startedBy: 'specification-advertised',
    within: { count: 'calendar-days', days: 1, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK4',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'tender-notice-below-threshold',
    sentence:
      'A below-threshold tender notice is published on the central digital platform before a notifiable contract is advertised anywhere else.',
    source: 'Procurement Act 2023 s.87: from £30,000 with VAT, where it is advertised',
    regimes: ['below-threshold'],
    fromValue: 'below-threshold-notice',
    startedBy: 'specification-advertised',
    within: { count: 'calendar-days', days: 1, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK4',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'transparency-notice',
    sentence: 'A transparency notice is published before a public contract is awarded without competition.',
    source: 'Procurement Act 2023 s.44',
    regimes: publicContracts,
    startedBy: 'awarded-without-competition',
    within: { count: 'calendar-days', days: 1, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK5',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'exclusion-notice',
    sentence:
      'That a bid was left out because its supplier is excluded or excludable is told to the authority concerned within 30 days.',
    source: 'Procurement Act 2023 s.59(2): within 30 days beginning with the day',
    regimes: publicContracts,
    startedBy: 'supplier-left-out',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'exclusion-notified',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'exclusion-proceedings-notice',
    sentence:
      'That proceedings about such an exclusion began, and how they ended, is told to the authority concerned within 30 days of either.',
    source: 'Procurement Act 2023 s.59(4); of the same length as the notice of s.59(2)',
    regimes: publicContracts,
    startedBy: 'exclusion-in-court',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'exclusion-proceedings-notified',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'send-summaries',
    sentence: 'Every assessed bidder is sent its assessment summary within ten working days of the award.',
    source: 'Procurement Act 2023 s.50(3); the number of days is the body’s own',
    regimes: publicContracts,
    startedBy: 'award-made',
    within: { count: 'working-days', days: 10, beginning: 'after' },
    metBy: 'summaries-sent',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'award-notice',
    sentence: 'The contract award notice is published before a public contract is entered into.',
    source: 'Procurement Act 2023 s.50',
    regimes: publicContracts,
    startedBy: 'agreement-signed',
    within: { count: 'calendar-days', days: 1, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK6',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'contract-details',
    sentence: 'Contract details are published within 30 days beginning with the day of entry.',
    source: 'Procurement Act 2023 s.53(1)',
    regimes: ['standard'],
    startedBy: 'agreement-signed',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK7',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'contract-details-light-touch',
    sentence:
      'Details of a light touch contract are published within 120 days beginning with the day of entry.',
    source: 'Procurement Act 2023 s.53(1)',
    regimes: ['light-touch'],
    startedBy: 'agreement-signed',
    within: { count: 'calendar-days', days: 120, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK7',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'contract-details-below-threshold',
    sentence: 'Details of a notifiable contract below the threshold are published within 30 days of entry.',
    source:
      'Procurement Act 2023 s.87: as soon as reasonably practicable; the number of days is the body’s own',
    regimes: ['below-threshold'],
    fromValue: 'below-threshold-notice',
    startedBy: 'agreement-signed',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK7',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'contract-copy',
    sentence:
      'A copy of a public contract of more than £5 million is published within 90 days beginning with the day of entry.',
    source: 'Procurement Act 2023 s.53(3)',
    regimes: ['standard'],
    fromValue: 'performance-measures',
    startedBy: 'agreement-signed',
    within: { count: 'calendar-days', days: 90, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'contract copy',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'contract-copy-light-touch',
    sentence:
      'A copy of a light touch contract of more than £5 million is published within 180 days beginning with the day of entry.',
    source: 'Procurement Act 2023 s.53(3)',
    regimes: ['light-touch'],
    fromValue: 'performance-measures',
    startedBy: 'agreement-signed',
    within: { count: 'calendar-days', days: 180, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'contract copy',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'contract-termination',
    sentence: 'That a public contract ended is published within 30 days beginning with the day it ended.',
    source: 'Procurement Act 2023 s.80',
    regimes: publicContracts,
    startedBy: 'agreement-ended',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK11',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'contract-performance',
    sentence:
      'That a breach of a public contract came to its end, to damages or to a settlement, or that its provider failed to improve when it could, is published within 30 days.',
    source:
      'Procurement Act 2023 s.71(3)-(6): not of light touch contracts; within 30 days beginning with the day',
    regimes: ['standard'],
    startedBy: 'performance-failed',
    within: { count: 'calendar-days', days: 30, beginning: 'with' },
    metBy: 'notice-published',
    notice: 'UK9',
    owedBy: 'commissioning-officer',
    escalatesTo: 'approver',
  },
  {
    id: 'procurement-termination',
    sentence: 'That a procurement ended without a contract is published within ten working days.',
    source:
      'Procurement Act 2023 s.55: as soon as reasonably practicable; the number of days is the body’s own',
    regimes: publicContracts,
    startedBy: 'no-award-made',
    within: { count: 'working-days', days: 10, beginning: 'after' },
    metBy: 'notice-published',
    notice: 'UK12',
    owedBy: 'commissioning-officer',
  },
  {
    id: 'rate-performance',
    sentence: 'Performance under a large public contract is rated at least once in each year of it.',
    source: 'Procurement Act 2023 s.71',
    regimes: ['standard'],
    fromValue: 'performance-measures',
    startedBy: 'agreement-year-begun',
    within: { count: 'months', months: 12 },
    metBy: 'performance-reviewed',
    owedBy: 'commissioning-officer',
  },
];

/** Duties of versions in force before the Act's notices are asked for. */
export const dutiesBeforeTheAct: ReadonlyArray<Duty> = [...lastingDuties, ...dutiesOfSubsidies];

/** Duties of versions under the Procurement Act 2023. */
export const dutiesUnderTheAct: ReadonlyArray<Duty> = [...dutiesBeforeTheAct, ...dutiesOfTheAct];
