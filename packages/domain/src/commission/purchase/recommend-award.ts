import { atLeastOne, LocalId, Money, official, ProviderRef, rule, struct, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { awardsMadeIn } from '../standing';
import type { CommissionState } from '../state';
import { mayInfluence, onOwnPanel } from './assessors';
import {
  awardBasis,
  withinAsked,
  withinEnvelope,
  withinLot,
  withinMaximum,
  withinOffer,
} from './award-limits';
import { highEnough, totalHighEnough } from './by-matrix';
import { awardedInCompetition, fromTheCompetition } from './competition';
import { AwardRecommended } from './events';
import { interestsSettled } from './interests';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { eligibleProvider, providerNotExcluded, providerRegistered } from './providers';
import { type ReserveEvent, ReservesNamed } from './reserve-events';
import { inRankedOrder, reservesInOrder } from './reserves';
import { onARoute, routeOf } from './route';

const departureExplained = rule({
  id: 'recommendation.departure-explained',
  sentence: 'Who recommends an award past a bid that was ranked higher says why.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.19: the most advantageous tender, by the published criteria',
});

const RecommendAward = struct(
  {
    recommendation: LocalId,
    lot: LocalId,
    provider: ProviderRef,
    amount: official(Money),
    reasons: official(Text),
  },
  {
    bid: LocalId,
    departure: official(Text),
    /** The bids that come next, should the award come to nothing, in ranked order. */
    reserves: official(atLeastOne(LocalId)),
  },
  'RecommendAward',
);

type RecommendAward = t.TypeOf<typeof RecommendAward>;

/** Bids ranked higher in the lot that were neither recommended nor awarded. Bids of one rank do not pass each other. */
const passedOver = (
  commission: CommissionState,
  lot: string,
  bid: string | undefined,
): ReadonlyArray<string> => {
  const { ranking = [] } = evaluationOf(commission, lot);
  const rank = ranking.find((each) => each.bid === bid)?.rank ?? 0;
  const recommended = [...commission.recommendations.values()].filter((made) => made.lot === lot);
  const taken = new Set<string | undefined>(
    [...recommended, ...awardsMadeIn(commission, lot)].map((each) => each.bid),
  );
  return ranking.filter((each) => each.rank < rank && !taken.has(each.bid)).map((each) => each.bid);
};

const departureSaid = (
  commission: CommissionState,
  lot: string,
  bid: string | undefined,
  departure?: string,
): Check => {
  const higher = passedOver(commission, lot, bid);
  return check(
    higher.length === 0 || departure !== undefined,
    departureExplained,
    { lot, higher },
    '/departure',
  );
};

/** What names the reserves with the providers whose bids they are, where the recommendation names any. */
const reservesOf = (commission: CommissionState, command: RecommendAward): ReadonlyArray<ReserveEvent> => {
  const { recommendation, lot, reserves = [] } = command;
  const [first, ...others] = reserves.flatMap((bid) => {
    const provider = commission.bids.get(bid)?.opened?.bidder;
    return provider === undefined ? [] : [{ bid, provider }];
  });
  if (first === undefined) return [];
  return [ReservesNamed.make({ recommendation, lot, reserves: [first, ...others] })];
};

/** Recommends an award to whoever decides on it. */
export const recommendAward = commissionAction({
  name: 'recommend-award',
  says: 'Recommend an award to the person who decides, with reasons where it departs from the ranking.',
  command: RecommendAward,
  roles: ['commissioning-officer', 'panel-member'],
  rules: [
    entrySaidOnce,
    onARoute,
    lotKnown,
    onOwnPanel,
    interestsSettled,
    providerRegistered,
    providerNotExcluded,
    awardedInCompetition,
    highEnough,
    departureExplained,
    reservesInOrder,
    awardBasis,
    withinMaximum,
    withinEnvelope,
    withinOffer,
  ],
  needs: ({ provider }) => ({ providers: [provider] }),
  decide: (command, context) => (commission) => {
    const { provider, reserves, ...said } = command;
    const { recommendation, lot, bid, amount, departure } = said;
    const before = commission.recommendations.get(recommendation);
    const named = commission.reserves.get(recommendation)?.reserves.map((reserve) => reserve.bid);
    const heard = before && { ...before, recipient: before.recipient.provider, reserves: named };
    const saying = { ...said, recipient: provider, by: before?.by, reserves };
    return saidOnce(heard, saying, '/recommendation', () =>
      pipe(
        E.Do,
        E.bind('route', () => routeOf(commission)),
        E.bind('registered', () => eligibleProvider(context, provider)),
        E.chainFirst(({ route }) =>
          allHold(
            inKnownLot(commission, lot),
            mayInfluence(commission, lot, context.actor),
            fromTheCompetition(commission, route, lot, provider, bid),
            totalHighEnough(commission, lot, bid),
            departureSaid(commission, lot, bid, departure),
            inRankedOrder(commission, lot, bid, reserves ?? []),
            withinLot(commission, route, lot, amount),
            withinAsked(commission, { lot, provider, bid, amount }),
          ),
        ),
        E.map(({ registered }) => [
          AwardRecommended.make({ ...said, recipient: registered.named }),
          ...reservesOf(commission, command),
        ]),
      ),
    );
  },
});
