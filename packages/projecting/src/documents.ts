import type { JsonObject } from '@commissioning/kernel';
import {
  type Change,
  type CollectionSpec,
  fieldReader,
  type Lineage,
  type ReadStore,
  type Since,
  type Stored,
} from '@commissioning/read-store';
import { orInterrupted } from './failure';
import { type Differences, differencesBetween, lineageAfter } from './lineage';
import { tombstoneId, tombstoneOf } from './tombstones';

/** A document while events are folded into it. */
export interface Held {
  readonly collection: HeldCollection;
  readonly id: string;
  /** Undefined when there is none, or no longer. */
  body: JsonObject | undefined;
  lineage: Lineage;
  /** When it last changed, its deletion included; undefined when there never was one. */
  since: Since | undefined;
  /** What became of it since it was last written, as far as that is to be written. */
  versions: Array<Change['versions'][number]>;
}

interface HeldCollection {
  readonly name: string;
  readonly physical: string;
  readonly temporal: boolean;
  readonly fields: ReturnType<typeof fieldReader>;
  recent: Map<string, Held>;
  older: Map<string, Held>;
  missing: Array<Held>;
}

/** What an event makes of a document; `differences` where there was one before and still is. */
export interface Outcome {
  readonly held: Held;
  readonly body: JsonObject | undefined;
  readonly differences?: Differences;
}

/**
 * What becomes of a document; undefined when it stays of equal value. Throws when a declared field holds what no field
 * may hold, which no engine would store.
 */
export const outcomeOf = (held: Held, body: JsonObject | undefined): Outcome | undefined => {
  if (held.body === body) return undefined;
  if (body !== undefined) held.collection.fields(held.id, body);
  if (held.body === undefined || body === undefined) return { held, body };
  const differences = differencesBetween(held.body, body);
  return differences === undefined ? undefined : { held, body, differences };
};

/**
 * The documents of one generation that events are being folded into, and those that were so lately: what is busy is
 * not read and parsed anew for every page. How many are kept is bounded.
 */
export interface Documents {
  /** The document, to be used after the next `load`. Throws when there is no such collection. */
  readonly take: (collection: string, id: string) => Held;
  /** Reads what was taken and is not held yet. */
  readonly load: () => Promise<void>;
  /** Makes of a document what an event made of it. */
  readonly change: (outcome: Outcome, eventId: string, since: Since) => void;
  /** All changes since the last `settle`. */
  readonly changes: () => ReadonlyArray<Change>;
  /** How many versions of documents those are. */
  readonly gathered: () => number;
  /**
   * Forgets the changes, which are being written, and those documents that neither they nor the changes before them are
   * about and that were not taken lately: what is not written yet is never read.
   */
  readonly settle: () => void;
}

const later = <A extends string>(a: A, b: A | undefined): A => (b !== undefined && b > a ? b : a);

/** Versions of a document never begin before the one they replace, even where clocks or late entries went back. */
const sinceAfter = (since: Since, before: Since | undefined): Since =>
  before === undefined
    ? since
    : {
        position: later(since.position, before.position),
        recordedAt: later(since.recordedAt, before.recordedAt),
        effectiveAt: later(since.effectiveAt, before.effectiveAt),
      };

const fill = (held: Held, stored: Stored | undefined): void => {
  held.body = stored?.body;
  held.lineage = stored?.lineage ?? {};
  held.since = stored?.since;
};

export const holdDocuments = (options: {
  readonly reads: ReadStore;
  readonly collections: ReadonlyArray<CollectionSpec>;
  readonly physical: (collection: string) => string;
  readonly tombstones: string;
  readonly anyDeleted: boolean;
  /** Documents kept of each collection, at the least; twice as many at the most. */
  readonly keep: number;
}): Documents => {
  const { reads, tombstones, keep } = options;
  let { anyDeleted } = options;
  let changed: Array<Held> = [];
  let gathered = 0;
  const collections = new Map(
    options.collections.map((spec): [string, HeldCollection] => [
      spec.name,
      {
        name: spec.name,
        physical: options.physical(spec.name),
        temporal: spec.temporal,
        fields: fieldReader(spec),
        recent: new Map(),
        older: new Map(),
        missing: [],
      },
    ]),
  );

  const take = (name: string, id: string): Held => {
    const collection = collections.get(name);
    if (collection === undefined) throw new Error(`The projection has no collection "${name}"`);
    const known = collection.recent.get(id);
    if (known !== undefined) return known;
    let held = collection.older.get(id);
    if (held === undefined) {
      held = { collection, id, body: undefined, lineage: {}, since: undefined, versions: [] };
      collection.missing.push(held);
    }
    collection.recent.set(id, held);
    return held;
  };

  const loadDeletions = async (collection: HeldCollection, absent: ReadonlyArray<Held>): Promise<void> => {
    const ids = absent.map(({ id }) => tombstoneId(collection.name, id));
    const found = await orInterrupted(reads.getMany(tombstones, ids));
    for (const held of absent) held.since = found.get(tombstoneId(collection.name, held.id))?.since;
  };

  const loadCollection = async (collection: HeldCollection): Promise<void> => {
    const { missing, physical, temporal } = collection;
    if (missing.length === 0) return;
    collection.missing = [];
    const found = await orInterrupted(
      reads.getMany(
        physical,
        missing.map(({ id }) => id),
      ),
    );
    for (const held of missing) fill(held, found.get(held.id));
    const absent = missing.filter(({ body }) => body === undefined);
    if (temporal && anyDeleted && absent.length > 0) await loadDeletions(collection, absent);
  };

  const record = (held: Held, since: Since): void => {
    if (held.versions.length === 0) changed.push(held);
    if (held.versions.length === 0 || held.collection.temporal) gathered += 1;
    if (!held.collection.temporal) held.versions.length = 0;
    held.versions.push({ body: held.body ?? null, lineage: held.lineage, since });
  };

  const lineageOf = ({ held, body, differences }: Outcome, eventId: string): Lineage => {
    if (body === undefined) return {};
    if (differences === undefined) return { '': eventId };
    const owned = !held.collection.temporal && held.versions.length > 0;
    return lineageAfter(held.lineage, differences, eventId, owned);
  };

  const change: Documents['change'] = (outcome, eventId, at) => {
    const { held, body } = outcome;
    const { temporal } = held.collection;
    const since = sinceAfter(at, held.since);
    held.lineage = lineageOf(outcome, eventId);
    held.body = body;
    // Where the past is not kept, nothing remains of a deleted document that a new one could follow on.
    held.since = temporal || body !== undefined ? since : undefined;
    if (temporal && body === undefined) anyDeleted = true;
    record(held, since);
  };

  const changes = (): ReadonlyArray<Change> =>
    changed.flatMap(({ collection, id, versions }) => {
      const made: Change = { collection: collection.physical, id, versions };
      if (!collection.temporal) return [made];
      const tombstone = tombstoneOf(tombstones, collection.name, made);
      return tombstone === undefined ? [made] : [made, tombstone];
    });

  const settle = (): void => {
    for (const held of changed) held.versions = [];
    changed = [];
    gathered = 0;
    for (const collection of collections.values())
      if (collection.recent.size > keep) {
        collection.older = collection.recent;
        collection.recent = new Map();
      }
  };

  return {
    take,
    load: async () => {
      await Promise.all([...collections.values()].map(loadCollection));
    },
    change,
    changes,
    gathered: () => gathered,
    settle,
  };
};
