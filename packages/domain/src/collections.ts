import { VersionedMap, VersionedSet } from '@commissioning/kernel';

/** A map with one entry set; the given map is left as it is. */
export const withEntry = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> =>
  VersionedMap.of(map).with(key, value);

/** A map with one entry made from what was there; unchanged when the entry is missing and no default is given. */
export const updated = <K, V>(
  map: ReadonlyMap<K, V>,
  key: K,
  change: (value: V) => V,
  otherwise?: V,
): ReadonlyMap<K, V> => {
  const before = map.get(key) ?? otherwise;
  return before === undefined ? map : withEntry(map, key, change(before));
};

/** A map without one entry. */
export const without = <K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> =>
  VersionedMap.of([...map].filter(([each]) => each !== key));

/** A map with every value changed alike. */
export const mapped = <K, V, W>(map: ReadonlyMap<K, V>, change: (value: V) => W): ReadonlyMap<K, W> =>
  VersionedMap.of([...map].map(([key, value]) => [key, change(value)] as const));

/** A set with one more member. */
export const including = <T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> =>
  VersionedSet.of(set).with(member);
