import { CorrectEntry, correctedEntry, correctionRules } from '../corrections/correct-entry';
import { providerAction } from './action';

/** Puts right how a provider's name was written when it was registered. */
export const correctProviderEntry = providerAction<CorrectEntry>({
  name: 'correct-entry',
  says: 'Put a slip in an entry right, where nothing was decided by it.',
  command: CorrectEntry,
  roles: ['commissioning-officer', 'administrator'],
  rules: correctionRules,
  decide: correctedEntry,
});
