import { assertNever, type DataOf, type Happened } from '@commissioning/kernel';
import { updated, withEntry } from '../collections';
import type {
  ExclusionEvent,
  ExclusionNotified,
  ExclusionProceedingsNotified,
  LowBidAnswered,
  LowBidNotified,
  SubcontractorsChecked,
} from './purchase/exclusion-events';

/** What a bidder was told of its low price, and what its answer came to. */
export interface LowBid {
  readonly notified: DataOf<typeof LowBidNotified>;
  readonly answered: DataOf<typeof LowBidAnswered> | undefined;
}

/** What is due to those whose bid may be, or was, left out. */
export interface Exclusions {
  readonly lowBids: ReadonlyMap<string, LowBid>;
  /** Which exclusions, and which proceedings about one, authorities were told of: an id is of one of the two. */
  readonly exclusionNotices: ReadonlyMap<
    string,
    DataOf<typeof ExclusionNotified | typeof ExclusionProceedingsNotified>
  >;
  /** What each bidder said last of its subcontractors, and what was found. */
  readonly subcontracting: ReadonlyMap<string, DataOf<typeof SubcontractorsChecked>>;
}

/** A commission in which no bid was questioned. */
export const nobodyLeftOut: Exclusions = {
  lowBids: new Map(),
  exclusionNotices: new Map(),
  subcontracting: new Map(),
};

/** What is due to those who may be left out, after an event of it. */
export const exclusionsAfter = <State extends Exclusions>(
  state: State,
  event: Happened<Exclude<ExclusionEvent, { type: 'BidExcluded' }>>,
): State => {
  switch (event.type) {
    case 'LowBidNotified': {
      const notified = { notified: event.data, answered: undefined };
      return { ...state, lowBids: withEntry(state.lowBids, event.data.notification as string, notified) };
    }
    case 'LowBidAnswered':
      return {
        ...state,
        lowBids: updated(state.lowBids, event.data.notification as string, (before) => ({
          ...before,
          answered: event.data,
        })),
      };
    case 'ExclusionNotified':
    case 'ExclusionProceedingsNotified':
      return {
        ...state,
        exclusionNotices: withEntry(state.exclusionNotices, event.data.exclusionNotice as string, event.data),
      };
    case 'SubcontractorsChecked':
      return {
        ...state,
        subcontracting: withEntry(state.subcontracting, event.data.bid as string, event.data),
      };
    default:
      return assertNever(event);
  }
};
