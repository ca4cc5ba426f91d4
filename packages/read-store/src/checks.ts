import * as E from 'fp-ts/Either';
import type { CollectionSpec, FieldNotDeclared, Moment, Query } from './port';

/** The field of a query that its collection has not declared, if there is one. */
export const checkFields = (
  spec: CollectionSpec,
  query: Pick<Query, 'where' | 'sort'>,
): E.Either<FieldNotDeclared, void> => {
  const named = [...(query.where ?? []), ...(query.sort ?? [])];
  const unknown = named.find(({ field }) => !spec.fields.includes(field));
  return unknown === undefined
    ? E.right(undefined)
    : E.left({ _tag: 'FieldNotDeclared', collection: spec.name, field: unknown.field });
};

/** The bug of asking for a collection that nobody prepared. */
export const notPrepared = (collection: string): Error =>
  new Error(`The collection ${collection} has not been prepared`);

/** The bug of a version that is written after another and begins before it, in words. */
export const beginsTooEarly = 'a version begins before the one it replaces';

/** Throws for a limit that is no whole number from 1 to 1,000. */
export const checkLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new RangeError(`A page holds 1 to 1,000 documents, not ${limit}`);
};

/** The moment asked for; undefined for the present. Throws when the collection does not keep its past. */
export const pastMoment = (spec: CollectionSpec, at: Moment | undefined): Moment | undefined => {
  if (at?.asAt === undefined && at?.knownAt === undefined) return undefined;
  mustBeTemporal(spec);
  return at;
};

/** Throws when the collection does not keep its past. */
export const mustBeTemporal = (spec: CollectionSpec): void => {
  if (!spec.temporal) throw new Error(`The collection ${spec.name} does not keep its past`);
};

/**
 * A collection as it is after being prepared again: what was declared before stays. Throws for an index over a field
 * that is not declared, and when the collection is to begin or to cease keeping its past.
 */
export const mergeSpec = (before: CollectionSpec | undefined, spec: CollectionSpec): CollectionSpec => {
  const undeclared = spec.indexes.flat().find((field) => !spec.fields.includes(field));
  if (undeclared !== undefined)
    throw new Error(`An index of ${spec.name} names the field ${undeclared}, which is not declared`);
  if (before === undefined) return spec;
  if (before.temporal !== spec.temporal)
    throw new Error(
      `${spec.name} is there already, and ${before.temporal ? 'keeps' : 'does not keep'} its past`,
    );
  const indexes = new Map(
    [...before.indexes, ...spec.indexes].map((index) => [JSON.stringify(index), index]),
  );
  return {
    ...spec,
    fields: [...new Set([...before.fields, ...spec.fields])],
    indexes: [...indexes.values()],
  };
};
