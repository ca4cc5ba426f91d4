import { createHmac, hash } from 'node:crypto';
import { pointerOf } from '@commissioning/kernel';

type Path = Array<string | number>;

const refuse = (what: string, path: Path): never => {
  throw new Error(`${what} at "${pointerOf(path)}" has no canonical form: JSON cannot carry it`);
};

/** Other than what stands in JSON as it is: controls, quotes and backslashes are escaped, surrogates come in pairs. */
const needsCare = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

const text = (value: string, path: Path): string => {
  if (!needsCare.test(value)) return `"${value}"`;
  return value.isWellFormed() ? JSON.stringify(value) : refuse('Text with half of a surrogate pair', path);
};

const list = (values: ReadonlyArray<unknown>, path: Path): string => {
  let written = '[';
  for (let index = 0; index < values.length; index += 1) {
    path.push(index);
    written += (index === 0 ? '' : ',') + write(values[index], path);
    path.pop();
  }
  return `${written}]`;
};

/** An object literal of any realm: its prototype is none, or the one that ends the chain. */
const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const members = (value: Readonly<Record<string, unknown>>, path: Path): string => {
  if (!isPlain(value)) refuse('An object of a class', path);
  let written = '{';
  // Without a comparator `sort` goes by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    path.push(key);
    written += `${written === '{' ? '' : ','}${text(key, path)}:${write(item, path)}`;
    path.pop();
  }
  return `${written}}`;
};

const write = (value: unknown, path: Path): string => {
  switch (typeof value) {
    case 'string':
      return text(value, path);
    case 'number':
      return Number.isFinite(value) ? String(value) : refuse(`The number ${value}`, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value, path) : members(value as Record<string, unknown>, path);
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return refuse(`A value of type ${typeof value}`, path);
  }
};

/**
 * The RFC 8785 form of a JSON value: keys sorted by UTF-16 code units, numbers as ECMAScript prints them, no space. A
 * member that is undefined is left out, as JSON.stringify leaves it out. Throws, naming the place, on what would not
 * come back from JSON as it went in: NaN and infinities, undefined in a list, a bigint, a Date or another object of a
 * class, text that is not whole Unicode characters (RFC 8785 section 3.2.2.2).
 */
export const canonical = (value: unknown): string => write(value, []);

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
