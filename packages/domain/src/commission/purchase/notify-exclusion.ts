import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { bidKnown, receivedBid } from './bids';
import { ExclusionNotified, ofSupplier } from './exclusion-events';

const ofAnExclusion = rule({
  id: 'exclusion-notice.of-an-exclusion',
  sentence:
    'An authority is told of an exclusion where a bid was left out because its supplier is excluded or excludable.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.59(1)',
});

/** Notes that an authority was told that a supplier was left out as excluded or excludable. */
export const notifyExclusion = commissionAction({
  name: 'notify-exclusion',
  says: 'Note that an authority was told that a supplier was left out as excluded or excludable.',
  command: ExclusionNotified.codec,
  roles: ['commissioning-officer'],
  rules: [bidKnown, entrySaidOnce, ofAnExclusion, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.exclusionNotices.get(command.exclusionNotice), command, '/exclusionNotice', () =>
      pipe(
        receivedBid(commission, command.bid),
        E.chain(({ exclusions }) =>
          allHold(
            check(
              exclusions.some(({ allowedAs }) => ofSupplier(allowedAs)),
              ofAnExclusion,
              { bid: command.bid, allowedAs: exclusions.map(({ allowedAs }) => allowedAs ?? null) },
              '/bid',
            ),
            notInTheFuture(context, command.notifiedOn, '/notifiedOn'),
          ),
        ),
        E.map(() => [ExclusionNotified.make(command)]),
      ),
    ),
});
