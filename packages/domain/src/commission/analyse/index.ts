import { addEvidence } from './add-evidence';
import { agreeContribution } from './agree-contribution';
import { assessNeed } from './assess-need';
import { considerCoCommissioning } from './consider-co-commissioning';
import { identifyNeed } from './identify-need';
import { joinCoCommissioner } from './join-co-commissioner';
import { leaveCoCommissioner } from './leave-co-commissioner';
import { receiveContribution } from './receive-contribution';
import { withdrawContribution } from './withdraw-contribution';

/** What is done to know the need, in the order of the cycle. */
export const analyseActions = [
  identifyNeed,
  addEvidence,
  considerCoCommissioning,
  joinCoCommissioner,
  leaveCoCommissioner,
  agreeContribution,
  receiveContribution,
  withdrawContribution,
  assessNeed,
] as const;
