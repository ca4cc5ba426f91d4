import * as E from 'fp-ts/Either';
import * as t from 'io-ts';

export interface PenceBrand {
  readonly Pence: unique symbol;
}

/** A sum in whole pence, zero or more. Up to 2^53 − 1, some ninety trillion pounds. */
export const Pence = t.brand(
  t.number,
  (n): n is t.Branded<number, PenceBrand> => Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0),
  'Pence',
);
export type Pence = t.TypeOf<typeof Pence>;

/** Whether a sum has VAT in it. A grant is outside the scope of VAT. */
export const VatBasis = t.keyof({ including: null, excluding: null, outside: null }, 'VatBasis');
export type VatBasis = t.TypeOf<typeof VatBasis>;

/** A sum that says whether VAT is in it. Two sums on different bases are never added. */
export const Money = t.type({ pence: Pence, vat: VatBasis }, 'Money');
export type Money = t.TypeOf<typeof Money>;

/** Zero pence. */
export const noPence = 0 as Pence;

/** The sum of any number of sums in pence. A result past 2^53 − 1 is a bug, not a budget. */
export const sumPence = (sums: Iterable<Pence>): Pence => {
  let total = 0;
  for (const pence of sums) total += pence;
  if (!Number.isSafeInteger(total)) throw new Error('A sum of pence passed 2^53 - 1');
  return total as Pence;
};

/** What is left after taking away, never below zero: `remaining(5, 7)` is 0. */
export const remaining = (from: Pence, taken: Pence): Pence => Math.max(0, from - taken) as Pence;

const pounds = /^(?:£\s?)?([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d{2}))?$/;

/**
 * Reads a sum in pounds as people write it, `3000`, `£3,000`, `68551.32`, into pence. Refuses what could be read two
 * ways (`12,5`, `12.5`, `1,00`, `0,125`): the message says what is expected.
 */
export const parsePounds = (text: string): E.Either<string, Pence> => {
  const match = pounds.exec(text.trim());
  if (match === null) return E.left(`"${text}" is not a sum in pounds like 3000, 3,000 or 68551.32`);
  const pence = Number(match[1]?.replaceAll(',', '')) * 100 + Number(match[2] ?? 0);
  return Number.isSafeInteger(pence)
    ? E.right(pence as Pence)
    : E.left(`"${text}" is more than this system can count`);
};

const wholePounds = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  maximumFractionDigits: 0,
});

/** A sum as it is printed: `£3,000`, `£68,551.32`. */
export const formatPence = (pence: Pence): string => {
  // Pounds and pence are printed apart: a division would round the largest sums to another penny.
  const rest = pence % 100;
  const whole = wholePounds.format((pence - rest) / 100);
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0')}`;
};
