import { adoptRetention } from './adopt-retention';
import { adoptRules } from './adopt-rules';
import { establishBody } from './establish-body';
import { publishStatement } from './publish-statement';
import { succeedBody } from './succeed-body';

/** What can be done with a rule book, in the order in which it is done. */
export const ruleBookActions = [
  establishBody,
  adoptRules,
  adoptRetention,
  succeedBody,
  publishStatement,
] as const;
