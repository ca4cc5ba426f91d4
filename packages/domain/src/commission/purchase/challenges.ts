import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { Challenge, CommissionState } from '../state';

export const challengeSuspends = rule({
  id: 'challenge.suspends-signature',
  sentence:
    'While a challenge suspends it, no standstill ends and nothing is signed; nor after one that set the award aside.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.101-102; by policy for grants and below the thresholds',
});

/** An award that was to be set aside is in the way until it is: then whoever comes after it may sign. */
const suspends = ({ raised, lifted, resolved, setAside }: Challenge): boolean =>
  resolved === undefined
    ? raised.suspends !== 'none' && lifted === undefined
    : resolved.remedy === 'award-set-aside' && !setAside;

/**
 * Whether a challenge is about a lot, or about one award in it where one is named. A challenge that names neither lot nor
 * award is about all of them.
 */
export const isAbout = (
  commission: CommissionState,
  { raised }: Challenge,
  lot: string,
  award?: string,
): boolean => {
  if (raised.award === undefined) return raised.lot === undefined || raised.lot === lot;
  return award === undefined ? commission.awards.get(raised.award)?.lot === lot : raised.award === award;
};

/** Nothing that was raised about a lot, or about one award in it where one is named, stands in the way of signing. */
export const notSuspended = (commission: CommissionState, lot: string, award?: string): Check => {
  const challenges = [...commission.challenges]
    .filter(([, challenge]) => suspends(challenge) && isAbout(commission, challenge, lot, award))
    .map(([id]) => id);
  return check(challenges.length === 0, challengeSuspends, { lot, challenges });
};
