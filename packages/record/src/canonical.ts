import { createHmac, hash } from 'node:crypto';
import { pointerOf } from '@commissioning/kernel';

/** What has no canonical form. Its place is put together on the way out: what has one pays nothing for it. */
class Unwritable extends Error {
  readonly place: Array<string | number> = [];
}

const refuse = (what: string): never => {
  throw new Unwritable(what);
};

/** Says of what could not be written further in that it stands under a key. */
const under = (key: string | number, error: unknown): unknown => {
  if (error instanceof Unwritable) error.place.unshift(key);
  return error;
};

/** Other than what stands in JSON as it is: controls, quotes and backslashes are escaped, surrogates come in pairs. */
const needsCare = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

const text = (value: string): string => {
  if (!needsCare.test(value)) return `"${value}"`;
  return value.isWellFormed() ? JSON.stringify(value) : refuse('Text with half of a surrogate pair');
};

const names = new Map<string, string>();
/** Far more than events have names of fields; more than that would be keys that come once. */
const namesKept = 5_000;

/** A key and its colon. The names of fields come again and again: each is written once. */
const name = (key: string): string => {
  const known = names.get(key);
  if (known !== undefined) return known;
  const written = `${text(key)}:`;
  if (names.size < namesKept) names.set(key, written);
  return written;
};

const list = (values: ReadonlyArray<unknown>): string => {
  let written = '[';
  for (let index = 0; index < values.length; index += 1)
    try {
      written += (index === 0 ? '' : ',') + write(values[index]);
    } catch (error) {
      throw under(index, error);
    }
  return `${written}]`;
};

/** An object literal of any realm: its prototype is none, or the one that ends the chain. */
const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

/** An object's keys by UTF-16 code units, as RFC 8785 section 3.2.3 asks; what was written so comes in order already. */
const keysInOrder = (value: object): ReadonlyArray<string> => {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at += 1)
    // Comparing, like `sort` without a comparator, goes by UTF-16 code units.
    if ((keys[at] as string) < (keys[at - 1] as string)) return keys.sort();
  return keys;
};

const members = (value: Readonly<Record<string, unknown>>): string => {
  if (!isPlain(value)) refuse('An object of a class');
  let written = '{';
  for (const key of keysInOrder(value)) {
    const item = value[key];
    if (item === undefined) continue;
    try {
      written += (written === '{' ? '' : ',') + name(key) + write(item);
    } catch (error) {
      throw under(key, error);
    }
  }
  return `${written}}`;
};

const write = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : refuse(`The number ${value}`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value) : members(value as Record<string, unknown>);
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return refuse(`A value of type ${typeof value}`);
  }
};

/**
 * The RFC 8785 form of a JSON value: keys sorted by UTF-16 code units, numbers as ECMAScript prints them, no space. A
 * member that is undefined is left out, as JSON.stringify leaves it out. Throws, naming the place, on what would not
 * come back from JSON as it went in: NaN and infinities, undefined in a list, a bigint, a Date or another object of a
 * class, text that is not whole Unicode characters (RFC 8785 section 3.2.2.2).
 */
export const canonical = (value: unknown): string => {
  try {
    return write(value);
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    const place = pointerOf(error.place);
    throw new Error(`${error.message} at "${place}" has no canonical form: JSON cannot carry it`, {
      cause: error,
    });
  }
};

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export const sha256 = (content: string): string => hash('sha256', content, 'hex');

/** Reused for each hash: making a buffer would cost as much as hashing what a field mostly holds. */
let room = Buffer.alloc(4_096);

/** SHA-256 of some bytes followed by a text's UTF-8 bytes, in lower-case hex. */
export const sha256After = (bytes: Uint8Array, content: string): string => {
  // No character takes more than three bytes of UTF-8 for each of its UTF-16 units.
  const most = bytes.length + content.length * 3;
  if (most > room.length) room = Buffer.alloc(most * 2);
  room.set(bytes);
  const length = bytes.length + room.write(content, bytes.length);
  return hash('sha256', room.subarray(0, length), 'hex');
};

/** HMAC-SHA-256 under a key, in bytes. The parts are joined by a NUL, which none but the last may hold. */
export const hmac = (key: Uint8Array, ...parts: ReadonlyArray<string>): Buffer =>
  createHmac('sha256', key).update(parts.join('\0')).digest();
