import type { Change } from '@commissioning/read-store';

/** One way to a server: what is measured of it. */
export interface Lane {
  /** Makes an empty collection. */
  readonly begin: (collection: string) => Promise<void>;
  /** Writes documents that are not there yet, or others in the place of those that are. */
  readonly write: (
    collection: string,
    documents: ReadonlyArray<Change>,
    which: 'new' | 'again',
  ) => Promise<void>;
  /** A page of the documents of a kind, by name; how many it has. */
  readonly page: (collection: string, kind: string, limit: number) => Promise<number>;
  /** One document; whether it is there. */
  readonly one: (collection: string, id: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
}
