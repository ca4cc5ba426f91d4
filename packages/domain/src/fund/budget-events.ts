import {
  CalendarDate,
  Count,
  DecisionRef,
  defineEvent,
  Line,
  LocalId,
  official,
  Pence,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** Which way a budget is revised. */
export const BudgetChange = t.keyof({ raise: null, lower: null }, 'BudgetChange');

export const BudgetRevised = defineEvent({
  type: 'BudgetRevised',
  aggregate: 'fund',
  phase: 'fund',
  says: 'The budget of a year was raised or lowered, by a decision.',
  data: struct(
    {
      revision: LocalId,
      change: BudgetChange,
      amount: Pence,
      decision: DecisionRef,
      reason: official(Text),
    },
    { theme: Line },
  ),
});

export const OverAllocationApproved = defineEvent({
  type: 'OverAllocationApproved',
  aggregate: 'fund',
  phase: 'fund',
  says: 'More than the budget may be set aside and committed, up to a sum and a day; never more paid.',
  data: struct(
    { approval: LocalId, amount: official(Pence), decision: DecisionRef, until: CalendarDate },
    /** Of the budget, in whole percent: then `amount` is the most that this may come to. */
    { percent: official(Count) },
  ),
});

export const budgetEvents = [BudgetRevised, OverAllocationApproved] as const;
