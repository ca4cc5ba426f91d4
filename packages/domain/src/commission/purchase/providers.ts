import { type CalendarDate, type ProviderRef, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { detailsOf } from '../../provider/state';
import type { NamedProvider } from '../../shapes';

export const providerRegistered = rule({
  id: 'purchase.provider-registered',
  sentence: 'Whoever is asked to quote, looked into or awarded money is registered as a provider first.',
  strength: 'integrity',
  source: 'Design of the record: the name and area of a provider are taken from its own record',
});

export const providerNotExcluded = rule({
  id: 'purchase.provider-not-excluded',
  sentence:
    'A provider that is excluded is neither asked to quote nor awarded money, and nothing is signed with it.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.26-28; by policy for grants',
});

interface RegisteredProvider {
  /** The provider under the name it has today. */
  readonly named: t.TypeOf<typeof NamedProvider>;
  /** Whether it works in the area of the body. */
  readonly local: boolean;
}

/** A provider as it is registered, excluded or not; `field` is where the command names it. */
export const registeredProvider = (
  context: Context,
  provider: ProviderRef,
  field = '/provider',
): E.Either<Refusal, RegisteredProvider> => {
  const known = context.providers.get(provider);
  const details = known && detailsOf(known);
  const asToday = details && { named: { provider, name: details.name }, local: details.local };
  return present(asToday, providerRegistered, { provider }, field);
};

/** Until when a provider is excluded, where it is today: an exclusion covers its last day, and some have none. */
export const exclusionOf = (
  { providers, today }: Context,
  provider: string,
): { readonly until: string } | undefined => {
  const excluded = providers.get(provider)?.excluded;
  if (excluded === undefined) return undefined;
  const { until } = excluded;
  return until === undefined || until >= today ? { until: until ?? '' } : undefined;
};

/** A provider was not excluded on a day: that somebody was excluded later does not undo what was signed before. */
export const notExcludedOn = (
  { providers }: Context,
  provider: string,
  day: CalendarDate,
  field: string,
): Check => {
  const { excluded, excludedOn } = providers.get(provider) ?? {};
  const stood =
    excluded !== undefined &&
    excludedOn !== undefined &&
    excludedOn <= day &&
    (excluded.until === undefined || day <= excluded.until);
  return check(!stood, providerNotExcluded, { provider, until: excluded?.until ?? '' }, field);
};

/** A provider that may be asked and awarded: registered, and not excluded today. */
export const eligibleProvider = (
  context: Context,
  provider: ProviderRef,
  field = '/provider',
): E.Either<Refusal, RegisteredProvider> => {
  const registered = registeredProvider(context, provider, field);
  const excluded = exclusionOf(context, provider);
  const standing = check(
    excluded === undefined,
    providerNotExcluded,
    { provider, until: excluded?.until ?? '' },
    field,
  );
  return E.isRight(registered) && E.isLeft(standing) ? standing : registered;
};
