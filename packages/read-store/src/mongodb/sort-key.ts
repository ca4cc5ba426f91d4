import type { FieldValue } from '../fields';

/**
 * Values of declared fields lie in a record as text that sorts as the port asks: nothing, then numbers by size, then
 * text by code point, then false and true. Servers have orders of their own for values of several types, and not all
 * of them the same; bytes of text they all compare alike.
 */
export type SortKey = string;

const none = '';
const numbers = '1';
const texts = '2';
const booleans = '3';

const shift = 2n ** 53n;
const digits = String(2n * shift).length;

const numberKey = (value: number): SortKey => numbers + String(BigInt(value) + shift).padStart(digits, '0');

export const sortKey = (value: FieldValue): SortKey => {
  if (value === null) return none;
  if (typeof value === 'number') return numberKey(value);
  if (typeof value === 'string') return texts + value;
  return booleans + (value ? '1' : '0');
};

/** The keys of every value there can be of the type of one: from the first inclusive to the second exclusive. */
export const typeBounds = (value: string | number): readonly [SortKey, SortKey] =>
  typeof value === 'number' ? [numbers, texts] : [texts, booleans];

/** After the key of nothing, before the key of any value. */
export const afterNone = none;
