import { type CalendarDate, sumPence } from '@commissioning/kernel';
import { inForce, withinItsTerm } from '../agreement-life';
import { toCome } from '../contributions';
import { ended as lotEnded } from '../purchase/open-lots';
import { noticesAbout } from '../notices';
import { isPublicContract } from '../public-contract';
import { stands } from '../standing';
import type { Award, CommissionState } from '../state';
import { payableOn } from './disputes';

/** What stands under each award, by the id of the award. */
type ByAward = ReadonlyArray<string>;

const awardsWhere = (commission: CommissionState, holds: (award: Award) => boolean): ByAward =>
  [...commission.awards].filter(([, award]) => holds(award)).map(([id]) => id);

/** The periods that are reported on and whose returns are not both accepted. */
const periodsOpen = (award: Award): ReadonlyArray<string> =>
  [...award.periods]
    .filter(([period, { from }]) => {
      const made = award.returns.get(period);
      const accepted = made?.kpi.standing === 'accepted' && made.financial.standing === 'accepted';
      return !accepted && withinItsTerm(award, from);
    })
    .map(([period]) => period);

/** Paid in full and every return accepted: nothing is left to do, whatever the day. */
const fulfilled = (award: Award): boolean =>
  award.periods.size > 0 &&
  periodsOpen(award).length === 0 &&
  award.paidTotal === inForce(award)?.amount.pence;

const ended = (award: Award, today: CalendarDate): boolean => {
  const bond = inForce(award);
  if (bond !== undefined) return bond.term.ends < today || fulfilled(award);
  const { prior } = award;
  if (prior === undefined) return false;
  return prior.agreement !== 'live' || (prior.ends !== undefined && prior.ends < today);
};

/** Awards whose agreement was not signed, or has neither ended nor been fulfilled. */
export const agreementsRunning = (commission: CommissionState, today: CalendarDate): ByAward =>
  awardsWhere(commission, (award) => stands(award) && !ended(award, today));

/** Each return that was agreed and is not accepted, as `award/period`. */
export const returnsOutstanding = (commission: CommissionState): ReadonlyArray<string> =>
  [...commission.awards].flatMap(([id, award]) => periodsOpen(award).map((period) => `${id}/${period}`));

const invoicesUnpaid = (award: Award): ReadonlyArray<string> =>
  [...award.invoices.keys()].filter((id) => {
    const paid = [...award.payments.values()].filter(
      ({ invoice, made }) => invoice === id && made !== undefined,
    );
    return sumPence(paid.map((payment) => payment.amount.pence)) < payableOn(award, id).pence;
  });

const paymentsUnmade = ({ payments }: Award): ReadonlyArray<string> =>
  [...payments].filter(([, { made }]) => made === undefined).map(([id]) => id);

/** Each payment approved and not made, and each invoice not paid in full, as `award/payment` and `award/invoice`. */
export const paymentsOutstanding = (commission: CommissionState): ReadonlyArray<string> =>
  [...commission.awards].flatMap(([id, award]) =>
    [...paymentsUnmade(award), ...invoicesUnpaid(award)].map((each) => `${id}/${each}`),
  );

/** Awards under which less came back than was to come back when their agreement was ended. */
export const recoveriesOutstanding = (commission: CommissionState): ByAward =>
  awardsWhere(commission, ({ life }) => life.recoveredTotal < (life.terminated?.comesBack.pence ?? 0));

/** Contracts under the Procurement Act whose end was not noticed; grants and what is below its threshold have none. */
export const endsUnnoticed = (commission: CommissionState): ByAward =>
  awardsWhere(
    commission,
    (award) =>
      isPublicContract(commission) &&
      award.kind === 'contract' &&
      stands(award) &&
      noticesAbout(commission, ['UK11'], award.lot).size === 0,
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

/** What partners agreed to give to our body and neither gave nor withdrew. */
export const contributionsToCome = ({ contributions }: CommissionState): ReadonlyArray<string> =>
  [...contributions]
    .filter(([, each]) => each.agreed.fund !== undefined && toCome(each) > 0)
    .map(([id]) => id);

/** Challenges that have not come to their end. */
export const unresolvedChallenges = ({ challenges }: CommissionState): ReadonlyArray<string> =>
  [...challenges].filter(([, { resolved }]) => resolved === undefined).map(([id]) => id);
