import { type Pence, remaining, rule, sumPence } from '@commissioning/kernel';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import type { PaidFrom } from '../../shapes';
import type { CommissionState } from '../state';

export const paidFromCoveredYears = rule({
  id: 'payment.from-covered-years',
  sentence: 'A payment comes from years that are opened, and from what their budgets cover of the award.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114; agreements over years are subject to budget',
});

type Share = PaidFrom[number];

/** What no budget covers yet of what an award is owed from an allocation, in pence; all of it before the year is opened. */
const uncovered = (
  { reference }: CommissionState,
  award: string,
  { allocation, fund, amount }: Share,
  { funds }: Context,
): Pence => {
  const state = funds.get(fund);
  if (state === undefined) return sumPence([]);
  if (state.opened === undefined) return amount;
  const owed = [...state.commitments.values()].filter(
    ({ made: { for: of } }) => of.commission === reference && of.line === allocation && of.award === award,
  );
  return sumPence(owed.map(({ forward }) => forward));
};

/** Of what an award may still take from its allocations, what their funds can pay as they stand. */
export const payableNow = (
  commission: CommissionState,
  award: string,
  shares: ReadonlyArray<Share>,
  context: Context,
): ReadonlyArray<Share> =>
  shares.map((share) => ({
    ...share,
    amount: remaining(share.amount, uncovered(commission, award, share, context)),
  }));

/** Each share of a payment is within what its fund can pay of the award as it stands. */
export const fromCoveredYears = (shares: ReadonlyArray<Share>, payable: ReadonlyArray<Share>): Check =>
  allHold(
    ...shares.map(({ allocation, fund, amount }) => {
      const covered = payable.find((each) => each.allocation === allocation)?.amount ?? 0;
      return check(amount <= covered, paidFromCoveredYears, { allocation, fund, amount, covered }, '/from');
    }),
  );
