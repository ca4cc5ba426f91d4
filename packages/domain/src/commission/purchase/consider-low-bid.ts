import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { lotsMeant } from './bids';
import { LowBidAnswered } from './exclusion-events';
import { freeInLots, interestsSettled } from './interests';
import { lowBidNotified, notifiedLowBid } from './low-bids';

const answeredAfterwards = rule({
  id: 'low-bid.answered-after-notification',
  sentence: 'A bidder answers on the day on which it was told, or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Notes what a bidder said of its low price, and whether that shows that it can perform for it. */
export const considerLowBid = commissionAction({
  name: 'consider-low-bid',
  says: 'Note what a bidder said of its low price, and whether it shows that it can perform for it.',
  command: LowBidAnswered.codec,
  roles: ['commissioning-officer'],
  rules: [lowBidNotified, entrySaidOnce, answeredAfterwards, datesNotInTheFuture, interestsSettled],
  decide: (command, context) => (commission) =>
    pipe(
      notifiedLowBid(commission, command.notification),
      E.chain(({ notified: { notifiedOn, bid, lot }, answered }) =>
        saidOnce(answered, command, '/notification', () => {
          const { answeredOn } = command;
          const of = commission.bids.get(bid);
          const lots = of === undefined ? [] : lotsMeant(of, lot);
          return pipe(
            allHold(
              check(notifiedOn <= answeredOn, answeredAfterwards, { notifiedOn, answeredOn }, '/answeredOn'),
              notInTheFuture(context, answeredOn, '/answeredOn'),
              freeInLots(commission, context.actor.id, lots),
            ),
            E.map(() => [LowBidAnswered.make(command)]),
          );
        }),
      ),
    ),
});
