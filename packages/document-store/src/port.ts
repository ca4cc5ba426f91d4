import type { DocumentRef } from '@commissioning/kernel';
import type { TaskEither } from 'fp-ts/TaskEither';

/** The engine did not answer, or could not write. */
export interface DocumentStoreUnavailable {
  readonly _tag: 'DocumentStoreUnavailable';
  readonly engine: string;
  readonly operation: string;
  readonly reason: string;
}

/** No document of this hash is held here: never put, or removed under a retention rule. */
export interface DocumentMissing {
  readonly _tag: 'DocumentMissing';
  readonly sha256: string;
}

/** What is held no longer hashes to its name, or does not open under the key: it was damaged or changed. */
export interface DocumentDamaged {
  readonly _tag: 'DocumentDamaged';
  readonly sha256: string;
  readonly reason: string;
}

/**
 * Documents by what they hash to, encrypted at rest under the store's key. The same bytes put twice are held once.
 * A document is durable before `put` answers.
 */
export interface DocumentStore {
  readonly engine: string;
  readonly put: (bytes: Uint8Array, mediaType: string) => TaskEither<DocumentStoreUnavailable, DocumentRef>;
  readonly get: (
    ref: Pick<DocumentRef, 'sha256'>,
  ) => TaskEither<DocumentStoreUnavailable | DocumentMissing | DocumentDamaged, Uint8Array>;
  readonly has: (ref: Pick<DocumentRef, 'sha256'>) => TaskEither<DocumentStoreUnavailable, boolean>;
  /** Removes a document for good, under a retention rule; nothing to do when it is not there. */
  readonly remove: (ref: Pick<DocumentRef, 'sha256'>) => TaskEither<DocumentStoreUnavailable, void>;
  readonly close: () => Promise<void>;
}
