import type { Instant, Json, JsonObject } from '@commissioning/kernel';
import type { TaskEither } from 'fp-ts/TaskEither';

/** The engine did not answer, or not in time. A batch that was under way is there whole or not at all. */
export interface ReadStoreUnavailable {
  readonly _tag: 'ReadStoreUnavailable';
  readonly engine: string;
  readonly operation: string;
  readonly reason: string;
}

/** Somebody else moved the progress that this batch meant to move: nothing of the batch was written. */
export interface ProgressConflict {
  readonly _tag: 'ProgressConflict';
  readonly projection: string;
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

/** A query names a field that its collection has not declared: a bug in the query, said before anything is read. */
export interface FieldNotDeclared {
  readonly _tag: 'FieldNotDeclared';
  readonly collection: string;
  readonly field: string;
}

/** A cursor that this collection and this query never gave out. */
export interface BadCursor {
  readonly _tag: 'BadCursor';
  readonly cursor: string;
}

/**
 * A collection as an engine keeps it. `fields` are dotted paths into the document (`recipient.id`), not through lists,
 * whose values are text, whole numbers or true and false, null being the same as absent; only they can be filtered and
 * sorted by, and each combination named in `indexes` has an index. A temporal collection keeps every version of every
 * document.
 */
export interface CollectionSpec {
  readonly name: string;
  readonly fields: ReadonlyArray<string>;
  readonly indexes: ReadonlyArray<ReadonlyArray<string>>;
  readonly temporal: boolean;
}

/** Event ids by the JSON pointer of the part of the document they gave its value; a part without one takes its parent's. */
export interface Lineage {
  readonly [pointer: string]: string;
}

/** When a version of a document began to hold. Neither moment goes back from one version to the next. */
export interface Since {
  readonly position: string;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
}

/** A document as it is kept: its body, which event gave it what, and up to where in the log it is true. */
export interface Stored {
  readonly id: string;
  readonly body: JsonObject;
  readonly lineage: Lineage;
  readonly since: Since;
}

/** What became of a document, oldest first; a null body says it was deleted. The last one is the document as it is. */
export interface Change {
  readonly collection: string;
  readonly id: string;
  readonly versions: ReadonlyArray<{
    readonly body: JsonObject | null;
    readonly lineage: Lineage;
    readonly since: Since;
  }>;
}

/** Up to where a projection has come. */
export interface Progress {
  readonly position: string;
  readonly recordedAt: Instant;
  /** Events it has been through, for lag in events. */
  readonly events: number;
}

/** Documents and progress that are written together or not at all. */
export interface Batch {
  readonly changes: ReadonlyArray<Change>;
  readonly progress?: {
    readonly projection: string;
    /** The position the progress must be at; undefined for none yet. */
    readonly expected: string | undefined;
    readonly next: Progress;
  };
}

/**
 * A condition on one declared field. A range includes both its ends and holds for values of their type only; without
 * any end it holds for every document that has the field.
 */
export type Condition =
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly in: ReadonlyArray<string | number> }
  | { readonly field: string; readonly from?: string | number; readonly to?: string | number };

/**
 * The moment a list is asked for. `asAt`: as it stood, by when things took effect. `knownAt`: as it was known, by when
 * they were recorded. Both: as it stood, by what was known. Neither: the present. Of the versions that had begun by
 * then the last one written holds. Only a temporal collection can answer; asking another is a bug and rejects.
 */
export interface Moment {
  readonly asAt?: Instant;
  readonly knownAt?: Instant;
}

export interface Query {
  readonly where?: ReadonlyArray<Condition>;
  /** Ascending unless `descending`; documents equal in all of them come by id. */
  readonly sort?: ReadonlyArray<{ readonly field: string; readonly descending?: boolean }>;
  /** 1 to 1,000. */
  readonly limit: number;
  /** From the `next` of the page before; belongs to the same collection, conditions, sort and moment. */
  readonly cursor?: string;
  readonly at?: Moment;
}

export interface Page {
  readonly documents: ReadonlyArray<Stored>;
  /** Absent on the last page. */
  readonly next?: string;
}

export type QueryFailure = ReadStoreUnavailable | FieldNotDeclared | BadCursor;

/**
 * Where read models live. Every engine holds what the contract suite says: a batch is atomic, progress is compared and
 * set, pages neither repeat nor leave out a document that did not change meanwhile, sorting is by code point for text
 * and by size for numbers, a document without the field sorts before all that have it; in a field of several types
 * numbers sort before text and text before false and true.
 *
 * A bug of the caller rejects the promise and leaves everything as it was: a collection that was not prepared, a
 * declared field of another type than fields may have, a version that begins before the one it replaces, a limit out
 * of bounds. After `close` everything answers `ReadStoreUnavailable`.
 */
export interface ReadStore {
  readonly engine: string;
  /**
   * Makes collections and indexes that are not there yet; a field or index added later is filled for what is there, and
   * what was declared before stays. Whether a collection is temporal cannot change.
   */
  readonly prepare: (collections: ReadonlyArray<CollectionSpec>) => TaskEither<ReadStoreUnavailable, void>;
  /** Removes collections with all they hold, and progress under the given names. */
  readonly drop: (
    collections: ReadonlyArray<string>,
    progress: ReadonlyArray<string>,
  ) => TaskEither<ReadStoreUnavailable, void>;
  readonly get: (
    collection: string,
    id: string,
    at?: Moment,
  ) => TaskEither<ReadStoreUnavailable, Stored | undefined>;
  /** The documents among these ids that are there. */
  readonly getMany: (
    collection: string,
    ids: ReadonlyArray<string>,
  ) => TaskEither<ReadStoreUnavailable, ReadonlyMap<string, Stored>>;
  readonly find: (collection: string, query: Query) => TaskEither<QueryFailure, Page>;
  readonly count: (
    collection: string,
    where?: ReadonlyArray<Condition>,
    at?: Moment,
  ) => TaskEither<QueryFailure, number>;
  /** Every version of a document of a temporal collection, oldest first, each with the moment it was replaced. */
  readonly versions: (
    collection: string,
    id: string,
  ) => TaskEither<ReadStoreUnavailable, ReadonlyArray<Stored & { readonly until?: Since }>>;
  readonly write: (batch: Batch) => TaskEither<ReadStoreUnavailable | ProgressConflict, void>;
  readonly progress: (projection: string) => TaskEither<ReadStoreUnavailable, Progress | undefined>;
  /** Small values of the runner's own (which collections serve, say). */
  readonly settings: TaskEither<ReadStoreUnavailable, Readonly<Record<string, Json>>>;
  /** Sets these settings all together and leaves the others; null takes one away. */
  readonly set: (settings: Readonly<Record<string, Json>>) => TaskEither<ReadStoreUnavailable, void>;
  readonly close: () => Promise<void>;
}
