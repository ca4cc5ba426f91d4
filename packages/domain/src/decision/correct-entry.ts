import { CorrectEntry, correctedEntry, correctionRules } from '../corrections/correct-entry';
import type { DomainAction } from '../context';
import type { DecisionEvent } from './events';
import type { DecisionState } from './state';

/**
 * Puts a slip in the title or background of a decision right, or where it was published; what it decided and why stays as it
 * was decided.
 */
export const correctDecisionEntry: DomainAction<CorrectEntry, DecisionState, DecisionEvent> = {
  name: 'correct-entry',
  aggregate: 'decision',
  says: 'Put a slip in an entry right, where nothing was decided by it.',
  command: CorrectEntry,
  opens: false,
  roles: ['approver', 'finance', 'commissioning-officer'],
  rules: correctionRules,
  needs: () => ({}),
  decide: correctedEntry,
};
