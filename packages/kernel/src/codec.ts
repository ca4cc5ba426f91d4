import * as t from 'io-ts';

/** An object with required and optional fields. Optional means absent, never null. */
export const struct = <R extends t.Props, O extends t.Props>(required: R, optional: O, name?: string) =>
  t.intersection([t.type(required), t.partial(optional)], name);

/** A value, or null where there is none or it is not known: for documents, whose fields are always there. */
export const orNull = <C extends t.Mixed>(codec: C) => t.union([codec, t.null]);

/** Text with something in it, up to 20,000 characters, no space at either end; whole Unicode characters. */
export const Text = t.refinement(
  t.string,
  (s) => s.length > 0 && s.length <= 20_000 && s.trim() === s && s.isWellFormed(),
  'text that is not empty and has no space at either end',
);

/** Text of one line, up to 300 characters, without control characters: titles and names. */
export const Line = t.refinement(
  t.string,
  (s) =>
    s.length > 0 && s.length <= 300 && s.trim() === s && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(s) && s.isWellFormed(),
  'one line of text, at most 300 characters',
);

/** A whole number, zero or more, up to 2^53 − 1. */
export const Count = t.refinement(
  t.number,
  (n) => Number.isSafeInteger(n) && n >= 0,
  'a whole number, zero or more',
);

/** A list with at least one entry. */
export const atLeastOne = <C extends t.Mixed>(item: C) =>
  t.refinement(t.readonlyArray(item), (list) => list.length > 0, `at least one ${item.name}`);

/** SHA-256 in lower-case hex. */
export const Sha256 = t.refinement(t.string, (s) => /^[0-9a-f]{64}$/.test(s), 'Sha256');

/** A document, named by what it is and what it hashes to; its bytes lie in the document store. */
export const DocumentRef = t.type({ mediaType: Line, length: Count, sha256: Sha256 }, 'DocumentRef');
export type DocumentRef = t.TypeOf<typeof DocumentRef>;
