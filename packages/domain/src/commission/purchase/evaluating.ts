import { rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import { holdsOrExcepted } from '../action';
import type { CommissionState, Route, Specification } from '../state';
import { assessorsOf } from '../steps';
import { competingBids } from './bids';
import { freeOfInterest } from './interests';
import { evaluationOf } from './lots';
import { type AssessedBid, meanScore } from './weighting';

export const allLocked = rule({
  id: 'evaluation.all-locked',
  sentence:
    'The panel sees each other’s scores, and bids are ranked, once every assessor of the lot has locked.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): individual scores first, then moderation',
});

export const enoughAssessors = rule({
  id: 'evaluation.enough-assessors',
  sentence: 'As many assessors have scored a lot, and independent ones among them, as its route asks for.',
  strength: 'policy',
  source: 'Commissioning Strategy 2024, purchase: bids are scored by a panel with an independent member',
});

/** Whose locked scores count in a lot: those of everyone whom no interest removed from it. */
export const counted = (commission: CommissionState, lot: string): ReadonlyArray<string> =>
  [...evaluationOf(commission, lot).locked].filter((actor) => {
    const removedFrom = commission.declarations.get(actor)?.removedFrom ?? [];
    return !removedFrom.includes('*') && !removedFrom.includes(lot);
  });

/** Nobody who assesses a lot has an interest in it unsettled. */
export const interestsOfAssessors = (commission: CommissionState, lot: string): Check =>
  allHold(...assessorsOf(commission, lot).map((actor) => freeOfInterest(commission, actor, lot)));

/** Every assessor of a lot has locked, and nobody among them has an interest unsettled. */
export const lockedByAll = (commission: CommissionState, lot: string): Check => {
  const { locked } = evaluationOf(commission, lot);
  const assessors = assessorsOf(commission, lot);
  const waitingFor = assessors.filter((actor) => !locked.has(actor));
  return allHold(
    check(waitingFor.length === 0, allLocked, { lot, waitingFor }),
    interestsOfAssessors(commission, lot),
  );
};

/** The scores of somebody count in a lot, and of as many as the route asks for. */
export const scoredByEnough = (commission: CommissionState, { profile }: Route, lot: string): Check => {
  const by = counted(commission, lot);
  const scored = by.length;
  const independent = by.filter((actor) => commission.panel.get(actor)?.independent === true).length;
  const { assessors: asked, independent: independentAsked } = profile.panel;
  const enough = scored >= asked && independent >= independentAsked;
  const facts = { lot, scored, asked, independent, independentAsked };
  return allHold(
    check(scored > 0, allLocked, { lot, scored }),
    holdsOrExcepted(commission, enough, enoughAssessors, facts),
  );
};

/**
 * The agreed score of a bid, in hundredths of a point: as the panel moved it, before that the mean of what counts, or of
 * what would without one of the assessors.
 */
export const agreedScore = (
  commission: CommissionState,
  lot: string,
  bid: string,
  criterion: string,
  without?: string,
): number => {
  const { agreed, scores } = evaluationOf(commission, lot);
  const moderated = agreed.get(bid)?.get(criterion);
  if (moderated !== undefined) return moderated;
  const given = counted(commission, lot)
    .filter((assessor) => assessor !== without)
    .flatMap((assessor) => scores.get(bid)?.get(assessor) ?? []);
  return meanScore(given.filter((each) => each.criterion === criterion).map(({ score }) => score));
};

/** The criteria that the panel scores. */
export const panelCriteria = ({ criteria }: Specification): Specification['criteria'] =>
  criteria.filter(({ scoredBy }) => scoredBy === 'panel');

/** The bids that compete for a lot, with their agreed scores as they stand, or would without one of the assessors. */
export const assessedBids = (
  commission: CommissionState,
  spec: Specification,
  lot: string,
  without?: string,
): ReadonlyArray<AssessedBid> =>
  competingBids(commission, lot).map(({ bid, price }) => ({
    bid,
    price: price.pence,
    agreed: new Map(
      panelCriteria(spec).map(({ id }) => [id as string, agreedScore(commission, lot, bid, id, without)]),
    ),
  }));
