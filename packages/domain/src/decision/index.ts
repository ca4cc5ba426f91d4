import { correctDecisionEntry } from './correct-entry';
import { publishDecision } from './publish-decision';
import { publishMinutes } from './publish-minutes';
import { supersedeDecision } from './supersede-decision';
import { takeDecision } from './take-decision';

/** What can be done with a decision, in the order in which it is done. */
export const decisionActions = [
  takeDecision,
  publishDecision,
  publishMinutes,
  supersedeDecision,
  correctDecisionEntry,
] as const;
