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
export const placesOf = (
  data: Json,
  pattern: ReadonlyArray<string>,
  before: Path = [],
): ReadonlyArray<Path> => {
  const [segment, ...rest] = pattern;
  if (segment === undefined) return [before];
  const keys = segment === '*' && typeof data === 'object' && data !== null ? Object.keys(data) : [segment];
  return keys.flatMap((key) => {
    const next = child(data, key);
    return next === undefined ? [] : placesOf(next, rest, [...before, key]);
  });
};

/** The data with another value at a place that is there; what lies beside the way is shared, nothing is changed. */
export const withValueAt = (data: Json, place: Path, value: Json): Json => {
  const [key, ...rest] = place;
  if (key === undefined) return value;
  const next = withValueAt(child(data, key) ?? null, rest, value);
  if (Array.isArray(data)) return (data as ReadonlyArray<Json>).with(Number(key), next);
  const copy = { ...(data as JsonObject) } as Record<string, Json>;
  copy[key] = next;
  return copy;
};
