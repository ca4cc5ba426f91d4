import type { LocalId, Pence } from '@commissioning/kernel';
import type { Criterion } from '../../shapes';
import type { Specification } from '../state';
import type { RankedBid } from './events';

/**
 * What scores and prices are worth, in whole numbers alone.
 *
 * Units: a score is whole points of the published scale; an agreed score is hundredths of a point; a weight is whole
 * percent; a weighted score is hundredths of a percent, so that 10 000 is all there is to gain.
 *
 * Rounding: half up to hundredths, once for each agreed score and once for each weighted score, and nowhere else.
 */

/** A bid to be ranked. The prices of one ranking are on one VAT basis. */
export interface AssessedBid {
  readonly bid: LocalId;
  readonly price: Pence;
  /** Criterion → agreed score in hundredths of a point, for every criterion that the panel scores. */
  readonly agreed: ReadonlyMap<string, number>;
}

export type WeightedScore = RankedBid['criteria'][number];

/** A bid with what it scored, in the order of the criteria. */
export interface WeightedBid extends AssessedBid {
  readonly scores: ReadonlyArray<WeightedScore>;
}

/**
 * one × other ÷ divisor, rounded half up, all of them whole numbers and none negative. Exact whatever their size: in big
 * integers only where plain numbers would not be.
 */
const halfUp = (one: number, other: number, divisor: number): number => {
  const doubled = 2 * one * other + divisor;
  const by = 2 * divisor;
  return Number.isSafeInteger(doubled)
    ? (doubled - (doubled % by)) / by
    : Number((2n * BigInt(one) * BigInt(other) + BigInt(divisor)) / BigInt(by));
};

/** The mean of whole scores in hundredths of a point: 3, 4 and 4 are 367. Nobody's scores are 0. */
export const meanScore = (scores: ReadonlyArray<number>): number =>
  scores.length === 0
    ? 0
    : halfUp(
        scores.reduce((sum, score) => sum + score, 0),
        100,
        scores.length,
      );

/** weight × agreed ÷ maximum: at weight 60, 3.67 of 5 points are 44.04 %. */
const byPanel = ({ id, weight }: Criterion, { agreed, bid }: AssessedBid, maximum: number): WeightedScore => {
  const score = agreed.get(id);
  if (score === undefined) throw new Error(`The bid ${bid} has no agreed score for ${id}`);
  return { criterion: id, agreed: score, weighted: halfUp(weight, score, maximum) };
};

/**
 * weight × lowest ÷ price: at weight 40, prices of 100, 105 and 108 are 40.00, 38.10 and 37.04 %. The lowest price
 * scores all, zero among them; beside a price of zero every other scores nothing, as the formula has it.
 */
const byPrice = ({ id, weight }: Criterion, price: Pence, lowest: number, maximum: number): WeightedScore => {
  const share = (whole: number): number => (price === lowest ? whole : halfUp(whole, lowest, price));
  return { criterion: id, agreed: share(maximum * 100), weighted: share(weight * 100) };
};

/** How scores and prices become worth something. */
export type Weighting = Pick<Specification, 'criteria' | 'scale' | 'priceMethod'>;

/**
 * What a bid scored on one criterion. `lowest` is the lowest price, in pence, of the bids that it is compared with;
 * where the method does not score prices, they are worth nothing to anybody.
 */
export const weightedScore = (
  { scale, priceMethod }: Pick<Weighting, 'scale' | 'priceMethod'>,
  criterion: Criterion,
  bid: AssessedBid,
  lowest: number,
): WeightedScore => {
  if (criterion.scoredBy === 'panel') return byPanel(criterion, bid, scale.maximum);
  if (priceMethod === 'not-scored') return { criterion: criterion.id, agreed: 0, weighted: 0 };
  return byPrice(criterion, bid.price, lowest, scale.maximum);
};

/** What a bid scored on every criterion, compared with bids of which the lowest price is `lowest`. */
export const weightedScores = (
  method: Weighting,
  bid: AssessedBid,
  lowest: number,
): ReadonlyArray<WeightedScore> =>
  method.criteria.map((criterion) => weightedScore(method, criterion, bid, lowest));

/** The sum of weighted scores, which are rounded already: anybody can add up what is printed. */
export const total = (scores: ReadonlyArray<WeightedScore>): number =>
  scores.reduce((sum, { weighted }) => sum + weighted, 0);
