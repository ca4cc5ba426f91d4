import { join } from 'node:path';
import { openFolderDocumentStore } from '@commissioning/document-store/folder';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import type { KeyStore } from '@commissioning/record';
import { type Found, lookThrough } from '@services/verify';
import * as E from 'fp-ts/Either';

/** What a folder of log and documents holds, opened under these keys; a sentence where it cannot be opened. */
export const lookThroughFolder = async (
  folder: string,
  keys: KeyStore,
  documentsKey: Uint8Array,
  looked?: (events: number) => void,
): Promise<E.Either<string, Found>> => {
  const documents = await openFolderDocumentStore(join(folder, 'documents'), documentsKey)();
  if (E.isLeft(documents)) return E.left(documents.left.reason);
  const log = await openSqliteEventStore(join(folder, 'log'))();
  if (E.isLeft(log)) return E.left(openFailureInWords(log.left));
  try {
    return E.right(await lookThrough(log.right, keys, documents.right, looked));
  } catch (error) {
    return E.left((error as Error).message);
  } finally {
    await log.right.close();
    await documents.right.close();
  }
};
