import { DocumentRef, type Instant, LocalId, rule, Sha256 } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, check, present } from '../../checks';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { BidReceived, Via } from './events';
import { asksFor } from './route';

export const bidsAfterPublication = rule({
  id: 'bid.after-publication',
  sentence: 'A bid answers a published specification, from the moment it opens.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.21; by policy for grants',
});

export const bidsBeforeDeadline = rule({
  id: 'bid.before-deadline',
  sentence: 'No bid is taken after the deadline: what came late is refused and stays unopened.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2); sealed bids, Scottish Procurement Journey',
});

export const bidsWhereAsked = rule({
  id: 'bid.where-sealed-bids-are-asked',
  sentence: 'Sealed bids are taken on a route that asks for them.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.19: tenders are assessed by the procedure that was published',
});

export const bidOnce = rule({
  id: 'bid.once',
  sentence: 'A bid id stands for one sealed bid.',
  strength: 'integrity',
  source: 'Design of the record',
});

const ReceiveBid = t.type(
  {
    bid: LocalId,
    via: Via,
    sealed: DocumentRef,
    commitment: Sha256,
  },
  'ReceiveBid',
);

/** In time is what the service received at or before the deadline then in force, to the millisecond; none once opened. */
export const inTime = (commission: CommissionState, deadline: Instant, received: Instant): boolean =>
  received <= deadline && !commission.opened;

/** Takes a sealed bid, if it is in time. */
export const receiveBid = commissionAction({
  name: 'receive-bid',
  says: 'Take a sealed bid before the deadline.',
  command: ReceiveBid,
  roles: ['provider', 'commissioning-officer'],
  concealsProvider: true,
  rules: [bidsAfterPublication, bidsWhereAsked, bidsBeforeDeadline, bidOnce],
  decide: (command, context) => (commission) =>
    pipe(
      present(commission.specification, bidsAfterPublication),
      E.chain((spec) => {
        const before = commission.bids.get(command.bid);
        if (before?.seal?.commitment === command.commitment) return E.right([]);
        const deadline = { deadline: spec.closes, received: context.now };
        return pipe(
          allHold(
            check(
              commission.route === undefined || asksFor(commission.route, 'sealed-bids'),
              bidsWhereAsked,
              { route: commission.route?.profile.id ?? null },
            ),
            check(context.now >= spec.opens, bidsAfterPublication, {
              opens: spec.opens,
              received: context.now,
            }),
            check(inTime(commission, spec.closes, context.now), bidsBeforeDeadline, deadline),
            check(before === undefined, bidOnce, { bid: command.bid }, '/bid'),
          ),
          E.map(() => [BidReceived.make(command)]),
        );
      }),
    ),
});
