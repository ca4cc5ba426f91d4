import { beginsTooEarly } from '../checks';
import { fieldReader, type FieldValue } from '../fields';
import type { Change, CollectionSpec, Moment, Since, Stored } from '../port';

/** A version of a document; without content it says that the document was deleted. */
export interface Version {
  readonly since: Since;
  /** As text, so that what is kept and what is given out share nothing that a caller could change. */
  readonly content: string | undefined;
  /** Of the declared fields, in their order. */
  readonly values: ReadonlyArray<FieldValue>;
}

/** `versions` holds every version of each document where the past is kept, else the one that is left. */
export interface Collection {
  readonly spec: CollectionSpec;
  readonly read: ReturnType<typeof fieldReader>;
  readonly versions: Map<string, ReadonlyArray<Version>>;
}

const contentOf = (text: string): Pick<Stored, 'body' | 'lineage'> =>
  JSON.parse(text) as Pick<Stored, 'body' | 'lineage'>;

/** A version as a document; undefined for a deletion, and where there is no version. */
export const storedOf = (id: string, version: Version | undefined): Stored | undefined =>
  version?.content === undefined ? undefined : { id, ...contentOf(version.content), since: version.since };

const versionOf = (
  { read }: Collection,
  id: string,
  { body, lineage, since }: Change['versions'][number],
): Version =>
  body === null
    ? { since, content: undefined, values: [] }
    : { since, content: JSON.stringify({ body, lineage }), values: read(id, body) };

const mustBeInOrder = ({ spec }: Collection, id: string, versions: ReadonlyArray<Version>): void =>
  versions.forEach(({ since }, index) => {
    const before = versions[index - 1]?.since ?? since;
    if (since.recordedAt < before.recordedAt || since.effectiveAt < before.effectiveAt)
      throw new Error(`${spec.name}/${id}: ${beginsTooEarly}`);
  });

/** What is kept of a document after a change to it; nothing when it is gone and its past is not kept. */
export const changed = (
  collection: Collection,
  { id, versions }: Change,
  before: ReadonlyArray<Version>,
): ReadonlyArray<Version> => {
  const after = [...before, ...versions.map((version) => versionOf(collection, id, version))];
  if (!collection.spec.temporal) return after.slice(-1).filter(({ content }) => content !== undefined);
  mustBeInOrder(collection, id, after.slice(Math.max(0, before.length - 1)));
  return after;
};

/** A collection that is like another but declares other fields: their values are read anew. */
export const withSpec = (spec: CollectionSpec, before: Collection | undefined): Collection => {
  const read = fieldReader(spec);
  const reread = (id: string, version: Version): Version =>
    version.content === undefined
      ? version
      : { ...version, values: read(id, contentOf(version.content).body) };
  const versions = new Map<string, ReadonlyArray<Version>>();
  for (const [id, kept] of before?.versions ?? [])
    versions.set(
      id,
      kept.map((version) => reread(id, version)),
    );
  return { spec, read, versions };
};

const hadBegun = ({ since }: Version, { asAt, knownAt }: Moment): boolean =>
  (asAt === undefined || since.effectiveAt <= asAt) && (knownAt === undefined || since.recordedAt <= knownAt);

/** The version that holds at a moment; at present without one. */
export const versionAt = (versions: ReadonlyArray<Version>, at: Moment | undefined): Version | undefined =>
  at === undefined ? versions.at(-1) : versions.findLast((version) => hadBegun(version, at));
