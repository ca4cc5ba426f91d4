import { type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { present } from '../../checks';
import type { Bid, CommissionState } from '../state';
import type { OpenedBid } from './events';

export const bidKnown = rule({
  id: 'bid.known',
  sentence: 'A bid is one that was received.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const bidCompetes = rule({
  id: 'bid.competes',
  sentence:
    'A bid is assessed once it was opened, in a lot it was made for, unless it was withdrawn or excluded.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.19: tenders that were disregarded are not assessed',
});

/** A bid that was received, or the refusal that there is none of this id. */
export const receivedBid = (commission: CommissionState, bid: string): E.Either<Refusal, Bid> =>
  present(commission.bids.get(bid), bidKnown, { bid }, '/bid');

const excludedFrom = (bid: Bid, lot: string): boolean =>
  bid.exclusions.some((exclusion) => exclusion.lot === undefined || exclusion.lot === lot);

/** Whether a bid was made for a lot and stands: opened, not withdrawn. An excluded bid is one of them. */
export const madeFor = (bid: Bid, lot: string): boolean =>
  !bid.withdrawn && bid.opened !== undefined && bid.opened.lots.some((each) => each === lot);

/** The bids that compete for a lot: made for it and not excluded from it. */
export const competingBids = (commission: CommissionState, lot: string): ReadonlyArray<OpenedBid> =>
  [...commission.bids.values()].flatMap((bid) =>
    bid.opened !== undefined && madeFor(bid, lot) && !excludedFrom(bid, lot) ? [bid.opened] : [],
  );

/** A bid that competes for a lot, or why it does not. */
export const competingBid = (
  commission: CommissionState,
  lot: string,
  bid: string,
): E.Either<Refusal, OpenedBid> => {
  const received = receivedBid(commission, bid);
  if (E.isLeft(received)) return received;
  const { withdrawn, opened } = received.right;
  const competing = competingBids(commission, lot).find((each) => each.bid === bid);
  const facts = { bid, lot, opened: opened !== undefined, lots: opened?.lots ?? [], withdrawn };
  return present(competing, bidCompetes, { ...facts, excluded: excludedFrom(received.right, lot) }, '/bid');
};
