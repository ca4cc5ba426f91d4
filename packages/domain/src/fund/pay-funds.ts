import { remaining, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { movement } from './action';
import { deliveredInTime, inTime } from './delivered-in-time';
import { FundsPaid } from './events';
import { paidWithinBudget, withinBudget } from './paid-within-budget';
import { leftOfCommitment } from './state';
import { commitmentKnown, commitmentWith, withinCommitment } from './within-commitment';

const coveredByBudget = rule({
  id: 'fund.paid-once-covered',
  sentence: 'Nothing is paid on a promise made before the year was opened until the budget covers it.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114; agreements over years are subject to budget',
});

type PayFunds = t.TypeOf<typeof FundsPaid.codec>;

/** Records that part of a commitment was paid. */
export const payFunds = movement<PayFunds>({
  name: 'pay-funds',
  says: 'Record a payment on a commitment.',
  command: FundsPaid.codec,
  roles: ['finance', 'system'],
  rules: [
    commitmentKnown,
    withinCommitment,
    coveredByBudget,
    paidWithinBudget,
    deliveredInTime,
    datesNotInTheFuture,
  ],
  entry: ({ payment }, fund) => ({ field: '/payment', before: fund.payments.get(payment) }),
  decide: (command, context) => (fund) =>
    pipe(
      commitmentWith(fund, command),
      E.chain((owed) => {
        const { amount, paidOn } = command;
        const covered = remaining(leftOfCommitment(owed), owed.forward);
        return allHold(
          check(amount <= covered, coveredByBudget, { amount, covered, forward: owed.forward }, '/amount'),
          withinBudget(fund, amount),
          inTime(fund, command),
          notInTheFuture(context, paidOn, '/paidOn'),
        );
      }),
      E.map(() => [FundsPaid.make(command)]),
    ),
});
