import type { AgreedMeasure, PeriodDocument, PlanDocument } from './documents';
import type { Told } from './events';

const measuresOf = ({ data: { kpis } }: Told<'KPIsAgreed'>): ReadonlyArray<AgreedMeasure> =>
  kpis.map(({ id: kpi, bidPromise: _promise, clause = null, ...said }) => ({ kpi, ...said, clause }));

const periodsOf = ({ data: { kpis, periods } }: Told<'KPIsAgreed'>): ReadonlyArray<PeriodDocument> => {
  const agreed = kpis.map(({ id }) => id);
  return periods.map(({ id: period, from, to, due }) => ({ period, from, to, due, agreed }));
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
export const planAfter = (
  event: Told<'KPIsAgreed'>,
  of: string,
  before: PlanDocument = { of, measures: [], periods: [] },
): PlanDocument => {
  const more = periodsOf(event);
  const goOn = before.periods.map((each) => {
    const again = more.find(({ period }) => period === each.period);
    return again === undefined
      ? each
      : { ...each, agreed: withMore(each.agreed, again.agreed, (kpi) => kpi) };
  });
  return {
    ...before,
    measures: withMore(before.measures, measuresOf(event), kpiOf),
    periods: withMore(goOn, more, periodOf),
  };
};
