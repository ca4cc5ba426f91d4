import { correctDecisionEntry } from './correct-entry';
import { publishDecision } from './publish-decision';
import { supersedeDecision } from './supersede-decision';
import { takeDecision } from './take-decision';

/** What can be done with a decision, in the order in which it is done. */
export const decisionActions = [
  takeDecision,
  publishDecision,
  supersedeDecision,
  correctDecisionEntry,
] as const;
