import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { toCome } from '../contributions';
import { someMoney } from '../plan/allocate-funding';
import { contributionKnown, knownContribution, withinWhatIsToCome } from './co-commissioners';
import { ContributionWithdrawn } from './co-commissioning-events';

/**
 * Notes that a partner gives less than it had agreed to. That is a fact and never refused for what it leaves uncovered:
 * what was promised on its strength is, until something takes its place.
 */
export const withdrawContribution = commissionAction({
  name: 'withdraw-contribution',
  says: 'Note that a partner gives less than it had agreed to, and why.',
  command: ContributionWithdrawn.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [contributionKnown, entrySaidOnce, someMoney, withinWhatIsToCome, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    pipe(
      knownContribution(commission, command.contribution),
      E.chain((known) => {
        const { amount, withdrawnOn } = command;
        const left = toCome(known);
        return saidOnce(known.withdrawals.get(command.withdrawal), command, '/withdrawal', () =>
          pipe(
            allHold(
              check(amount > 0, someMoney, { amount }, '/amount'),
              check(amount <= left, withinWhatIsToCome, { amount, toCome: left }, '/amount'),
              notInTheFuture(context, withdrawnOn, '/withdrawnOn'),
            ),
            E.map(() => [ContributionWithdrawn.make(command)]),
          ),
        );
      }),
    ),
});
