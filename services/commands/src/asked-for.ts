import type { AnyAction } from '@commissioning/domain';
import type { AggregateKind } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { Closing, HandedInBid, Opening } from './sealed-bids';

/** The field by which an opening command names what it opens. */
export const identityField: Record<AggregateKind, string> = {
  commission: 'reference',
  decision: 'decision',
  fund: 'fund',
  provider: 'provider',
  rulebook: 'body',
  duties: 'commission',
  access: 'register',
  clock: 'clock',
  refusals: 'body',
};

/** The shape in which an action is asked for. It differs from the action's own where the service does part of the work. */
export const requestCodecOf = (action: AnyAction): t.Mixed => {
  if (action.name === 'receive-bid') return HandedInBid;
  if (action.name === 'close-bidding') return Closing;
  if (action.name === 'open-bids') return Opening;
  return action.command;
};
