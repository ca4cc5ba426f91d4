import { addDays, addMonths, daysBetween, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import type { PaidFrom, Term } from '../../shapes';
import { totalOf } from '../../totals';
import { type Bond, optionsLeft } from '../agreement-life';
import { thresholdFor } from '../plan/regime';
import type { Award, CommissionState } from '../state';
import { sumWithVat } from '../whole-life-value';
import type { Changeable } from './agreements';
import type { Modification } from './life-events';

const withinTenPercent = rule({
  id: 'change.within-ten-percent',
  sentence:
    'A change that is not substantial moves the term by no more than a tenth of the longest term awarded, and one below the threshold moves the value by no more than a tenth, of works by no more than fifteen hundredths.',
  strength: 'law',
  source: 'Procurement Act 2023 s.74(3)(a), (4)(a)',
});

const belowThresholdTogether = rule({
  id: 'change.below-threshold-together',
  sentence:
    'All changes of a contract that were made as below the threshold move its value by less than the threshold together; what raised it and what lowered it are added up.',
  strength: 'law',
  source: 'Procurement Act 2023 s.74(4)(b)',
});

/** The rules on how far a public contract is changed. */
export const allowedChangeRules = [withinTenPercent, belowThresholdTogether] as const;

/** As the Act has it: so many in a hundred of the value of goods or services, of works, and of the longest term. */
const inHundred = { value: 10, ofWorks: 15, term: 10 };

const daysOf = ({ starts, ends }: Term): number => daysBetween(starts, addDays(ends, 1));

/** The longest term that was awarded, all options taken up. */
const longest = ({ terms }: Award, term: Term): Term => {
  const { starts, ends } = terms?.term ?? term;
  const months = (terms?.extensionOptions ?? []).reduce((sum, option) => sum + option.months, 0);
  return { starts, ends: addMonths(ends, months) };
};

const pence = (shares: PaidFrom | undefined): number => totalOf((shares ?? []).map(({ amount }) => amount));

/** What a change says of the value that it moves; an extension takes nothing off. */
interface Moving {
  readonly modification?: Modification;
  readonly more?: PaidFrom;
  readonly less?: PaidFrom;
}

/** By how much changes that were said to be below the threshold moved the value before, in pence, up and down alike. */
const movedBelowThreshold = ({ life }: Award): number => {
  const changes: ReadonlyArray<Moving> = [...life.variations.values(), ...life.extensions.values()];
  return totalOf(
    changes
      .filter(({ modification }) => modification?.allowedAs === 'below-threshold')
      .map(({ more, less }) => Math.abs(pence(more) - pence(less))),
  );
};

/** A change that moves the value by so many pence as one below the threshold stays below it with those before. */
const togetherBelow = ({ route }: CommissionState, { rules }: Context, award: Award, sum: number): Check => {
  const threshold = rules && route && thresholdFor(rules, route)?.pence;
  const before = movedBelowThreshold(award);
  const together = route === undefined ? 0 : sumWithVat(route, before + sum);
  return check(
    threshold === undefined || together < threshold,
    belowThresholdTogether,
    { before, sum, threshold: threshold ?? null },
    '/modification/allowedAs',
  );
};

/** A change of a public contract stays within what it is said to be allowed as; where nothing is said, nothing is asked here. */
export const staysWithin = (
  commission: CommissionState,
  context: Context,
  { award, bond }: Changeable,
  modification: Modification | undefined,
  changed: Bond,
): Check => {
  const allowedAs = modification?.allowedAs;
  const days = Math.abs(daysOf(changed.term) - daysOf(bond.term));
  const ofDays = daysOf(longest(award, bond.term));
  const sum = Math.abs(changed.amount.pence - bond.amount.pence);
  const ofSum = optionsLeft(award).reduce<number>((total, { upTo }) => total + upTo.pence, bond.amount.pence);
  const mostOfValue = commission.route?.buys === 'works' ? inHundred.ofWorks : inHundred.value;
  return allHold(
    check(
      allowedAs !== 'not-substantial' || days * 100 <= ofDays * inHundred.term,
      withinTenPercent,
      { days, ofDays },
      '/modification/allowedAs',
    ),
    check(
      allowedAs !== 'below-threshold' || sum * 100 <= ofSum * mostOfValue,
      withinTenPercent,
      { sum, ofSum },
      '/modification/allowedAs',
    ),
    allowedAs === 'below-threshold' ? togetherBelow(commission, context, award, sum) : E.right(undefined),
  );
};
