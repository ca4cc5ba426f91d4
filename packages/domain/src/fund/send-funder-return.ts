import { refusal, remaining, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { alike, allHold, check } from '../checks';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import { type FundAction, fundOpened } from './action';
import { FunderReturnSent } from './events';

const reportedAsRecorded = rule({
  id: 'fund.reported-as-recorded',
  sentence: 'A funder is told what the record says, or why what it was told is something else.',
  strength: 'integrity',
  source: 'Ministry of Justice grant terms, PQ HL15158: commissioners report their spending',
});

type SendFunderReturn = t.TypeOf<typeof FunderReturnSent.codec>;

/** Notes what the funder was told of the year, when, and in which document. */
export const sendFunderReturn: FundAction<SendFunderReturn> = {
  name: 'send-funder-return',
  aggregate: 'fund',
  says: 'Note what was reported to the funder.',
  command: FunderReturnSent.codec,
  opens: false,
  roles: ['finance'],
  rules: [fundOpened, entrySaidOnce, reportedAsRecorded, datesNotInTheFuture],
  needs: () => ({}),
  decide: (command, context) => (fund) => {
    if (fund.opened === undefined) return E.left(refusal(fundOpened));
    return saidOnce(fund.funderReturns.get(command.return), command, '/return', () => {
      const { budget, committed, paid } = fund;
      const recorded = { spent: paid, committed, unspent: remaining(budget, paid) };
      const { reported, difference, sentOn } = command;
      return pipe(
        allHold(
          check(
            difference !== undefined || alike(reported, recorded),
            reportedAsRecorded,
            { reported, recorded },
            '/difference',
          ),
          notInTheFuture(context, sentOn, '/sentOn'),
        ),
        E.map(() => [FunderReturnSent.make(command)]),
      );
    });
  },
};
