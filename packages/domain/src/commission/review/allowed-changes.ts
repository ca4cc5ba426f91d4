import { addDays, addMonths, daysBetween, rule } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { Term } from '../../shapes';
import { type Bond, optionsLeft } from '../agreement-life';
import type { Award } from '../state';
import type { Changeable } from './agreements';
import type { Modification } from './life-events';

const withinTenPercent = rule({
  id: 'change.within-ten-percent',
  sentence:
    'A change that is not substantial moves the term by no more than a tenth of the longest term awarded, and one below the threshold moves the value by no more than a tenth.',
  strength: 'law',
  source: 'Procurement Act 2023 s.74(3)(a), (4)(a)',
});

/** The rules on how far a public contract is changed. */
export const allowedChangeRules = [withinTenPercent] as const;

/** As the Act has it, of goods and services: one in ten. */
const inTen = 10;

const daysOf = ({ starts, ends }: Term): number => daysBetween(starts, addDays(ends, 1));

/** The longest term that was awarded, all options taken up. */
const longest = ({ terms }: Award, term: Term): Term => {
  const { starts, ends } = terms?.term ?? term;
  const months = (terms?.extensionOptions ?? []).reduce((sum, option) => sum + option.months, 0);
  return { starts, ends: addMonths(ends, months) };
};

/** A change of a public contract stays within what it is said to be allowed as; where nothing is said, nothing is asked here. */
export const staysWithin = (
  { award, bond }: Changeable,
  modification: Modification | undefined,
  changed: Bond,
): Check => {
  const allowedAs = modification?.allowedAs;
  const days = Math.abs(daysOf(changed.term) - daysOf(bond.term));
  const ofDays = daysOf(longest(award, bond.term));
  const sum = Math.abs(changed.amount.pence - bond.amount.pence);
  const ofSum = optionsLeft(award).reduce<number>((total, { upTo }) => total + upTo.pence, bond.amount.pence);
  return allHold(
    check(
      allowedAs !== 'not-substantial' || days * inTen <= ofDays,
      withinTenPercent,
      { days, ofDays },
      '/modification/allowedAs',
    ),
    check(
      allowedAs !== 'below-threshold' || sum * inTen <= ofSum,
      withinTenPercent,
      { sum, ofSum },
      '/modification/allowedAs',
    ),
  );
};
