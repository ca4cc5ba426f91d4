import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { SuspensionLifted } from './challenge-events';
import {
  challengeKnown,
  inOrderOfDays,
  knownChallenge,
  unresolved,
  unresolvedStill,
} from './known-challenge';

const somethingToLift = rule({
  id: 'challenge.suspension-to-lift',
  sentence: 'What is lifted is a suspension that a challenge brought with it.',
  strength: 'integrity',
  source: 'Design of the record',
});

const liftedByCourt = rule({
  id: 'challenge.lifted-by-court',
  sentence: 'A suspension that came of itself is lifted by the court alone.',
  strength: 'law',
  source: 'Procurement Act 2023 s.102(1)',
});

/** Notes that signing waits no longer for a challenge, which goes on: most often for damages. */
export const liftSuspension = commissionAction({
  name: 'lift-suspension',
  says: 'Note that signing waits no longer for a challenge that goes on.',
  command: SuspensionLifted.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    challengeKnown,
    entrySaidOnce,
    unresolved,
    somethingToLift,
    liftedByCourt,
    datesNotInTheFuture,
    inOrderOfDays,
  ],
  decide: (command, context) => (commission) =>
    pipe(
      knownChallenge(commission, command.challenge),
      E.chain((challenge) =>
        saidOnce(challenge.lifted, command, '/challenge', () => {
          const { suspends, receivedOn } = challenge.raised;
          const { by, liftedOn } = command;
          return pipe(
            allHold(
              unresolvedStill(challenge),
              check(suspends !== 'none', somethingToLift, { suspends }, '/challenge'),
              check(suspends !== 'automatic' || by === 'court', liftedByCourt, { by }, '/by'),
              notInTheFuture(context, liftedOn, '/liftedOn'),
              check(liftedOn >= receivedOn, inOrderOfDays, { receivedOn, day: liftedOn }, '/liftedOn'),
            ),
            E.map(() => [SuspensionLifted.make(command)]),
          );
        }),
      ),
    ),
});
