import type { Frequency } from '@commissioning/domain';
import { addDays, addMonths, type Pence } from '@commissioning/kernel';
import type {
  AgreedMeasure,
  Cell,
  Measure,
  Performance,
  Return,
  ReturnStanding,
  ShownPerformance,
} from './documents';

/** What of a measure says whether a figure meets it; `series` has one entry for each period that was agreed. */
type Aim = Pick<Measure, 'direction' | 'target' | 'frequency'> & { readonly series: ReadonlyArray<unknown> };
type Found = Pick<Cell, 'from' | 'to' | 'value'>;

const monthsOf: Readonly<Record<Exclude<Frequency, 'once'>, number>> = {
  monthly: 1,
  quarterly: 3,
  'six-monthly': 6,
  yearly: 12,
};

/** Whether a target is for a period of this length: it is hoped for once in each period of the measure's frequency. */
const isForPeriod = ({ frequency, series }: Aim, { from, to }: Found): boolean =>
  frequency === 'once' ? series.length === 1 : addMonths(from, monthsOf[frequency]) <= addDays(to, 1);

/** Whether a figure meets the target of its measure; null where it cannot be said. */
export const isMet = (measure: Aim, cell: Found): boolean | null => {
  const { direction, target } = measure;
  if (cell.value === null || !isForPeriod(measure, cell)) return null;
  return direction === 'higher-is-better' ? cell.value >= target : cell.value <= target;
};

/** Figures have two decimals at most: they are added up in hundredths, which whole numbers hold exactly. */
const sumOfFigures = (figures: ReadonlyArray<number>): number =>
  figures.reduce((sum, figure) => sum + Math.round(figure * 100), 0) / 100;

/** None is awaited for a period that begins after the agreement ends. A term made longer awaits its periods again. */
const awaitedUntil = ({ lastDay }: Performance, { from }: Performance['returns'][number]): ReturnStanding =>
  lastDay === null || from <= lastDay ? 'awaited' : 'not-awaited';

const notMeasured = { value: null, outOf: null, suppressed: false } as const;

const seriesOf = (measure: AgreedMeasure, award: Performance): ReadonlyArray<Cell> => {
  const series = award.returns
    .filter(({ agreed }) => agreed.includes(measure.kpi))
    .map((each): Omit<Cell, 'met'> => {
      const { period, from, to, kpi } = each;
      const { value, outOf, suppressed } =
        kpi?.figures.find((figure) => figure.kpi === measure.kpi) ?? notMeasured;
      const standing = kpi?.standing ?? awaitedUntil(award, each);
      return { period, from, to, standing, value, outOf, suppressed };
    });
  return series.map((cell) => ({ ...cell, met: isMet({ ...measure, series }, cell) }));
};

const returnOf =
  (award: Performance) =>
  (each: Performance['returns'][number]): Return => {
    const { period, from, to, due, kpi, financial } = each;
    const notYet = { standing: awaitedUntil(award, each), returnedOn: null, late: null, correctedOn: null };
    const { figures: _figures, ...made } = kpi ?? { figures: [], ...notYet };
    return { period, from, to, due, kpi: made, financial: financial ?? notYet };
  };

/** A measure with its total and unit cost reckoned from the cells as they are shown, and from nothing else. */
const reckoned = (measure: AgreedMeasure, award: Performance): Measure => {
  const { figure } = measure;
  const { paid } = award;
  const series = seriesOf(measure, award);
  const accepted = series.filter(({ standing }) => standing === 'accepted');
  const shown = accepted.flatMap(({ value }) => (value === null ? [] : [value]));
  const total = figure === 'count' ? sumOfFigures(shown) : null;
  const whole = accepted.every(({ suppressed }) => !suppressed);
  return {
    ...measure,
    series,
    total,
    counted: figure === 'count' ? shown.length : 0,
    unitCost: total !== null && total > 0 && whole ? (Math.round(paid / total) as Pence) : null,
  };
};

/** An award with the series, totals and unit costs of its measures, reckoned from what is kept of it. */
export const reckonedFrom = (award: Performance): ShownPerformance => {
  const { lastDay: _lastDay, ...kept } = award;
  return {
    ...kept,
    measures: award.measures.map((measure) => reckoned(measure, award)),
    returns: award.returns.map(returnOf(award)),
  };
};
