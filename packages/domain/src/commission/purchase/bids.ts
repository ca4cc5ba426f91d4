import { type LocalId, type Money, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { present } from '../../checks';
import type { Bid, CommissionState, Revealed } from '../state';

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

/** A bid or quote that was received, or the refusal that there is none of this id. */
export const receivedBid = (commission: CommissionState, bid: string): E.Either<Refusal, Bid> =>
  present(commission.bids.get(bid), bidKnown, { bid }, '/bid');

const excludedFrom = (bid: Bid, lot: string): boolean =>
  bid.exclusions.some((exclusion) => exclusion.lot === undefined || exclusion.lot === lot);

/** The lots that an opened bid was made for; none before it is opened. */
export const lotsOf = ({ opened }: Bid): ReadonlyArray<string> => opened?.offers.map(({ lot }) => lot) ?? [];

/** The lot that is named, or else all that a bid was made for. */
export const lotsMeant = (bid: Bid, lot: string | undefined): ReadonlyArray<string> =>
  lot === undefined ? lotsOf(bid) : [lot];

/** Whether a bid was made for a lot and stands: opened, not withdrawn. An excluded bid is one of them. */
export const madeFor = (bid: Bid, lot: string): boolean =>
  !bid.withdrawn && bid.opened !== undefined && bid.opened.offers.some((offer) => offer.lot === lot);

/** A bid in one lot: whose it is, and what it offers there. */
interface Competing {
  readonly bid: LocalId;
  readonly bidder: Revealed['bidder'];
  readonly price: Money;
}

const offerFor = ({ bid, bidder, offers }: Revealed, lot: string): ReadonlyArray<Competing> =>
  offers.filter((offer) => offer.lot === lot).map(({ price }) => ({ bid, bidder, price }));

/** The bids that compete for a lot: made for it and not excluded from it. */
export const competingBids = (commission: CommissionState, lot: string): ReadonlyArray<Competing> =>
  [...commission.bids.values()].flatMap((bid) =>
    bid.opened !== undefined && madeFor(bid, lot) && !excludedFrom(bid, lot) ? offerFor(bid.opened, lot) : [],
  );

/** A bid that competes for a lot, or why it does not. */
export const competingBid = (
  commission: CommissionState,
  lot: string,
  bid: string,
): E.Either<Refusal, Competing> => {
  const received = receivedBid(commission, bid);
  if (E.isLeft(received)) return received;
  const { withdrawn, opened } = received.right;
  const competing = competingBids(commission, lot).find((each) => each.bid === bid);
  const facts = { bid, lot, opened: opened !== undefined, lots: lotsOf(received.right), withdrawn };
  return present(competing, bidCompetes, { ...facts, excluded: excludedFrom(received.right, lot) }, '/bid');
};
