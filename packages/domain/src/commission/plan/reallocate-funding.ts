import { DecisionRef, LocalId, Pence, rule, Text } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { decisionStands, stillStands } from '../../decision/still-stands';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { unpromised } from '../allocations';
import type { Allocation, CommissionState } from '../state';
import { someMoney } from './allocate-funding';
import { FundingReallocated, ReallocatedTo } from './reallocation-events';
import { allocationKnown, promisedStays } from './release-funding';
import { tally } from '../../totals';

const underDecision = rule({
  id: 'funding.reallocated-under-decision',
  sentence:
    'Money is reallocated from one commission to another under a decision that names both, the fund and the sum.',
  strength: 'integrity',
  source: 'Decision PCC/D/099: underspend of the year was reallocated by decision',
});

const toAnother = rule({
  id: 'funding.reallocated-to-another',
  sentence: 'Money is reallocated to another commission than the one it is set aside for.',
  strength: 'integrity',
  source: 'Design of the record',
});

const ReallocateFunding = t.type(
  {
    release: LocalId,
    allocation: LocalId,
    amount: Pence,
    to: ReallocatedTo,
    decision: DecisionRef,
    reason: Text,
  },
  'ReallocateFunding',
);
type ReallocateFunding = t.TypeOf<typeof ReallocateFunding>;

/** What was reallocated from here to a commission under a decision before, in pence, of one fund. */
const reallocatedBefore = (
  { allocations }: CommissionState,
  fund: string,
  { decision, to }: ReallocateFunding,
): Pence =>
  tally(
    [...allocations.values()]
      .filter((allocation) => allocation.fund === fund)
      .flatMap(({ releases }) => [...releases.values()])
      .filter((each) => each.decision === decision && each.to?.commission === to.commission)
      .map(({ amount }) => amount),
  );

const decided = (
  commission: CommissionState,
  { fund }: Allocation,
  command: ReallocateFunding,
  context: Context,
): Check => {
  const { decision, amount, to } = command;
  const acts = (context.decisions.get(decision)?.taken?.authorises ?? []).flatMap((act) =>
    act.act === 'reallocate' &&
    act.fund === fund &&
    act.from === commission.reference &&
    act.to === to.commission
      ? [act.amount.pence]
      : [],
  );
  const authorised = acts.length === 0 ? null : tally(acts);
  const before = reallocatedBefore(commission, fund, command);
  return check(
    authorised !== null && before + amount <= authorised,
    underDecision,
    { decision, fund, to: to.commission, authorised, before, amount },
    authorised === null ? '/decision' : '/amount',
  );
};

/**
 * Gives up for another commission, under one decision, what was set aside here and is promised to no award. The fund takes
 * it back and sets it aside there.
 */
export const reallocateFunding = commissionAction({
  name: 'reallocate-funding',
  says: 'Give money that was set aside and is not needed to another commission, under a decision.',
  command: ReallocateFunding,
  roles: ['commissioning-officer', 'finance', 'approver'],
  rules: [allocationKnown, entrySaidOnce, someMoney, toAnother, promisedStays, underDecision, decisionStands],
  needs: ({ decision }) => ({ decisions: [decision] }),
  decide: (command, context) => (commission) => {
    const { release, allocation, amount, to, decision, reason } = command;
    return pipe(
      present(commission.allocations.get(allocation), allocationKnown, { allocation }, '/allocation'),
      E.chain((from) =>
        saidOnce(from.releases.get(release), { amount, reason, to, decision }, '/release', () => {
          const left = unpromised(commission, allocation);
          const { fund, theme } = from;
          return pipe(
            allHold(
              check(amount > 0, someMoney, { amount }, '/amount'),
              check(
                to.commission !== commission.reference,
                toAnother,
                { to: to.commission },
                '/to/commission',
              ),
              check(amount <= left, promisedStays, { asked: amount, notPromised: left }, '/amount'),
              decided(commission, from, command, context),
              stillStands(context, decision),
            ),
            E.map(() => [
              FundingReallocated.make({ ...command, fund, ...(theme === undefined ? {} : { theme }) }),
            ]),
          );
        }),
      ),
    );
  },
});
