import { atLeastOne, defineEvent, FundRef, LocalId, official, Text } from '@commissioning/kernel';
import * as t from 'io-ts';

/** Whether what is to be bought meets one condition of the money, and how it does or why it does not. */
const ConditionAnswer = t.type({ condition: LocalId, met: t.boolean, how: Text }, 'ConditionAnswer');

export const FundingConditionsChecked = defineEvent({
  type: 'FundingConditionsChecked',
  aggregate: 'commission',
  phase: 'plan',
  says: 'What is to be bought was held against the conditions of the money; what was said of a fund last stands.',
  data: t.type({ fund: FundRef, answers: official(atLeastOne(ConditionAnswer)) }),
});
