import type { ActorId, LocalId } from '@commissioning/kernel';
import type { Robustness } from './events';
import { byId, comparedWith, lowestOf, type Method, passes, type Standing, standingOf } from './ranking';
import { type AssessedBid, total, weightedScore } from './weighting';

type Winners = ReadonlyArray<LocalId>;

/** The best of some bids: what they are placed by, and which they are, more than one where nothing tells them apart. */
interface Top {
  readonly standing: Standing | undefined;
  readonly winners: Winners;
}

const nobody: Top = { standing: undefined, winners: [] };

const joined = ({ standing, winners }: Top, other: Standing): Top => {
  const better = standing === undefined ? 1 : comparedWith(standing, other);
  if (better < 0) return { standing, winners };
  const { bid } = other.bid;
  return better > 0 ? { standing: other, winners: [bid] } : { standing, winners: [...winners, bid].sort() };
};

const topOf = (method: Method, passed: ReadonlyArray<AssessedBid>, lowest: number): Top =>
  passed.reduce((top, bid) => joined(top, standingOf(method, bid, lowest)), nobody);

const passing = (method: Method, bids: ReadonlyArray<AssessedBid>): ReadonlyArray<AssessedBid> =>
  bids.filter((bid) => passes(bid, method.criteria));

const winnersOf = (method: Method, bids: ReadonlyArray<AssessedBid>): Winners => {
  const passed = passing(method, bids);
  return topOf(method, passed, lowestOf(passed)).winners;
};

const alike = (one: Winners, other: Winners): boolean =>
  one.length === other.length && one.every((bid, index) => bid === other[index]);

/** The smallest whole number from 1 to `most` for which something holds that, once it does, goes on to hold. */
const smallest = (most: number, holds: (step: number) => boolean): number | undefined => {
  if (most < 1 || !holds(most)) return undefined;
  let [no, yes] = [0, most];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
};

type WeightChange = NonNullable<Robustness['weight']>;

/**
 * The fewest percentage points that, moved from one criterion to another, change who wins. Weights still add up to 100;
 * of equal changes the first in the order of the criteria.
 */
const weightChange = (
  method: Method,
  bids: ReadonlyArray<AssessedBid>,
  winners: Winners,
): WeightChange | undefined => {
  const { criteria } = method;
  const passed = passing(method, bids);
  const lowest = lowestOf(passed);
  const scored = passed.map((bid) => ({ bid, before: standingOf(method, bid, lowest) }));

  const topWhen = (from: number, to: number, points: number): Top => {
    const moved = criteria.map((criterion, index) => {
      const change = index === from ? -points : index === to ? points : 0;
      return change === 0 ? criterion : { ...criterion, weight: criterion.weight + change };
    });
    const [less, more] = [moved[from], moved[to]];
    if (less === undefined || more === undefined) return nobody;
    // Totals alone say who can be best; the tie-breaks are worked out for those.
    const totals = scored.map(({ bid, before }) => {
      const { scores } = before.bid;
      const gone = (scores[from]?.weighted ?? 0) + (scores[to]?.weighted ?? 0);
      const come = [less, more].map((criterion) => weightedScore(method, criterion, bid, lowest));
      return total(scores) - gone + total(come);
    });
    const best = totals.reduce((most, each) => Math.max(most, each), 0);
    const leading = passed.filter((_, index) => totals[index] === best);
    return topOf({ ...method, criteria: moved }, leading, lowest);
  };

  const heaviest = criteria.reduce((most, { weight }) => Math.max(most, weight), 0);
  for (let points = 1; points <= heaviest; points += 1)
    for (const [from, less] of criteria.entries())
      for (const [to, more] of criteria.entries()) {
        if (from === to || less.weight < points) continue;
        const { winners: after } = topWhen(from, to, points);
        if (!alike(after, winners)) return { points, from: less.id, to: more.id, winners: after };
      }
  return undefined;
};

type ScoreChange = NonNullable<Robustness['score']>;

/** Who wins when one bid is replaced by itself with other scores; the others are compared anew only where they must be. */
const replacing = (method: Method, bids: ReadonlyArray<AssessedBid>, replaced: AssessedBid) => {
  const others = passing(
    method,
    bids.filter(({ bid }) => bid !== replaced.bid),
  );
  const tops = new Map<number, Top>();
  const othersAt = (lowest: number): Top => {
    const known = tops.get(lowest) ?? topOf(method, others, lowest);
    tops.set(lowest, known);
    return known;
  };
  return (by: AssessedBid): Winners => {
    const competing = passes(by, method.criteria);
    const lowest = lowestOf(competing ? [...others, by] : others);
    const top = othersAt(lowest);
    return (competing ? joined(top, standingOf(method, by, lowest)) : top).winners;
  };
};

/**
 * The smallest change of one agreed score, in hundredths of a point and within the scale, that changes who wins. The
 * better a bid scores the better it stands, so that whoever has been overtaken stays so: each search halves what is
 * left. Of equal changes the first by bid, then in the order of the criteria, then upwards.
 */
const scoreChange = (
  method: Method,
  bids: ReadonlyArray<AssessedBid>,
  winners: Winners,
): ScoreChange | undefined => {
  const { scale, criteria } = method;
  let found: { readonly change: ScoreChange; readonly step: number } | undefined;
  for (const bid of bids.toSorted(byId)) {
    const winnersWith = replacing(method, bids, bid);
    for (const { id, scoredBy } of criteria) {
      const from = bid.agreed.get(id);
      if (scoredBy !== 'panel' || from === undefined) continue;
      const after = (to: number): Winners => winnersWith({ ...bid, agreed: new Map(bid.agreed).set(id, to) });
      for (const direction of [1, -1]) {
        const room = direction === 1 ? scale.maximum * 100 - from : from - scale.minimum * 100;
        const most = Math.min(room, found === undefined ? room : found.step - 1);
        const step = smallest(most, (by) => !alike(after(from + direction * by), winners));
        if (step === undefined) continue;
        const to = from + direction * step;
        found = { step, change: { bid: bid.bid, criterion: id, from, to, winners: after(to) } };
      }
    }
  }
  return found?.change;
};

/**
 * How easily the ranking of a lot would have another winner: the smallest change of weights, the smallest change of one
 * agreed score, and each assessor without whom another would have won. Exact: nothing is sampled. `without` gives the
 * bids as they would be assessed without one of the assessors.
 */
export const robustnessOf = (
  method: Method,
  bids: ReadonlyArray<AssessedBid>,
  without: ReadonlyMap<ActorId, ReadonlyArray<AssessedBid>>,
): Robustness => {
  const winners = winnersOf(method, bids);
  const weight = weightChange(method, bids, winners);
  const score = scoreChange(method, bids, winners);
  const assessors = [...without]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([assessor, left]) => ({ assessor, winners: winnersOf(method, left) }))
    .filter((each) => !alike(each.winners, winners));
  return { winners, assessors, ...(weight && { weight }), ...(score && { score }) };
};
