import { hash } from 'node:crypto';
import * as E from 'fp-ts/Either';
import type { FieldValue } from './fields';
import type { BadCursor, Condition, Query } from './port';

/** Where a page ended: its last document's values of the sorted fields, and its id. */
export interface Place {
  readonly values: ReadonlyArray<FieldValue>;
  readonly id: string;
}

const conditionForm = (condition: Condition): ReadonlyArray<unknown> => {
  if ('is' in condition) return [condition.field, 'is', condition.is];
  if ('in' in condition) return [condition.field, 'in', condition.in];
  return [condition.field, 'range', condition.from, condition.to];
};

// Not a signature: whoever makes up a cursor of the right form gets a page of the very query they could ask anyway.
const tagOf = (collection: string, query: Query, place: string): string => {
  const { where = [], sort = [], at = {} } = query;
  const form = [
    collection,
    where.map(conditionForm),
    sort.map(({ field, descending = false }) => [field, descending]),
    [at.asAt, at.knownAt],
    place,
  ];
  return hash('sha256', JSON.stringify(form), 'base64url').slice(0, 22);
};

/** The cursor from which a query goes on after a place. */
export const cursorAt = (collection: string, query: Query, place: Place): string => {
  const text = Buffer.from(JSON.stringify([...place.values, place.id])).toString('base64url');
  return `${text}.${tagOf(collection, query, text)}`;
};

const isPlace = (parts: unknown, sorted: number): parts is ReadonlyArray<FieldValue> =>
  Array.isArray(parts) &&
  parts.length === sorted + 1 &&
  parts.every((part) => part === null || ['string', 'number', 'boolean'].includes(typeof part)) &&
  typeof parts[sorted] === 'string';

/** The place a query's cursor stands for; undefined when it has none. */
export const placeOf = (collection: string, query: Query): E.Either<BadCursor, Place | undefined> => {
  const { cursor, sort = [] } = query;
  if (cursor === undefined) return E.right(undefined);
  const [text = '', tag] = cursor.split('.');
  if (tag !== tagOf(collection, query, text)) return E.left({ _tag: 'BadCursor', cursor });
  const parts = E.tryCatch(
    () => JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown,
    () => undefined,
  );
  return E.isRight(parts) && isPlace(parts.right, sort.length)
    ? E.right({ values: parts.right.slice(0, -1), id: String(parts.right.at(-1)) })
    : E.left({ _tag: 'BadCursor', cursor });
};
