import { fold } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission } from '../../packages/domain/src/commission/evolve';
import { SpecPublished } from '../../packages/domain/src/commission/plan/events';
import { completeEvaluation } from '../../packages/domain/src/commission/purchase/complete-evaluation';
import {
  BidReceived,
  BidScored,
  BidsOpened,
  ModerationOpened,
  PanelAppointed,
} from '../../packages/domain/src/commission/purchase/events';
import type { CommissionState } from '../../packages/domain/src/commission/state';
import { made } from '../../packages/domain/test/support/made';
import { contextOf, recorded } from '../../packages/domain/test/support/specification';
import {
  locked,
  member,
  openedBid,
  planned,
  sealedBid,
  specification,
} from '../../packages/domain/test/support/tender';
import { type Random, randomFrom } from './log/random';
import { inWords, mark, type Section } from './report';
import type { Sizes } from './sizes';
import { spreadOf } from './statistics';

const lot = 'north';
const assessors = Array.from({ length: 7 }, (_, index) => `assessor-${index}`);

/** Eleven criteria that the panel scores, and the price. */
const scored = Array.from({ length: 11 }, (_, index) => `criterion-${index}`);
const criteria = [
  ...scored.map((id) => ({ id, title: id, category: 'quality', weight: 8, scoredBy: 'panel' })),
  { id: 'price', title: 'Price', category: 'value', weight: 12, scoredBy: 'price' },
];

const scoresFrom = (random: Random) =>
  scored.map((criterion) => ({
    criterion,
    score: random.below(6),
    rationale: 'Says how, and how many.',
    passage: 'Page 3',
  }));

/** A commission whose panel has scored so many bids by chance, and locked. */
const scoredBids = (bids: number, random: Random): CommissionState => {
  const names = Array.from({ length: bids }, (_, index) => `bid-${index}`);
  const members = assessors.map((actor, index) => member(actor, { independent: index === 0 }));
  const history = [
    ...planned(),
    made(SpecPublished, { ...specification, criteria }),
    made(PanelAppointed, { members }),
    ...names.map((bid) => made(BidReceived, sealedBid(bid))),
    made(BidsOpened, {
      openers: [],
      bids: names.map((bid) => openedBid(bid, 20_000_000 + random.below(5_000_000))),
    }),
    ...assessors.flatMap((assessor) =>
      names.map((bid) => made(BidScored, { bid, lot, assessor, scores: scoresFrom(random) })),
    ),
    ...assessors.map((assessor) => locked(assessor)),
    made(ModerationOpened, { lot }),
  ];
  return fold(commission, commission.initial, recorded(history));
};

/** Milliseconds until a lot is ranked, and it is known what would have led to another winner. */
const evaluated = (state: CommissionState, bids: number): number => {
  const start = performance.now();
  const decided = completeEvaluation.decide({ lot } as never, contextOf())(state);
  const took = performance.now() - start;
  const [event] = E.isRight(decided) ? decided.right : [];
  if (event?.type !== 'EvaluationCompleted' || event.data.ranking.length !== bids)
    throw new Error('The lot was not evaluated');
  if (event.data.robustness === undefined) throw new Error('How robust the ranking is was not found out');
  return took;
};

/** The ranking of a large lot with its robustness: each round with other scores and prices. */
export const evaluating = async (_place: string, { bids, evaluations }: Sizes): Promise<Section> => {
  const times = Array.from({ length: evaluations }, (_, round) =>
    evaluated(scoredBids(bids, randomFrom(round + 1)), bids),
  );
  const found = spreadOf(times);
  return {
    title: 'Evaluating',
    says:
      `\`complete-evaluation\` on a lot of ${bids} bids that ${assessors.length} assessors scored on ${criteria.length} ` +
      'criteria, by chance and other ones in each round, nothing having been ranked before: the ranking, and exactly the ' +
      'smallest change of weights, of one agreed score, and which assessor left out, that would have led to another winner.',
    head: ['What', 'Milliseconds'],
    rows: [['A lot is evaluated', inWords(found)]],
    marks: [
      mark(
        `${bids} bids, ${assessors.length} assessors, ${criteria.length} criteria: evaluated within a second`,
        {
          atMost: 1_000,
        },
      )({ ...found, median: found.greatest }),
    ],
  };
};
