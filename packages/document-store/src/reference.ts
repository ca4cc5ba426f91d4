import { createHash } from 'node:crypto';
import type { DocumentRef } from '@commissioning/kernel';

/** SHA-256 of a document's bytes, in lower-case hex. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a document is named by. */
export const referenceTo = (bytes: Uint8Array, mediaType: string): DocumentRef => ({
  mediaType,
  length: bytes.length,
  sha256: hashOf(bytes),
});
