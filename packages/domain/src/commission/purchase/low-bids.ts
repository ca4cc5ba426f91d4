import { type CalendarDate, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type Check, check, present } from '../../checks';
import type { LowBid } from '../exclusions';
import type { CommissionState } from '../state';

export const lowBidNotified = rule({
  id: 'low-bid.notified',
  sentence: 'What is answered about a low price is what its bidder was told of it.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.19(4)',
});

export const lowBidHeard = rule({
  id: 'exclusion.abnormally-low-heard',
  sentence:
    'A bid is left out as abnormally low after its bidder was told so and could show that it can perform for its price, and not where it did show it.',
  strength: 'law',
  source: 'Procurement Act 2023 s.19(3)-(5)',
});

/** What a bidder was told under an id, or the refusal that it was told nothing. */
export const notifiedLowBid = (
  { lowBids }: CommissionState,
  notification: string,
): E.Either<Refusal, LowBid> =>
  present(lowBids.get(notification), lowBidNotified, { notification }, '/notification');

const isOver = ({ notified, answered }: LowBid, today: CalendarDate): boolean =>
  answered !== undefined || notified.answerBy < today;

/** The bidder was heard on its price for each of these lots, and did not show that it can perform for it. */
export const heardOnLowBid = (
  { lowBids }: CommissionState,
  bid: string,
  lots: ReadonlyArray<string>,
  today: CalendarDate,
): Check => {
  const told = [...lowBids.values()].filter(({ notified }) => notified.bid === bid);
  const about = (lot: string): ReadonlyArray<LowBid> =>
    told.filter(({ notified }) => notified.lot === undefined || notified.lot === lot);
  const unheard = lots.filter((lot) => !about(lot).some((each) => isOver(each, today)));
  const demonstrated = lots.filter((lot) =>
    about(lot).some(({ answered }) => answered?.demonstrated === true),
  );
  return check(
    unheard.length === 0 && demonstrated.length === 0,
    lowBidHeard,
    { bid, unheard, demonstrated, answerBy: told.map(({ notified }) => notified.answerBy) },
    '/allowedAs',
  );
};
