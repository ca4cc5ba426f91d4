import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import type { Challenge } from '../state';
import { ExclusionProceedingsNotified } from './exclusion-events';
import { challengeKnown, knownChallenge } from './known-challenge';

const ofProceedings = rule({
  id: 'exclusion-notice.of-proceedings',
  sentence:
    'An authority is told of proceedings in court about an exclusion: that they began, and how they ended once they have.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.59(4)',
});

type Notify = t.TypeOf<typeof ExclusionProceedingsNotified.codec>;

const proceedings = ({ raised, resolved }: Challenge, { challenge, stage, notifiedOn }: Notify): Check => {
  const { means, exclusionOf, receivedOn } = raised;
  const since = stage === 'begun' ? receivedOn : resolved?.resolvedOn;
  const told = since !== undefined && since <= notifiedOn;
  return check(
    exclusionOf !== undefined && means === 'court-proceedings' && told,
    ofProceedings,
    { challenge, means, exclusionOf: exclusionOf ?? null, stage, since: since ?? null, notifiedOn },
    '/challenge',
  );
};

/** Notes that an authority was told that proceedings about an exclusion began, or how they ended. */
export const notifyExclusionProceedings = commissionAction({
  name: 'notify-exclusion-proceedings',
  says: 'Note that an authority was told that proceedings about an exclusion began, or how they ended.',
  command: ExclusionProceedingsNotified.codec,
  roles: ['commissioning-officer'],
  rules: [challengeKnown, entrySaidOnce, ofProceedings, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.exclusionNotices.get(command.exclusionNotice), command, '/exclusionNotice', () =>
      pipe(
        knownChallenge(commission, command.challenge),
        E.chain((challenge) =>
          allHold(
            proceedings(challenge, command),
            notInTheFuture(context, command.notifiedOn, '/notifiedOn'),
          ),
        ),
        E.map(() => [ExclusionProceedingsNotified.make(command)]),
      ),
    ),
});
