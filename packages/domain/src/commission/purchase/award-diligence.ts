import { rule } from '@commissioning/kernel';
import type { Check } from '../../checks';
import type { Context } from '../../context';
import { holdsOrExcepted } from '../action';
import type { CommissionState, Route } from '../state';
import { asksFor } from './route';

export const diligenceDone = rule({
  id: 'award.after-diligence',
  sentence:
    'Nobody found wanting is awarded money; an award before due diligence is complete, or on what it found, states its conditions.',
  strength: 'policy',
  source: 'GovS 015, grants: timely and proportionate due diligence; an award may be conditional',
});

/**
 * What is known of a provider allows an award today: nothing unsatisfactory; satisfactory and still good, where the
 * route asks for due diligence, or else the award states conditions.
 */
export const diligenceAllows = (
  commission: CommissionState,
  route: Route,
  { today }: Context,
  provider: string,
  conditions: ReadonlyArray<string>,
): Check => {
  const found = commission.diligence.get(provider);
  const good = found?.outcome === 'satisfactory' && found.goodUntil >= today;
  const satisfied = good || !asksFor(route, 'due-diligence');
  const allows = found?.outcome !== 'unsatisfactory' && (satisfied || conditions.length > 0);
  const facts = { provider, outcome: found?.outcome ?? null, goodUntil: found?.goodUntil ?? null, today };
  return holdsOrExcepted(commission, allows, diligenceDone, facts, '/conditions');
};
