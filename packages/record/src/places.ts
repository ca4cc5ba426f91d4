import type { Json, JsonObject } from '@commissioning/kernel';

/** The segments from the root of some data to a value in it. */
export type Path = ReadonlyArray<string>;

const child = (node: Json | undefined, key: string): Json | undefined =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as JsonObject)[key]
    : undefined;

/** The value at a place, undefined when there is none. */
export const valueAt = (data: Json, place: Path): Json | undefined =>
  place.reduce<Json | undefined>(child, data);

/** Every place that a pattern leads to and that holds a value; `*` stands for any index or key. */
export const placesOf = (data: Json, pattern: Path): ReadonlyArray<Path> => {
  const places: Array<Path> = [];
  const follow = (node: Json, before: Path): void => {
    const segment = pattern[before.length];
    if (segment === undefined) {
      places.push(before);
      return;
    }
    const keys = segment === '*' && typeof node === 'object' && node !== null ? Object.keys(node) : [segment];
    for (const key of keys) {
      const next = child(node, key);
      if (next !== undefined) follow(next, [...before, key]);
    }
  };
  follow(data, []);
  return places;
};

/** The data with another value at a place that is there; what lies beside the way is shared, nothing is changed. */
export const withValueAt = (data: Json, place: Path, value: Json, depth = 0): Json => {
  const key = place[depth];
  if (key === undefined) return value;
  const next = withValueAt(child(data, key) ?? null, place, value, depth + 1);
  if (Array.isArray(data)) return (data as ReadonlyArray<Json>).with(Number(key), next);
  const copy = { ...(data as JsonObject) } as Record<string, Json>;
  copy[key] = next;
  return copy;
};
