import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import { noticesAbout } from '../notices';
import { isPublicContract } from '../public-contract';
import type { CommissionState } from '../state';

export const terminationNoticed = rule({
  id: 'closing.termination-notice',
  sentence:
    'Where a procurement was put out by a notice of the Act and ended without an award, cancelled or decided so, its termination notice is published before the commission closes.',
  strength: 'law',
  source: 'Procurement Act 2023 s.55: procurement termination notice (UK12)',
});

const noticeOf = (commission: CommissionState, kinds: ReadonlyArray<string>, lot: string): boolean =>
  noticesAbout(commission, kinds, lot).size > 0;

/** Whether any of these lots was put out by a tender or transparency notice of a public contract. */
export const noticed = (commission: CommissionState, lots: ReadonlyArray<string>): boolean =>
  isPublicContract(commission) && lots.some((lot) => noticeOf(commission, ['UK4', 'UK5'], lot));

/** The lots that were decided to end without an award. */
const withoutAward = ({ evaluations }: CommissionState): ReadonlyArray<string> =>
  [...evaluations].filter(([, { noAward }]) => noAward !== undefined).map(([lot]) => lot);

/** Every lot that was noticed and ended without an award has its termination notice. */
export const terminationSaid = (commission: CommissionState): Check => {
  const cancelled = [...commission.cancellations.values()]
    .filter(({ noticeDue }) => noticeDue)
    .flatMap((cancellation) => cancellation.lots.map(String));
  const decided = withoutAward(commission).filter((lot) => noticed(commission, [lot]));
  const lots = [...new Set([...cancelled, ...decided])].filter(
    (lot) => noticeOf(commission, ['UK4', 'UK5'], lot) && !noticeOf(commission, ['UK12'], lot),
  );
  return check(lots.length === 0, terminationNoticed, { lots });
};
