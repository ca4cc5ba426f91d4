import type { Body, Recording } from './body';
import { documentOf, inCommission } from './beginning-of-commission';

const assessors = ['ann', 'bob', 'cat', 'dan'];
const bidders = 10;

interface Bid {
  readonly bid: string;
  readonly bidder: { readonly provider: string; readonly name: string };
}

function* asked(body: Body, reference: string, round: number): Generator<Recording, void> {
  const { prose } = body;
  const amendment = { amendment: `amendment-${round}`, change: prose.sentence(), reason: prose.sentence() };
  yield inCommission(reference, 'commissioning-officer', { type: 'SpecAmended', data: amendment });
  for (let number = 0; number < 5; number += 1) {
    const question = `q-${round}-${number}`;
    const text = prose.sentence();
    yield inCommission(reference, 'provider', { type: 'ClarificationAsked', data: { question, text } });
    yield inCommission(reference, 'commissioning-officer', {
      type: 'ClarificationAnswered',
      data: { question, asked: text, answer: prose.paragraph() },
    });
  }
}

function* received(
  body: Body,
  reference: string,
  lot: string,
  bids: ReadonlyArray<Bid>,
): Generator<Recording, void> {
  const { random, prose } = body;
  for (const { bid } of bids) {
    const sealed = documentOf(random);
    yield inCommission(reference, 'provider', {
      type: 'BidReceived',
      data: { bid, via: 'here', sealed, commitment: sealed.sha256 },
    });
  }
  const opened = bids.map(({ bid, bidder }) => ({
    bid,
    bidder,
    offers: [{ lot, price: { pence: 10_000_000 + random.below(9_000_000), vat: 'outside' } }],
    commitmentHolds: true,
    promises: [{ id: 'evenings', promise: prose.sentence() }],
    document: documentOf(random),
  }));
  yield inCommission(reference, 'commissioning-officer', {
    type: 'BidsOpened',
    data: { openers: ['officer-1', 'officer-2'], bids: opened },
  });
}

function* scored(
  body: Body,
  reference: string,
  lot: string,
  bids: ReadonlyArray<Bid>,
): Generator<Recording, void> {
  const { random, prose } = body;
  for (const actor of assessors)
    yield inCommission(reference, 'panel-member', {
      type: 'InterestDeclared',
      data: { actor, stage: 'bidders', interests: [] },
    });
  const score = (criterion: string) => ({
    criterion,
    score: random.below(5),
    rationale: `${prose.sentence()} ${prose.sentence()}`,
    passage: `Section ${random.below(9)}, page ${random.below(40)}`,
  });
  for (const assessor of assessors) {
    for (const { bid } of bids)
      yield inCommission(reference, 'panel-member', {
        type: 'BidScored',
        data: { bid, lot, assessor, scores: [score('quality'), score('social')] },
      });
    yield inCommission(reference, 'panel-member', { type: 'ScoresLocked', data: { lot, assessor } });
  }
  yield inCommission(reference, 'commissioning-officer', { type: 'ModerationOpened', data: { lot } });
  for (const { bid } of bids.slice(0, 6))
    yield inCommission(reference, 'panel-member', {
      type: 'ScoreModerated',
      data: {
        bid,
        lot,
        criterion: 'quality',
        from: 275,
        to: 300,
        reason: prose.sentence(),
        passage: prose.line(),
      },
    });
}

const ranked = (body: Body, bids: ReadonlyArray<Bid>) =>
  bids.map(({ bid }, index) => ({
    rank: index + 1,
    bid,
    total: 8_000 - index * 100 - body.random.below(90),
    criteria: [
      { criterion: 'quality', agreed: 300, weighted: 4_500 },
      { criterion: 'social', agreed: 200, weighted: 750 },
      { criterion: 'price', agreed: 388, weighted: 2_425 },
    ],
    tieBreaks: [],
  }));

/**
 * A lot is put to competition: questions, sealed bids, scores, moderation, ranking, feedback. Gives back the bidders in
 * the order in which they were ranked.
 */
export function* competition(
  body: Body,
  reference: string,
  round: number,
): Generator<Recording, ReadonlyArray<Bid>> {
  const { random, prose } = body;
  const lot = `lot-${round}`;
  const first = random.below(body.providers.length);
  const bids = Array.from({ length: bidders }, (_, number): Bid => ({
    bid: `bid-${round}-${number}`,
    bidder: body.providers[(first + number) % body.providers.length] as Bid['bidder'],
  }));
  yield* asked(body, reference, round);
  yield* received(body, reference, lot, bids);
  yield* scored(body, reference, lot, bids);
  yield inCommission(reference, 'commissioning-officer', {
    type: 'EvaluationCompleted',
    data: {
      lot,
      rounding: 'each criterion half up to hundredths',
      ranking: ranked(body, bids),
      failed: [],
    },
  });
  for (const { bid } of bids)
    yield inCommission(reference, 'commissioning-officer', {
      type: 'FeedbackGiven',
      data: { lot, bid, feedback: prose.paragraph() },
    });
  return bids;
}
