import { type CalendarDate, rule } from '@commissioning/kernel';
import { type Check, check } from '../../checks';
import { noticesAbout } from '../notices';
import { isPublicContract } from '../public-contract';
import type { Award, CommissionState } from '../state';
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
  sentence:
    'A public contract is signed after its contract award notice (UK6) was published, on the day of its award or later.',
  strength: 'law',
  source: 'Procurement Act 2023 s.50(1)',
});

/** The days on which the award of a lot, as it is now, was noticed: by a notice, or by that with which a standstill began. */
export const awardNoticedOn = (commission: CommissionState, lot: string): ReadonlyArray<CalendarDate> => {
  const { standstill, outdatedNotices } = evaluationOf(commission, lot);
  return [
    ...[...noticesAbout(commission, ['UK6'], lot)].flatMap(([id, { publishedOn }]) =>
      outdatedNotices.has(id) ? [] : [publishedOn],
    ),
    ...(standstill === undefined ? [] : [standstill.noticePublishedOn]),
  ];
};

/** A public contract that nobody competed for was announced first. */
export const announcedFirst = (commission: CommissionState, lot: string): Check => {
  const direct = commission.route?.profile.competition === 'none';
  const announced = noticesAbout(commission, ['UK5'], lot).size > 0;
  return check(!direct || !isPublicContract(commission) || announced, transparencyFirst, { lot });
};

/** A notice that was published on this day is of this award: one published before it is of another. */
export const isNoticeOf = ({ awardedOn }: Pick<Award, 'awardedOn'>, publishedOn: CalendarDate): boolean =>
  awardedOn === undefined || awardedOn <= publishedOn;

/** The award of a public contract was noticed by the day of its signature, or a standstill began with its notice. */
export const noticedFirst = (commission: CommissionState, award: Award, signedOn: CalendarDate): Check => {
  const { lot, awardedOn } = award;
  const noticed = awardNoticedOn(commission, lot);
  return check(
    !isPublicContract(commission) || noticed.some((day) => isNoticeOf(award, day) && day <= signedOn),
    awardNoticeFirst,
    { lot, awardedOn: awardedOn ?? null, noticed, signedOn },
    '/signedOn',
  );
};
