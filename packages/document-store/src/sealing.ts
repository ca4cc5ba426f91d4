import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { hashOf } from './reference';

/** Turns documents into what lies at rest, and back. */
export interface Sealer {
  /**
   * The name a document is kept under, in hex. Not its hash: hashes stand in the public record, and anyone can hash a
   * letter they guess, so that a look at the store, or at a backup of it, would tell which documents are held.
   */
  readonly nameOf: (sha256: string) => string;
  /** Says which key this is without saying the key. */
  readonly keyMark: string;
  readonly seal: (sha256: string, bytes: Uint8Array) => Uint8Array;
  /** The document, or in words why what was kept is not it. */
  readonly open: (sha256: string, sealed: Uint8Array) => E.Either<string, Uint8Array>;
}

const algorithm = 'aes-256-gcm';

/** What is kept begins with the number of its format, the initialisation vector and the authentication tag. */
const format = 1;
const ivAt = 1;
const tagAt = ivAt + 12;
const contentAt = tagAt + 16;

const openSealed = (key: Uint8Array, sha256: string, sealed: Uint8Array): E.Either<string, Uint8Array> => {
  if (sealed.length < contentAt) return E.left('it is cut short');
  if (sealed[0] !== format) return E.left(`its format ${sealed[0]} is not known`);
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(ivAt, tagAt), { authTagLength: 16 })
    .setAAD(Buffer.from(sha256))
    .setAuthTag(sealed.subarray(tagAt, contentAt));
  try {
    const content = decipher.update(sealed.subarray(contentAt));
    decipher.final();
    return E.right(new Uint8Array(content));
  } catch {
    return E.left('it does not open under the key');
  }
};

/**
 * AES-256-GCM under a key of 32 bytes, each document with a random initialisation vector and bound to its hash, so that
 * one document cannot stand in for another. Contents and names have keys of their own, derived from the one given.
 */
export const sealerWith = (key: Uint8Array): Sealer => {
  if (key.length !== 32) throw new RangeError(`The key of a document store has 32 bytes, not ${key.length}`);
  const derived = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', key, '', `document store: ${purpose}`, 32));
  const [contents, names, mark] = [derived('contents'), derived('names'), derived('mark')];

  return {
    nameOf: (sha256) => createHmac('sha256', names).update(sha256).digest('hex'),
    keyMark: Buffer.from(mark).toString('hex'),
    seal: (sha256, bytes) => {
      const iv = randomBytes(tagAt - ivAt);
      const cipher = createCipheriv(algorithm, contents, iv).setAAD(Buffer.from(sha256));
      const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([Buffer.of(format), iv, cipher.getAuthTag(), content]);
    },
    open: (sha256, sealed) =>
      pipe(
        openSealed(contents, sha256, sealed),
        E.filterOrElse(
          (bytes) => hashOf(bytes) === sha256,
          () => 'it hashes to something else',
        ),
      ),
  };
};
