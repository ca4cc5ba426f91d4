import { type CalendarDate, type Money, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { notInTheFuture } from '../../not-in-future';
import type { YearProfile } from '../../shapes';
import type { Bond } from '../agreement-life';
import { spreadOverYears, yearsAddUp } from '../purchase/award-funding';
import { awardBasis } from '../purchase/award-limits';
import type { Award } from '../state';

export const notBelowApproved = rule({
  id: 'change.not-below-approved',
  sentence: 'An agreement does not come to less than the payments that were approved under it.',
  strength: 'integrity',
  source: 'What was approved is owed; what was paid comes back by a recovery',
});

export const agreedAfterSigning = rule({
  id: 'change.after-signature',
  sentence: 'A change is agreed on the day an agreement was signed or later.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** A change is of a day that has come, and not before the agreement was signed. */
export const agreedInOrder = (context: Context, { agreement }: Award, agreedOn: CalendarDate): Check => {
  const signedOn = agreement?.signedOn ?? agreedOn;
  return allHold(
    notInTheFuture(context, agreedOn, '/agreedOn'),
    check(agreedOn >= signedOn, agreedAfterSigning, { agreedOn, signedOn }, '/agreedOn'),
  );
};

/** A sum that is changed stays on the basis for VAT that was agreed. */
export const sameBasis = ({ amount }: Bond, sum: Money): Check =>
  check(sum.vat === amount.vat, awardBasis, { vat: sum.vat, asked: amount.vat }, '/amount/vat');

/** A sum that is another than before comes with all its years, and years that are given add up to it. */
export const spreadAnew = (
  { amount }: Bond,
  sum: Money,
  years: t.TypeOf<typeof YearProfile> | undefined,
): Check =>
  allHold(
    check(
      years !== undefined || sum.pence === amount.pence,
      yearsAddUp,
      { amount: sum.pence, years: [] },
      '/years',
    ),
    years === undefined ? E.right(undefined) : spreadOverYears(years, sum.pence),
  );
