import { unnamed, type Withheld, withholds } from '@commissioning/domain';
import type { AgreedMeasure, AwardDocument, FigureDocument, PlanDocument, ReturnDocument } from './documents';

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
export const returnShown = (plan: PlanDocument, returned: ReturnDocument): ReturnDocument => {
  if (returned.kpi === null) return returned;
  if (returned.kpi.standing !== 'accepted') return { ...returned, kpi: { ...returned.kpi, figures: [] } };
  const figures = returned.kpi.figures.map((found) => {
    const { kpi } = found;
    const measure = plan.measures.find((each) => each.kpi === kpi);
    return measure === undefined || pointsAtFew(measure.figure, found)
      ? { kpi, value: null, outOf: null, suppressed: true }
      : found;
  });
  return { ...returned, kpi: { ...returned.kpi, figures } };
};

/** An award without its title and its provider, where those are withheld. */
export const namedAs = (award: AwardDocument, withheld: ReadonlyArray<Withheld>): AwardDocument => {
  const hidden = withholds(withheld, 'provider', 'recipient');
  return {
    ...award,
    title: withholds(withheld, 'title') ? unnamed : award.title,
    provider: hidden ? unnamed : award.provider,
    providerReference: hidden ? null : award.providerReference,
  };
};
