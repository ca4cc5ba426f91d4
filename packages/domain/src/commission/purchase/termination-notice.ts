import { rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import type { CommissionState } from '../state';

export const terminationNoticed = rule({
  id: 'closing.termination-notice',
  sentence:
    'Where a procurement was put out by a notice of the Act and cancelled, its termination notice is published before the commission closes.',
  strength: 'law',
  source: 'Procurement Act 2023 s.55: procurement termination notice (UK12)',
});

const noticeOf = ({ notices }: CommissionState, kinds: ReadonlyArray<string>, lot: string): boolean =>
  [...notices.values()].some(
    (notice) => kinds.includes(notice.kind) && (notice.lot === undefined || notice.lot === lot),
  );

/** Whether any of these lots was put out by a tender or transparency notice of a public contract. */
export const noticed = (commission: CommissionState, lots: ReadonlyArray<string>): boolean => {
  const { regime } = commission.route ?? {};
  const underTheAct = regime === 'standard' || regime === 'light-touch';
  return underTheAct && lots.some((lot) => noticeOf(commission, ['UK4', 'UK5'], lot));
};

/** Every lot that was noticed and cancelled has its termination notice. */
export const terminationSaid = (commission: CommissionState): Check => {
  const lots = [...commission.cancellations.values()]
    .filter(({ noticeDue }) => noticeDue)
    .flatMap((cancellation) => cancellation.lots.map(String))
    .filter((lot) => noticeOf(commission, ['UK4', 'UK5'], lot) && !noticeOf(commission, ['UK12'], lot));
  return check(lots.length === 0, terminationNoticed, { lots });
};
