import { type Json, type Refusal, refusal, type Rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';

/** One thing that must hold. */
export type Check = E.Either<Refusal, unknown>;

/** Refuses under the rule unless the condition holds. Sums in the facts are pence, instants UTC. */
export const check = (
  holds: boolean,
  broken: Rule,
  facts: { readonly [name: string]: Json } = {},
  field?: string,
): Check => (holds ? E.right(undefined) : E.left(refusal(broken, facts, field)));

/** The first refusal of several checks, in the order in which an officer would want to hear of them. */
export const allHold = (...checks: ReadonlyArray<Check>): E.Either<Refusal, void> => {
  const broken = checks.find(E.isLeft);
  return broken ?? E.right(undefined);
};

/** Refuses under the rule when there is nothing there, else gives it. */
export const present = <A>(
  value: A | undefined,
  broken: Rule,
  facts: { readonly [name: string]: Json } = {},
  field?: string,
): E.Either<Refusal, A> => (value === undefined ? E.left(refusal(broken, facts, field)) : E.right(value));

/** Whether a command says again what the state already holds: then there is nothing to do. */
export const alike = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && alike(value, right.get(key)))
  );
};
