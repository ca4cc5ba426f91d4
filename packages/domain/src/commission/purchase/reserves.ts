import { type LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import { holdsOrExcepted } from '../action';
import { awardsIn, awardsMadeIn, stands } from '../standing';
import type { Award, CommissionState, ReserveCall, Route } from '../state';
import { competingBids } from './bids';
import type { RankedBid } from './events';
import { evaluationOf, publishedLot } from './lots';
import { asksFor } from './route';

export const reservesInOrder = rule({
  id: 'reserve.named-in-ranked-order',
  sentence:
    'Reserves are the bids that follow in the ranking, in its order, none left out and none of them recommended or awarded before.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.19: the most advantageous tender, by the published criteria',
});

export const nextInRanking = rule({
  id: 'reserve.next-in-ranking',
  sentence:
    'The reserve that is called is the highest in the ranking that still competes and was neither awarded nor called before.',
  strength: 'law',
  source: 'Procurement Act 2023 s.19; by policy for grants',
});

export const reserveCalled = rule({
  id: 'reserve.called-first',
  sentence: 'In the place of an award that came to nothing, an award goes to the reserve that was called.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.19: the most advantageous tender that is left',
});

export const ownDecision = rule({
  id: 'reserve.decision-of-its-own',
  sentence:
    'An award to a reserve rests on a decision of its own, not on the one whose award came to nothing.',
  strength: 'law',
  source:
    'Police Reform and Social Responsibility Act 2011 s.18; Procurement Act 2023 s.50: notice of each award',
});

export const diligenceAnew = rule({
  id: 'reserve.diligence-anew',
  sentence: 'Where the route asks for due diligence, a reserve is looked into anew once it is called.',
  strength: 'policy',
  source: 'GovS 015, grants: timely and proportionate due diligence',
});

/** Bids of the ranking that still compete and were neither awarded nor called, best first. */
export const left = (commission: CommissionState, lot: string): ReadonlyArray<RankedBid> => {
  const { ranking = [] } = evaluationOf(commission, lot);
  const competing = new Set<string>(competingBids(commission, lot).map(({ bid }) => bid));
  const called = [...commission.calls.values()].map((call) => call.called.bid as string);
  const awarded = awardsMadeIn(commission, lot).map(({ bid }) => bid);
  const taken = new Set<string | undefined>([...called, ...awarded]);
  return ranking.filter(({ bid }) => competing.has(bid) && !taken.has(bid));
};

/** The reserves follow in the ranking after what is recommended: bids of one rank in any order. */
export const inRankedOrder = (
  commission: CommissionState,
  lot: string,
  recommended: string | undefined,
  reserves: ReadonlyArray<LocalId>,
): Check => {
  const before = new Set<string | undefined>(
    [...commission.recommendations.values()].filter((made) => made.lot === lot).map(({ bid }) => bid),
  );
  const follow = left(commission, lot).filter(({ bid }) => bid !== recommended && !before.has(bid));
  const ranks = reserves.map((reserve) => follow.find(({ bid }) => bid === reserve)?.rank);
  const inOrder = ranks.every((rank, index) => rank !== undefined && rank === follow[index]?.rank);
  const once = new Set(reserves).size === reserves.length;
  return check(
    inOrder && once,
    reservesInOrder,
    { lot, reserves, follow: follow.map(({ bid }) => bid) },
    '/reserves',
  );
};

const callsFor = (commission: CommissionState, award: string): ReadonlyArray<ReserveCall> =>
  [...commission.calls.values()].filter(({ called }) => called.inPlaceOf === award);

/** Whether an award was made to a reserve that was called in the place of this one. */
export const replaced = (commission: CommissionState, award: string): boolean =>
  callsFor(commission, award).some(({ called }) =>
    awardsMadeIn(commission, called.lot).some(({ bid }) => bid === called.bid),
  );

/** How many awards of a lot came to nothing and were not replaced yet. */
const openPlaces = (commission: CommissionState, lot: string): number =>
  [...commission.awards].filter(
    ([id, made]) => made.lot === lot && !stands(made) && !replaced(commission, id),
  ).length;

const callOf = (commission: CommissionState, lot: string, bid: string | undefined): ReserveCall | undefined =>
  [...commission.calls.values()].find(({ called }) => called.lot === lot && called.bid === bid);

const asReserve = (
  commission: CommissionState,
  route: Route,
  { called, lookedInto }: ReserveCall,
  decision: string,
): Check => {
  const { provider } = called.provider;
  const declined: Award | undefined = commission.awards.get(called.inPlaceOf);
  return allHold(
    check(
      declined?.decision !== decision,
      ownDecision,
      { decision, inPlaceOf: called.inPlaceOf },
      '/decision',
    ),
    holdsOrExcepted(commission, lookedInto || !asksFor(route, 'due-diligence'), diligenceAnew, { provider }),
  );
};

/**
 * An award in a ranked lot where one came to nothing goes to a reserve that was called, under a decision and due
 * diligence of its own; unless the lot has room for it beside the place that fell free.
 */
export const reserveInOrder = (
  commission: CommissionState,
  route: Route,
  award: { readonly lot: string; readonly bid?: string | undefined; readonly decision: string },
): Check => {
  const { lot, bid, decision } = award;
  const call = callOf(commission, lot, bid);
  if (call !== undefined) return asReserve(commission, route, call, decision);
  if (evaluationOf(commission, lot).ranking === undefined) return E.right(undefined);
  const free = openPlaces(commission, lot);
  const most = publishedLot(commission, lot)?.maximumAwards ?? 1;
  const beside = awardsIn(commission, lot).length + free < most;
  return check(free === 0 || beside, reserveCalled, { lot, bid: bid ?? null }, '/bid');
};
