import { bodyOf, type DecisionRef, type Refusal, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, type Check, check, present } from '../checks';
import { type Context, type DomainAction, rulesAdopted, rulesInForce } from '../context';
import { neverToPolice, notHeldByPolice } from '../rulebook/delegation';
import type { Delegation, RuleBookData } from '../rulebook/events';
import { authorisedSum, comparableSums, sumsOnOneBasis } from './delegated-sum';
import { type DecisionEvent, DecisionTaken, StatedDecision } from './events';
import { matterOf } from './matters';
import { publish, PublishDecision, publishedOnce } from './publish-decision';
import type { DecisionState } from './state';
import { withheldInChiefOfficersView, withheldOnGround } from './withholding';

const takenOnce = rule({
  id: 'decision.taken-once',
  sentence: 'A number stands for one decision, and a decision once taken stays as it was taken.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d): a record of each decision',
});

const numberedInSeries = rule({
  id: 'decision.numbered-in-series',
  sentence: 'A decision is numbered in a series that the body uses.',
  strength: 'integrity',
  source: 'Numbers restart with each commissioner: a number means nothing without its series',
});

const writtenOnce = rule({
  id: 'decision.number-written-one-way',
  sentence:
    'The number of a decision has four digits, and more only where it needs them: one number is one decision.',
  strength: 'integrity',
  source: 'Specified Information Order 2011 Sch para 5(d): a record of each decision',
});

const underDelegation = rule({
  id: 'decision.under-delegation',
  sentence: 'Whoever decides holds a delegation in the scheme of the day.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18; scheme of delegation',
});

const withinDelegatedSum = rule({
  id: 'decision.within-delegated-sum',
  sentence: 'The sums that a decision authorises together stay within the delegation it is taken under.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18; scheme of delegation',
});

const deciderDidNotAdvise = rule({
  id: 'decision.decider-did-not-advise',
  sentence: 'Whoever decides gave none of the advice on which the decision rests.',
  strength: 'integrity',
  source: 'Separation of duties; scheme of delegation',
});

const ownBody = rule({
  id: 'decision.own-body',
  sentence: 'A decision authorises acts of the body that takes it, and of no other.',
  strength: 'integrity',
  source: 'Police Reform and Social Responsibility Act 2011 s.18',
});

/** `BEDS-PCC24-0072a` is in the series `PCC24`. */
const seriesOf = (reference: DecisionRef): string => reference.split('-')[1] ?? '';

/** A number that could be written with fewer digits, or is not filled up to four, stands for two references. */
const oneWay = /-(?:\d{4}|[1-9]\d{4,5})[a-z]?$/;

const adviceFromOthers = ({ advice }: StatedDecision, { actor }: Context): ReadonlyArray<Check> =>
  advice.map(({ by, kind }, index) =>
    check(by !== actor.id, deciderDidNotAdvise, { advice: kind, by }, `/advice/${index}/by`),
  );

const actsOfOwnBody = ({ decision, authorises }: StatedDecision): ReadonlyArray<Check> =>
  authorises.map((act, index) => {
    const body = bodyOf(decision);
    const others = matterOf(act)
      .map(bodyOf)
      .filter((of) => of !== body);
    const facts = { body, act: act.act, of: others[0] ?? body };
    return check(others.length === 0, ownBody, facts, `/authorises/${index}`);
  });

/** Whether the delegation lets this person, in the role they act in, authorise this much. */
const allowedBy = (held: Delegation, command: StatedDecision, { actor }: Context): ReadonlyArray<Check> => {
  const sum = authorisedSum(command.authorises);
  const roles = { role: actor.role, delegated: held.role };
  const limit = held.upTo ?? sum;
  return [
    check(actor.role === held.role, underDelegation, roles, '/delegation'),
    notHeldByPolice(held, '/delegation'),
    check(sum <= limit, withinDelegatedSum, { sum, limit, capacity: held.capacity }, '/authorises'),
  ];
};

const decidedUnder = (
  rules: RuleBookData,
  command: TakeDecision,
  context: Context,
): E.Either<Refusal, ReadonlyArray<DecisionEvent>> => {
  const series = { series: seriesOf(command.decision), inUse: rules.decisionSeries };
  return pipe(
    present(
      rules.delegations.find(({ id }) => id === command.delegation),
      underDelegation,
      { delegation: command.delegation },
      '/delegation',
    ),
    E.chainFirst((held) =>
      allHold(
        check(rules.decisionSeries.includes(series.series), numberedInSeries, series, '/decision'),
        check(oneWay.test(command.decision), writtenOnce, { decision: command.decision }, '/decision'),
        ...actsOfOwnBody(command),
        ...comparableSums(command.authorises, rules.valueBasis),
        ...allowedBy(held, command, context),
        ...adviceFromOthers(command, context),
      ),
    ),
    E.map(({ capacity }) => [DecisionTaken.make({ ...command, capacity })]),
  );
};

const TakeDecision = t.intersection(
  [StatedDecision, t.partial({ publication: PublishDecision })],
  'TakeDecision',
);
type TakeDecision = t.TypeOf<typeof TakeDecision>;

const taken = (
  stated: StatedDecision,
  context: Context,
  { taken: before }: DecisionState,
): E.Either<Refusal, ReadonlyArray<DecisionEvent>> => {
  if (before !== undefined) {
    const { by, capacity, ...alreadyStated } = before;
    const facts = { decision: stated.decision, takenBy: by, capacity };
    return alike(stated, alreadyStated) ? E.right([]) : E.left(refusal(takenOnce, facts, '/decision'));
  }
  return pipe(
    rulesInForce(context),
    E.chain((rules) => decidedUnder(rules, stated, context)),
  );
};

/**
 * Takes a decision under a delegation of the day, and publishes it in the same act where it is said how. Once taken it
 * is cited by the acts it authorises.
 */
export const takeDecision: DomainAction<TakeDecision, DecisionState, DecisionEvent> = {
  name: 'take-decision',
  aggregate: 'decision',
  says: 'Take a decision, with its reasons and the advice it rests on.',
  command: TakeDecision,
  opens: true,
  roles: ['approver', 'finance', 'commissioning-officer'],
  rules: [
    rulesAdopted,
    takenOnce,
    numberedInSeries,
    writtenOnce,
    ownBody,
    sumsOnOneBasis,
    underDelegation,
    neverToPolice,
    withinDelegatedSum,
    deciderDidNotAdvise,
    publishedOnce,
    withheldOnGround,
    withheldInChiefOfficersView,
  ],
  needs: () => ({}),
  decide:
    ({ publication, ...stated }, context) =>
    (state) =>
      pipe(
        E.Do,
        E.bind('decided', () => taken(stated, context, state)),
        E.bind('published', () =>
          publication === undefined ? E.right([]) : publish(stated.decision, publication, state.published),
        ),
        E.map(({ decided, published }) => [...decided, ...published]),
      ),
};
