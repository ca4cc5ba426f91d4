import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { bidKnown, madeFor, receivedBid } from './bids';
import { afterDecision, decidedLot } from './decided-lots';
import { FeedbackGiven } from './events';
import { evaluationOf, inKnownLot, lotKnown } from './lots';

const feedbackOnBid = rule({
  id: 'feedback.on-a-bid-of-the-lot',
  sentence: 'Feedback is given on a bid that was opened in the lot, won or lost or excluded.',
  strength: 'integrity',
  source: 'Commissioning Strategy 2024, purchase: feedback to all who bid',
});

/** Notes what a bidder was told of its bid. More may be told later. */
export const giveFeedback = commissionAction({
  name: 'give-feedback',
  says: 'Note the feedback that was given on a bid.',
  command: FeedbackGiven.codec,
  roles: ['commissioning-officer'],
  rules: [lotKnown, bidKnown, feedbackOnBid, afterDecision],
  decide: (command) => (commission) => {
    const { lot, bid, feedback } = command;
    if (evaluationOf(commission, lot).feedback.get(bid) === feedback) return E.right([]);
    return pipe(
      receivedBid(commission, bid),
      E.chain((received) =>
        allHold(
          inKnownLot(commission, lot),
          check(madeFor(received, lot), feedbackOnBid, { lot, bid }, '/bid'),
          decidedLot(commission, lot),
        ),
      ),
      E.map(() => [FeedbackGiven.make(command)]),
    );
  },
});
