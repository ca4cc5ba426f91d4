import { addEvidence } from './add-evidence';
import { assessNeed } from './assess-need';
import { considerCoCommissioning } from './consider-co-commissioning';
import { identifyNeed } from './identify-need';

/** What is done to know the need, in the order of the cycle. */
export const analyseActions = [identifyNeed, addEvidence, considerCoCommissioning, assessNeed] as const;
