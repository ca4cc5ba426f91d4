import { access, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { DocumentDamaged, DocumentMissing, DocumentStore, DocumentStoreUnavailable } from '../port';
import { referenceTo } from '../reference';
import { type Sealer, sealerWith } from '../sealing';
import { emptyFolder, privateFolder, syncFolder, writeWhole } from './durable';

const engine = 'folder';

const unavailable = (operation: string, reason: string): DocumentStoreUnavailable => ({
  _tag: 'DocumentStoreUnavailable',
  engine,
  operation,
  reason,
});

const systemCode = (error: unknown): string | undefined => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? undefined : code;
};

/** Runs an operation: what the file system refuses becomes a failure, anything else is a bug and rejects. */
const answering = async <Failure, A>(
  operation: string,
  run: () => Promise<E.Either<Failure, A>>,
): Promise<E.Either<Failure | DocumentStoreUnavailable, A>> => {
  try {
    return await run();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return E.left(unavailable(operation, (error as Error).message));
  }
};

/** What a step gives, or undefined when there is no such file. */
const ifThere = async <A>(step: Promise<A>): Promise<A | undefined> => {
  try {
    return await step;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const passingIn = (folder: string): string => join(folder, 'passing');

const storeIn = (folder: string, { nameOf, seal, open }: Sealer): DocumentStore => {
  let closed = false;

  const answer =
    <Failure, A>(operation: string, run: () => Promise<E.Either<Failure, A>>) =>
    async (): Promise<E.Either<Failure | DocumentStoreUnavailable, A>> =>
      closed ? E.left(unavailable(operation, 'closed')) : answering(operation, run);

  // Folders of a few hundred files each, whatever the number of documents: some file systems search a folder in full.
  const fileOf = (sha256: string): string => {
    const name = nameOf(sha256);
    return join(folder, name.slice(0, 2), name);
  };

  return {
    engine,
    put: (bytes, mediaType) =>
      answer('put', async () => {
        const reference = referenceTo(bytes, mediaType);
        const { sha256 } = reference;
        const file = fileOf(sha256);
        const sealed = seal(sha256, bytes);
        await privateFolder(dirname(file));
        // Also over one that is there: it may be damaged, and putting the document again makes it good.
        await writeWhole(passingIn(folder), file, sealed);
        return E.right(reference);
      }),
    get: ({ sha256 }) =>
      answer('get', async (): Promise<E.Either<DocumentMissing | DocumentDamaged, Uint8Array>> => {
        const sealed = await ifThere(readFile(fileOf(sha256)));
        if (sealed === undefined) return E.left({ _tag: 'DocumentMissing', sha256 });
        const opened = open(sha256, sealed);
        return E.isRight(opened) ? opened : E.left({ _tag: 'DocumentDamaged', sha256, reason: opened.left });
      }),
    has: ({ sha256 }) =>
      answer('has', async () => E.right((await ifThere(access(fileOf(sha256)).then(() => true))) === true)),
    remove: ({ sha256 }) =>
      answer('remove', async () => {
        const file = fileOf(sha256);
        const removed = await ifThere(rm(file).then(() => true));
        if (removed === true) await syncFolder(dirname(file));
        return E.right(undefined);
      }),
    close: async () => {
      closed = true;
    },
  };
};

/** Under another key every document would seem missing, as if it had been removed; so a folder knows its key. */
const markKey = async (folder: string, mark: string): Promise<E.Either<DocumentStoreUnavailable, void>> => {
  const file = join(folder, 'key-mark');
  const found = await ifThere(readFile(file, 'utf8'));
  if (found === undefined) await writeWhole(passingIn(folder), file, Buffer.from(mark));
  return found === undefined || found === mark
    ? E.right(undefined)
    : E.left(unavailable('open', `The documents in ${folder} are kept under another key`));
};

/**
 * Opens the documents in a folder, making it where it is missing, under a key of 32 bytes. One process at a time keeps
 * a folder: what lies there half written is taken away when it is opened.
 */
export const openFolderDocumentStore =
  (folder: string, key: Uint8Array): TaskEither<DocumentStoreUnavailable, DocumentStore> =>
  async () => {
    const sealer = sealerWith(key);
    return answering('open', async () => {
      await privateFolder(folder);
      await emptyFolder(passingIn(folder));
      return E.map(() => storeIn(folder, sealer))(await markKey(folder, sealer.keyMark));
    });
  };
