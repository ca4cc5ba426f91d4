import { type Money, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import type { AuthorisedAct } from '../../decision/events';
import { decisionStands, stillStands } from '../../decision/still-stands';
import type { DecisionState } from '../../decision/state';
import { stands } from '../standing';
import type { CommissionState } from '../state';
import { freeOfInterest } from './interests';

const decisionTaken = rule({
  id: 'authority.decision-taken',
  sentence:
    'An award, its refusal, a change of it and an exception each cite a decision that has been taken.',
  strength: 'law',
  source:
    'Police Reform and Social Responsibility Act 2011 s.18; Specified Information Order 2011 Sch para 5(d)',
});

/** What a decision that is cited holds: it was taken, and stands. */
export const citable = [decisionTaken, decisionStands] as const;

export const decisionAuthorises = rule({
  id: 'authority.decision-authorises',
  sentence:
    'A decision authorises what it names: the act, the commission, of an award the provider, lot and sum, of a change the award and what it then comes to.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18; scheme of delegation',
});

export const approverApart = rule({
  id: 'authority.approver-apart',
  sentence: 'Whoever scored a bid or recommended an award neither takes the decision on it nor makes it.',
  strength: 'integrity',
  source: 'Separation of duties; GovS 015, grants: approvals',
});

export type Taken = NonNullable<DecisionState['taken']>;

/** A decision that has been taken and stands, or the refusal that it does not. */
export const citedDecision = (context: Context, decision: string): E.Either<Refusal, Taken> =>
  pipe(
    present(context.decisions.get(decision)?.taken, decisionTaken, { decision }, '/decision'),
    E.chainFirst(() => stillStands(context, decision)),
  );

/** What a decision authorises of one kind for this commission. */
export const authorised = <Act extends AuthorisedAct['act']>(
  { authorises }: Taken,
  commission: CommissionState,
  act: Act,
): ReadonlyArray<Extract<AuthorisedAct, { readonly act: Act }>> =>
  authorises.filter(
    (each): each is Extract<AuthorisedAct, { readonly act: Act }> =>
      each.act === act && 'commission' in each && each.commission === commission.reference,
  );

const scorers = (commission: CommissionState): ReadonlySet<string> =>
  new Set(
    [...commission.evaluations.values()].flatMap(({ scores }) =>
      [...scores.values()].flatMap((byAssessor) => [...byAssessor.keys()]),
    ),
  );

/** Those who decide scored nothing, recommended nothing, and have no interest in the way. */
const apart = (commission: CommissionState, deciding: ReadonlyArray<string>): Check => {
  const scored = deciding.filter((actor) => scorers(commission).has(actor));
  const recommended = deciding.filter((actor) =>
    [...commission.recommendations.values()].some(({ by }) => by === actor),
  );
  return allHold(
    check(scored.length + recommended.length === 0, approverApart, { scored, recommended }),
    ...deciding.map((actor) => freeOfInterest(commission, actor)),
  );
};

/** Whoever decides and whoever makes the award are apart from those who scored and recommended. */
export const decidedApart = (commission: CommissionState, taken: Taken, context: Context): Check =>
  apart(commission, [...new Set([taken.by, context.actor.id])]);

/** Whoever decided is; the act that follows may be noted by the officer who looks after the agreement. */
export const deciderApart = (commission: CommissionState, taken: Taken): Check =>
  apart(commission, [taken.by]);

/** The decision lets the agreement under this award come to this sum, what it came to before included. */
export const changeAuthorised = (
  commission: CommissionState,
  taken: Taken,
  award: string,
  amount: Money,
): Check => {
  const acts = authorised(taken, commission, 'vary').filter((act) => act.award === award);
  const covers = acts.some(({ upTo }) => upTo.vat === amount.vat && amount.pence <= upTo.pence);
  const facts = { decision: taken.decision, act: 'vary', award, amount };
  return check(covers, decisionAuthorises, { ...facts, upTo: acts.map(({ upTo }) => upTo) }, '/decision');
};

/**
 * The decision lets this provider have this sum in this lot, together with what was awarded to it under the decision
 * before. An act that names no lot covers all of them.
 */
export const awardAuthorised = (
  commission: CommissionState,
  taken: Taken,
  award: { readonly provider: string; readonly lot: string; readonly amount: Money },
): Check => {
  const { provider, lot, amount } = award;
  const acts = authorised(taken, commission, 'award').filter(
    (act) => act.provider === provider && (act.lot === undefined || act.lot === lot),
  );
  const under = [...commission.awards.values()].filter(
    (made) =>
      made.decision === taken.decision && made.provider === provider && made.kind !== 'prior' && stands(made),
  );
  const covers = acts.some((act) => {
    const before = under.filter((made) => act.lot === undefined || made.lot === act.lot);
    const total = before.reduce<number>((sum, made) => sum + (made.awarded?.pence ?? 0), amount.pence);
    return act.upTo.vat === amount.vat && total <= act.upTo.pence;
  });
  const facts = { decision: taken.decision, act: 'award', provider, lot, amount };
  return check(covers, decisionAuthorises, { ...facts, upTo: acts.map(({ upTo }) => upTo) }, '/decision');
};
