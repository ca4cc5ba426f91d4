import type { Json, JsonObject } from '@commissioning/kernel';

/** The segments from the root of some data to a value in it. */
export type Path = ReadonlyArray<string>;

const child = (node: Json | undefined, key: string): Json | undefined =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? (node as JsonObject)[key]
    : undefined;

/** The value at a place, undefined when there is none. */
export const valueAt = (data: Json, place: Path): Json | undefined => {
  let node: Json | undefined = data;
  for (const key of place) node = child(node, key);
  return node;
};

/** A segment of a pattern that stands for any index or key. */
export const anyEntry = '*';

/** Every place that a pattern leads to and that holds a value; `*` stands for any index or key. */
export const placesOf = (data: Json, pattern: Path): ReadonlyArray<Path> => {
  const places: Array<Path> = [];
  const follow = (node: Json, before: Path): void => {
    const segment = pattern[before.length];
    if (segment === undefined) {
      places.push(before);
      return;
    }
    const keys =
      segment === anyEntry && typeof node === 'object' && node !== null ? Object.keys(node) : [segment];
    for (const key of keys) {
      const next = child(node, key);
      if (next !== undefined) follow(next, [...before, key]);
    }
  };
  follow(data, []);
  return places;
};

/** Data that is given other values at places that are there; the original stays as it is, and shares the rest. */
export interface Changing {
  readonly put: (place: Path, value: Json) => void;
  readonly data: () => Json;
}

type Copy = Record<string, Json>;

/** Each container is copied once, however many values in it are changed. */
export const changing = (original: Json): Changing => {
  let root = original;
  const copies = new Set<Json>();

  const copied = (node: Json): Copy => {
    if (copies.has(node)) return node as Copy;
    const copy = (
      Array.isArray(node) ? [...(node as ReadonlyArray<Json>)] : { ...(node as JsonObject) }
    ) as Copy;
    copies.add(copy);
    return copy;
  };

  const put = (place: Path, value: Json): void => {
    const last = place.at(-1);
    if (last === undefined) {
      root = value;
      return;
    }
    let container = copied(root);
    root = container;
    for (let depth = 0; depth < place.length - 1; depth += 1) {
      const key = place[depth] as string;
      const next = copied(child(container, key) ?? null);
      container[key] = next;
      container = next;
    }
    container[last] = value;
  };

  return { put, data: () => root };
};
