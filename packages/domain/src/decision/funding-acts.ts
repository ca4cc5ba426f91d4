import { CalendarDate, CommissionRef, Count, FundRef, Money, struct } from '@commissioning/kernel';
import * as t from 'io-ts';
import { BudgetChange } from '../fund/budget-events';

/** The acts about the money of a year that a decision may authorise, beside accepting funding. */
export const fundingActs = [
  t.type(
    { act: t.literal('revise-budget'), fund: FundRef, change: BudgetChange, amount: Money },
    'revise-budget',
  ),
  struct(
    { act: t.literal('over-allocate'), fund: FundRef, amount: Money, until: CalendarDate },
    { percent: Count },
    'over-allocate',
  ),
  t.type({ act: t.literal('carry-forward'), fund: FundRef, to: FundRef, amount: Money }, 'carry-forward'),
  t.type(
    { act: t.literal('reallocate'), fund: FundRef, from: CommissionRef, to: CommissionRef, amount: Money },
    'reallocate',
  ),
] as const;
