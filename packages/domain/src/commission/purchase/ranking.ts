import type { LocalId } from '@commissioning/kernel';
import type { CriterionCategory, TieBreak } from '../../shapes';
import type { Specification } from '../state';
import type { RankedBid } from './events';
import { type AssessedBid, total, type WeightedBid, weightedScores } from './weighting';

/** What was published of how bids are compared. */
export type Method = Pick<Specification, 'criteria' | 'scale' | 'priceMethod' | 'tieBreak'>;

/** A pass mark that a bid missed: on which criterion, at what agreed score in hundredths of a point. */
interface MissedMark {
  readonly bid: LocalId;
  readonly criterion: LocalId;
  readonly agreed: number;
}

interface Ranking {
  /** Best first. Bids that nothing tells apart share a rank, and stand there in the order of their ids. */
  readonly ranking: ReadonlyArray<RankedBid>;
  /** The pass marks that were missed, in the order of bid ids, then of criteria. */
  readonly failed: ReadonlyArray<MissedMark>;
}

export const byId = (one: { readonly bid: string }, other: { readonly bid: string }): number =>
  one.bid < other.bid ? -1 : 1;

const missedMarks = ({ bid, agreed }: AssessedBid, criteria: Method['criteria']): ReadonlyArray<MissedMark> =>
  criteria.flatMap(({ id, pass }) => {
    const score = agreed.get(id);
    const missed = score !== undefined && pass !== undefined && score < pass * 100;
    return missed ? [{ bid, criterion: id, agreed: score }] : [];
  });

const weightedIn = (
  category: CriterionCategory,
  { scores }: WeightedBid,
  criteria: Method['criteria'],
): number =>
  total(
    scores.filter((score) =>
      criteria.some(({ id, category: of }) => id === score.criterion && of === category),
    ),
  );

/** What a tie-break goes by; more is better. */
const worth = (tieBreak: TieBreak, bid: WeightedBid, criteria: Method['criteria']): number => {
  switch (tieBreak) {
    case 'higher-quality':
      return weightedIn('quality', bid, criteria);
    case 'higher-social-value':
      return weightedIn('social-value', bid, criteria);
    case 'lower-price':
      return 0 - bid.price;
  }
};

/** A bid with what it is placed by: its total, then each tie-break in turn. More is better in all of them. */
export interface Standing {
  readonly bid: WeightedBid;
  readonly by: ReadonlyArray<number>;
}

/** The first of the things bids are placed by that tells two apart, 0 being the total; -1 when nothing does. */
const toldApartBy = (one: Standing, other: Standing): number =>
  one.by.findIndex((value, index) => value !== other.by[index]);

/** Less than zero where the first stands better, more where the second does, zero where nothing tells them apart. */
export const comparedWith = (one: Standing, other: Standing): number => {
  const at = toldApartBy(one, other);
  return at === -1 ? 0 : (other.by[at] ?? 0) - (one.by[at] ?? 0);
};

const betterFirst = (one: Standing, other: Standing): number =>
  comparedWith(one, other) || byId(one.bid, other.bid);

/** How many tie-breaks it took between neighbours: none where totals differ, all of them where nothing does. */
const tieBreaksBetween = (one: Standing, other: Standing | undefined): number => {
  if (other === undefined) return 0;
  const at = toldApartBy(one, other);
  return at === -1 ? one.by.length - 1 : at;
};

const placed = (
  standings: ReadonlyArray<Standing>,
  tieBreaks: Method['tieBreak'],
): ReadonlyArray<RankedBid> => {
  let rank = 0;
  return standings.map((standing, index) => {
    const [above, below] = [standings[index - 1], standings[index + 1]];
    if (above === undefined || toldApartBy(above, standing) !== -1) rank = index + 1;
    const needed = Math.max(tieBreaksBetween(standing, above), tieBreaksBetween(standing, below));
    const { bid, scores } = standing.bid;
    return { rank, bid, total: total(scores), criteria: scores, tieBreaks: tieBreaks.slice(0, needed) };
  });
};

/** Whether a bid reaches every pass mark of the panel. */
export const passes = (bid: AssessedBid, criteria: Method['criteria']): boolean =>
  missedMarks(bid, criteria).length === 0;

/** The lowest price, in pence, of bids that are compared. */
export const lowestOf = (bids: ReadonlyArray<AssessedBid>): number =>
  bids.reduce((least, { price }) => Math.min(least, price), Number.MAX_SAFE_INTEGER);

/** What a bid is placed by, compared with bids of which the lowest price is `lowest`. */
export const standingOf = (method: Method, assessed: AssessedBid, lowest: number): Standing => {
  const { criteria, tieBreak } = method;
  const bid = { ...assessed, scores: weightedScores(method, assessed, lowest) };
  return { bid, by: [total(bid.scores), ...tieBreak.map((each) => worth(each, bid, criteria))] };
};

/**
 * Ranks bids by the published method. Bids that miss a pass mark of the panel are taken out before prices are
 * compared, so that the lowest price is that of a bid that could win. The order in which bids are given makes no
 * difference. Bids that neither total nor tie-breaks tell apart share a rank, and the next is left out: 1, 1, 3.
 */
export const rankBids = (method: Method, bids: ReadonlyArray<AssessedBid>): Ranking => {
  const { criteria, tieBreak } = method;
  const inOrder = bids.toSorted(byId);
  const failed = inOrder.flatMap((bid) => missedMarks(bid, criteria));
  const out = new Set<string>(failed.map(({ bid }) => bid));
  const passed = inOrder.filter(({ bid }) => !out.has(bid));
  const lowest = lowestOf(passed);
  const standings = passed.map((assessed) => standingOf(method, assessed, lowest));
  return { ranking: placed(standings.toSorted(betterFirst), tieBreak), failed };
};
