import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { commissionAction } from '../action';
import { awardKnown } from './agreements';
import { returnAnswered, returnMade } from './answering';
import { ReturnAccepted } from './events';
import { notPaidByOneself, twoPeople } from './two-people';

/** Accepts a return, as it was made or after a query was explained. Accepting and paying are two people. */
export const acceptReturn = commissionAction({
  name: 'accept-return',
  says: 'Accept a provider’s return.',
  command: ReturnAccepted.codec,
  roles: ['commissioning-officer'],
  rules: [awardKnown, returnMade, twoPeople],
  decide:
    (command, { actor }) =>
    (commission) =>
      pipe(
        returnAnswered(commission, command),
        E.chain(({ award, standing }) =>
          standing.standing === 'accepted'
            ? E.right([])
            : pipe(
                notPaidByOneself(award, command.period, actor.id),
                E.map(() => [ReturnAccepted.make(command)]),
              ),
        ),
      ),
});
