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

const withdrawnByBidder = rule({
  id: 'bid.withdrawn-by-its-bidder',
  sentence: 'A provider withdraws a bid of its own and of nobody else.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2)',
});

/** Takes a sealed bid back. It stays sealed. An officer may enter what a bidder asked for in writing. */
export const withdrawBid = commissionAction({
  name: 'withdraw-bid',
  says: 'Withdraw a bid before the bids are opened.',
  command: BidWithdrawn.codec,
  roles: ['provider', 'commissioning-officer'],
  concealsProvider: true,
  rules: [bidKnown, withdrawnByBidder, withdrawnBeforeOpening],
  decide:
    (command, { actor }) =>
    (commission) =>
      pipe(
        receivedBid(commission, command.bid),
        E.chainFirst(({ by }) =>
          check(
            actor.role !== 'provider' || actor.id === by,
            withdrawnByBidder,
            { bid: command.bid },
            '/bid',
          ),
        ),
        E.chain(({ withdrawn }) => {
          if (withdrawn) return E.right([]);
          return pipe(
            check(!commission.opened, withdrawnBeforeOpening, { bid: command.bid }, '/bid'),
            E.map(() => [BidWithdrawn.make(command)]),
          );
        }),
      ),
});
