import { Count, type Json, Line, struct } from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { parkedSpec } from './parked';
import type { AnyProjection } from './projection';
import { tombstonesSpec } from './tombstones';

const Collection = t.type(
  {
    name: Line,
    fields: t.readonlyArray(t.string),
    indexes: t.readonlyArray(t.readonlyArray(t.string)),
    temporal: t.boolean,
  },
  'Collection',
);

/**
 * One filling of a projection's collections from the log, the runner's own among them, by the names the projection
 * gives them. Kept whole, because what answers may be of a version that this program no longer has.
 */
const Generation = t.type(
  { version: Count, generation: Count, collections: t.readonlyArray(Collection) },
  'Generation',
);
export type Generation = t.TypeOf<typeof Generation>;

/**
 * Which generation answers, which is being filled to take its place, and which are still to be removed. Kept in the
 * read store's settings and written in one go, so that a crash leaves the one standing or the other.
 */
const Standing = struct(
  { serving: Generation, dropping: t.readonlyArray(Generation) },
  { filling: Generation },
  'Standing',
);
export type Standing = t.TypeOf<typeof Standing>;

/** The name a generation's progress is kept under, `funds.v2.g3`; its collections' names begin with it. */
export const generationName = (projection: string, { version, generation }: Generation): string =>
  `${projection}.v${version}.g${generation}`;

/** A collection as the read store knows it: `funds.v2.g3.lines`. */
export const physicalName = (projection: string, generation: Generation, collection: string): string =>
  `${generationName(projection, generation)}.${collection}`;

/** Under which name a projection's standing lies in the settings. */
export const settingOf = (projection: string): string => `projecting.${projection}`;

/** A projection's standing as it was kept; undefined when it has none. Throws on a setting that is not ours. */
export const standingIn = (
  settings: Readonly<Record<string, Json>>,
  projection: string,
): Standing | undefined => {
  const kept = settings[settingOf(projection)];
  if (kept === undefined) return undefined;
  const decoded = Standing.decode(kept);
  if (E.isLeft(decoded))
    throw new Error(`The setting ${settingOf(projection)} is not one the projector wrote`);
  return decoded.right;
};

const newest = ({ serving, filling, dropping }: Standing): number =>
  Math.max(...[serving, ...dropping, ...(filling === undefined ? [] : [filling])].map((g) => g.generation));

const collectionsOf = ({ collections }: AnyProjection): ReadonlyArray<CollectionSpec> => [
  ...collections,
  parkedSpec,
  tombstonesSpec,
];

const made = (projection: AnyProjection, generation: number): Generation => ({
  version: projection.version,
  generation,
  collections: collectionsOf(projection),
});

/** A generation is fed by a projection of its version alone. */
export const isFed = (projection: AnyProjection, generation: Generation): boolean =>
  projection.version === generation.version;

/** The collections of a generation as the read store is to make them; a field or index may be newer than it is. */
export const physicalCollections = (
  projection: AnyProjection,
  generation: Generation,
): ReadonlyArray<CollectionSpec> => {
  const collections = isFed(projection, generation) ? collectionsOf(projection) : generation.collections;
  return collections.map((spec) => ({
    ...spec,
    name: physicalName(projection.name, generation, spec.name),
  }));
};

/**
 * The standing from which a projection of this version is run: the same when there is nothing to do. Another version
 * than the one that answers has a generation filled beside it, and so has a rebuild that was asked for, from the start.
 * A filling that is of no more use is given up.
 */
export const standingFor = (
  projection: AnyProjection,
  kept: Standing | undefined,
  rebuild: boolean,
): Standing => {
  if (kept === undefined) return { serving: made(projection, 1), dropping: [] };
  const { serving, filling, dropping } = kept;
  if (!rebuild && filling?.version === projection.version) return kept;
  const left = filling === undefined ? dropping : [...dropping, filling];
  if (rebuild || serving.version !== projection.version)
    return { serving, dropping: left, filling: made(projection, newest(kept) + 1) };
  return filling === undefined ? kept : { serving, dropping: left };
};

/** The standing once the generation that was filled answers. */
export const switched = (standing: Standing): Standing => {
  const { serving, filling, dropping } = standing;
  return filling === undefined ? standing : { serving: filling, dropping: [...dropping, serving] };
};

/** The standing once what was to be removed is gone. */
export const tidied = (standing: Standing): Standing => ({ ...standing, dropping: [] });
