import { addDays, addMonths, type CalendarDate, londonDateOf, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import type { RuleBookData } from '../../rulebook/events';
import type { CommissionState, Specification } from '../state';
import type { Tendering } from './spec-events';

const openAsTheActAsks = rule({
  id: 'spec.open-as-the-act-asks',
  sentence:
    'Bidders for a standard public contract have the days that the Act gives them, counted from the day after publication; for a light touch contract it gives none.',
  strength: 'law',
  source: 'Procurement Act 2023 s.54(3)-(4)',
});

const shortenedOnGround = rule({
  id: 'spec.shortened-after-planned-notice',
  sentence:
    'A tender is shortened for a planned procurement notice (UK3) that was published long enough before, and not too long.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.15(3), 54(4)',
});

/** The rules of how long bidders have by law. */
export const tenderPeriodRules = [openAsTheActAsks, shortenedOnGround] as const;

type Periods = NonNullable<RuleBookData['tenderPeriods']>;

const usually: Tendering = { electronic: true, allDocumentsAtOnce: true };

const daysBy = (periods: Periods, { electronic, allDocumentsAtOnce, shortened }: Tendering): number => {
  if (shortened !== undefined) return periods.shortened;
  if (electronic && allDocumentsAtOnce) return periods.electronicWithAllDocuments;
  return electronic || allDocumentsAtOnce ? periods.electronicOrAllDocuments : periods.otherwise;
};

/** Whether a planned procurement notice qualifies on a day: not before so many days, nor after so many months. */
const qualifies = (
  { plannedNotice: { fromDays, forMonths } }: Periods,
  published: CalendarDate,
  today: CalendarDate,
): boolean => addDays(published, fromDays) <= today && today <= addMonths(published, forMonths);

/** A standard public contract is out to tender for as long as the Act asks, by the periods of the rules of the day. */
export const openByLaw = (
  { route, notices }: CommissionState,
  spec: Specification,
  { rules, today }: Context,
): Check => {
  const periods = rules?.tenderPeriods;
  if (periods === undefined || route?.regime !== 'standard') return E.right(undefined);
  const tendering = spec.tendering ?? usually;
  const planned = [...notices.values()].filter(({ kind }) => kind === 'UK3').map((each) => each.publishedOn);
  const onPlan = tendering.shortened?.because === 'planned-notice';
  const days = daysBy(periods, tendering);
  const earliest = addDays(today, days);
  return allHold(
    check(
      !onPlan || planned.some((published) => qualifies(periods, published, today)),
      shortenedOnGround,
      { planned, ...periods.plannedNotice },
      '/tendering/shortened',
    ),
    check(
      londonDateOf(spec.closes) >= earliest,
      openAsTheActAsks,
      { closes: spec.closes, earliest, days },
      '/closes',
    ),
  );
};
