import {
  type CalendarDate,
  commissionOf,
  dayOf,
  type Instant,
  type LocalId,
  londonDateOf,
  noPence,
  remaining,
  sumPence,
} from '@commissioning/kernel';
import type { AgreedMeasure, FigureDocument, PerformanceDocument, ReturnDocument } from './documents';
import type { PerformanceEvent, Told } from './events';
import { lastDaySaid } from './term';

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
    lastDay: null,
  };
};

const measuresOf = ({ data: { kpis } }: Told<'KPIsAgreed'>): ReadonlyArray<AgreedMeasure> =>
  kpis.map(({ id: kpi, bidPromise: _promise, clause = null, ...said }) => ({ kpi, ...said, clause }));

const returnsOf = ({ data: { kpis, periods } }: Told<'KPIsAgreed'>): ReadonlyArray<ReturnDocument> => {
  const agreed = kpis.map(({ id }) => id);
  return periods.map(({ id: period, from, to, due }) => ({
    period,
    from,
    to,
    due,
    agreed,
    kpi: null,
    financial: null,
  }));
};

/** Those there already, and those of the rest that are new. */
const withMore = <Of>(
  before: ReadonlyArray<Of>,
  more: ReadonlyArray<Of>,
  nameOf: (each: Of) => string,
): ReadonlyArray<Of> => [
  ...before,
  ...more.filter((each) => !before.some((known) => nameOf(known) === nameOf(each))),
];

const kpiOf = ({ kpi }: { readonly kpi: string }): string => kpi;
const periodOf = ({ period }: { readonly period: string }): string => period;

/** Measures and periods are agreed, or more of them for an agreement that runs longer: those agreed before go on. */
const agreed = (event: Told<'KPIsAgreed'>, before: PerformanceDocument): PerformanceDocument => {
  const more = returnsOf(event);
  const goOn = before.returns.map((each) => {
    const again = more.find(({ period }) => period === each.period);
    return again === undefined
      ? each
      : { ...each, agreed: withMore(each.agreed, again.agreed, (kpi) => kpi) };
  });
  return {
    ...before,
    measures: withMore(before.measures, measuresOf(event), kpiOf),
    returns: withMore(goOn, more, periodOf),
  };
};

type Half = 'kpi' | 'financial';
type Returned = NonNullable<ReturnDocument['financial']>;

/** The award with the return of a period otherwise. */
const withReturn = (
  before: PerformanceDocument,
  period: string,
  after: (before: ReturnDocument) => ReturnDocument,
): PerformanceDocument => ({
  ...before,
  returns: before.returns.map((each) => (each.period === period ? after(each) : each)),
});

/** A return came in. Whether in time is judged by when it was received, and by the first time that it was made. */
const returnedAt = (at: Instant, due: CalendarDate, first: Returned | null): Returned => {
  const today = londonDateOf(at);
  return {
    standing: 'returned',
    returnedOn: first?.returnedOn ?? today,
    late: first?.late ?? today > due,
    correctedOn: null,
  };
};

const figuresOf = (
  agreed: ReadonlyArray<LocalId>,
  values: Told<'KPIReturned'>['data']['values'],
): ReadonlyArray<FigureDocument> =>
  agreed.map((kpi) => {
    const { value = null, outOf = null } = values.find((found) => found.kpi === kpi) ?? {};
    return { kpi, value, outOf, suppressed: false };
  });

const measured = (
  { data: { period, values }, metadata }: Told<'KPIReturned'>,
  before: PerformanceDocument,
): PerformanceDocument =>
  withReturn(before, period, (each) => ({
    ...each,
    kpi: {
      ...returnedAt(metadata.recordedAt, each.due, each.kpi),
      figures: figuresOf(each.agreed, values),
    },
  }));

const accounted = (
  { data: { period }, metadata }: Told<'FinancialReturned'>,
  before: PerformanceDocument,
): PerformanceDocument =>
  withReturn(before, period, (each) => ({
    ...each,
    financial: returnedAt(metadata.recordedAt, each.due, each.financial),
  }));

/** One half of the return of a period stands otherwise, where it was made. */
const stands = (
  before: PerformanceDocument,
  period: string,
  kind: Half,
  otherwise: Partial<Returned>,
): PerformanceDocument =>
  withReturn(before, period, (each) => ({ ...each, [kind]: each[kind] && { ...each[kind], ...otherwise } }));

/** A corrected return stands like one just made, but was made when it was: in time or late is said of the first. */
const corrected = (event: Told<'ReturnCorrected'>, before: PerformanceDocument): PerformanceDocument => {
  const { period, kind, measures } = event.data;
  const correctedOn = londonDateOf(event.metadata.recordedAt);
  const after = stands(before, period, kind, { standing: 'returned', correctedOn });
  if (kind !== 'kpi' || measures === undefined) return after;
  return withReturn(after, period, (each) => ({
    ...each,
    kpi: each.kpi && { ...each.kpi, figures: figuresOf(each.agreed, measures.values) },
  }));
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
      return measured(event, before);
    case 'FinancialReturned':
      return accounted(event, before);
    case 'ReturnQueried':
      return stands(before, event.data.period, event.data.kind, { standing: 'queried' });
    case 'ReturnAccepted':
      return stands(before, event.data.period, event.data.kind, { standing: 'accepted' });
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
      return lastDay === undefined ? before : { ...before, lastDay };
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
      return before && changed(event, before);
  }
};
