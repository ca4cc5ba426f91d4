import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { decisionStands, stillStands } from '../decision/still-stands';
import { movement } from './action';
import { OverAllocationApproved } from './events';
import { beyond, holdsPromises, promisedWithinLimit } from './limits';
import { actsFor, movedUnderDecision } from './under-decision';
import { tally } from '../totals';

const wholePercent = rule({
  id: 'fund.over-allocation-share',
  sentence: 'A share that may be allocated beyond a budget is of one to a hundred whole percent of it.',
  strength: 'integrity',
  source: 'Design of the record',
});

const endsAhead = rule({
  id: 'fund.over-allocation-ends',
  sentence: 'An over-allocation ends on a day that has not passed when it is approved.',
  strength: 'integrity',
  source: 'Warwickshire WPCC3-0089: over-allocation is for one round, underwritten for its year',
});

type ApproveOverAllocation = t.TypeOf<typeof OverAllocationApproved.codec>;

/** Lets more be promised than the budget, for a time; it takes the place of the over-allocation approved before. */
export const approveOverAllocation = movement<ApproveOverAllocation>({
  name: 'approve-over-allocation',
  says: 'Let more be set aside and committed than the budget, for a time, under a decision.',
  command: OverAllocationApproved.codec,
  roles: ['approver'],
  rules: [movedUnderDecision, decisionStands, wholePercent, endsAhead, promisedWithinLimit],
  needs: ({ decision }) => ({ decisions: [decision] }),
  entry: ({ approval }, fund) => ({ field: '/approval', before: fund.overAllocations.get(approval) }),
  decide: (command, context) => (fund) => {
    const { decision, amount, percent, until } = command;
    const acts = actsFor(context, decision, fund, 'over-allocate');
    const covers = acts.some(
      (act) => amount <= act.amount.pence && until <= act.until && percent === act.percent,
    );
    const { budget } = fund;
    return pipe(
      allHold(
        stillStands(context, decision),
        check(
          covers,
          movedUnderDecision,
          {
            decision,
            amount,
            percent: percent ?? null,
            until,
            authorised: acts.map((act) => act.amount.pence),
          },
          '/decision',
        ),
        check(
          percent === undefined || (percent >= 1 && percent <= 100),
          wholePercent,
          { percent: percent ?? null },
          '/percent',
        ),
        check(until >= context.today, endsAhead, { until, today: context.today }, '/until'),
        holdsPromises(fund, tally([budget, beyond(budget, command)]), budget, '/amount'),
      ),
      E.map(() => [OverAllocationApproved.make(command)]),
    );
  },
});
