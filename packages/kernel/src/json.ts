/** Any value JSON can carry. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject;

/** A JSON object; the shape of every event's data, metadata and document. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Reached only when a union gained a member that a switch does not know: a bug, found by the compiler first. */
export const assertNever = (value: never): never => {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
};

const escapeSegment = (segment: string): string =>
  /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;

/** The RFC 6901 JSON pointer of a path: `['lots', '0', 'title']` is `/lots/0/title`; the empty path is ``. */
export const pointerOf = (path: ReadonlyArray<string | number>): string =>
  path.reduce<string>((pointer, segment) => `${pointer}/${escapeSegment(String(segment))}`, '');

/** The path of an RFC 6901 JSON pointer: the inverse of `pointerOf`. */
export const pathOf = (pointer: string): ReadonlyArray<string> =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What lies at a path of a value; undefined where nothing does. */
export const valueAt = (value: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? (node as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );

/** A value with another in the place to which a path leads; the given value is left as it is. */
export const replacedAt = (value: unknown, path: ReadonlyArray<string>, by: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const inner = replacedAt(valueAt(value, [key]), rest, by);
  return Array.isArray(value)
    ? value.map((each: unknown, index) => (String(index) === key ? inner : each))
    : { ...(value as object), [key]: inner };
};
