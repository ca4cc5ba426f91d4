import { type Rule, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../../checks';
import type { CommissionState, Declarations } from '../state';

export const interestsSettled = rule({
  id: 'interest.settled',
  sentence:
    'Nobody acts on a matter while an interest of theirs in it is unsettled, or after it removed them.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.81-83: conflicts of interest; by policy for grants',
});

/** What is left to settle: a removal from a lot settles what is about it or names none, anything else settles all. */
export const unsettledAfter = (
  waiting: Declarations['waiting'],
  lot: string | undefined,
): Declarations['waiting'] =>
  lot === undefined ? [] : waiting.filter((interest) => interest.lot !== undefined && interest.lot !== lot);

/** A person declared nothing that is unsettled and was removed from nothing; in one lot, or anywhere. */
export const freeOfInterest = (commission: CommissionState, actor: string, lot?: string): Check => {
  const declared = commission.declarations.get(actor);
  const waiting = (declared?.waiting ?? []).filter(
    (interest) => lot === undefined || interest.lot === undefined || interest.lot === lot,
  );
  const removedFrom = (declared?.removedFrom ?? []).filter(
    (from) => lot === undefined || from === '*' || from === lot,
  );
  const free = waiting.length === 0 && removedFrom.length === 0;
  return check(free, interestsSettled, { actor, unsettled: waiting.length, removedFrom });
};

/** The same in several lots; anywhere, where it is about none that is known. */
export const freeInLots = (commission: CommissionState, actor: string, lots: ReadonlyArray<string>): Check =>
  lots.length === 0
    ? freeOfInterest(commission, actor)
    : allHold(...lots.map((lot) => freeOfInterest(commission, actor, lot)));

/**
 * Where a route asks for declarations: a person declared their interests in general, or is refused by this rule, and
 * nothing of them is in the way, in one lot or anywhere.
 */
export const declaredAndFree = (
  commission: CommissionState,
  undeclared: Rule,
  actor: string,
  lot?: string,
): Check => {
  if (commission.route?.profile.steps.includes('interest-declarations') !== true) return E.right(undefined);
  const declared = commission.declarations.get(actor)?.general !== undefined;
  return allHold(check(declared, undeclared, { actor }), freeOfInterest(commission, actor, lot));
};
