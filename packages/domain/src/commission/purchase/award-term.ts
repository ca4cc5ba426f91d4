import { addMonths, rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { Term } from '../../shapes';
import { holdsOrExcepted } from '../action';
import type { CommissionState } from '../state';

export const termInOrder = rule({
  id: 'award.term-in-order',
  sentence: 'The term of an award ends no earlier than it begins.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const withinPublishedTerm = rule({
  id: 'award.within-published-term',
  sentence: 'An award lasts no longer than was published, whenever it begins.',
  strength: 'policy',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): bidders priced the term that was published',
});

/** How many months it takes to cover a term, the last of them begun or whole. */
const monthsOf = ({ starts, ends }: Term): number => {
  let months = 1;
  while (addMonths(starts, months) <= ends) months += 1;
  return months;
};

/** A term ends no earlier than it begins. */
export const inOrder = ({ starts, ends }: Term): Check =>
  check(starts <= ends, termInOrder, { starts, ends }, '/term');

/** A term takes no more months than that of the specification, where one was published. */
export const lastsAsPublished = (commission: CommissionState, { starts, ends }: Term): Check => {
  const published = commission.specification?.term;
  const months = published === undefined ? undefined : monthsOf(published);
  return holdsOrExcepted(
    commission,
    months === undefined || ends < addMonths(starts, months),
    withinPublishedTerm,
    { starts, ends, months: months ?? null },
    '/term',
  );
};
