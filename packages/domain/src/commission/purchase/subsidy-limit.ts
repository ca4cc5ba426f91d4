import { type Money, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { thresholdOf } from '../../rulebook/thresholds';
import { agreedTotal } from '../agreement-life';
import { awardsTo } from '../standing';
import { asNotified, withinNotified } from './assistance';
import type { CommissionState } from '../state';

const subsidyWithinLimit = rule({
  id: 'subsidy.within-limit',
  sentence:
    'What an enterprise confirmed to have received and what it is awarded here come to no more than its route allows.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.36 and 38',
});

/** The award, with what the enterprise confirmed before and what was awarded here, stays within its subsidy route. */
export const withinSubsidyLimit = (
  commission: CommissionState,
  { rules }: Context,
  provider: string,
  amount: Money,
): Check => {
  const { route, confirmation } = commission.subsidies.get(provider) ?? {};
  if (rules === undefined || route === undefined || route === 'full-assessment') return E.right(undefined);
  const limit = thresholdOf(rules, route)?.pence ?? 0;
  const awarded = agreedTotal(awardsTo(commission, provider));
  const total = amount.pence + awarded + (confirmation?.received ?? 0);
  return check(total <= limit, subsidyWithinLimit, { route, total, limit }, '/amount');
};

/** The rules on how much of a subsidy is awarded, and what an agreement is raised by. */
export const subsidySumRules = [subsidyWithinLimit, asNotified] as const;

/** What is awarded, or an agreement raised by, is no more than may be given and than the enterprise was told. */
export const subsidySumHolds = (
  commission: CommissionState,
  context: Context,
  provider: string,
  amount: Money,
): Check =>
  allHold(
    withinSubsidyLimit(commission, context, provider, amount),
    withinNotified(commission, provider, amount),
  );
