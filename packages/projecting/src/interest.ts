import type { Registry } from '@commissioning/kernel';
import type { AnyProjection } from './projection';

const withoutVersion = (storedType: string): string => storedType.replace(/\.v\d+$/, '');

/**
 * Which stored types a projection takes notice of: every shape of the events it handles, and shapes of them that only
 * a newer version of this program knows.
 */
export const interestOf = (
  projection: AnyProjection,
  registry: Registry,
): ((storedType: string) => boolean) => {
  const handled = new Set(projection.handles);
  const known = new Map<string, boolean>();
  return (storedType) => {
    const before = known.get(storedType);
    if (before !== undefined) return before;
    const interest = handled.has(registry.nameOf(storedType) ?? withoutVersion(storedType));
    known.set(storedType, interest);
    return interest;
  };
};
