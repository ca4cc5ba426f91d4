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
import { agreedSum, inForce, withinItsTerm } from '../commission/agreement-life';
import { unpromised } from '../commission/allocations';
import { isAssistance, subsidyRouteOf } from '../commission/purchase/assistance';
import { ofSupplier } from '../commission/purchase/exclusion-events';
import { payableOn } from '../commission/review/disputes';
import { isPublicContract } from '../commission/public-contract';
import { hadOpportunity, isPoor } from '../commission/review/poor-ratings';
import type { CommissionEvent } from '../commission/events';
import type { ReturnPeriod } from '../commission/review/events';
import type { Award, CommissionState } from '../commission/state';
import { valueWithVat } from '../commission/whole-life-value';
import type { DutyAct, DutyStart } from '../rulebook/duty-rules';
import type { PaidFrom, Regime, Term } from '../shapes';

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
  /** In pence: the sum that starts it where one does, else the whole-life value, where a route was chosen. */
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
  /** What started before and goes on only where it is among `starts` again. */
  readonly restates?: (start: Pick<Start, 'by' | 'subject' | 'about'>) => boolean;
  /** Moves the stated day of what has started. */
  readonly moves?: { readonly by: DutyStart; readonly stated: CalendarDate };
}

/** The types of events that bear on duties. */
export const bearingTypes = [
  'SpecPublished',
  'KPIsAgreed',
  'InvoiceReceived',
  'InvoiceDisputed',
  'InvoiceDisputeSettled',
  'PaymentMade',
  'KPIReturned',
  'FinancialReturned',
  'PerformanceReviewed',
  'GrantAwarded',
  'ContractAwarded',
  'BidExcluded',
  'ExclusionNotified',
  'ChallengeRaised',
  'ChallengeResolved',
  'ExclusionProceedingsNotified',
  'NoAwardMade',
  'CommissionCancelled',
  'AssistanceConfirmed',
  'SubsidyEntered',
  'DecisionPublished',
  'NoticePublished',
  'AssessmentSummariesSent',
  'StandstillStarted',
  'StandstillEnded',
  'AwardDeclined',
  'AgreementSigned',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
  'BreachResolved',
  'ClarificationAsked',
  'ClarificationAnswered',
  'SpecAmended',
  'FundingAllocated',
  'FundingReleased',
  'FundingReallocated',
] as const satisfies ReadonlyArray<CommissionEvent['type']>;

/** The types of events from which the course of duties follows: those that bear on them, and what is looked up. */
export const courseTypes: ReadonlyArray<CommissionEvent['type']> = [
  ...bearingTypes,
  'InstrumentChosen',
  'RouteChosen',
  'PaymentApproved',
  'ImprovementAgreed',
  'SubsidyAssessed',
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

/** What starts with the years of an agreement and with its end. */
const inTerm: ReadonlySet<DutyStart> = new Set([
  'agreement-ended',
  'agreement-year-begun',
  'agreement-year-ended',
]);

/** What starts where a subsidy was decided. */
const ofSubsidy: ReadonlySet<DutyStart> = new Set(['subsidy-decided', 'assistance-decided']);

type AgreementChange = Extract<
  BearingEvent,
  { type: 'AgreementVaried' | 'AgreementExtended' | 'AgreementTerminated' }
>;
const moreOf = (event: AgreementChange): ReadonlyArray<PaidFrom[number]> =>
  event.type === 'AgreementTerminated' ? [] : (event.data.more ?? []);
const lessOf = (event: AgreementChange): ReadonlyArray<PaidFrom[number]> =>
  event.type === 'AgreementExtended' ? [] : (event.data.less ?? []);

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
    { stated, countsFrom, value }: Partial<Pick<Start, 'stated' | 'countsFrom' | 'value'>> = {},
  ): Start => {
    const { route } = commission;
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
      regime: route?.regime,
      value: value ?? (route && valueWithVat(route).pence),
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

  const lotOf = (award: string): string => commission.awards.get(award)?.lot ?? '';
  const toPay = (award: string, invoice: string, from: CalendarDate): Start =>
    started('invoice-received', about(award, invoice), [about('invoice', award, invoice)], from);
  const isPaid = (id: string, invoice: string): boolean => {
    const award = commission.awards.get(id);
    return award !== undefined && paidOnInvoice(award, invoice) >= payableOn(award, invoice).pence;
  };
  const inItsTerm = (id: string): ReadonlyArray<Start> => {
    const award = commission.awards.get(id);
    const bond = award && inForce(award);
    if (bond === undefined) return [];
    const concerning = [about('award', id), about('lot', lotOf(id)), everyLot];
    const years = yearsOf(bond.term);
    const inYears = years.flatMap(({ first, after }, index) => {
      const year = about(id, `year-${index + 1}`);
      // An agreement of one year is reviewed with its end report, which may come before its last day.
      const countsFrom = years.length === 1 ? first : after;
      return [
        started('agreement-year-begun', year, concerning, first, { countsFrom: first }),
        started('agreement-year-ended', year, concerning, after, { countsFrom }),
      ];
    });
    return [started('agreement-ended', id, concerning, bond.term.ends), ...inYears];
  };
  const returnedOn = (id: string, periods: Iterable<ReturnPeriod>): ReadonlyArray<Start> =>
    [...periods].map(({ id: period, to, due }) =>
      started('period-ended', about(id, period), [about('period', id, period)], addDays(to, 1), {
        stated: due,
      }),
    );
  /** A subsidy that was decided, or raised, is of what its award then comes to. */
  const subsidised = (id: string, subject: string): ReadonlyArray<Start> => {
    const award = commission.awards.get(id);
    const route = award && subsidyRouteOf(commission, award);
    if (award === undefined || route === undefined) return [];
    const by = isAssistance(route) ? 'assistance-decided' : 'subsidy-decided';
    const value = agreedSum(award)?.pence;
    return [started(by, subject, [about('award', id)], on, { countsFrom: on, value })];
  };
  const assisted = (id: string, from: CalendarDate): ReadonlyArray<Start> => {
    const award = commission.awards.get(id);
    if (award === undefined || !isAssistance(subsidyRouteOf(commission, award))) return [];
    return [started('assistance-given', id, [about('award', id)], from)];
  };
  /** What was done since a day, where none is named that on which it was recorded, tells of it and of no failure before. */
  const failed = (id: string, how: string, from: CalendarDate, countsFrom = on): Start =>
    started(
      'performance-failed',
      about(id, how),
      [about('award', id), about('lot', lotOf(id)), everyLot],
      from,
      { countsFrom },
    );
  /** Contracts that a notice is about, all of them where it names no lot, and that were ended for a breach of them. */
  const endedForBreach = (lot: string | undefined): ReadonlyArray<string> =>
    [...commission.awards]
      .filter(([, award]) => lot === undefined || award.lot === lot)
      .filter(([, { life }]) => life.terminated?.ground === 'breach')
      .map(([id]) => id);
  /** Proceedings about an exclusion began, or ended, on a day: each is told to its authority. */
  const inCourt = (id: string, stage: 'begun' | 'ended', from: CalendarDate): ReadonlyArray<Start> => {
    const { means, exclusionOf } = commission.challenges.get(id)?.raised ?? {};
    if (means !== 'court-proceedings' || exclusionOf === undefined) return [];
    const subject = about(id, stage);
    return [started('exclusion-in-court', subject, [about('proceedings', subject)], from)];
  };
  const periodsLeft = (id: string): ReadonlyArray<Start> => {
    const award = commission.awards.get(id);
    if (award === undefined) return [];
    return returnedOn(
      id,
      [...award.periods.values()].filter(({ from }) => withinItsTerm(award, from)),
    );
  };

  switch (event.type) {
    case 'GrantAwarded':
    case 'ContractAwarded': {
      const { award, lot, decision, paidFrom } = event.data;
      const concerning = [about('award', award), about('lot', lot), everyLot, about('decision', decision)];
      const direct = event.type === 'ContractAwarded' && commission.route?.profile.competition === 'none';
      return {
        starts: [
          started('award-made', award, concerning, on),
          ...(direct ? [started('awarded-without-competition', award, concerning, on)] : []),
          ...subsidised(award, award),
        ],
        acts: placed(paidFrom.map(({ allocation }) => allocation)),
      };
    }
    case 'NoAwardMade': {
      const { lot, decision } = event.data;
      const concerning = [about('lot', lot), everyLot, about('decision', decision)];
      return { starts: [started('no-award-made', lot, concerning, on)], acts: [] };
    }
    case 'BidExcluded': {
      const { bid, lot = '*', allowedAs } = event.data;
      if (!ofSupplier(allowedAs)) return nothing;
      const subject = about(bid, lot);
      return {
        starts: [started('supplier-left-out', subject, [about('exclusion', bid)], on, { countsFrom: on })],
        acts: [],
      };
    }
    case 'ExclusionNotified':
      return { starts: [], acts: [done('exclusion-notified', about('exclusion', event.data.bid))] };
    case 'ChallengeRaised': {
      const { challenge, receivedOn } = event.data;
      return { starts: inCourt(challenge, 'begun', receivedOn), acts: [] };
    }
    case 'ChallengeResolved': {
      const { challenge, resolvedOn } = event.data;
      return { starts: inCourt(challenge, 'ended', resolvedOn), acts: [] };
    }
    case 'ExclusionProceedingsNotified': {
      const { challenge, stage } = event.data;
      const concerning = about('proceedings', challenge, stage);
      return { starts: [], acts: [done('exclusion-proceedings-notified', concerning)] };
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
    case 'AwardDeclined': {
      const award = about('award', event.data.award);
      // What came to nothing before it was signed was never given.
      const restates: Bearing['restates'] = ({ by, about: concerning }) =>
        ofSubsidy.has(by) && concerning.includes(award);
      return { ...nothing, restates };
    }
    case 'AgreementSigned': {
      const { award, signedOn } = event.data;
      const concerning = [about('award', award), about('lot', lotOf(award)), everyLot];
      return {
        starts: [
          started('agreement-signed', award, concerning, signedOn),
          ...inItsTerm(award),
          ...assisted(award, signedOn),
        ],
        acts: [],
      };
    }
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated': {
      const { award } = event.data;
      const moved = [...moreOf(event), ...lessOf(event)];
      const change = event.type === 'AgreementVaried' ? event.data.variation : undefined;
      const raise = event.type === 'AgreementExtended' ? event.data.extension : change;
      const raised =
        raise === undefined || moreOf(event).length === 0 ? [] : subsidised(award, about(award, raise));
      const breached = event.type === 'AgreementTerminated' && event.data.ground === 'breach';
      const ended = commission.awards.get(award)?.life.terminated?.lastDay;
      return {
        starts: [
          ...inItsTerm(award),
          ...periodsLeft(award),
          ...raised,
          ...(breached && ended !== undefined ? [failed(award, 'breach', ended)] : []),
        ],
        acts: placed(moved.map(({ allocation }) => allocation)),
        restates: ({ by, about: concerning }) =>
          (inTerm.has(by) && concerning.includes(about('award', award))) ||
          (by === 'period-ended' && concerning.some((each) => each.startsWith(about('period', award, '')))),
      };
    }
    case 'BreachResolved': {
      const { award, breach, resolvedOn } = event.data;
      return { starts: [failed(award, about('breach', breach), resolvedOn, resolvedOn)], acts: [] };
    }
    case 'KPIsAgreed':
      return { starts: returnedOn(event.data.award, event.data.periods), acts: [] };
    case 'InvoiceReceived': {
      const { award, invoice, receivedOn } = event.data;
      return { starts: [toPay(award, invoice, receivedOn)], acts: [] };
    }
    case 'InvoiceDisputed': {
      const subject = about(event.data.award, event.data.invoice);
      const restates: Bearing['restates'] = (start) =>
        start.by === 'invoice-received' && start.subject === subject;
      return { ...nothing, restates };
    }
    case 'InvoiceDisputeSettled': {
      const { award, invoice, settledOn } = event.data;
      // What was disputed is due from the day on which it was settled that it is.
      return { starts: isPaid(award, invoice) ? [] : [toPay(award, invoice, settledOn)], acts: [] };
    }
    case 'ClarificationAsked': {
      const { question } = event.data;
      const until = commission.specification?.clarificationsUntil;
      const concerning = [about('question', question)];
      const named = until === undefined ? {} : { stated: londonDateOf(until) };
      return { starts: [started('question-asked', question, concerning, on, named)], acts: [] };
    }
    case 'SpecPublished': {
      // What is put to some who are invited is not advertised; a public contract is tendered for by a notice all the same.
      const competition = commission.route?.profile.competition;
      const invited = competition === 'quotes' && isPublicContract(commission);
      if (competition !== 'open' && !invited) return nothing;
      const starts = event.data.lots.map(({ id }) =>
        started('specification-advertised', id, [about('lot', id), everyLot], on),
      );
      return { starts, acts: [] };
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
        // It began with the contract award notice, and tells of that.
        acts: [done('notice-published', about('lot', lot), 'UK6')],
      };
    }
    case 'FundingAllocated': {
      const { allocation, fund } = event.data;
      const concerning = [about('allocation', allocation)];
      const stated = endOfFinancialYear(fund.slice(-7) as FinancialYear);
      return { starts: [started('money-set-aside', allocation, concerning, on, { stated })], acts: [] };
    }
    case 'FundingReleased':
    case 'FundingReallocated':
      return { starts: [], acts: placed([event.data.allocation]) };
    case 'PaymentMade': {
      const { award, payment } = event.data;
      const invoice = commission.awards.get(award)?.payments.get(payment)?.invoice;
      const settled = invoice !== undefined && isPaid(award, invoice);
      return {
        starts: [],
        acts: settled ? [done('invoice-settled', about('invoice', award, invoice))] : [],
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
    case 'PerformanceReviewed': {
      const { award: id, review, rating } = event.data;
      const award = commission.awards.get(id);
      const stillPoor = award !== undefined && isPoor(rating) && hadOpportunity(award, on);
      return {
        starts: stillPoor ? [failed(id, review, on)] : [],
        acts: [done('performance-reviewed', about('award', id))],
      };
    }
    case 'AssistanceConfirmed':
      return { starts: [], acts: [done('assistance-confirmed', about('award', event.data.award))] };
    case 'SubsidyEntered':
      return { starts: [], acts: [done('subsidy-entered', about('award', event.data.award))] };
    case 'DecisionPublished':
      return { starts: [], acts: [done('decision-published', about('decision', event.data.decision))] };
    case 'NoticePublished': {
      const { kind, lot } = event.data;
      const concerning = lot === undefined ? everyLot : about('lot', lot);
      // The notice of the end of a contract says what one of its performance would (Procurement Regulations 2024 r.41(2)(h)).
      const performance = kind === 'UK11' ? endedForBreach(lot) : [];
      return {
        starts: [],
        acts: [
          done('notice-published', concerning, kind),
          ...performance.map((award) => done('notice-published', about('award', award), 'UK9')),
        ],
      };
    }
    case 'AssessmentSummariesSent':
      return { starts: [], acts: [done('summaries-sent', about('lot', event.data.lot))] };
    case 'StandstillEnded':
      return { starts: [], acts: [done('standstill-ended', about('lot', event.data.lot))] };
    case 'ClarificationAnswered':
      return { starts: [], acts: [done('question-answered', about('question', event.data.question))] };
  }
};
