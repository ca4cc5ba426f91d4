import type { CollectionSpec, Page, Query, ReadStore, Since, Stored } from '@commissioning/read-store';
import { canonical } from '@commissioning/record';
import { orInterrupted } from './failure';
import { ownQuery } from './own-queries';

/** One collection as it is kept, and as it was made anew from the same log. */
export interface Sides {
  readonly spec: CollectionSpec;
  readonly kept: { readonly reads: ReadStore; readonly collection: string };
  readonly made: { readonly reads: ReadStore; readonly collection: string };
}

/** A document on both sides; it may be missing on one. */
export interface Pair {
  readonly kept?: Stored | undefined;
  readonly made?: Stored | undefined;
}

/**
 * What a look at a document says. It is well; it changed after the other was made, so that it has to be looked at again;
 * or it is not there, or nothing makes it, or it is another, or a version of it that was replaced is another.
 */
export type Verdict = 'well' | 'changed-since' | 'missing' | 'unfounded' | 'different' | 'different-before';

const pageSize = 500;

async function* documentsIn({ reads, collection }: Sides['kept']): AsyncGenerator<Stored, undefined> {
  let query: Query | undefined = { limit: pageSize };
  while (query !== undefined) {
    const { documents, next }: Page = await ownQuery(reads.find(collection, query));
    yield* documents;
    query = next === undefined ? undefined : { limit: pageSize, cursor: next };
  }
  return undefined;
}

/** The documents of both sides, in pairs, by id. */
export async function* pairsOf(sides: Sides): AsyncGenerator<Pair & { readonly id: string }, void> {
  const [ours, theirs] = [documentsIn(sides.kept), documentsIn(sides.made)];
  let [kept, made] = [(await ours.next()).value, (await theirs.next()).value];
  while (kept !== undefined || made !== undefined) {
    const first = made === undefined || (kept !== undefined && kept.id <= made.id) ? kept : made;
    const { id } = first as Stored;
    yield { id, kept: kept?.id === id ? kept : undefined, made: made?.id === id ? made : undefined };
    if (kept?.id === id) kept = (await ours.next()).value;
    if (made?.id === id) made = (await theirs.next()).value;
  }
}

/** One document of both sides, as they have it now. */
export const pairAt = async ({ kept, made }: Sides, id: string): Promise<Pair> => ({
  kept: await orInterrupted(kept.reads.get(kept.collection, id)),
  made: await orInterrupted(made.reads.get(made.collection, id)),
});

const isAfter = (since: Since, position: string): boolean => since.position > position;

const textOf = ({ body, lineage, since }: Stored): string => canonical({ body, lineage, since });

/** The versions of a document that had begun by a position. */
const versionsIn = async (
  { reads, collection }: Sides['kept'],
  id: string,
  upTo: string,
): Promise<ReadonlyArray<string>> =>
  (await orInterrupted(reads.versions(collection, id)))
    .filter(({ since }) => !isAfter(since, upTo))
    .map(textOf);

const sameVersions = async ({ kept, made }: Sides, id: string, upTo: string): Promise<boolean> => {
  const ours = await versionsIn(kept, id, upTo);
  const theirs = await versionsIn(made, id, upTo);
  return ours.length === theirs.length && ours.every((version, index) => version === theirs[index]);
};

/**
 * Holds a document against what was made of the log up to a position. `settled` says that what is kept is of that same
 * position: then nothing of it can have changed since, whatever it says of itself.
 */
export const verdictOn = async (
  sides: Sides,
  { id, kept, made }: Pair & { readonly id: string },
  upTo: string,
  settled: boolean,
): Promise<Verdict> => {
  if (kept === undefined) return made === undefined ? 'well' : settled ? 'missing' : 'changed-since';
  if (!settled && isAfter(kept.since, upTo)) return 'changed-since';
  if (made === undefined) return 'unfounded';
  if (textOf(kept) !== textOf(made)) return 'different';
  return !sides.spec.temporal || (await sameVersions(sides, id, upTo)) ? 'well' : 'different-before';
};
