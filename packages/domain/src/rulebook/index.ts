import { adoptRules } from './adopt-rules';
import { establishBody } from './establish-body';

/** What can be done with a rule book, in the order in which it is done. */
export const ruleBookActions = [establishBody, adoptRules] as const;
