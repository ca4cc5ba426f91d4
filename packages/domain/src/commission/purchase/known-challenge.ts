import { type Refusal, rule } from '@commissioning/kernel';
import type * as E from 'fp-ts/Either';
import { type Check, check, present } from '../../checks';
import type { Challenge, CommissionState } from '../state';

export const challengeKnown = rule({
  id: 'challenge.known',
  sentence: 'A challenge is one that was raised.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const unresolved = rule({
  id: 'challenge.unresolved',
  sentence: 'A challenge that has come to its end suspends nothing that could be lifted.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const inOrderOfDays = rule({
  id: 'challenge.in-order-of-days',
  sentence: 'A challenge is received before its suspension is lifted or it is resolved, or on the same day.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** A challenge that was raised, or the refusal that there is none of this id. */
export const knownChallenge = (
  commission: CommissionState,
  challenge: string,
): E.Either<Refusal, Challenge> =>
  present(commission.challenges.get(challenge), challengeKnown, { challenge }, '/challenge');

/** A challenge has not come to its end. */
export const unresolvedStill = ({ resolved }: Challenge): Check =>
  check(resolved === undefined, unresolved, { outcome: resolved?.outcome ?? null }, '/challenge');
