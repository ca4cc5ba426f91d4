import { rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { Delegation } from './events';

export const neverToPolice = rule({
  id: 'delegation.never-to-police',
  sentence: 'A commissioner’s functions are never delegated to a constable or to the staff of a police body.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18',
});

/** Whoever holds a delegation is neither a constable nor on the staff of a police body. */
export const notHeldByPolice = ({ holder, capacity }: Delegation, field: string): Check =>
  check(holder !== 'constable' && holder !== 'police-staff', neverToPolice, { capacity, holder }, field);
