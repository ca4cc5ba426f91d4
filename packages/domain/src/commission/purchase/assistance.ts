import {
  type CalendarDate,
  type DataOf,
  type LocalId,
  type Money,
  type Refusal,
  rule,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { type Check, check, present } from '../../checks';
import { agreedTotal } from '../agreement-life';
import { awardsTo, stands } from '../standing';
import type { Award, CommissionState } from '../state';
import type { SubsidyAssessed } from './events';
import { AssistanceRoute, type AssistanceNotified } from './subsidy-events';

export const notifiedFirst = rule({
  id: 'subsidy.notified-first',
  sentence:
    'Before an enterprise confirms what it has had, it is told by which route how much it may be given, and asked.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.37 and 39: notification, confirmation, then giving',
});

export const asNotified = rule({
  id: 'subsidy.as-notified',
  sentence:
    'No more assistance is awarded, in all and as it is raised, than the enterprise was told that it may be given.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.37 and 39: the notification says the gross sum',
});

export const awardSubsidised = rule({
  id: 'subsidy.of-an-award',
  sentence:
    'What is entered in the subsidy database, or confirmed to an enterprise, is a subsidy that was awarded here by a route for it.',
  strength: 'integrity',
  source: 'Subsidy Control Act 2022 ss.33, 37 and 39',
});

/** Whether assistance by this route is notified and confirmed; undefined where there is no subsidy. */
export const isAssistance = (route: string | undefined): route is AssistanceRoute =>
  AssistanceRoute.is(route);

/** What a provider was told last of assistance by a route. */
const notificationTo = (
  { assistanceNotified }: CommissionState,
  provider: string,
  route: AssistanceRoute,
): DataOf<typeof AssistanceNotified> | undefined =>
  [...assistanceNotified.values()].findLast((told) => told.provider === provider && told.route === route);

type Assessed = DataOf<typeof SubsidyAssessed>;

/** The enterprise was told and asked by the day on which it confirmed what it had had. */
export const toldFirst = (
  commission: CommissionState,
  { provider, route, confirmation }: Assessed,
): Check => {
  if (!isAssistance(route)) return E.right(undefined);
  const notified = notificationTo(commission, provider, route);
  const confirmedOn = confirmation?.confirmedOn ?? '';
  return check(
    notified !== undefined && notified.notifiedOn <= confirmedOn,
    notifiedFirst,
    { provider, route, notifiedOn: notified?.notifiedOn ?? null, confirmedOn },
    '/route',
  );
};

/**
 * What is awarded now of assistance, and what was awarded since its enterprise was told and may have been raised, come to
 * no more than it was told.
 */
export const withinNotified = (commission: CommissionState, provider: string, amount: Money): Check => {
  const route = commission.subsidies.get(provider)?.route;
  const notified = isAssistance(route) ? notificationTo(commission, provider, route) : undefined;
  if (notified === undefined) return E.right(undefined);
  const since = awardsTo(commission, provider).filter(
    ({ awardedOn }) => awardedOn !== undefined && awardedOn >= notified.notifiedOn,
  );
  const total = amount.pence + agreedTotal(since);
  return check(
    total <= notified.amount,
    asNotified,
    { provider, amount: amount.pence, total, notified: notified.amount },
    '/amount',
  );
};

/** By which route an award is a subsidy; undefined where it is none. */
export const subsidyRouteOf = ({ subsidies }: CommissionState, { provider = '', kind }: Award) =>
  kind === 'prior' ? undefined : subsidies.get(provider)?.route;

/** An award that stands and is a subsidy, by one of these routes where that is asked, or the refusal that it is none. */
export const subsidisedAward = (
  commission: CommissionState,
  award: LocalId,
  assistanceAlone: boolean,
): E.Either<Refusal, Award> => {
  const known = commission.awards.get(award);
  const route = known && subsidyRouteOf(commission, known);
  const found =
    known !== undefined && stands(known) && (assistanceAlone ? isAssistance(route) : route !== undefined);
  return present(found ? known : undefined, awardSubsidised, { award, route: route ?? null }, '/award');
};

/** The day on which assistance is given: when both sides are bound to it. */
export const givenOn = ({ agreement }: Award): CalendarDate | undefined => agreement?.signedOn;
