import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check } from '../../checks';
import { commissionAction } from '../action';
import { bidKnown, receivedBid } from './bids';
import { BidWithdrawn } from './events';

const withdrawnBeforeOpening = rule({
  id: 'bid.withdrawn-before-opening',
  sentence: 'A bid is withdrawn before the bids are opened; after that it is assessed.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): no bid is taken back once the others are known',
});

/** Takes a sealed bid back. It stays sealed. */
export const withdrawBid = commissionAction({
  name: 'withdraw-bid',
  says: 'Withdraw a bid before the bids are opened.',
  command: BidWithdrawn.codec,
  roles: ['provider', 'commissioning-officer'],
  concealsProvider: true,
  rules: [bidKnown, withdrawnBeforeOpening],
  decide: (command) => (commission) =>
    pipe(
      receivedBid(commission, command.bid),
      E.chain(({ withdrawn }) => {
        if (withdrawn) return E.right([]);
        return pipe(
          check(!commission.opened, withdrawnBeforeOpening, { bid: command.bid }, '/bid'),
          E.map(() => [BidWithdrawn.make(command)]),
        );
      }),
    ),
});
