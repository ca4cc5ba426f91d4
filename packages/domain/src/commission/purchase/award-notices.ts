import { type CalendarDate, rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import { isPublicContract } from '../public-contract';
import type { CommissionState } from '../state';
import { evaluationOf } from './lots';

export const transparencyFirst = rule({
  id: 'award.after-transparency-notice',
  sentence:
    'A public contract is awarded without competition after its transparency notice (UK5) was published.',
  strength: 'law',
  source: 'Procurement Act 2023 s.44',
});

export const awardNoticeFirst = rule({
  id: 'agreement.after-award-notice',
  sentence: 'A public contract is signed after its contract award notice (UK6) was published.',
  strength: 'law',
  source: 'Procurement Act 2023 s.50(1)',
});

/** The days on which notices of a kind were published that are about a lot, or about all of them. */
const publishedFor = (
  { notices }: CommissionState,
  kind: string,
  lot: string,
  outdated: ReadonlySet<string> = new Set(),
): ReadonlyArray<CalendarDate> =>
  [...notices]
    .filter(([id, notice]) => notice.kind === kind && !outdated.has(id))
    .flatMap(([, notice]) => (notice.lot === undefined || notice.lot === lot ? [notice.publishedOn] : []));

/** A public contract that nobody competed for was announced first. */
export const announcedFirst = (commission: CommissionState, lot: string): Check => {
  const direct = commission.route?.profile.competition === 'none';
  const announced = publishedFor(commission, 'UK5', lot).length > 0;
  return check(!direct || !isPublicContract(commission) || announced, transparencyFirst, { lot });
};

/** The award of a public contract was noticed by the day of its signature, or a standstill began with its notice. */
export const noticedFirst = (commission: CommissionState, lot: string, signedOn: CalendarDate): Check => {
  const { standstill, outdatedNotices } = evaluationOf(commission, lot);
  const noticed = [
    ...publishedFor(commission, 'UK6', lot, outdatedNotices),
    ...(standstill === undefined ? [] : [standstill.noticePublishedOn]),
  ];
  return check(
    !isPublicContract(commission) || noticed.some((day) => day <= signedOn),
    awardNoticeFirst,
    { lot, noticed, signedOn },
    '/signedOn',
  );
};
