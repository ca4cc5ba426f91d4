import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, type Check, check } from '../../checks';
import { commissionAction } from '../action';
import { isPublicContract } from '../public-contract';
import type { CommissionState } from '../state';
import { bidKnown, lotsMeant, madeFor, receivedBid } from './bids';
import { type AllowedAs, BidExcluded } from './exclusion-events';
import { freeInLots, interestsSettled } from './interests';
import { evaluationOf } from './lots';
import { heardOnLowBid, lowBidHeard } from './low-bids';

const excludedOnceOpened = rule({
  id: 'exclusion.once-opened',
  sentence: 'A bid is excluded for what it holds: once opened, from a lot it was made for.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.19, 26-28',
});

const excludedBeforeRanking = rule({
  id: 'exclusion.before-ranking',
  sentence:
    'A bid is excluded from a lot before its ranking is computed; after that an award may depart from it with reasons.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.26: exclusion is considered before tenders are assessed',
});

const excludedUnderCriterion = rule({
  id: 'exclusion.under-published-criterion',
  sentence: 'A criterion that a bid is excluded under is one that was published.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23: what disqualifies is stated beforehand',
});

const allowedByTheAct = rule({
  id: 'exclusion.allowed-by-the-act',
  sentence: 'Whoever leaves out a bid for a public contract says as what the Procurement Act allows it.',
  strength: 'law',
  source: 'Procurement Act 2023 ss.19, 26-28, 30, 82: no other tender is disregarded',
});

const allowed = (commission: CommissionState, allowedAs: AllowedAs | undefined): Check =>
  check(
    !isPublicContract(commission) || allowedAs !== undefined,
    allowedByTheAct,
    { regime: commission.route?.regime ?? null },
    '/allowedAs',
  );

/** Leaves a bid out of one lot, or of all it was made for, on a stated ground. It stays in the record as it was. */
export const excludeBid = commissionAction({
  name: 'exclude-bid',
  says: 'Leave an opened bid out of the competition, on a stated ground.',
  command: BidExcluded.codec,
  roles: ['commissioning-officer'],
  rules: [
    bidKnown,
    excludedOnceOpened,
    excludedBeforeRanking,
    excludedUnderCriterion,
    allowedByTheAct,
    lowBidHeard,
    interestsSettled,
  ],
  decide:
    (command, { actor, today }) =>
    (commission) =>
      pipe(
        receivedBid(commission, command.bid),
        E.chain((bid) => {
          if (bid.exclusions.some((exclusion) => alike(exclusion, command))) return E.right([]);
          const { lot, criterion, allowedAs } = command;
          const lots = lotsMeant(bid, lot);
          const standing = lots.length > 0 && lots.every((each) => madeFor(bid, each));
          const ranked = lots.filter((each) => evaluationOf(commission, each).ranking !== undefined);
          const criteria = commission.specification?.criteria.map(({ id }) => id) ?? [];
          const published = criterion === undefined || criteria.includes(criterion);
          return pipe(
            allHold(
              check(
                standing,
                excludedOnceOpened,
                { bid: command.bid, lots, withdrawn: bid.withdrawn },
                '/bid',
              ),
              freeInLots(commission, actor.id, lots),
              check(ranked.length === 0, excludedBeforeRanking, { ranked }, '/lot'),
              check(
                published,
                excludedUnderCriterion,
                { criterion: criterion ?? '', criteria },
                '/criterion',
              ),
              allowed(commission, allowedAs),
              allowedAs === 'abnormally-low'
                ? heardOnLowBid(commission, command.bid, lots, today)
                : E.right(undefined),
            ),
            E.map(() => [BidExcluded.make(command)]),
          );
        }),
      ),
});
