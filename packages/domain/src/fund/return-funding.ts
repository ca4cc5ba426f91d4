import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { movement } from './action';
import { FundingReturned } from './events';
import { onlyUnspent, trancheKnown, unspentOf } from './unspent';

type ReturnFunding = t.TypeOf<typeof FundingReturned.codec>;

/** Gives unspent money of a tranche back to its funder; it leaves the budget. */
export const returnFunding = movement<ReturnFunding>({
  name: 'return-funding',
  says: 'Give money of a tranche that was not spent back to the funder.',
  command: FundingReturned.codec,
  roles: ['finance'],
  afterClosing: true,
  rules: [trancheKnown, onlyUnspent, datesNotInTheFuture],
  entry: (command, fund) => ({ field: '/return', before: fund.fundingReturns.get(command.return) }),
  decide: (command, context) => (fund) =>
    pipe(
      unspentOf(fund, command),
      E.chain(() => notInTheFuture(context, command.returnedOn, '/returnedOn')),
      E.map(() => [FundingReturned.make(command)]),
    ),
});
