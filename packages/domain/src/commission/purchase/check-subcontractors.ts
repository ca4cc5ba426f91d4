import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { bidKnown, receivedBid } from './bids';
import { SubcontractorsChecked } from './exclusion-events';

const ofAnOpenedBid = rule({
  id: 'subcontractors.of-an-opened-bid',
  sentence:
    'Subcontractors are looked at of a bid that was opened, and those found debarred are among those it named.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.28',
});

/** Notes to whom a bidder would subcontract, and which of them stand on the debarment list; looked at anew, the last counts. */
export const checkSubcontractors = commissionAction({
  name: 'check-subcontractors',
  says: 'Note to whom a bidder would subcontract, and which of them stand on the debarment list.',
  command: SubcontractorsChecked.codec,
  roles: ['commissioning-officer'],
  rules: [bidKnown, ofAnOpenedBid, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    pipe(
      receivedBid(commission, command.bid),
      E.chain(({ opened }) => {
        const { bid, subcontractors, debarred, checkedOn } = command;
        if (alike(commission.subcontracting.get(bid), command)) return E.right([]);
        const others = debarred.filter((each) => !subcontractors.includes(each));
        return pipe(
          allHold(
            check(opened !== undefined && others.length === 0, ofAnOpenedBid, { bid, others }, '/debarred'),
            notInTheFuture(context, checkedOn, '/checkedOn'),
          ),
          E.map(() => [SubcontractorsChecked.make(command)]),
        );
      }),
    ),
});
