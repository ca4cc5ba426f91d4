import {
  CalendarDate,
  Count,
  LocalId,
  type Refusal,
  refusal,
  rule,
  struct,
  workingDayFrom,
  type WorkingDayCalendar,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { rulesAdopted, rulesInForce } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import type { CommissionState, Route } from '../state';
import { awardsIn } from '../standing';
import { isNoticeOf } from './award-notices';
import { StandstillStarted } from './events';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { asksFor, onARoute, routeOf } from './route';
import { standstillAsked } from './standstill-by-law';

const standstillOnAward = rule({
  id: 'standstill.on-an-award',
  sentence: 'A standstill begins with the notice of an award, published on the day of the award or later.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.50-51',
});

const standstillLongEnough = rule({
  id: 'standstill.long-enough',
  sentence:
    'A standstill lasts as many working days as the route names and, for a public contract, the law asks, or longer where the notice says so.',
  strength: 'law',
  source: 'Procurement Act 2023 s.51(1)-(2): eight working days beginning with the day of the notice',
});

const summariesFirst = rule({
  id: 'standstill.after-summaries',
  sentence:
    'Where a route asks for assessment summaries, they are sent before the award notice is published.',
  strength: 'law',
  source: 'Procurement Act 2023 s.50(3)',
});

const calendarReaches = rule({
  id: 'standstill.calendar-reaches',
  sentence: 'The last day of a standstill is counted on a calendar of working days that reaches so far.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.123: no day that is a bank holiday in any part of the United Kingdom',
});

const StartStandstill = struct(
  { lot: LocalId, noticePublishedOn: CalendarDate },
  /** Working days, where the notice names more than are asked for. */
  { workingDays: Count },
  'StartStandstill',
);

const noticeInOrder = (
  commission: CommissionState,
  route: Route,
  lot: string,
  published: CalendarDate,
): Check => {
  const awardedOn = awardsIn(commission, lot).flatMap((award) => award.awardedOn ?? []);
  const sentOn = evaluationOf(commission, lot).summaries?.sentOn;
  const afterAward = awardedOn.length > 0 && awardedOn.every((day) => day <= published);
  const afterSummaries =
    !asksFor(route, 'assessment-summaries') || (sentOn !== undefined && sentOn <= published);
  return allHold(
    check(
      afterAward,
      standstillOnAward,
      { lot, awardedOn, noticePublishedOn: published },
      '/noticePublishedOn',
    ),
    check(
      afterSummaries,
      summariesFirst,
      { lot, sentOn: sentOn ?? null, noticePublishedOn: published },
      '/noticePublishedOn',
    ),
  );
};

/** The last day of a standstill: the day of publication counts when it is worked, and no bank holiday does. */
const lastDayOf = (
  calendar: WorkingDayCalendar,
  published: CalendarDate,
  workingDays: number,
): E.Either<Refusal, CalendarDate> =>
  pipe(
    workingDayFrom(calendar, published, workingDays),
    E.mapLeft(({ date }) =>
      refusal(calendarReaches, { calendar: calendar.name, from: calendar.from, to: calendar.to, date }),
    ),
  );

/** What was said of the standstill of a lot. Of what was awarded in it after its notice, a later notice tells. */
const saidBefore = (
  commission: CommissionState,
  { lot, noticePublishedOn: published }: t.TypeOf<typeof StartStandstill>,
): object | undefined => {
  const before = evaluationOf(commission, lot).standstill;
  if (before === undefined) return undefined;
  const { noticePublishedOn, workingDays } = before;
  const awardedSince = awardsIn(commission, lot).some((award) => !isNoticeOf(award, noticePublishedOn));
  return awardedSince && published > noticePublishedOn ? undefined : { noticePublishedOn, workingDays };
};

/** Notes the award notice of a lot and begins the standstill: nothing is signed until its last day has passed. */
export const startStandstill = commissionAction({
  name: 'start-standstill',
  says: 'Note the contract award notice and begin the standstill.',
  command: StartStandstill,
  roles: ['commissioning-officer'],
  rules: [
    entrySaidOnce,
    rulesAdopted,
    onARoute,
    lotKnown,
    datesNotInTheFuture,
    standstillOnAward,
    summariesFirst,
    standstillLongEnough,
    calendarReaches,
  ],
  decide: (command, context) => (commission) =>
    pipe(
      routeOf(commission),
      E.chain((route) => {
        const { lot, noticePublishedOn } = command;
        const asked = standstillAsked(route, context);
        const workingDays = command.workingDays ?? asked;
        const said = saidBefore(commission, command);
        return saidOnce(said, { noticePublishedOn, workingDays }, '/lot', () =>
          pipe(
            allHold(
              inKnownLot(commission, lot),
              notInTheFuture(context, noticePublishedOn, '/noticePublishedOn'),
              noticeInOrder(commission, route, lot, noticePublishedOn),
              check(
                asked > 0 && workingDays >= asked,
                standstillLongEnough,
                { workingDays, asked },
                '/workingDays',
              ),
            ),
            E.chain(() => rulesInForce(context)),
            E.chain(({ workingDays: calendar }) =>
              pipe(
                lastDayOf(calendar, noticePublishedOn, workingDays),
                E.map((lastDay) => [
                  StandstillStarted.make({
                    lot,
                    noticePublishedOn,
                    lastDay,
                    workingDays,
                    calendar: calendar.name,
                  }),
                ]),
              ),
            ),
          ),
        );
      }),
    ),
});
