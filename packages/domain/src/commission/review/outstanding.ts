import { type CalendarDate, sumPence } from '@commissioning/kernel';
import { ended as lotEnded } from '../purchase/open-lots';
import { stands } from '../standing';
import type { Award, CommissionState } from '../state';

/** What stands under each award, by the id of the award. */
type ByAward = ReadonlyArray<string>;

const awardsWhere = (commission: CommissionState, holds: (award: Award) => boolean): ByAward =>
  [...commission.awards].filter(([, award]) => holds(award)).map(([id]) => id);

const everythingReturned = ({ periods, returns }: Award): boolean =>
  [...periods.keys()].every((period) => {
    const made = returns.get(period);
    return made?.kpi.standing === 'accepted' && made.financial.standing === 'accepted';
  });

/** Paid in full and every return accepted: nothing is left to do, whatever the day. */
const fulfilled = (award: Award): boolean =>
  award.periods.size > 0 && everythingReturned(award) && award.paidTotal === award.agreement?.amount.pence;

const ended = (award: Award, today: CalendarDate): boolean => {
  const { agreement, prior } = award;
  if (agreement !== undefined) return agreement.term.ends < today || fulfilled(award);
  if (prior === undefined) return false;
  return prior.agreement !== 'live' || (prior.ends !== undefined && prior.ends < today);
};

/** Awards whose agreement was not signed, or has neither ended nor been fulfilled. */
export const agreementsRunning = (commission: CommissionState, today: CalendarDate): ByAward =>
  awardsWhere(commission, (award) => stands(award) && !ended(award, today));

/** Each return that was agreed and is not accepted, as `award/period`. */
export const returnsOutstanding = (commission: CommissionState): ReadonlyArray<string> =>
  [...commission.awards].flatMap(([id, { periods, returns }]) =>
    [...periods.keys()]
      .filter((period) => {
        const made = returns.get(period);
        return made?.kpi.standing !== 'accepted' || made.financial.standing !== 'accepted';
      })
      .map((period) => `${id}/${period}`),
  );

const invoicesUnpaid = ({ invoices, payments }: Award): ReadonlyArray<string> =>
  [...invoices]
    .filter(([id, { amount }]) => {
      const paid = [...payments.values()].filter(({ invoice, made }) => invoice === id && made !== undefined);
      return sumPence(paid.map((payment) => payment.amount.pence)) < amount.pence;
    })
    .map(([id]) => id);

const paymentsUnmade = ({ payments }: Award): ReadonlyArray<string> =>
  [...payments].filter(([, { made }]) => made === undefined).map(([id]) => id);

/** Each payment approved and not made, and each invoice not paid in full, as `award/payment` and `award/invoice`. */
export const paymentsOutstanding = (commission: CommissionState): ReadonlyArray<string> =>
  [...commission.awards].flatMap(([id, award]) =>
    [...paymentsUnmade(award), ...invoicesUnpaid(award)].map((each) => `${id}/${each}`),
  );

/** Lots that were published, or recommended for, and ended neither in an award nor in a decision to make none. */
export const lotsUnsettled = (commission: CommissionState): ReadonlyArray<string> => {
  const published = commission.specification?.lots.map(({ id }) => id as string);
  const recommended = [...commission.recommendations.values()].map(({ lot }) => lot as string);
  const awarded = new Set([...commission.awards.values()].filter(stands).map(({ lot }) => lot));
  return [...new Set(published ?? recommended)].filter(
    (lot) => !awarded.has(lot) && !lotEnded(commission, lot),
  );
};

/** Challenges that have not come to their end. */
export const unresolvedChallenges = ({ challenges }: CommissionState): ReadonlyArray<string> =>
  [...challenges].filter(([, { resolved }]) => resolved === undefined).map(([id]) => id);
