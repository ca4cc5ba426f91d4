import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { Award, CommissionState } from '../state';

export const twoPeople = rule({
  id: 'payment.two-people',
  sentence: 'Whoever recommended an award or accepted a return under it does not approve a payment for it.',
  strength: 'integrity',
  source: 'Separation of duties, CIPFA financial management code; GovS 015, grants: counter-fraud',
});

const acceptedFor = ({ returns }: Award, period: string | undefined): ReadonlyArray<string> =>
  [...returns]
    .filter(([id]) => period === undefined || id === period)
    .flatMap(([, { kpi, financial }]) => [kpi.acceptedBy, financial.acceptedBy])
    .filter((actor) => actor !== undefined);

/** Refuses an approver who recommended the award or accepted a return that is paid on; without a period, any return. */
export const notOnesOwn = (
  commission: CommissionState,
  award: Award,
  period: string | undefined,
  actor: string,
): Check => {
  const recommended = [...commission.recommendations.values()].some(
    ({ lot, recipient, by }) => lot === award.lot && recipient.provider === award.provider && by === actor,
  );
  const accepted = acceptedFor(award, period).includes(actor);
  return check(!recommended && !accepted, twoPeople, { actor, recommended, accepted });
};

/** Refuses to accept a return for whoever approved a payment on its period, or one that names no period. */
export const notPaidByOneself = ({ payments }: Award, period: string, actor: string): Check => {
  const paid = [...payments]
    .filter(([, payment]) => payment.approvedBy === actor && (payment.period ?? period) === period)
    .map(([id]) => id);
  return check(paid.length === 0, twoPeople, { actor, payments: paid });
};
