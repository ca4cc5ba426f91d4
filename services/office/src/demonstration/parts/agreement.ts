import { addDays, type CalendarDate } from '@commissioning/kernel';
import { people } from '../step';
import type { Here } from './here';

const { officer, approver, finance } = people;

interface Period {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** So many days later, or on the Monday after where that is a weekend. */
const weekdayAfter = (day: string, days: number): CalendarDate => {
  const later = addDays(day as CalendarDate, days);
  const weekday = new Date(`${later}T12:00:00Z`).getUTCDay();
  return addDays(later, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
};

/** Each return is due three weeks after its period. */
export const withDueDays = (
  periods: ReadonlyArray<Period>,
): ReadonlyArray<Period & { readonly due: string }> =>
  periods.map((period) => ({ ...period, due: addDays(period.to as CalendarDate, 21) }));

/** How many people were helped, and how many of those who were asked would say so to a friend. */
export const twoMeasures = (helped: string, target: number): ReadonlyArray<object> => [
  {
    id: 'helped',
    name: helped,
    figure: 'count',
    unit: 'people',
    direction: 'higher-is-better',
    target,
    frequency: 'quarterly',
    measuresUserFeedback: false,
    clause: 'Schedule 1, 3.1',
  },
  {
    id: 'would-recommend',
    name: 'Who would recommend the service to a friend',
    figure: 'percentage',
    unit: 'percent',
    direction: 'higher-is-better',
    target: 80,
    frequency: 'quarterly',
    measuresUserFeedback: true,
    clause: 'Schedule 1, 3.4',
  },
];

interface Quarter {
  readonly award: string;
  readonly period: Period;
  readonly helped: number;
  readonly wouldRecommend: number;
  readonly budget: number;
  readonly actual: number;
  readonly forecastUnderspend?: number;
  /** What is paid for the period, and from which allocations; nothing where it was paid before. */
  readonly paid?: {
    readonly amount: { readonly pence: number; readonly vat: string };
    readonly from: ReadonlyArray<object>;
    /** The number of the invoice it is paid on, where there is one. */
    readonly invoice?: string;
  };
  readonly certifiedBy: string;
}

/** A quarter of an agreement: both returns are made, looked at and accepted, and it is paid. */
export const reportedAndPaid = (here: Here, quarter: Quarter): void => {
  const {
    award,
    helped,
    wouldRecommend,
    budget,
    actual,
    forecastUnderspend = 0,
    paid,
    certifiedBy,
  } = quarter;
  const { id: period, to } = quarter.period;
  const daysAfter = (days: number): string => weekdayAfter(to, days);
  const [returned, accepted, approved, made] = [daysAfter(10), daysAfter(14), daysAfter(17), daysAfter(20)];
  here(returned, '11:00', officer, 'return-kpis', {
    award,
    period,
    values: [
      { kpi: 'helped', value: helped },
      { kpi: 'would-recommend', value: wouldRecommend, outOf: helped },
    ],
    certifiedBy,
  });
  here(returned, '11:20', officer, 'return-finances', {
    award,
    period,
    lines: [{ id: 'service', heading: 'The service', budget, actual, forecastUnderspend }],
    certifiedBy,
  });
  for (const [kind, time] of [
    ['kpi', '10:00'],
    ['financial', '10:10'],
  ] as const)
    here(accepted, time, officer, 'accept-return', { award, period, kind });
  if (paid === undefined) return;
  const payment = `payment-${period}`;
  const invoice = paid.invoice === undefined ? {} : { invoice: `invoice-${period}` };
  if (paid.invoice !== undefined)
    here(accepted, '15:00', finance, 'receive-invoice', {
      award,
      ...invoice,
      amount: paid.amount,
      receivedOn: accepted,
      number: paid.invoice,
    });
  here(approved, '10:00', approver, 'approve-payment', {
    award,
    payment,
    amount: paid.amount,
    for: `The period from ${quarter.period.from} to ${to}`,
    period,
    ...invoice,
  });
  here(made, '10:00', finance, 'record-payment', {
    award,
    payment,
    amount: paid.amount,
    paidOn: made,
    from: paid.from,
  });
};

interface End {
  readonly award: string;
  readonly finding: string;
  readonly outcome: string;
  readonly summary: string;
  readonly lessons: ReadonlyArray<string>;
}

/** The provider's performance is reviewed, and a week later the commission closed. */
export const reviewedAndClosed = (here: Here, day: string, end: End): void => {
  const { award, finding, ...closing } = end;
  here(day, '11:00', officer, 'review-performance', {
    award,
    review: 'end',
    rating: 'good',
    finding,
    actions: [],
  });
  here(addDays(day as CalendarDate, 7), '11:00', officer, 'close-commission', closing);
};
