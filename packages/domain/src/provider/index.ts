import { changeDetails } from './change-details';
import { checkDiligence } from './check-diligence';
import { claimIdentifier } from './claim-identifier';
import { correctProviderEntry } from './correct-entry';
import { erasePerson } from './erase-person';
import { excludeProvider } from './exclude-provider';
import { holdRecords } from './hold-records';
import { liftHold } from './lift-hold';
import { registerProvider } from './register-provider';
import { reinstateProvider } from './reinstate-provider';

/** What can be done with a provider, in the order in which it is done. */
export const providerActions = [
  registerProvider,
  changeDetails,
  claimIdentifier,
  checkDiligence,
  excludeProvider,
  reinstateProvider,
  holdRecords,
  liftHold,
  erasePerson,
  correctProviderEntry,
] as const;
