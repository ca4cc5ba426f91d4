import { unnamed, type Withheld, withholds } from '@commissioning/domain';
import type { AgreedMeasure, FigureDocument, PerformanceDocument, ReturnDocument } from './documents';

/**
 * Fewer than so many people may be known by a figure that is published. A convention of official statistics, and no
 * sum of any law: raising it makes another version of this view.
 */
const fewest = 5;

const isFew = (people: number): boolean => people > 0 && people < fewest;

/**
 * Whether a figure points at few people: few were counted; a share was taken of few, or is of few, or leaves out few.
 * Of a percentage or an average that does not say how many it was taken over nobody can tell. None is not few.
 */
const pointsAtFew = (figure: AgreedMeasure['figure'], { value, outOf }: FigureDocument): boolean => {
  if (value === null) return false;
  switch (figure) {
    case 'count':
    case 'level':
      return isFew(value);
    case 'average':
      return outOf === null || outOf < fewest;
    case 'percentage': {
      if (outOf === null || outOf < fewest) return true;
      const share = (value * outOf) / 100;
      return isFew(share) || isFew(outOf - share);
    }
  }
};

/** What is returned for a period as the public sees it: a figure once its return was accepted, unless it points at few. */
const returnShown =
  (kindOf: ReadonlyMap<string, AgreedMeasure['figure']>) =>
  (each: ReturnDocument): ReturnDocument => {
    if (each.kpi === null) return each;
    if (each.kpi.standing !== 'accepted') return { ...each, kpi: { ...each.kpi, figures: [] } };
    const figures = each.kpi.figures.map((figure) => {
      const { kpi } = figure;
      const kind = kindOf.get(kpi);
      return kind === undefined || pointsAtFew(kind, figure)
        ? { kpi, value: null, outOf: null, suppressed: true }
        : figure;
    });
    return { ...each, kpi: { ...each.kpi, figures } };
  };

/** An award without its title and its provider, where those are withheld. */
export const namedAs = (
  award: PerformanceDocument,
  withheld: ReadonlyArray<Withheld>,
): PerformanceDocument => {
  const hidden = withholds(withheld, 'provider', 'recipient');
  return {
    ...award,
    title: withholds(withheld, 'title') ? unnamed : award.title,
    provider: hidden ? unnamed : award.provider,
    providerReference: hidden ? null : award.providerReference,
  };
};

/**
 * An award as the public sees it. Totals and unit costs are reckoned from the figures that are left: what is left out of
 * a series is left out of its total, so that no difference gives it away.
 */
export const publicView = (
  award: PerformanceDocument,
  withheld: ReadonlyArray<Withheld>,
): PerformanceDocument => ({
  ...namedAs(award, withheld),
  returns: award.returns.map(returnShown(new Map(award.measures.map(({ kpi, figure }) => [kpi, figure])))),
  withheld,
});
