import type { Actor, ProviderRef } from '@commissioning/kernel';

/**
 * Whether somebody acts for a provider. Who signs in for one is known by its reference in small letters, alone or with
 * the person after a colon: `beds-village-hall`, `beds-village-hall:treasurer`.
 */
export const actsFor = (
  { id, role }: Pick<Actor, 'id' | 'role'>,
  provider: ProviderRef | string,
): boolean => {
  const own = provider.toLowerCase();
  return role === 'provider' && (id === own || id.startsWith(`${own}:`));
};
