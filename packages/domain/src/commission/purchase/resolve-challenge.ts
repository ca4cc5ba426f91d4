import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { stands } from '../standing';
import type { Challenge, CommissionState } from '../state';
import { ChallengeResolved } from './challenge-events';
import { isAbout } from './challenges';
import { challengeKnown, inOrderOfDays, knownChallenge } from './known-challenge';

const remedyFits = rule({
  id: 'challenge.remedy-fits-outcome',
  sentence: 'A challenge that is upheld says what follows from it; one dismissed or withdrawn has no remedy.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.103: remedies of the court',
});

const setAsideUnsigned = rule({
  id: 'challenge.set-aside-before-signature',
  sentence: 'An award is set aside where one was made and nothing was signed under it.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.103-105: pre-contractual remedies end with signature',
});

type Resolve = t.TypeOf<typeof ChallengeResolved.codec>;

const remedyHolds = (
  commission: CommissionState,
  challenge: Challenge,
  { outcome, remedy }: Resolve,
): Check => {
  const none = outcome === 'dismissed' || outcome === 'withdrawn';
  const fits = none ? remedy === undefined : outcome !== 'upheld' || remedy !== undefined;
  const unsigned = [...commission.awards].some(
    ([id, award]) =>
      award.kind !== 'prior' &&
      award.agreement === undefined &&
      stands(award) &&
      isAbout(commission, challenge, award.lot, id),
  );
  return allHold(
    check(fits, remedyFits, { outcome, remedy: remedy ?? null }, '/remedy'),
    check(remedy !== 'award-set-aside' || unsigned, setAsideUnsigned, {}, '/remedy'),
  );
};

/** Notes how a challenge ended and what follows. Where an award is set aside, nothing is signed until it is. */
export const resolveChallenge = commissionAction({
  name: 'resolve-challenge',
  says: 'Note how a challenge ended, and what follows from it.',
  command: ChallengeResolved.codec,
  roles: ['commissioning-officer', 'approver'],
  rules: [challengeKnown, entrySaidOnce, datesNotInTheFuture, inOrderOfDays, remedyFits, setAsideUnsigned],
  decide: (command, context) => (commission) =>
    pipe(
      knownChallenge(commission, command.challenge),
      E.chain((challenge) =>
        saidOnce(challenge.resolved, command, '/challenge', () => {
          const { receivedOn } = challenge.raised;
          const { resolvedOn } = command;
          return pipe(
            allHold(
              notInTheFuture(context, resolvedOn, '/resolvedOn'),
              check(resolvedOn >= receivedOn, inOrderOfDays, { receivedOn, day: resolvedOn }, '/resolvedOn'),
              remedyHolds(commission, challenge, command),
            ),
            E.map(() => [ChallengeResolved.make(command)]),
          );
        }),
      ),
    ),
});
