import { type Refusal, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { alike } from './checks';

export const entrySaidOnce = rule({
  id: 'entry.said-once',
  sentence: 'What was recorded under an id is not recorded otherwise under the same id.',
  strength: 'integrity',
  source: 'Design of the record: an entry is never edited, what corrects it is an entry of its own',
});

/**
 * Decides only where nothing was said under an id before. Said alike again there is nothing to do; said otherwise it is
 * refused, `field` being where the command has the id.
 */
export const saidOnce = <Event>(
  before: unknown,
  said: unknown,
  field: string,
  decide: () => E.Either<Refusal, ReadonlyArray<Event>>,
): E.Either<Refusal, ReadonlyArray<Event>> => {
  if (before === undefined) return decide();
  return alike(before, said) ? E.right([]) : E.left(refusal(entrySaidOnce, {}, field));
};
