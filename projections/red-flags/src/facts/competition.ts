import type { Change } from '@commissioning/projecting';
import { type EventId, type LocalId, londonDateOf } from '@commissioning/kernel';
import type { Told } from '../events';
import { changed, factKey, happening, kept, ownerOf, placeOf } from './keeping';

const bidKey = (event: Told<'BidReceived'> | OfBids, bid: string) => factKey('bid', ownerOf(event), bid);

type OfBids = Told<'BidReceived' | 'QuoteReceived' | 'BidWithdrawn' | 'BidsOpened' | 'BidExcluded'>;

/** What competes: when it came, and once bids are opened whose it is and what it offers. */
export const bidChanges = (event: OfBids): ReadonlyArray<Change> => {
  switch (event.type) {
    case 'BidReceived':
      return [
        kept<'bid'>(bidKey(event, event.data.bid), () => ({
          kind: 'bid',
          ...placeOf(event),
          bid: event.data.bid,
          received: happening(event),
          on: londonDateOf(event.metadata.recordedAt),
          known: false,
          withdrawn: null,
          offers: [],
          excluded: [],
        })),
      ];
    case 'QuoteReceived': {
      const { quote, lot, from, amount } = event.data;
      return [
        kept<'bid'>(bidKey(event, quote), () => ({
          kind: 'bid',
          ...placeOf(event, ownerOf(event), from.provider),
          bid: quote,
          received: happening(event),
          on: londonDateOf(event.metadata.recordedAt),
          known: false,
          withdrawn: null,
          offers: [{ lot, price: amount }],
          excluded: [],
        })),
      ];
    }
    case 'BidWithdrawn':
      return [
        changed<'bid'>(bidKey(event, event.data.bid), (before) => ({
          ...before,
          withdrawn: event.id as EventId,
        })),
      ];
    case 'BidsOpened':
      return event.data.bids.map(({ bid, bidder, offers }) =>
        changed<'bid'>(bidKey(event, bid), (before) => ({
          ...before,
          provider: bidder.provider,
          offers,
          known: true,
        })),
      );
    case 'BidExcluded': {
      const { bid, lot = null, reason, allowedAs } = event.data;
      // Who is left out for itself, or for its price, failed no criterion: what the Act names stands for one.
      const ofTheAct = allowedAs === 'criterion-failed' ? undefined : allowedAs;
      const criterion = event.data.criterion ?? (ofTheAct as LocalId | undefined) ?? null;
      return [
        changed<'bid'>(bidKey(event, bid), (before) => ({
          ...before,
          excluded: [...before.excluded, { event: event.id as EventId, lot, criterion, reason }],
        })),
      ];
    }
  }
};

/** Questions about a specification, and whether they were answered. */
export const questionChanges = (
  event: Told<'ClarificationAsked' | 'ClarificationAnswered'>,
): ReadonlyArray<Change> => {
  const { question } = event.data;
  const key = factKey('question', ownerOf(event), question);
  if (event.type === 'ClarificationAnswered')
    return [
      changed<'question'>(key, (before) =>
        before.answered === null ? { ...before, answered: happening(event) } : before,
      ),
    ];
  const asked = happening(event);
  return [
    kept<'question'>(key, () => ({ kind: 'question', ...placeOf(event), question, asked, answered: null })),
  ];
};

type OfScores = Told<'BidScored' | 'ScoreModerated' | 'EvaluationCompleted'>;

/** Scores as each assessor gave them, how they were moved, and the ranking that came of it. */
export const scoreChanges = (event: OfScores): ReadonlyArray<Change> => {
  const commission = ownerOf(event);
  switch (event.type) {
    case 'BidScored': {
      const { bid, lot, assessor, scores } = event.data;
      return [
        kept<'scores'>(factKey('scores', commission, lot, bid, assessor), () => ({
          kind: 'scores',
          ...placeOf(event),
          ...happening(event),
          lot,
          bid,
          assessor,
          scores: scores.map(({ criterion, score }) => ({ criterion, score })),
        })),
      ];
    }
    case 'ScoreModerated': {
      const { bid, lot, criterion, from, to, reason } = event.data;
      const moved = { event: event.id as EventId, lot, bid, criterion, from, to, reason };
      return [
        kept<'movement'>(factKey('movement', commission, event.id), () => ({
          kind: 'movement',
          ...placeOf(event),
          ...moved,
        })),
      ];
    }
    case 'EvaluationCompleted': {
      const { lot, ranking, failed } = event.data;
      const ranked = [...ranking, ...failed].map(({ bid }) => bid);
      return [
        ...[...new Set(ranked)].map((bid) =>
          changed<'bid'>(factKey('bid', commission, bid), (before) =>
            before.known ? before : { ...before, known: true },
          ),
        ),
        kept<'ranking'>(factKey('ranking', commission, lot), () => ({
          kind: 'ranking',
          ...placeOf(event),
          ...happening(event),
          lot,
          bids: ranking.map(({ bid, total, criteria }) => ({
            bid,
            total,
            criteria: criteria.map(({ criterion, weighted }) => ({ criterion, weighted })),
          })),
        })),
      ];
    }
  }
};
