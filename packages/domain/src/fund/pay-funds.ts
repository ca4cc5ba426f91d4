import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { movement } from './action';
import { FundsPaid } from './events';
import { commitmentKnown, commitmentWith, withinCommitment } from './within-commitment';

const paidWithinBudget = rule({
  id: 'fund.paid-within-budget',
  sentence: 'What a fund pays in a year never exceeds its budget for the year, whatever has been committed.',
  strength: 'integrity',
  source: 'Local Government Finance Act 1988 s.114: spending stays within resources',
});

type PayFunds = t.TypeOf<typeof FundsPaid.codec>;

/** Records that part of a commitment was paid. */
export const payFunds = movement<PayFunds>({
  name: 'pay-funds',
  says: 'Record a payment on a commitment.',
  command: FundsPaid.codec,
  roles: ['finance', 'system'],
  rules: [commitmentKnown, withinCommitment, paidWithinBudget, datesNotInTheFuture],
  entry: ({ payment }, fund) => ({ field: '/payment', before: fund.payments.get(payment) }),
  decide: (command, context) => (fund) =>
    pipe(
      commitmentWith(fund, command),
      E.chain(() => {
        const { budget, paid } = fund;
        const { amount, paidOn } = command;
        return allHold(
          check(paid + amount <= budget, paidWithinBudget, { amount, paid, budget }, '/amount'),
          notInTheFuture(context, paidOn, '/paidOn'),
        );
      }),
      E.map(() => [FundsPaid.make(command)]),
    ),
});
