import * as E from 'fp-ts/Either';
import type { DocumentStore, DocumentStoreUnavailable } from '../port';
import { referenceTo } from '../reference';

const engine = 'memory';

/** A document store that lives as long as its process: for tests, and for trying things out. Nothing is encrypted. */
export const openMemoryDocumentStore = (): DocumentStore => {
  const documents = new Map<string, Uint8Array>();
  let closed = false;

  const answer =
    <Failure, A>(operation: string, run: () => E.Either<Failure, A>) =>
    async (): Promise<E.Either<Failure | DocumentStoreUnavailable, A>> =>
      closed ? E.left({ _tag: 'DocumentStoreUnavailable', engine, operation, reason: 'closed' }) : run();

  return {
    engine,
    put: (bytes, mediaType) =>
      answer('put', () => {
        const reference = referenceTo(bytes, mediaType);
        documents.set(reference.sha256, new Uint8Array(bytes));
        return E.right(reference);
      }),
    get: ({ sha256 }) =>
      answer('get', () => {
        const bytes = documents.get(sha256);
        return bytes === undefined
          ? E.left({ _tag: 'DocumentMissing' as const, sha256 })
          : E.right(new Uint8Array(bytes));
      }),
    has: ({ sha256 }) => answer('has', () => E.right(documents.has(sha256))),
    remove: ({ sha256 }) => answer('remove', () => E.right(void documents.delete(sha256))),
    close: async () => {
      closed = true;
    },
  };
};
