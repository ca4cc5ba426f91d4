import {
  addDays,
  addMonths,
  type CalendarDate,
  endOfFinancialYear,
  type FinancialYear,
  type Happened,
  type Instant,
  londonDateOf,
  startOfDay,
} from '@commissioning/kernel';
import { unpromised } from '../commission/allocations';
import type { CommissionEvent } from '../commission/events';
import type { Award, CommissionState } from '../commission/state';
import type { DutyAct, DutyStart } from '../rulebook/duty-rules';
import type { Regime, Term } from '../shapes';

/** Something in a commission that starts duties. */
export interface Start {
  readonly by: DutyStart;
  /** What a duty that follows is about: unique among what starts in the same way. */
  readonly subject: string;
  /** Everything by which an act can be about the same: `award/a`, `lot/l`. */
  readonly about: ReadonlyArray<string>;
  /** The day on which it starts; it can lie ahead. */
  readonly from: CalendarDate;
  /** The day by which, where what happened names it. */
  readonly stated: CalendarDate | undefined;
  /** The day from which on an act counts, where one done before is about something else. */
  readonly countsFrom: CalendarDate | undefined;
  /** The moment whose rules govern: when it starts, or was recorded where that is later. */
  readonly governedAt: Instant;
  readonly event: string;
  readonly regime: Regime | undefined;
  /** Whole-life value in pence, where a route was chosen. */
  readonly value: number | undefined;
}

/** Something done that can meet duties. */
export interface Act {
  readonly act: DutyAct;
  readonly about: string;
  /** Which notice, where it is one. */
  readonly notice: string | undefined;
  readonly on: CalendarDate;
  readonly event: string;
}

/** What one event means for duties. */
export interface Bearing {
  readonly starts: ReadonlyArray<Start>;
  readonly acts: ReadonlyArray<Act>;
  /** Moves the stated day of what has started. */
  readonly moves?: { readonly by: DutyStart; readonly stated: CalendarDate };
}

/** The types of events that bear on duties. */
export const bearingTypes = [
  'KPIsAgreed',
  'InvoiceReceived',
  'PaymentMade',
  'KPIReturned',
  'FinancialReturned',
  'PerformanceReviewed',
  'GrantAwarded',
  'ContractAwarded',
  'NoAwardMade',
  'CommissionCancelled',
  'DecisionPublished',
  'NoticePublished',
  'AssessmentSummariesSent',
  'StandstillStarted',
  'StandstillEnded',
  'AgreementSigned',
  'ClarificationAsked',
  'ClarificationAnswered',
  'SpecAmended',
  'FundingAllocated',
  'FundingReleased',
] as const satisfies ReadonlyArray<CommissionEvent['type']>;

/** The types of events from which the course of duties follows: those that bear on them, and what is looked up. */
export const courseTypes: ReadonlyArray<CommissionEvent['type']> = [
  ...bearingTypes,
  'InstrumentChosen',
  'RouteChosen',
  'SpecPublished',
  'PaymentApproved',
];

type BearingEvent = Extract<CommissionEvent, { type: (typeof bearingTypes)[number] }>;

const nothing: Bearing = { starts: [], acts: [] };

const bears = (event: Happened<CommissionEvent>): event is Happened<BearingEvent> =>
  bearingTypes.some((type) => type === event.type);

/** What a notice without a lot, or an agreement of any lot, is about. */
const everyLot = 'lot/*';
const about = (...parts: ReadonlyArray<string>): string => parts.join('/');

/** The years of a term, the last of them as long as the term goes on: the first day of each and the day after it. */
const yearsOf = ({ starts, ends }: Term): ReadonlyArray<{ first: CalendarDate; after: CalendarDate }> => {
  const end = addDays(ends, 1);
  const years: Array<{ first: CalendarDate; after: CalendarDate }> = [];
  for (let first = starts; first < end;) {
    const anniversary = addMonths(starts, 12 * (years.length + 1));
    const after = anniversary < end ? anniversary : end;
    years.push({ first, after });
    first = after;
  }
  return years;
};

const paidOnInvoice = ({ payments }: Award, invoice: string): number =>
  [...payments.values()]
    .filter((payment) => payment.invoice === invoice)
    .reduce((sum, { made }) => sum + (made?.amount.pence ?? 0), 0);

/** Whether all that was set aside under an allocation is promised under an award that stands, or was given back. */
const isPlaced = (commission: CommissionState, allocation: string): boolean =>
  commission.allocations.has(allocation) && unpromised(commission, allocation) === 0;

/** What an event means for duties, `commission` being the commission after it. */
export const bearingOf = (event: Happened<CommissionEvent>, commission: CommissionState): Bearing => {
  if (!bears(event)) return nothing;
  const { recordedAt } = event.metadata;
  const on = londonDateOf(recordedAt);
  const started = (
    by: DutyStart,
    subject: string,
    concerning: ReadonlyArray<string>,
    from: CalendarDate,
    { stated, countsFrom }: Partial<Pick<Start, 'stated' | 'countsFrom'>> = {},
  ): Start => {
    const { regime, value } = commission.route ?? {};
    const begins = startOfDay(from);
    const governedAt = begins > recordedAt ? begins : recordedAt;
    return {
      by,
      subject,
      about: concerning,
      from,
      stated,
      countsFrom,
      governedAt,
      event: event.id,
      regime,
      value: value?.pence,
    };
  };
  const done = (act: DutyAct, concerning: string, notice?: string): Act => ({
    act,
    about: concerning,
    notice,
    on,
    event: event.id,
  });
  const placed = (allocations: ReadonlyArray<string>): ReadonlyArray<Act> =>
    allocations
      .filter((allocation) => isPlaced(commission, allocation))
      .map((allocation) => done('money-placed', about('allocation', allocation)));

  switch (event.type) {
    case 'GrantAwarded':
    case 'ContractAwarded': {
      const { award, lot, decision, paidFrom } = event.data;
      const concerning = [about('award', award), about('lot', lot), everyLot, about('decision', decision)];
      return {
        starts: [started('award-made', award, concerning, on)],
        acts: placed(paidFrom.map(({ allocation }) => allocation)),
      };
    }
    case 'NoAwardMade': {
      const { lot, decision } = event.data;
      const concerning = [about('lot', lot), everyLot, about('decision', decision)];
      return { starts: [started('no-award-made', lot, concerning, on)], acts: [] };
    }
    case 'CommissionCancelled': {
      const { lots, decision, noticeDue } = event.data;
      // Of what nobody outside had been told there is no end to tell.
      if (!noticeDue) return nothing;
      const starts = lots.map((lot) =>
        started('no-award-made', lot, [about('lot', lot), everyLot, about('decision', decision)], on),
      );
      return { starts, acts: [] };
    }
    case 'AgreementSigned': {
      const { award, signedOn, term } = event.data;
      const lot = commission.awards.get(award)?.lot ?? '';
      const concerning = [about('award', award), about('lot', lot), everyLot];
      const years = yearsOf(term);
      const inYears = years.flatMap(({ first, after }, index) => {
        const year = about(award, `year-${index + 1}`);
        // An agreement of one year is reviewed with its end report, which may come before its last day.
        const countsFrom = years.length === 1 ? first : after;
        return [
          started('agreement-year-begun', year, concerning, first, { countsFrom: first }),
          started('agreement-year-ended', year, concerning, after, { countsFrom }),
        ];
      });
      return {
        starts: [
          started('agreement-signed', award, concerning, signedOn),
          started('agreement-ended', award, concerning, term.ends),
          ...inYears,
        ],
        acts: [],
      };
    }
    case 'KPIsAgreed': {
      const { award, periods } = event.data;
      const starts = periods.map(({ id, to, due }) =>
        started('period-ended', about(award, id), [about('period', award, id)], addDays(to, 1), {
          stated: due,
        }),
      );
      return { starts, acts: [] };
    }
    case 'InvoiceReceived': {
      const { award, invoice, receivedOn } = event.data;
      const concerning = [about('invoice', award, invoice)];
      return {
        starts: [started('invoice-received', about(award, invoice), concerning, receivedOn)],
        acts: [],
      };
    }
    case 'ClarificationAsked': {
      const { question } = event.data;
      const until = commission.specification?.clarificationsUntil;
      const concerning = [about('question', question)];
      const named = until === undefined ? {} : { stated: londonDateOf(until) };
      return { starts: [started('question-asked', question, concerning, on, named)], acts: [] };
    }
    case 'SpecAmended': {
      const { clarificationsUntil: until } = event.data;
      if (until === undefined) return nothing;
      return { ...nothing, moves: { by: 'question-asked', stated: londonDateOf(until) } };
    }
    case 'StandstillStarted': {
      const { lot, lastDay } = event.data;
      return {
        starts: [started('standstill-passed', lot, [about('lot', lot)], addDays(lastDay, 1))],
        acts: [],
      };
    }
    case 'FundingAllocated': {
      const { allocation, fund } = event.data;
      const concerning = [about('allocation', allocation)];
      const stated = endOfFinancialYear(fund.slice(-7) as FinancialYear);
      return { starts: [started('money-set-aside', allocation, concerning, on, { stated })], acts: [] };
    }
    case 'FundingReleased':
      return { starts: [], acts: placed([event.data.allocation]) };
    case 'PaymentMade': {
      const { award: id, payment } = event.data;
      const award = commission.awards.get(id);
      const invoice = award?.payments.get(payment)?.invoice;
      const asked = invoice === undefined ? undefined : award?.invoices.get(invoice)?.amount.pence;
      const settled =
        award !== undefined &&
        invoice !== undefined &&
        asked !== undefined &&
        paidOnInvoice(award, invoice) >= asked;
      return {
        starts: [],
        acts: settled ? [done('invoice-settled', about('invoice', id, invoice))] : [],
      };
    }
    case 'KPIReturned':
      return {
        starts: [],
        acts: [done('kpis-returned', about('period', event.data.award, event.data.period))],
      };
    case 'FinancialReturned':
      return {
        starts: [],
        acts: [done('finances-returned', about('period', event.data.award, event.data.period))],
      };
    case 'PerformanceReviewed':
      return { starts: [], acts: [done('performance-reviewed', about('award', event.data.award))] };
    case 'DecisionPublished':
      return { starts: [], acts: [done('decision-published', about('decision', event.data.decision))] };
    case 'NoticePublished': {
      const { kind, lot } = event.data;
      const concerning = lot === undefined ? everyLot : about('lot', lot);
      return { starts: [], acts: [done('notice-published', concerning, kind)] };
    }
    case 'AssessmentSummariesSent':
      return { starts: [], acts: [done('summaries-sent', about('lot', event.data.lot))] };
    case 'StandstillEnded':
      return { starts: [], acts: [done('standstill-ended', about('lot', event.data.lot))] };
    case 'ClarificationAnswered':
      return { starts: [], acts: [done('question-answered', about('question', event.data.question))] };
  }
};
