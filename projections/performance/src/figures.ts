import type { Frequency } from '@commissioning/domain';
import { addDays, addMonths, type Pence } from '@commissioning/kernel';
import type { Cell, Measure, PerformanceDocument } from './documents';

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

/** A measure with its total and unit cost reckoned from the cells as they are shown, and from nothing else. */
const reckoned = (measure: Measure, paid: Pence): Measure => {
  const { figure, series } = measure;
  const accepted = series.filter(({ standing }) => standing === 'accepted');
  const shown = accepted.flatMap(({ value }) => (value === null ? [] : [value]));
  const total = figure === 'count' ? sumOfFigures(shown) : null;
  const whole = accepted.every(({ suppressed }) => !suppressed);
  return {
    ...measure,
    total,
    counted: figure === 'count' ? shown.length : 0,
    unitCost: total !== null && total > 0 && whole ? (Math.round(paid / total) as Pence) : null,
  };
};

/** An award with its totals and unit costs reckoned anew. */
export const reckonedAll = (award: PerformanceDocument): PerformanceDocument => ({
  ...award,
  measures: award.measures.map((measure) => reckoned(measure, award.paid)),
});
