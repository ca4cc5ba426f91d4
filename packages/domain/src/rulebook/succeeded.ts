import { rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import type { Context } from '../context';

export const beginsUnderSuccessor = rule({
  id: 'rulebook.begins-under-the-successor',
  sentence:
    'Once a body with a record of its own has taken the place of this one, a new need is identified there; what was begun goes on here.',
  strength: 'integrity',
  source: 'Police Reform and Social Responsibility Act 2011 s.1: only a body that there is has functions',
});

/** No body with a record of its own has taken the place of this one yet. */
export const notSucceeded = ({ succession, today }: Context, field: string): Check => {
  const successor = succession?.successor.body;
  const over = successor !== undefined && succession !== undefined && succession.from <= today;
  return check(
    !over,
    beginsUnderSuccessor,
    { successor: successor ?? null, from: succession?.from ?? null },
    field,
  );
};
