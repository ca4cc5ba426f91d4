import { type ActorId, LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { commissionAction } from '../action';
import type { CommissionState, Route, Specification } from '../state';
import { competingBids } from './bids';
import { competitorsKnown } from './competition';
import {
  allLocked,
  assessedBids,
  counted,
  enoughAssessors,
  interestsOfAssessors,
  lockedByAll,
  panelCriteria,
  scoredByEnough,
} from './evaluating';
import { EvaluationCompleted } from './events';
import { interestsSettled } from './interests';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { exclusionOf } from './providers';
import { rankBids } from './ranking';
import { bidsAfterPublication } from './receive-bid';
import { robustnessOf } from './robustness';
import { asksFor, onARoute, routeOf } from './route';

const rankedOnceOpened = rule({
  id: 'evaluation.once-opened',
  sentence: 'Bids are ranked once they have been opened, and quotes once they have closed.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2)',
});

const rankedAfterModeration = rule({
  id: 'evaluation.after-moderation',
  sentence: 'Where a route asks for moderation, bids are ranked after it was opened.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): moderation, then the result',
});

const oneVatBasis = rule({
  id: 'evaluation.one-vat-basis',
  sentence: 'Prices that are compared all have VAT in them, or none of them has.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2)',
});

const withoutExcluded = rule({
  id: 'evaluation.without-excluded-suppliers',
  sentence: 'No bid of an excluded supplier is ranked: it is left out first.',
  strength: 'law',
  source: 'Procurement Act 2023 s.26(1); by policy for grants',
});

const suppliersIn = (commission: CommissionState, lot: string): ReadonlyArray<string> =>
  competingBids(commission, lot).map(({ bidder }) => bidder.provider);

const nobodyExcluded = (commission: CommissionState, context: Context, lot: string): Check => {
  const excluded = competingBids(commission, lot)
    .filter(({ bidder }) => exclusionOf(context, bidder.provider) !== undefined)
    .map(({ bid }) => bid);
  return check(excluded.length === 0, withoutExcluded, { lot, excluded }, '/lot');
};

const pricesCount = ({ criteria, priceMethod, tieBreak }: Specification): boolean =>
  tieBreak.includes('lower-price') ||
  (priceMethod !== 'not-scored' && criteria.some(({ scoredBy }) => scoredBy === 'price'));

const comparable = (commission: CommissionState, spec: Specification, lot: string): Check => {
  const bases = [...new Set(competingBids(commission, lot).map(({ price }) => price.vat))];
  return check(bases.length <= 1 || !pricesCount(spec), oneVatBasis, { lot, bases });
};

/** Scores stand: moderation has been opened, or no more is asked than that all have locked. */
const scoresStand = (commission: CommissionState, spec: Specification, route: Route, lot: string): Check => {
  if (panelCriteria(spec).length === 0) return E.right(undefined);
  const { moderating } = evaluationOf(commission, lot);
  return allHold(
    check(moderating || !asksFor(route, 'moderation'), rankedAfterModeration, { lot }),
    // Who declares an interest while the panel agrees its scores still counts among them until it is settled.
    moderating ? interestsOfAssessors(commission, lot) : lockedByAll(commission, lot),
    scoredByEnough(commission, route, lot),
  );
};

const rounding = 'each criterion half up to hundredths' as const;

/** The ranking, and where there is more than one bid in it how easily another would have won. */
const ranked = (commission: CommissionState, spec: Specification, lot: string) => {
  const bids = assessedBids(commission, spec, lot);
  const ranking = rankBids(spec, bids);
  if (ranking.ranking.length < 2) return ranking;
  const assessors = counted(commission, lot);
  // The scores of the only assessor cannot be left out: nothing would be left.
  const without = assessors.length < 2 ? [] : assessors;
  const robustness = robustnessOf(
    spec,
    bids,
    new Map(without.map((assessor) => [assessor as ActorId, assessedBids(commission, spec, lot, assessor)])),
  );
  return { ...ranking, robustness };
};

/** Computes the ranking of a lot, and how robust it is, from what is stored. Scores and agreed scores do not move after it. */
export const completeEvaluation = commissionAction({
  name: 'complete-evaluation',
  says: 'Compute the ranking of a lot from the scores that are stored.',
  command: t.type({ lot: LocalId }, 'CompleteEvaluation'),
  roles: ['commissioning-officer'],
  rules: [
    bidsAfterPublication,
    onARoute,
    lotKnown,
    rankedOnceOpened,
    rankedAfterModeration,
    allLocked,
    interestsSettled,
    enoughAssessors,
    oneVatBasis,
    withoutExcluded,
  ],
  needs: ({ lot }, commission) => ({ providers: suppliersIn(commission, lot) }),
  decide:
    ({ lot }, context) =>
    (commission) => {
      if (evaluationOf(commission, lot).ranking !== undefined) return E.right([]);
      return pipe(
        E.Do,
        E.bind('spec', () => present(commission.specification, bidsAfterPublication)),
        E.bind('route', () => routeOf(commission)),
        E.chainFirst(({ spec, route }) =>
          allHold(
            inKnownLot(commission, lot),
            check(competitorsKnown(commission, context.now), rankedOnceOpened, { lot }),
            scoresStand(commission, spec, route, lot),
            comparable(commission, spec, lot),
            nobodyExcluded(commission, context, lot),
          ),
        ),
        E.map(({ spec }) => [EvaluationCompleted.make({ lot, rounding, ...ranked(commission, spec, lot) })]),
      );
    },
});
