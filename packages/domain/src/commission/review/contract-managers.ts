import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Check } from '../../checks';
import { declaredAndFree } from '../purchase/interests';
import type { Award, CommissionState } from '../state';

export const managerDeclared = rule({
  id: 'interest.manager-declared',
  sentence:
    'Whoever accepts the returns of an agreement or rates how it goes has declared their interests first, where the route asks for declarations.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.81-83: whoever influences a decision counts; by policy for grants',
});

/** Who manages an agreement that was made here has told what it could be worth to them, and nothing of it is in the way. */
export const mayManage = (commission: CommissionState, { kind, lot }: Award, actor: string): Check =>
  kind === 'prior' ? E.right(undefined) : declaredAndFree(commission, managerDeclared, actor, lot);
