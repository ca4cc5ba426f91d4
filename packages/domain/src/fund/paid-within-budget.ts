import { type Pence, rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { FundState } from './state';

export const paidWithinBudget = rule({
  id: 'fund.paid-within-budget',
  sentence: 'What a fund pays in a year never exceeds its budget for the year, whatever has been committed.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: spending stays within resources',
});

/** With a payment of so much, what the fund has paid stays within its budget. */
export const withinBudget = ({ budget, paid }: FundState, amount: Pence, field = '/amount'): Check =>
  check(paid + amount <= budget, paidWithinBudget, { amount, paid, budget }, field);
