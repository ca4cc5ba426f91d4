import { type Pence, remaining, sumPence } from '@commissioning/kernel';
import { allocated } from './allocations';
import type { CommissionState } from './state';
import type { Contribution } from './together';

type Sums = Iterable<{ readonly amount: Pence }>;

const total = (sums: Sums): Pence => sumPence([...sums].map(({ amount }) => amount));

/** What a partner gives: as agreed, less what it withdrew; in pence. */
const givenBy = ({ agreed, withdrawals }: Contribution): Pence =>
  remaining(agreed.amount, total(withdrawals.values()));

/** What of a contribution is still to come: agreed, neither withdrawn nor received. */
export const toCome = (contribution: Contribution): Pence =>
  remaining(givenBy(contribution), total(contribution.receipts.values()));

const ofFund = ({ contributions }: CommissionState, fund: string | undefined): ReadonlyArray<Contribution> =>
  [...contributions.values()].filter(({ agreed }) => agreed.fund === fund);

/** The funds that partners' money comes into, each once; undefined stands for what they pay to the provider themselves. */
const fundsOfPartners = ({ contributions }: CommissionState): ReadonlyArray<string | undefined> => [
  ...new Set([...contributions.values()].map(({ agreed }) => agreed.fund)),
];

const allocatedFrom = ({ allocations }: CommissionState, fund: string): Pence =>
  sumPence([...allocations.values()].filter((each) => each.fund === fund).map(allocated));

/**
 * What partners give beyond what is set aside already, in pence. Money that comes into a fund of ours is set aside from it
 * sooner or later: it counts once, as the greater of what is agreed for that fund and what is set aside from it.
 */
export const contributed = (commission: CommissionState): Pence =>
  sumPence(
    fundsOfPartners(commission).map((fund) => {
      const given = sumPence(ofFund(commission, fund).map(givenBy));
      return fund === undefined ? given : remaining(given, allocatedFrom(commission, fund));
    }),
  );

/** What is set aside of a fund on the word of partners who withdrew it since, in pence: nothing of theirs covers it. */
export const uncovered = (commission: CommissionState, fund: string): Pence => {
  const partners = ofFund(commission, fund);
  const withdrawn = sumPence(partners.map(({ withdrawals }) => total(withdrawals.values())));
  const missing = remaining(allocatedFrom(commission, fund), sumPence(partners.map(givenBy)));
  return Math.min(withdrawn, missing) as Pence;
};
