import { type CalendarDate, type LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { bandMet, routesFor, withinProfile } from '../plan/choose-route';
import { belowThreshold } from '../plan/regime';
import { routeEnough, wholeLife } from '../purchase/award-limits';
import { enoughQuotes } from '../purchase/quotes';
import { asksFor } from '../purchase/route';
import type { Award, CommissionState, Route } from '../state';
import { stepsDone } from '../steps';
import { countedIn } from '../whole-life-value';
import type { Modification, OnGround } from './life-events';

const groundKnown = rule({
  id: 'change.on-a-known-ground',
  sentence:
    'More is agreed without competing for it on a ground of the rules in force, up to the sum it is limited to.',
  strength: 'law',
  source: 'Procurement Act 2023 s.41 and Schedule 5; GovS 015, grants: direct award evidenced',
});

const allowedByTheAct = rule({
  id: 'change.allowed-by-the-act',
  sentence: 'Whoever changes a public contract says as what the Procurement Act allows it.',
  strength: 'law',
  source: 'Procurement Act 2023 s.74; not of light touch contracts, s.74(2)',
});

const noticeBefore = rule({
  id: 'change.notice-before',
  sentence:
    'A contract change notice (UK10) is published before a public contract is changed, or it is said why the Act asks for none.',
  strength: 'law',
  source: 'Procurement Act 2023 s.75',
});

/** The rules by which a change is held against the route and the law that an award was made under. */
export const changeRouteRules = [
  groundKnown,
  allowedByTheAct,
  noticeBefore,
  bandMet,
  withinProfile,
  belowThreshold,
] as const;

/** A ground is one of the rules of the day, and what is added to the sum, in pence, is no more than it allows. */
export const onKnownGround = (
  { rules }: Context,
  on: OnGround | undefined,
  added: number,
  field: string,
): Check => {
  if (on === undefined) return E.right(undefined);
  const ground = rules?.grounds.find(({ id }) => id === on.ground);
  const upTo = ground?.upTo ?? Number.MAX_SAFE_INTEGER;
  const facts = { ground: on.ground, added, upTo: ground?.upTo ?? null };
  return check(ground !== undefined && added <= upTo, groundKnown, facts, field);
};

/** Which award of a commission, under its id. */
export interface Of {
  readonly id: LocalId;
  readonly award: Award;
}

/**
 * Whether what some route of the band that a value falls in asks for was done here, for this award: its steps, its
 * quotes, and a ground where it goes without competition.
 */
const higherRouteFollowed = (
  commission: CommissionState,
  route: Route,
  { rules }: Context,
  { id: award, award: { lot, provider } }: Of,
  pence: number,
  ground: string | undefined,
): boolean => {
  const instrument = commission.instrument?.instrument ?? 'contract';
  const enough = routesFor(rules?.bands ?? [], pence);
  return (rules?.profiles ?? []).some((profile) => {
    const under: Route = { ...route, profile };
    const { grounds, instruments, upTo = Number.MAX_SAFE_INTEGER } = profile;
    const suits = enough.has(profile.id) && instruments.includes(instrument) && pence <= upTo;
    if (!suits || (grounds.length > 0 && !grounds.some((each) => each === ground))) return false;
    const done = stepsDone({ ...commission, route: under }, 'signature', { lot, provider, award });
    return E.isRight(done) && (!asksFor(under, 'quotes') || E.isRight(enoughQuotes(commission, under)));
  });
};

/**
 * A change that raises the whole-life value, by so many pence, into a higher band is held against that band: the route
 * taken is enough for it, or what one of its routes asks for was done. What does not raise it is not asked again.
 */
export const routeStillEnough = (
  commission: CommissionState,
  context: Context,
  of: Of,
  rise: number,
  ground: string | undefined,
): Check => {
  const { route } = commission;
  // What was agreed before this record began was agreed under no route of it.
  if (of.award.kind === 'prior' || route === undefined || rise <= 0) return E.right(undefined);
  const total = wholeLife(commission) + countedIn(route) + rise;
  return routeEnough(commission, route, context, total, () =>
    higherRouteFollowed(commission, route, context, of, total, ground),
  );
};

/** What the Procurement Act asks before a public contract of the standard regime is changed; of no other award. */
export const modifiedLawfully = (
  { route, notices }: CommissionState,
  { kind }: Award,
  modification: Modification | undefined,
  agreedOn: CalendarDate,
): Check => {
  if (kind !== 'contract' || route?.regime !== 'standard') return E.right(undefined);
  const notice = modification?.notice === undefined ? undefined : notices.get(modification.notice);
  const noticed = notice?.kind === 'UK10' && notice.publishedOn <= agreedOn;
  const reason = modification?.notice === undefined && modification?.noNotice !== undefined;
  return allHold(
    check(modification !== undefined, allowedByTheAct, { regime: route.regime }, '/modification'),
    check(
      noticed || reason,
      noticeBefore,
      { notice: modification?.notice ?? null, kind: notice?.kind ?? null, agreedOn },
      '/modification/notice',
    ),
  );
};
