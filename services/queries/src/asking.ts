import { problem, type Problem } from '@commissioning/http';
import {
  addDays,
  CalendarDate,
  epochMilliseconds,
  type Instant,
  instantOf,
  momentIn,
  startOfDay,
} from '@commissioning/kernel';
import type { Moment } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';

/** The query string of a request, as fastify parses it. */
export type QueryString = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>;

/** A parameter that is not of its form, in a problem that names it. */
export const malformed = (name: string, expected: string, found: string): Problem =>
  problem(
    400,
    'malformed',
    'The question is not well formed.',
    `${name}: expected ${expected}, found "${found}"`,
    {
      parameter: name,
    },
  );

/** A parameter that may be given once; undefined when it is absent or empty. */
export const single = (query: QueryString, name: string): E.Either<Problem, string | undefined> => {
  const value = query[name];
  return typeof value === 'string' || value === undefined
    ? E.right(value === '' ? undefined : value)
    : E.left(malformed(name, 'one value', value.join(', ')));
};

/** A parameter that names one of a few; undefined when it is absent. */
export const oneOf = <A extends string>(
  query: QueryString,
  name: string,
  known: ReadonlyArray<A>,
): E.Either<Problem, A | undefined> => {
  const given = single(query, name);
  if (E.isLeft(given) || given.right === undefined) return given as E.Either<Problem, undefined>;
  const found = known.find((each) => each === given.right);
  return found === undefined ? E.left(malformed(name, known.join(', '), given.right)) : E.right(found);
};

const momentOf = (name: string, text: string): E.Either<Problem, Instant> => {
  // A day means its end in London: what had happened by then.
  if (CalendarDate.is(text)) return E.right(instantOf(epochMilliseconds(startOfDay(addDays(text, 1))) - 1));
  const moment = momentIn(text);
  return moment === undefined
    ? E.left(malformed(name, 'a day like 2026-11-23 or a moment like 2026-11-23T12:00:00Z', text))
    : E.right(moment);
};

/** What any list or document may be asked with. */
export interface Asked {
  readonly limit: number;
  readonly cursor: string | undefined;
  /** Undefined for now. */
  readonly at: Moment | undefined;
  /** A position the answer must have come to. */
  readonly after: string | undefined;
  readonly lineage: boolean;
}

const parameters = ['limit', 'cursor', 'as-at', 'known-at', 'after', 'lineage'];

/**
 * Nothing, or the problem that a parameter is not known: a misspelt `as-at` would be answered with the present without
 * a word.
 */
export const onlyKnown = (query: QueryString, more: ReadonlyArray<string>): E.Either<Problem, void> => {
  const known = [...parameters, ...more];
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  return unknown === undefined
    ? E.right(undefined)
    : E.left(malformed(unknown, `one of the parameters ${known.join(', ')}`, unknown));
};

/**
 * Reads `limit` (1 to 100, 25 when absent), `cursor`, `as-at`, `known-at`, `after` and `lineage`. Anything not of its
 * form is a problem that names the parameter.
 */
export const askedBy = (query: QueryString): E.Either<Problem, Asked> => {
  const values: Partial<Record<string, string>> = {};
  for (const name of parameters) {
    const value = single(query, name);
    if (E.isLeft(value)) return value;
    if (value.right !== undefined) values[name] = value.right;
  }
  const limit = values['limit'] ?? '25';
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100)
    return E.left(malformed('limit', 'a whole number from 1 to 100', limit));
  const moments: { asAt?: Instant; knownAt?: Instant } = {};
  for (const [name, field] of [
    ['as-at', 'asAt'],
    ['known-at', 'knownAt'],
  ] as const) {
    const text = values[name];
    if (text === undefined) continue;
    const moment = momentOf(name, text);
    if (E.isLeft(moment)) return moment;
    moments[field] = moment.right;
  }
  const lineage = values['lineage'] ?? 'false';
  if (lineage !== 'true' && lineage !== 'false')
    return E.left(malformed('lineage', 'true or false', lineage));
  return E.right({
    limit: Number(limit),
    cursor: values['cursor'],
    at: Object.keys(moments).length === 0 ? undefined : moments,
    after: values['after'],
    lineage: lineage === 'true',
  });
};

/** One text parameter; undefined when absent or empty. */
export const textOf = (query: QueryString, name: string): string | undefined => {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
