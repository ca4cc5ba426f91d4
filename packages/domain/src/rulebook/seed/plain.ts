import type * as t from 'io-ts';

/** A type with its brands taken off: data as it is typed by hand, before its codec has looked at it. */
export type Plain<T> =
  T extends t.Branded<infer A, infer _Brand>
    ? A
    : T extends ReadonlyArray<infer Item>
      ? ReadonlyArray<Plain<Item>>
      : T extends object
        ? { readonly [K in keyof T]: Plain<T[K]> }
        : T;
