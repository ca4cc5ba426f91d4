import { type Instant, rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { CommissionState, Route } from '../state';
import { competingBids } from './bids';
import { deadlineInHalt } from './halts';
import { evaluationOf } from './lots';
import { asksFor } from './route';

export const awardedInCompetition = rule({
  id: 'award.from-the-competition',
  sentence:
    'Where a route asks for competition, the award goes to a bid or quote that was ranked; where it asks for no ranking, to a provider that quoted.',
  strength: 'law',
  source: 'Procurement Act 2023 s.19; GovS 015, grants: competition by default',
});

/**
 * It is known who competes: sealed bids have been opened, or the closing time of a competition by quotes, which nobody
 * seals, has passed. A closing time that fell into a halt has not: it is extended first.
 */
export const competitorsKnown = (commission: CommissionState, now: Instant): boolean => {
  const { opened, route, specification } = commission;
  const quotes = route?.profile.competition === 'quotes' && specification !== undefined;
  return opened || (quotes && now > specification.closes && !deadlineInHalt(commission));
};

/** A bid of this provider stands in the ranking of the lot, or competes for it where the route asks for no ranking. */
const standingBid = (
  commission: CommissionState,
  route: Route,
  lot: string,
  bid: string,
): string | undefined => {
  const { ranking } = evaluationOf(commission, lot);
  const ranked = ranking?.some((each) => each.bid === bid) ?? !asksFor(route, 'evaluation');
  const competing = competingBids(commission, lot).find((each) => each.bid === bid);
  return ranked ? competing?.bidder.provider : undefined;
};

/** Who is to be awarded came out of the competition that the route asks for. */
export const fromTheCompetition = (
  commission: CommissionState,
  route: Route,
  lot: string,
  provider: string,
  bid: string | undefined,
): Check => {
  const { competition } = route.profile;
  if (bid !== undefined) {
    const bidder = standingBid(commission, route, lot, bid);
    return check(
      bidder === provider,
      awardedInCompetition,
      { lot, bid, provider, bidder: bidder ?? '' },
      '/bid',
    );
  }
  const quoted = [...commission.quotes.values()].some(
    (quote) => quote.provider === provider && quote.received !== undefined,
  );
  const unranked = competition === 'quotes' && !asksFor(route, 'evaluation');
  const competed = competition === 'none' || (unranked && quoted);
  return check(competed, awardedInCompetition, { lot, provider, competition }, '/provider');
};
