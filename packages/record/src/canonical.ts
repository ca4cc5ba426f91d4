import { createHash, createHmac, hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The RFC 8785 form of a JSON value: keys sorted by UTF-16 code units, numbers as ECMAScript prints them, no space.
 * Throws on what JSON cannot carry (NaN, infinities, a bigint, lone surrogates would not survive UTF-8).
 */
export const canonical = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Only a JSON value has a canonical form');
  return text;
};

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** SHA-256 of bytes, in lower-case hex. */
export const sha256OfBytes = (...parts: ReadonlyArray<Uint8Array>): string => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
};

/** HMAC-SHA-256 under a key, in bytes. The parts are joined by a NUL, which none of them may hold. */
export const hmac = (key: Uint8Array, ...parts: ReadonlyArray<string>): Buffer =>
  createHmac('sha256', key).update(parts.join('\0')).digest();
