import { bodyOf, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { someMoney } from '../plan/allocate-funding';
import { partnerHere, partnerKnown } from './co-commissioners';
import { ContributionAgreed } from './co-commissioning-events';

const intoOurFund = rule({
  id: 'contribution.into-a-fund-of-ours',
  sentence: 'What a partner gives to our body comes into a fund of our body.',
  strength: 'integrity',
  source: 'Design of the record: each pound is in one place at a time',
});

/** Notes what a partner agreed to give: into a fund of ours, or to the provider itself where no fund is named. */
export const agreeContribution = commissionAction({
  name: 'agree-contribution',
  says: 'Note how much a partner agreed to give, and into which fund.',
  command: ContributionAgreed.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [entrySaidOnce, partnerKnown, someMoney, intoOurFund, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.contributions.get(command.contribution)?.agreed, command, '/contribution', () => {
      const { partner, amount, fund, agreedOn } = command;
      const ours = bodyOf(commission.reference ?? '');
      return pipe(
        partnerHere(commission, partner),
        E.chain(() =>
          allHold(
            check(amount > 0, someMoney, { amount }, '/amount'),
            check(
              fund === undefined || bodyOf(fund) === ours,
              intoOurFund,
              { fund: fund ?? '', body: ours },
              '/fund',
            ),
            notInTheFuture(context, agreedOn, '/agreedOn'),
          ),
        ),
        E.map(() => [ContributionAgreed.make(command)]),
      );
    }),
});
