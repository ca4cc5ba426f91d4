import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { awardSubsidised, subsidisedAward } from './assistance';
import { SubsidyEntered } from './subsidy-events';

/** Notes that a subsidy, or what it came to once it was changed, was entered in the subsidy database. */
export const enterSubsidy = commissionAction({
  name: 'enter-subsidy',
  says: 'Note that a subsidy was entered in the subsidy database.',
  command: SubsidyEntered.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [entrySaidOnce, awardSubsidised, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    saidOnce(commission.subsidiesEntered.get(command.entry), command, '/entry', () =>
      pipe(
        subsidisedAward(commission, command.award, false),
        E.chain(() => notInTheFuture(context, command.enteredOn, '/enteredOn')),
        E.map(() => [SubsidyEntered.make(command)]),
      ),
    ),
});
