import { pastMoment } from '../checks';
import { cursorAt, type Place } from '../cursor';
import type { FieldValue } from '../fields';
import { compareText, compareValues } from '../order';
import type { Condition, Moment, Page, Query } from '../port';
import { type Collection, storedOf, type Version, versionAt } from './versions';

interface Row {
  readonly id: string;
  readonly version: Version;
}

const withinRange = (value: FieldValue, { from, to }: Extract<Condition, { from?: unknown }>): boolean =>
  value !== null &&
  (from === undefined || (typeof from === typeof value && compareValues(value, from) >= 0)) &&
  (to === undefined || (typeof to === typeof value && compareValues(value, to) <= 0));

const meets = (value: FieldValue, condition: Condition): boolean => {
  if ('is' in condition) return value === condition.is;
  if ('in' in condition) return condition.in.some((wanted) => wanted === value);
  return withinRange(value, condition);
};

/** The documents that meet the conditions at a moment, in no order. */
export const rowsWhere = (
  { spec, versions }: Collection,
  where: ReadonlyArray<Condition>,
  at: Moment | undefined,
): ReadonlyArray<Row> => {
  const moment = pastMoment(spec, at);
  const conditions = where.map((condition) => ({ condition, column: spec.fields.indexOf(condition.field) }));
  return [...versions].flatMap(([id, kept]) => {
    const version = versionAt(kept, moment);
    return version?.content !== undefined &&
      conditions.every(({ condition, column }) => meets(version.values[column] ?? null, condition))
      ? [{ id, version }]
      : [];
  });
};

const placeComparer =
  (sort: NonNullable<Query['sort']>) =>
  (a: Place, b: Place): number => {
    for (const [index, { descending }] of sort.entries()) {
      const order = compareValues(a.values[index] ?? null, b.values[index] ?? null);
      if (order !== 0) return descending === true ? -order : order;
    }
    return compareText(a.id, b.id);
  };

/** The page of a query that comes after a place. */
export const pageAfter = (collection: Collection, query: Query, after: Place | undefined): Page => {
  const { name, fields } = collection.spec;
  const { where = [], sort = [], limit, at } = query;
  const columns = sort.map(({ field }) => fields.indexOf(field));
  const compare = placeComparer(sort);
  const following = rowsWhere(collection, where, at)
    .map(({ id, version }) => ({
      version,
      place: { id, values: columns.map((column) => version.values[column] ?? null) },
    }))
    .filter(({ place }) => after === undefined || compare(place, after) > 0)
    .sort((a, b) => compare(a.place, b.place));
  const documents = following.slice(0, limit).flatMap(({ version, place }) => {
    const stored = storedOf(place.id, version);
    return stored === undefined ? [] : [stored];
  });
  const last = following[limit - 1];
  return last === undefined || following.length === limit
    ? { documents }
    : { documents, next: cursorAt(name, query, last.place) };
};
