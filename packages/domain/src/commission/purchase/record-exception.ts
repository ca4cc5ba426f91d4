import { type ActorId, DecisionRef, Line, official, type Rule, rule, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { type CommissionAction, commissionAction } from '../action';
import { authorised, citedDecision, decisionAuthorises, citable } from './authority';
import { ExceptionRecorded } from './events';

const policyAlone = rule({
  id: 'exception.policy-alone',
  sentence: 'Only a rule of policy is set aside; law and what keeps the record true are not.',
  strength: 'integrity',
  source: 'A body may depart from its own policy for a reason, not from the law: GovS 015, comply or explain',
});

const RecordException = t.type(
  { rule: Line, ground: official(Text), decision: DecisionRef },
  'RecordException',
);
type RecordException = t.TypeOf<typeof RecordException>;

/** Sets one of the given rules of policy aside for a commission, under a decision that authorises it for that rule. */
export const recordExceptionTo = (rules: ReadonlyArray<Rule>): CommissionAction<RecordException> => {
  const strengths = new Map(rules.map(({ id, strength }) => [id, strength]));
  return commissionAction({
    name: 'record-exception',
    says: 'Set a rule of policy aside for this commission, on a ground and under a decision.',
    command: RecordException,
    roles: ['commissioning-officer', 'approver'],
    rules: [entrySaidOnce, policyAlone, ...citable, decisionAuthorises],
    needs: ({ decision }) => ({ decisions: [decision] }),
    decide: (command, context) => (commission) => {
      const { rule: broken, decision } = command;
      const strength = strengths.get(broken) ?? 'unknown';
      const before = commission.exceptions.get(broken);
      return saidOnce(before, decision, '/rule', () =>
        pipe(
          check(strength === 'policy', policyAlone, { rule: broken, strength }, '/rule'),
          E.chain(() => citedDecision(context, decision)),
          E.chainFirst((taken) => {
            const acts = authorised(taken, commission, 'exception').filter((act) => act.rule === broken);
            return check(
              acts.length > 0,
              decisionAuthorises,
              { decision, act: 'exception', rule: broken },
              '/decision',
            );
          }),
          E.map(({ by }) => [ExceptionRecorded.make({ ...command, authorisedBy: by as ActorId })]),
        ),
      );
    },
  });
};
