import { changeDetails } from './change-details';
import { checkDiligence } from './check-diligence';
import { claimIdentifier } from './claim-identifier';
import { correctProviderEntry } from './correct-entry';
import { excludeProvider } from './exclude-provider';
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
  correctProviderEntry,
] as const;
