import type { DocumentStore } from '@commissioning/document-store';
import { openFolderDocumentStore } from '@commissioning/document-store/folder';
import type { EventStore } from '@commissioning/event-store';
import type { AddressFailure } from '@commissioning/event-store/eventstoredb';
import { openFailureInWords, openSqliteEventStore } from '@commissioning/event-store/sqlite';
import type { ReadStore } from '@commissioning/read-store';
import { openSqliteReadStore } from '@commissioning/read-store/sqlite';
import * as E from 'fp-ts/Either';

/** The database of read models and documents, where the address does not name one. */
const usualDatabase = 'commissioning';

/** A server of MongoDB, and the database on it. */
export interface MongodbPlace {
  readonly url: string;
  readonly database: string;
}

/** The engine of each port. What embedded engines hold lies in the data folder; a server is named by its address. */
export interface Engines {
  readonly eventStore:
    | { readonly engine: 'sqlite' }
    | { readonly engine: 'eventstoredb'; readonly url: string };
  readonly readStore: { readonly engine: 'sqlite' } | ({ readonly engine: 'mongodb' } & MongodbPlace);
  readonly documentStore: { readonly engine: 'folder' } | ({ readonly engine: 'gridfs' } & MongodbPlace);
}

/** Where an address of MongoDB leads: the database stands after the hosts, `mongodb://host/database?…`. */
export const mongodbPlaceOf = (url: string): MongodbPlace => {
  const [, named = ''] = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]*)/.exec(url) ?? [];
  return { url, database: named === '' ? usualDatabase : decodeURIComponent(named) };
};

/** Opens the log; the sentence says why not. Servers are reached with the first operation, and need not be there yet. */
export const openLog = async (
  { eventStore }: Pick<Engines, 'eventStore'>,
  folder: string,
  reconnected: (sentence: string) => void,
): Promise<E.Either<string, EventStore>> => {
  if (eventStore.engine === 'sqlite')
    return E.mapLeft(openFailureInWords)(await openSqliteEventStore(folder)());
  // Loaded where it is asked for: its client takes longer to load than all the rest of an office.
  const { addressFailureInWords, openEventStoreDb } = await import('@commissioning/event-store/eventstoredb');
  return E.mapLeft((failure: AddressFailure) => `EVENTSTOREDB_URL: ${addressFailureInWords(failure)}.`)(
    openEventStoreDb({ url: eventStore.url, log: reconnected }),
  );
};

const mongodbInWords = ({ reason }: { readonly reason: string }): string =>
  `MONGODB_URL cannot be used: ${reason}.`;

/** Opens the store of documents under its key. */
export const openDocuments = async (
  { documentStore }: Pick<Engines, 'documentStore'>,
  folder: string,
  key: Uint8Array,
): Promise<E.Either<string, DocumentStore>> => {
  if (documentStore.engine === 'folder')
    return E.mapLeft(({ reason }: { readonly reason: string }) => reason)(
      await openFolderDocumentStore(folder, key)(),
    );
  const { url, database } = documentStore;
  const { openGridFsDocumentStore } = await import('@commissioning/document-store/gridfs');
  return E.mapLeft(mongodbInWords)(openGridFsDocumentStore({ url, database, key }));
};

/** Opens where read models live. */
export const openReads = async (
  { readStore }: Pick<Engines, 'readStore'>,
  folder: string,
): Promise<E.Either<string, ReadStore>> => {
  if (readStore.engine === 'sqlite')
    return E.mapLeft(({ reason }: { readonly reason: string }) => reason)(
      await openSqliteReadStore(folder)(),
    );
  const { url, database } = readStore;
  const { openMongodbReadStore } = await import('@commissioning/read-store/mongodb');
  return E.mapLeft(mongodbInWords)(openMongodbReadStore({ url, database }));
};
