import {
  type CommissionEvent,
  type CommissionState,
  type RouteProfile,
  type RuleBookData,
  valueHeld,
} from '@commissioning/domain';
import { type Happened, workingDayFrom } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';

type Told<Type extends CommissionEvent['type']> = Happened<Extract<CommissionEvent, { type: Type }>>;

const routeUnder = (event: Told<'RouteChosen'>, { profiles, bands }: RuleBookData): Happened => {
  const { profile: recorded } = event.data;
  const value = valueHeld(event.data);
  const profile: RouteProfile = profiles.find(({ id }) => id === recorded.id) ?? recorded;
  const band = bands.find(({ upTo }) => upTo === undefined || value <= upTo) ?? event.data.band;
  return { ...event, data: { ...event.data, profile, band } };
};

const standstillUnder = (
  event: Told<'StandstillStarted'>,
  { workingDays: calendar }: RuleBookData,
  asked: number,
): Happened => {
  const workingDays = Math.max(event.data.workingDays, asked);
  const lastDay = workingDayFrom(calendar, event.data.noticePublishedOn, workingDays);
  return E.isLeft(lastDay)
    ? event
    : { ...event, data: { ...event.data, workingDays, lastDay: lastDay.right } };
};

/**
 * An event as it would stand had other rules been in force: a route with its profile and band pinned as those have them, a
 * standstill as long as they ask. What people said and did stays as it was.
 */
export const repinned = (event: Happened, state: unknown, rules: RuleBookData): Happened => {
  const known = event as Happened<CommissionEvent>;
  if (known.type === 'RouteChosen') return routeUnder(known, rules);
  if (known.type !== 'StandstillStarted') return event;
  const asked = (state as CommissionState).route?.profile.standstillWorkingDays ?? 0;
  return standstillUnder(known, rules, asked);
};
