import { addMonths, type CalendarDate, endOfFinancialYear, rule } from '@commissioning/kernel';
import { type Check, check } from '../checks';
import { inForce } from '../commission/agreement-life';
import type { Award, CommissionState } from '../commission/state';
import type { Context } from '../context';

export const keptLongEnough = rule({
  id: 'erasure.kept-long-enough',
  sentence:
    'A contact is kept while an agreement with their provider runs, and for as long after it as the body’s retention schedule says.',
  strength: 'law',
  source: 'Procurement Act 2023 s.98; Limitation Act 1980 s.5; UK GDPR article 17(3)(b) and (e)',
});

type Prior = NonNullable<Award['prior']>;

/** When an award from before this record ended, as far as anybody wrote it down: then its last day, or its last year’s. */
const endOfPrior = ({ ends, years, agreement }: Prior): CalendarDate | 'runs' | undefined => {
  const lastYear = years.toSorted().at(-1);
  const end = ends ?? (lastYear === undefined ? undefined : endOfFinancialYear(lastYear));
  return end ?? (agreement === 'live' ? 'runs' : undefined);
};

/** The last day of an award's agreement; `runs` where nothing says when it ends, undefined of one that came to nothing. */
const endOf = ({ closed }: CommissionState, award: Award): CalendarDate | 'runs' | undefined => {
  if (award.declined !== undefined) return undefined;
  const { terminated } = award.life;
  const agreed = terminated?.lastDay ?? inForce(award)?.term.ends;
  if (agreed !== undefined) return agreed;
  if (award.prior !== undefined) return endOfPrior(award.prior);
  return closed === undefined ? 'runs' : undefined;
};

const endsWith = (provider: string, commission: CommissionState): ReadonlyArray<CalendarDate | 'runs'> =>
  [...commission.awards.values()].flatMap((award) =>
    award.provider === provider ? (endOf(commission, award) ?? []) : [],
  );

/**
 * Refuses while a retention schedule has the contacts of a provider kept. A body that has adopted none keeps them for no
 * stated time, and no provider that never had money is kept for it.
 */
export const keptForLongEnough = (
  { today, retention, commissions = new Map() }: Context,
  provider: string,
): Check => {
  if (retention === undefined) return check(true, keptLongEnough);
  const ends = [...commissions.values()].flatMap((each) => endsWith(provider, each));
  const { schedule, contactMonths } = retention;
  if (ends.includes('runs')) return check(false, keptLongEnough, { schedule, until: null });
  const last = (ends as ReadonlyArray<CalendarDate>).toSorted().at(-1);
  const until = last === undefined ? undefined : addMonths(last, contactMonths);
  return check(until === undefined || until < today, keptLongEnough, { schedule, until: until ?? null });
};
