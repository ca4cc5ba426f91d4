import { CorrectEntry, correctedEntry, correctionRules } from '../corrections/correct-entry';
import type { FundAction } from './action';

/** Puts a slip in an entry of a fund right, also once its year is closed; no sum and no condition is one. */
export const correctFundEntry: FundAction<CorrectEntry> = {
  name: 'correct-entry',
  aggregate: 'fund',
  says: 'Put a slip in an entry right, where nothing was decided by it.',
  command: CorrectEntry,
  opens: false,
  roles: ['finance', 'commissioning-officer', 'administrator'],
  rules: correctionRules,
  needs: () => ({}),
  decide: correctedEntry,
};
