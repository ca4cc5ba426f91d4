import { CorrectEntry, correctedEntry, correctionRules } from '../corrections/correct-entry';
import { commissionAction } from './action';

/** Puts a slip in an entry of a commission right, also once it is closed. */
export const correctCommissionEntry = commissionAction({
  name: 'correct-entry',
  says: 'Put a slip in an entry right, where nothing was decided by it.',
  command: CorrectEntry,
  roles: ['commissioning-officer', 'finance', 'approver', 'administrator'],
  evenClosed: true,
  rules: correctionRules,
  decide: correctedEntry,
});
