import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { compileCheck, compileExactCheck } from './compile-check';
import { excessKeys } from './excess-keys';
import { type Fault, faultsOf } from './faults';

/** Where a codec refuses a value; one fault for the whole where `decode` would have mended what `is` refuses. */
export const faultsAgainst = (codec: t.Mixed, value: unknown): ReadonlyArray<Fault> => {
  const decoded = codec.decode(value);
  return E.isLeft(decoded)
    ? faultsOf(decoded.left)
    : [{ pointer: '', expected: codec.name, found: 'something else' }];
};

/**
 * Finds what keeps a value from being written for good: where the codec refuses it, and fields it does not name. None
 * when all is well. Compiled once, for a value that is often right.
 */
export const faultFinder = (codec: t.Mixed): ((value: unknown) => ReadonlyArray<Fault>) => {
  const check = compileCheck(codec);
  const surelyFine = compileExactCheck(codec);
  return (value) => {
    if (surelyFine(value)) return [];
    if (!check(value)) return faultsAgainst(codec, value);
    return excessKeys(codec, value).map((pointer) => ({ pointer, expected: 'no such field', found: 'one' }));
  };
};
