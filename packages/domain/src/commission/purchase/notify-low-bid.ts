import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { wholeLot } from '../state';
import { bidCompetes, bidKnown, competingBid, lotsMeant, receivedBid } from './bids';
import { LowBidNotified } from './exclusion-events';
import { freeInLots, interestsSettled } from './interests';

const timeToAnswer = rule({
  id: 'low-bid.time-to-answer',
  sentence: 'A bidder that is asked about a low price has until a day that is still to come.',
  strength: 'law',
  source: 'Procurement Act 2023 s.19(4)(b): a reasonable opportunity to demonstrate that it can perform',
});

/** Notes that a bidder was told that its price is thought abnormally low, and until when it can answer. */
export const notifyLowBid = commissionAction({
  name: 'notify-low-bid',
  says: 'Note that a bidder was told that its price is thought abnormally low, and until when it can answer.',
  command: LowBidNotified.codec,
  roles: ['commissioning-officer'],
  rules: [bidKnown, entrySaidOnce, bidCompetes, timeToAnswer, datesNotInTheFuture, interestsSettled],
  decide: (command, context) => (commission) =>
    saidOnce(commission.lowBids.get(command.notification)?.notified, command, '/notification', () =>
      pipe(
        receivedBid(commission, command.bid),
        E.chain((bid) => {
          const { lot, answerBy, notifiedOn } = command;
          const named = lotsMeant(bid, lot);
          // A bid that is not opened yet was made for no lot that is known.
          const lots = named.length === 0 ? [wholeLot] : named;
          return allHold(
            ...lots.map((each) => competingBid(commission, each, command.bid)),
            freeInLots(commission, context.actor.id, lots),
            notInTheFuture(context, notifiedOn, '/notifiedOn'),
            check(answerBy > context.today, timeToAnswer, { answerBy, today: context.today }, '/answerBy'),
          );
        }),
        E.map(() => [LowBidNotified.make(command)]),
      ),
    ),
});
