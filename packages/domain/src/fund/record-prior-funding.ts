import { financialYearOf } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { allHold, check } from '../checks';
import { entrySaidOnce, saidOnce } from '../entries';
import { datesNotInTheFuture, notInTheFuture } from '../not-in-future';
import type { FundAction } from './action';
import { PriorFundingRecorded } from './events';
import { yearOf } from './fund-reference';
import { namedForStreamAndYear } from './open-fund';

type RecordPriorFunding = t.TypeOf<typeof PriorFundingRecorded.codec>;

/**
 * Notes funding received before this record began, with its source. It may begin the fund's stream; it neither opens
 * the fund nor adds to a budget, before or after the fund is opened, because nobody decided on it here.
 */
export const recordPriorFunding: FundAction<RecordPriorFunding> = {
  name: 'record-prior-funding',
  aggregate: 'fund',
  says: 'Note funding received before this record began.',
  command: PriorFundingRecorded.codec,
  opens: true,
  roles: ['finance', 'commissioning-officer', 'administrator'],
  rules: [entrySaidOnce, namedForStreamAndYear, datesNotInTheFuture],
  needs: () => ({}),
  decide: (command, context) => (fund) =>
    saidOnce(fund.prior.get(command.id), command, '/id', () => {
      const { year } = command;
      const thisYear = financialYearOf(context.today);
      const holds = allHold(
        check(year === yearOf(command.fund), namedForStreamAndYear, { fund: command.fund, year }, '/year'),
        check(year <= thisYear, datesNotInTheFuture, { year, thisYear }, '/year'),
        notInTheFuture(context, command.decidedOn, '/decidedOn'),
        notInTheFuture(context, command.source.read, '/source/read'),
      );
      return E.isLeft(holds) ? holds : E.right([PriorFundingRecorded.make(command)]);
    }),
};
