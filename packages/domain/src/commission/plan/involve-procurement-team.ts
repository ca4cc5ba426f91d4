import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { ProcurementTeamInvolved } from './events';

/** Notes that the procurement team took part, and what it advised. */
export const involveProcurementTeam = commissionAction({
  name: 'involve-procurement-team',
  says: 'Note the procurement team’s part and its advice.',
  command: ProcurementTeamInvolved.codec,
  roles: ['commissioning-officer'],
  rules: [datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    commission.procurementTeam.some((before) => alike(before, command))
      ? E.right([])
      : pipe(
          notInTheFuture(context, command.on, '/on'),
          E.map(() => [ProcurementTeamInvolved.make(command)]),
        ),
});
