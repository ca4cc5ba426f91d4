import { dayOf, commissionOf, londonDateOf, noPence, remaining, sumPence } from '@commissioning/kernel';
import type { Cell, Measure, PerformanceDocument, Return, ReturnStanding } from './documents';
import type { PerformanceEvent, Told } from './events';
import { isMet, reckonedAll } from './figures';
import { endingOn, lastDaySaid } from './term';

const awardMade = (
  event: Told<'GrantAwarded' | 'ContractAwarded' | 'PriorAwardRecorded'>,
): PerformanceDocument => {
  const { award, title, recipient } = event.data;
  const instrument = {
    GrantAwarded: 'grant' as const,
    ContractAwarded: 'contract' as const,
    PriorAwardRecorded: 'instrument' in event.data ? (event.data.instrument ?? null) : null,
  }[event.type];
  return {
    commission: commissionOf(event),
    award,
    title,
    provider: recipient.name,
    providerReference: recipient.provider ?? null,
    instrument,
    paid: noPence,
    measures: [],
    returns: [],
    reviews: [],
    rating: null,
    withheld: [],
  };
};

const notYet = { standing: 'awaited', returnedOn: null, late: null, correctedOn: null } as const;

const measuresOf = ({ data: { kpis, periods } }: Told<'KPIsAgreed'>): ReadonlyArray<Measure> => {
  const series = periods.map(({ id: period, from, to }): Cell => ({
    period,
    from,
    to,
    standing: 'awaited',
    value: null,
    outOf: null,
    met: null,
    suppressed: false,
  }));
  return kpis.map(({ id: kpi, bidPromise: _promise, clause = null, ...said }) => ({
    kpi,
    ...said,
    clause,
    series,
    total: null,
    counted: 0,
    unitCost: null,
  }));
};

const returnsOf = ({ data: { periods } }: Told<'KPIsAgreed'>): ReadonlyArray<Return> =>
  periods.map(({ id: period, from, to, due }) => ({ period, from, to, due, kpi: notYet, financial: notYet }));

/** Those there already, and those of the rest that are of other periods. */
const withMore = <Of extends { readonly period: string }>(
  before: ReadonlyArray<Of>,
  more: ReadonlyArray<Of>,
): ReadonlyArray<Of> => [
  ...before,
  ...more.filter(({ period }) => !before.some((each) => each.period === period)),
];

/** Measures and periods are agreed, or more of them for an agreement that runs longer: those agreed before go on. */
const agreed = (event: Told<'KPIsAgreed'>, before: PerformanceDocument): PerformanceDocument => {
  const more = measuresOf(event);
  const others = more.filter(({ kpi }) => !before.measures.some((each) => each.kpi === kpi));
  const goOn = before.measures.map((measure) => {
    const again = more.find(({ kpi }) => kpi === measure.kpi);
    return again === undefined ? measure : { ...measure, series: withMore(measure.series, again.series) };
  });
  return {
    ...before,
    measures: [...goOn, ...others],
    returns: withMore(before.returns, returnsOf(event)),
  };
};

type Half = 'kpi' | 'financial';

/** The award with one half of the return of a period otherwise, and with it the cells of its measures. */
const withReturn = (
  before: PerformanceDocument,
  period: string,
  half: Half,
  after: (before: Return) => Return[Half],
): PerformanceDocument => ({
  ...before,
  returns: before.returns.map((each) => (each.period === period ? { ...each, [half]: after(each) } : each)),
});

/** A return came in. Whether in time is judged by when it was received, and by the first time that it was made. */
const returned = (
  event: Told<'KPIReturned' | 'FinancialReturned'>,
  half: Half,
  before: PerformanceDocument,
): PerformanceDocument => {
  const today = londonDateOf(event.metadata.recordedAt);
  return withReturn(before, event.data.period, half, ({ due, [half]: { returnedOn, late } }) => ({
    standing: 'returned',
    returnedOn: returnedOn ?? today,
    late: late ?? today > due,
    correctedOn: null,
  }));
};

const withCells = (
  before: PerformanceDocument,
  period: string,
  after: (cell: Cell, measure: Measure) => Cell,
): PerformanceDocument => ({
  ...before,
  measures: before.measures.map((measure) => ({
    ...measure,
    series: measure.series.map((cell) => (cell.period === period ? after(cell, measure) : cell)),
  })),
});

type Figures = Pick<Told<'KPIReturned'>['data'], 'period' | 'values'>;

/** The cells of a period with the figures that were returned for it, or with those that take their place. */
const measured = ({ period, values }: Figures, before: PerformanceDocument): PerformanceDocument =>
  withCells(before, period, (cell, measure) => {
    const { value = null, outOf = null } = values.find(({ kpi }) => kpi === measure.kpi) ?? {};
    const after: Cell = { ...cell, standing: 'returned', value, outOf };
    return { ...after, met: isMet(measure, after) };
  });

const judged = (
  { data: { period, kind } }: Told<'ReturnQueried' | 'ReturnAccepted'>,
  standing: ReturnStanding,
  before: PerformanceDocument,
): PerformanceDocument => {
  const after = withReturn(before, period, kind, (each) => ({ ...each[kind], standing }));
  return kind === 'kpi' ? withCells(after, period, (cell) => ({ ...cell, standing })) : after;
};

/** A corrected return stands like one just made, but was made when it was: in time or late is said of the first. */
const corrected = (event: Told<'ReturnCorrected'>, before: PerformanceDocument): PerformanceDocument => {
  const { period, kind, measures } = event.data;
  const correctedOn = londonDateOf(event.metadata.recordedAt);
  const after = withReturn(before, period, kind, (each) => ({
    ...each[kind],
    standing: 'returned',
    correctedOn,
  }));
  return kind === 'kpi' && measures ? measured({ period, values: measures.values }, after) : after;
};

type Made = 'GrantAwarded' | 'ContractAwarded' | 'PriorAwardRecorded';

const changed = (
  event: Told<Exclude<PerformanceEvent['type'], Made | 'AwardDeclined'>>,
  before: PerformanceDocument,
): PerformanceDocument => {
  switch (event.type) {
    case 'KPIsAgreed':
      return agreed(event, before);
    case 'KPIReturned':
      return measured(event.data, returned(event, 'kpi', before));
    case 'FinancialReturned':
      return returned(event, 'financial', before);
    case 'ReturnQueried':
      return judged(event, 'queried', before);
    case 'ReturnAccepted':
      return judged(event, 'accepted', before);
    case 'ReturnCorrected':
      return corrected(event, before);
    case 'PaymentMade':
      return { ...before, paid: sumPence([before.paid, event.data.amount.pence]) };
    case 'PaymentRecovered':
      return { ...before, paid: remaining(before.paid, event.data.amount.pence) };
    case 'PerformanceReviewed': {
      const { review, rating } = event.data;
      const others = before.reviews.filter((each) => each.review !== review);
      return { ...before, reviews: [...others, { review, rating, on: dayOf(event) }], rating };
    }
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated': {
      const lastDay = lastDaySaid(event);
      return lastDay === undefined ? before : endingOn(lastDay, before);
    }
  }
};

/** How an award is doing after an event; undefined while nothing is known of it, and once it came to nothing. */
export const awardAfter = (
  event: Told<PerformanceEvent['type']>,
  before: PerformanceDocument | undefined,
): PerformanceDocument | undefined => {
  switch (event.type) {
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'PriorAwardRecorded':
      return awardMade(event);
    case 'AwardDeclined':
      return undefined;
    case 'KPIsAgreed':
    case 'KPIReturned':
    case 'FinancialReturned':
    case 'ReturnQueried':
    case 'ReturnAccepted':
    case 'ReturnCorrected':
    case 'PaymentMade':
    case 'PaymentRecovered':
    case 'PerformanceReviewed':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
      return before && reckonedAll(changed(event, before));
  }
};
