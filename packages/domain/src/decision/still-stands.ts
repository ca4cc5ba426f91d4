import { rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { Context } from '../context';

export const decisionStands = rule({
  id: 'authority.decision-stands',
  sentence: 'Nothing more is done under a decision of which a later one has taken the place.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18; scheme of delegation',
});

/** No later decision has taken the place of the one that is cited. */
export const stillStands = (context: Context, decision: string): Check => {
  const superseded = context.decisions.get(decision)?.superseded;
  return check(
    superseded === undefined,
    decisionStands,
    { decision, supersededBy: superseded?.by ?? null },
    '/decision',
  );
};
