import type { RuleBookData } from '../events';
import type { Plain } from './plain';

/**
 * The standstill of the Procurement Act 2023, in force from 24 February 2025. Asked for under the standard regime; under
 * light touch one that is named binds, and is as long.
 */
export const standstillOfTheAct: NonNullable<Plain<RuleBookData>['standstill']> = {
  source: 'Procurement Act 2023 s.51(1)-(3)',
  workingDays: 8,
  notOn: ['urgent'],
};
