import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { awardKnown, knownAward } from './agreements';
import { FeedbackRecorded } from './learning-events';

/** Notes what service users, providers or partners say; the words are for those who must know. */
export const recordFeedback = commissionAction({
  name: 'record-feedback',
  says: 'Note what service users, providers or partners say of a service.',
  command: FeedbackRecorded.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, awardKnown, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.heard.get(command.feedback), command, '/feedback', () =>
      pipe(
        allHold(
          command.award === undefined ? E.right(undefined) : knownAward(commission, command.award),
          notInTheFuture(context, command.heardOn, '/heardOn'),
        ),
        E.map(() => [FeedbackRecorded.make(command)]),
      ),
    ),
});
