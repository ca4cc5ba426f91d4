import { LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, check, present } from '../../checks';
import { commissionAction } from '../action';
import { LateBidRefused, Via } from './events';
import { bidOnce, bidsAfterPublication, inTime } from './receive-bid';

const lateAfterDeadline = rule({
  id: 'bid.late-after-deadline',
  sentence: 'A bid is refused as late only after the deadline.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2)',
});

const RefuseLateBid = t.type({ bid: LocalId, via: Via }, 'RefuseLateBid');

/** Records that a bid came too late to be taken. Nothing of it is kept: it stays unopened. `receive-bid` says what is late. */
export const refuseLateBid = commissionAction({
  name: 'refuse-late-bid',
  says: 'Record that a bid came after the deadline and stays unopened.',
  command: RefuseLateBid,
  roles: ['provider', 'commissioning-officer'],
  concealsProvider: true,
  rules: [bidsAfterPublication, lateAfterDeadline, bidOnce],
  decide:
    ({ bid, via }, { now }) =>
    (commission) => {
      if (commission.lateBids.has(bid)) return E.right([]);
      return pipe(
        present(commission.specification, bidsAfterPublication),
        E.chainFirst(({ closes }) =>
          allHold(
            check(!inTime(commission, closes, now), lateAfterDeadline, { deadline: closes, received: now }),
            check(!commission.bids.has(bid), bidOnce, { bid }, '/bid'),
          ),
        ),
        E.map(({ closes }) => [LateBidRefused.make({ bid, via, closed: closes, received: now })]),
      );
    },
});
