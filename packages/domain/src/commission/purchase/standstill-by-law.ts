import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { Context } from '../../context';
import { isPublicContract } from '../public-contract';
import type { Award, CommissionState, Route } from '../state';
import { isNoticeOf } from './award-notices';
import { evaluationOf } from './lots';

export const standstillObserved = rule({
  id: 'agreement.after-lawful-standstill',
  sentence:
    'A standard public contract is signed after a standstill that began with the notice of its award, unless it was awarded directly on a ground that asks for none.',
  strength: 'law',
  source: 'Procurement Act 2023 s.51(1), (3)',
});

/** How many working days a standstill lasts at the least: as the route names, for a public contract as the law asks. */
export const standstillAsked = (route: Route, { rules }: Context): number => {
  const byLaw = isPublicContract({ route }) ? (rules?.standstill?.workingDays ?? 0) : 0;
  return Math.max(route.profile.standstillWorkingDays, byLaw);
};

/** A standstill has ended that began with the notice of this award: one that ran before it is of another. */
export const observedFor = (
  commission: CommissionState,
  award: Pick<Award, 'lot' | 'awardedOn'>,
): boolean => {
  const { standstill } = evaluationOf(commission, award.lot);
  return standstill?.ended === true && isNoticeOf(award, standstill.noticePublishedOn);
};

/** Where the law lets nobody sign a contract before a standstill has ended, it has. */
export const observedByLaw = (commission: CommissionState, award: Award, { rules }: Context): Check => {
  const { route, directAward } = commission;
  const { lot, awardedOn } = award;
  const { standstill } = evaluationOf(commission, lot);
  const direct = route?.profile.competition === 'none' ? directAward?.ground : undefined;
  const asked =
    rules?.standstill !== undefined &&
    route?.regime === 'standard' &&
    (direct === undefined || !rules.standstill.notOn.includes(direct));
  return check(!asked || observedFor(commission, award), standstillObserved, {
    lot,
    ground: direct ?? null,
    awardedOn: awardedOn ?? null,
    lastDay: standstill?.lastDay ?? null,
  });
};
