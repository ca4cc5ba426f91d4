import type { Change, CollectionSpec } from '@commissioning/read-store';

/**
 * Where a generation remembers when documents of its temporal collections were deleted: a document that is made again
 * must not begin to hold before its deletion did.
 */
export const tombstonesSpec: CollectionSpec = {
  name: 'tombstones',
  fields: [],
  indexes: [],
  temporal: false,
};

export const tombstoneId = (collection: string, id: string): string => `${collection}/${id}`;

/** Marks the last deletion among a document's new versions; undefined when there is none. */
export const tombstoneOf = (tombstones: string, collection: string, change: Change): Change | undefined => {
  const deleted = change.versions.findLast(({ body }) => body === null);
  return deleted === undefined
    ? undefined
    : {
        collection: tombstones,
        id: tombstoneId(collection, change.id),
        versions: [{ body: {}, lineage: {}, since: deleted.since }],
      };
};
