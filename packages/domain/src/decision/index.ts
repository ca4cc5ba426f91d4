import { correctDecisionEntry } from './correct-entry';
import { publishDecision } from './publish-decision';
import { takeDecision } from './take-decision';

/** What can be done with a decision, in the order in which it is done. */
export const decisionActions = [takeDecision, publishDecision, correctDecisionEntry] as const;
