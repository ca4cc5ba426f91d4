import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold } from '../../checks';
import { commissionAction } from '../action';
import { interestsSettled } from '../purchase/interests';
import { awardKnown } from './agreements';
import { returnAnswered, returnMade } from './answering';
import { managerDeclared, mayManage } from './contract-managers';
import { ReturnAccepted } from './events';
import { notPaidByOneself, twoPeople } from './two-people';

/** Accepts a return, as it was made or after a query was explained. Accepting and paying are two people. */
export const acceptReturn = commissionAction({
  name: 'accept-return',
  says: 'Accept a provider’s return.',
  command: ReturnAccepted.codec,
  roles: ['commissioning-officer'],
  rules: [awardKnown, returnMade, managerDeclared, interestsSettled, twoPeople],
  decide:
    (command, { actor }) =>
    (commission) =>
      pipe(
        returnAnswered(commission, command),
        E.chain(({ award, standing }) =>
          standing.standing === 'accepted'
            ? E.right([])
            : pipe(
                allHold(
                  notPaidByOneself(award, command.period, actor.id),
                  mayManage(commission, award, actor.id),
                ),
                E.map(() => [ReturnAccepted.make(command)]),
              ),
        ),
      ),
});
