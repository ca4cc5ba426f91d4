import { type ProviderRef, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import type { Check } from '../../checks';
import type { Context } from '../../context';
import type { Sector } from '../../provider/sector';
import { detailsOf } from '../../provider/state';
import { diligenceLevel, goesAsDeep } from '../../rulebook/diligence';
import type { DiligenceDepth } from '../../shapes';
import { holdsOrExcepted } from '../action';
import { awardsTo } from '../standing';
import type { CommissionState, Route } from '../state';
import { asksFor } from './route';

export const deepEnough = rule({
  id: 'diligence.deep-enough',
  sentence:
    'A provider is looked into as deeply as the rules ask of one of its sector for the sum it is awarded.',
  strength: 'policy',
  source: 'GovS 015, grants: timely and proportionate due diligence; the depths are the body’s own',
});

/** What kind of organisation a provider is today; undefined of one that is not registered. */
export const sectorOf = ({ providers }: Context, provider: ProviderRef): Sector | undefined => {
  const known = providers.get(provider);
  return known && detailsOf(known)?.sector;
};

const asDeepAsAsked = (
  commission: CommissionState,
  context: Context,
  provider: ProviderRef,
  pence: number,
  depth: t.TypeOf<typeof DiligenceDepth>,
  field: string,
): Check => {
  const { rules } = context;
  const sector = sectorOf(context, provider);
  const asked = rules && sector && diligenceLevel(rules, sector, pence)?.depth;
  const facts = { provider, sector: sector ?? null, sum: pence, depth, asked: asked ?? null };
  return holdsOrExcepted(commission, goesAsDeep(depth, asked), deepEnough, facts, field);
};

/** What was found of a provider before it is awarded a sum goes deep enough for that. */
export const deepEnoughForAward = (
  commission: CommissionState,
  route: Route,
  context: Context,
  provider: ProviderRef,
  pence: number,
): Check => {
  const depth = commission.diligence.get(provider)?.depth;
  // Where nothing was found yet the award is conditional, and what is found then is asked.
  if (depth === undefined || !asksFor(route, 'due-diligence')) return E.right(undefined);
  return asDeepAsAsked(commission, context, provider, pence, depth, '/amount');
};

/** What is found of a provider that has an award goes deep enough for the largest that stands. */
export const deepEnoughAfterAward = (
  commission: CommissionState,
  context: Context,
  provider: ProviderRef,
  depth: t.TypeOf<typeof DiligenceDepth>,
): Check => {
  const sums = awardsTo(commission, provider).map(({ awarded }) => awarded?.pence ?? 0);
  return asDeepAsAsked(commission, context, provider, Math.max(0, ...sums), depth, '/depth');
};
