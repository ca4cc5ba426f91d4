import type { Document } from '@commissioning/mongodb';
import type { Place } from '../cursor';
import type { Condition, Moment, Query } from '../port';
import { keyName } from './records';
import type { Selection } from './server';
import { afterNone, sortKey, typeBounds } from './sort-key';
import type { Tables } from './tables';

/** In one selection where no two speak of the same, which servers go through faster than through `$and`. */
const allOf = (pieces: ReadonlyArray<Selection>): Selection => {
  const names = pieces.flatMap(Object.keys);
  return new Set(names).size === names.length ? Object.assign({}, ...pieces) : { $and: [...pieces] };
};

const anyOf = (pieces: ReadonlyArray<Selection>): Selection => {
  const [first, ...others] = pieces;
  return others.length === 0 && first !== undefined ? first : { $or: [...pieces] };
};

const within = (
  from: string | number | undefined,
  to: string | number | undefined,
): ReadonlyArray<Document> => {
  if (from === undefined && to === undefined) return [{ $gt: afterNone }];
  return [
    ...(from === undefined ? [] : [{ $gte: sortKey(from) }, { $lt: typeBounds(from)[1] }]),
    ...(to === undefined ? [] : [{ $lte: sortKey(to) }, { $gte: typeBounds(to)[0] }]),
  ];
};

const bounds = (condition: Condition): ReadonlyArray<Document> => {
  if ('is' in condition) return [{ $eq: sortKey(condition.is) }];
  if ('in' in condition) return [{ $in: condition.in.map(sortKey) }];
  return within(condition.from, condition.to);
};

const keyFor = ({ spec }: Tables, field: string): string => keyName(spec.fields.indexOf(field));

/** What meets the conditions. */
const meeting = (tables: Tables, where: ReadonlyArray<Condition>): ReadonlyArray<Selection> =>
  where.flatMap((condition) =>
    bounds(condition).map((bound): Selection => ({ [keyFor(tables, condition.field)]: bound })),
  );

const begunBy = ({ asAt, knownAt }: Moment): ReadonlyArray<Selection> => [
  ...(knownAt === undefined ? [] : [{ recorded: { $lte: knownAt } }]),
  ...(asAt === undefined ? [] : [{ effective: { $lte: asAt } }]),
];

const replacedAfter = ({ asAt, knownAt }: Moment): Selection =>
  anyOf([
    ...(knownAt === undefined ? [] : [{ untilRecorded: { $gt: knownAt } }]),
    ...(asAt === undefined ? [] : [{ untilEffective: { $gt: asAt } }]),
  ]);

/** Where to look, and for what. */
export interface Stretch {
  readonly collection: string;
  readonly selection: Selection;
}

/**
 * Which records hold at a moment. Neither moment goes back from version to version, so that those which had begun by a
 * moment are always a document's first ones; the last of them is the one whose successor had not begun by both.
 */
const holding = (
  tables: Tables,
  moment: Moment | undefined,
  conditions: ReadonlyArray<Selection>,
): ReadonlyArray<Stretch> => {
  const { documents, past } = tables;
  if (moment === undefined)
    return [{ collection: documents, selection: allOf([{ live: true }, ...conditions]) }];
  const begun = begunBy(moment);
  return [
    { collection: documents, selection: allOf([{ live: true }, ...begun, ...conditions]) },
    { collection: past, selection: allOf([...begun, replacedAfter(moment), ...conditions]) },
  ];
};

interface Ordered {
  readonly key: string;
  readonly descending: boolean;
}

/** The order of a query by the names that records have; documents and past have their ids under different ones. */
const orderOf = (tables: Tables, sort: NonNullable<Query['sort']>, id: string): ReadonlyArray<Ordered> => [
  ...sort.map(({ field, descending = false }) => ({ key: keyFor(tables, field), descending })),
  { key: id, descending: false },
];

const beyond = ({ key, descending }: Ordered, value: string): Selection => ({
  [key]: descending ? { $lt: value } : { $gt: value },
});

/** All that comes after a place. The bound on the first key says no more, but leads an index to where it begins. */
const after = (order: ReadonlyArray<Ordered>, place: Place): ReadonlyArray<Selection> => {
  const values = [...place.values.map(sortKey), place.id];
  const valueAt = (level: number): string => values[level] ?? '';
  const stretches = order.map((goesOn, level) =>
    allOf([
      ...order.slice(0, level).map(({ key }, index): Selection => ({ [key]: valueAt(index) })),
      beyond(goesOn, valueAt(level)),
    ]),
  );
  const [first] = order;
  if (first === undefined || order.length === 1) return stretches;
  return [{ [first.key]: first.descending ? { $lte: valueAt(0) } : { $gte: valueAt(0) } }, anyOf(stretches)];
};

/** A stretch and the order its records are wanted in. */
export interface OrderedStretch extends Stretch {
  readonly sort: Readonly<Record<string, 1 | -1>>;
}

const idName = (tables: Tables, collection: string): string => (collection === tables.past ? 'id' : '_id');

/** What follows a place in the order of a query, in one stretch or, of the past, in two that are to be merged. */
export const following = (
  tables: Tables,
  { where = [], sort = [] }: Query,
  moment: Moment | undefined,
  place: Place | undefined,
): ReadonlyArray<OrderedStretch> =>
  holding(tables, moment, meeting(tables, where)).map(({ collection, selection }) => {
    const order = orderOf(tables, sort, idName(tables, collection));
    return {
      collection,
      selection: place === undefined ? selection : allOf([selection, ...after(order, place)]),
      sort: Object.fromEntries(order.map(({ key, descending }) => [key, descending ? -1 : 1])),
    };
  });

/** What meets conditions at a moment, in no order. */
export const selected = (
  tables: Tables,
  where: ReadonlyArray<Condition>,
  moment: Moment | undefined,
): ReadonlyArray<Stretch> => holding(tables, moment, meeting(tables, where));

/** One document at a moment. */
export const oneAt = (tables: Tables, id: string, moment: Moment): ReadonlyArray<Stretch> =>
  holding(tables, moment, []).map(({ collection, selection }) => ({
    collection,
    selection: allOf([{ [idName(tables, collection)]: id }, selection]),
  }));
