import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import { freeOfInterest } from '../purchase/interests';
import type { Award, CommissionState } from '../state';

export const managerDeclared = rule({
  id: 'interest.manager-declared',
  sentence:
    'Whoever accepts the returns of an agreement or rates how it goes has declared their interests first, where the route asks for declarations.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.81-83: whoever influences a decision counts; by policy for grants',
});

/** Who manages an agreement has told what it could be worth to them, and nothing of it is in the way. */
export const mayManage = (commission: CommissionState, { kind, lot }: Award, actor: string): Check => {
  const asked =
    kind !== 'prior' && commission.route?.profile.steps.includes('interest-declarations') === true;
  if (!asked) return E.right(undefined);
  const declared = commission.declarations.get(actor)?.general !== undefined;
  return allHold(check(declared, managerDeclared, { actor }), freeOfInterest(commission, actor, lot));
};
