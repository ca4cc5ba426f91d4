import type { FieldValue } from './fields';

// UTF-16 puts the characters beyond U+FFFF (as surrogates, D800–DFFF) before U+E000–U+FFFF; code points do not.
const inCodePointOrder = (unit: number): number =>
  unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;

/** Compares text by code point, as UTF-8 bytes compare. */
export const compareText = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return inCodePointOrder(left) - inCodePointOrder(right);
  }
  return a.length - b.length;
};

const rank = (value: FieldValue): number =>
  value === null ? 0 : typeof value === 'number' ? 1 : typeof value === 'string' ? 2 : 3;

/** Compares two values of a field: none, then numbers, then text, then false and true, as every engine is made to. */
export const compareValues = (a: FieldValue, b: FieldValue): number =>
  typeof a === 'string' && typeof b === 'string'
    ? compareText(a, b)
    : rank(a) - rank(b) || Number(a) - Number(b);
