import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import { stands } from '../standing';
import type { Award } from '../state';

export const awardStands = rule({
  id: 'award.stands',
  sentence: 'Nothing is signed under an award that was declined or has lapsed.',
  strength: 'integrity',
  source: 'What is signed is what was decided and accepted',
});

/** The award neither was declined nor has lapsed. */
export const standingAward = (made: Award, award: string): Check =>
  check(stands(made), awardStands, { award, cause: made.declined?.cause ?? null }, '/award');
