import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check, present } from '../../checks';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { BiddingClosed } from './closing-events';
import { bidsAfterPublication, bidsWhereAsked, inTime } from './receive-bid';
import { asksFor, onARoute, routeOf } from './route';

const closedAfterDeadline = rule({
  id: 'closing.after-deadline',
  sentence: 'Bidding is closed after the deadline in force and before bids are opened.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2); sealed bids, Scottish Procurement Journey',
});

const closedOverAll = rule({
  id: 'closing.over-every-bid',
  sentence: 'The digest of a closing is over every bid that was received and not withdrawn, each once.',
  strength: 'integrity',
  source: 'Design of the record: no bid can be exchanged between the deadline and the opening',
});

/** The commitments that a closing is over, in their order: of every bid received and not withdrawn. */
export const commitmentsIn = ({ bids }: Pick<CommissionState, 'bids'>): ReadonlyArray<string> =>
  [...bids.values()]
    .flatMap(({ seal, withdrawn }) => (seal && !withdrawn ? [seal.commitment] : []))
    .toSorted();

/** Publishes one digest over what bidders committed to. A deadline that is extended later opens bidding again. */
export const closeBidding = commissionAction({
  name: 'close-bidding',
  says: 'Publish one digest over all sealed bids, after the deadline and before they are opened.',
  command: BiddingClosed.codec,
  roles: ['commissioning-officer', 'system'],
  rules: [bidsAfterPublication, onARoute, bidsWhereAsked, closedAfterDeadline, closedOverAll],
  decide:
    (command, { now }) =>
    (commission) => {
      if (commission.closing !== undefined) return E.right([]);
      return pipe(
        E.Do,
        E.bind('spec', () => present(commission.specification, bidsAfterPublication)),
        E.bind('route', () => routeOf(commission)),
        E.chainFirst(({ spec: { closes }, route }) => {
          const commitments = commitmentsIn(commission);
          const over = command.commitments;
          const same =
            over.length === commitments.length && over.every((each, at) => each === commitments[at]);
          return allHold(
            check(asksFor(route, 'sealed-bids'), bidsWhereAsked, { route: route.profile.id }),
            check(!commission.opened && !inTime(commission, closes, now), closedAfterDeadline, {
              deadline: closes,
              asked: now,
            }),
            check(same, closedOverAll, { given: over.length, received: commitments.length }, '/commitments'),
          );
        }),
        E.map(() => [BiddingClosed.make(command)]),
      );
    },
});
