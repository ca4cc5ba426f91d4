import type { LocalId, Pence } from '@commissioning/kernel';
import fc from 'fast-check';
import { completeEvaluation } from '../src/commission/purchase/complete-evaluation';
import type { CommissionEvent } from '../src/commission/events';
import { SpecPublished } from '../src/commission/plan/events';
import {
  BidExcluded,
  BidReceived,
  BidScored,
  BidsOpened,
  BidWithdrawn,
  EvaluationCompleted,
  ExceptionRecorded,
  InterestManaged,
  ModerationOpened,
  PanelAppointed,
  PanelMemberReplaced,
  ScoreModerated,
} from '../src/commission/purchase/events';
import { lockScores } from '../src/commission/purchase/lock-scores';
import { moderateScore } from '../src/commission/purchase/moderate-score';
import { openModeration } from '../src/commission/purchase/open-moderation';
import { rankBids } from '../src/commission/purchase/ranking';
import { scoreBid } from '../src/commission/purchase/score-bid';
import { type AssessedBid, meanScore } from '../src/commission/purchase/weighting';
import type { Specification } from '../src/commission/state';
import type { Criterion, TieBreak } from '../src/shapes';
import { made } from './support/made';
import { contextOf } from './support/specification';
import {
  actorOf,
  after,
  appointed,
  assessors,
  bids,
  declared,
  locked,
  lockedByAll,
  member,
  moderating,
  opened,
  openedBid,
  planned,
  published,
  received,
  route,
  scored,
  scoredByAll,
  scores,
  sealedBid,
  specification,
} from './support/tender';

const as = (id: string) => contextOf({ actor: actorOf(id) });
const excepted = (rule: string) =>
  made(ExceptionRecorded, {
    rule,
    ground: 'Nobody else',
    authorisedBy: 'approver-1',
    decision: 'BEDS-PFCC24-0001',
  });
const rounding = 'each criterion half up to hundredths';
const removed = (actor: string, lot?: string) =>
  made(InterestManaged, {
    actor,
    handled: lot === undefined ? 'removed-from-panel' : 'removed-from-lot',
    reason: 'Owns shares',
    ...(lot && { lot }),
  });

describe('scoring a bid', () => {
  const scoring = { bid: 'azalea', lot: 'north', scores: scores(3, 4) };
  const given = made(BidScored, { ...scoring, assessor: 'ann' });

  test('records score, reason and passage of the assessor who asks', () => {
    after(...opened)
      .when(scoreBid, scoring, as('ann'))
      .then(given);
  });

  test('may be done again until they lock', () => {
    const again = { ...scoring, scores: scores(2, 4) };
    after(...opened, given)
      .when(scoreBid, again, as('ann'))
      .then(made(BidScored, { ...again, assessor: 'ann' }));
    after(...scoredByAll, locked('ann'))
      .when(scoreBid, scoring, as('ann'))
      .refused('score.until-locked', { lot: 'north', assessor: 'ann' });
    after(...scoredByAll, locked('ann'))
      .when(scoreBid, { ...scoring, scores: scores(3, 3) }, as('ann'))
      .then();
  });

  test('is not done by advisers and others', () => {
    after(...opened)
      .when(scoreBid, scoring, as('dan'))
      .refused('score.by-assessors', { actor: 'dan' });
    after(...opened)
      .when(scoreBid, scoring, as('eve'))
      .refused('score.by-assessors');
  });

  test('waits until interests are declared, in general and against the bidders', () => {
    after(...received, made(BidsOpened, { openers: [], bids }))
      .when(scoreBid, scoring, as('ann'))
      .refused('score.once-declared', { general: true, bidders: false, actor: 'ann' });
    const undeclared = opened.filter(
      (event) => event.type !== 'InterestDeclared' || event.data.stage !== 'general',
    );
    after(...undeclared)
      .when(scoreBid, scoring, as('ann'))
      .refused('score.once-declared', { general: false });
    const asksForNone = { ...route, steps: route.steps.filter((step) => step !== 'interest-declarations') };
    const silent = opened.slice(planned().length).filter(({ type }) => type !== 'InterestDeclared');
    after(...planned({ profile: asksForNone }), ...silent)
      .when(scoreBid, scoring, as('ann'))
      .then(given);
  });

  test('is not done with an interest in the lot that is unsettled, nor after it removed the assessor', () => {
    const conflicted = (lot?: string) =>
      declared('ann', 'bidders', [{ nature: 'Shareholder', ...(lot && { lot }) }]);
    after(...opened, conflicted())
      .when(scoreBid, scoring, as('ann'))
      .refused('interest.settled', { unsettled: 1 });
    after(...opened, conflicted('north'))
      .when(scoreBid, scoring, as('ann'))
      .refused('interest.settled');
    after(...opened, conflicted('south'))
      .when(scoreBid, scoring, as('ann'))
      .then(given);
    after(...opened, conflicted(), removed('ann', 'north'))
      .when(scoreBid, scoring, as('ann'))
      .refused('interest.settled', { removedFrom: ['north'] });
    after(...opened, conflicted(), removed('ann'))
      .when(scoreBid, scoring, as('ann'))
      .refused('interest.settled', { removedFrom: ['*'] });
    after(...opened, conflicted(), removed('ann', 'south'))
      .when(scoreBid, scoring, as('ann'))
      .then(given);
  });

  test('is done for a bid that competes for the lot', () => {
    const asked = (bid: string, lot: string, ...then: ReadonlyArray<CommissionEvent>) =>
      after(...opened, ...then).when(scoreBid, { ...scoring, bid, lot }, as('ann'));
    after(...received, declared('ann', 'bidders'))
      .when(scoreBid, scoring, as('ann'))
      .refused('bid.competes', { opened: false, bid: 'azalea', lot: 'north' }, '/bid');
    asked('date', 'north').refused('bid.known');
    asked('azalea', 'south').refused('bid.competes', { lots: ['north'], opened: true });
    asked('azalea', 'east').refused('lot.known');
    const exclusion = { bid: 'azalea', ground: 'Late accounts', reason: 'None filed' };
    asked('azalea', 'north', made(BidExcluded, exclusion)).refused('bid.competes', { excluded: true });
    asked('azalea', 'north', made(BidExcluded, { ...exclusion, lot: 'north' })).refused('bid.competes', {
      excluded: true,
    });
    asked('azalea', 'north', made(BidExcluded, { ...exclusion, lot: 'south' })).then(given);
    asked('azalea', 'north', made(BidWithdrawn, { bid: 'azalea' })).refused('bid.competes', {
      withdrawn: true,
    });
  });

  test('covers every criterion that the panel scores, once, and no other', () => {
    const [quality, social] = scores(3, 4);
    const asked = (...list: ReadonlyArray<unknown>) =>
      after(...opened).when(scoreBid, { ...scoring, scores: list }, as('ann'));
    asked(quality).refused('score.every-criterion-once', { missing: ['social'] }, '/scores');
    asked(quality, social, quality).refused('score.every-criterion-once', { twice: ['quality'] });
    asked(quality, social, { ...quality, criterion: 'price' }).refused('score.every-criterion-once', {
      unknown: ['price'],
    });
  });

  test('stays within the scale', () => {
    after(...opened)
      .when(scoreBid, { ...scoring, scores: scores(5, 6) }, as('ann'))
      .refused('score.within-scale', { score: 6, maximum: 5, minimum: 0 }, '/scores/1/score');
    after(...opened)
      .when(scoreBid, { ...scoring, scores: scores(0, 5) }, as('ann'))
      .then(made(BidScored, { ...scoring, scores: scores(0, 5), assessor: 'ann' }));
  });

  test('gives a reason and a passage', () => {
    const [quality, social] = scores(3, 4);
    for (const bare of [
      { ...quality, rationale: '' },
      { ...quality, passage: '' },
    ])
      expect(scoreBid.command.is({ ...scoring, scores: [bare, social] })).toBe(false);
  });

  test('ends when moderation opens', () => {
    const newcomer = made(PanelMemberReplaced, { leaving: 'dan', joining: member('eve'), reason: 'Ill' });
    const late = [...moderating, newcomer, declared('eve', 'general'), declared('eve', 'bidders')];
    after(...late)
      .when(scoreBid, scoring, as('eve'))
      .refused('score.before-moderation', { lot: 'north' });
  });

  test('starts afresh for a newcomer, and what the one who left had not locked counts for nothing', () => {
    const swapped = made(PanelMemberReplaced, { leaving: 'ann', joining: member('eve'), reason: 'Ill' });
    const back = made(PanelMemberReplaced, { leaving: 'eve', joining: member('ann'), reason: 'Well again' });
    after(...scoredByAll, swapped, back)
      .when(lockScores, { lot: 'north' }, as('ann'))
      .refused('lock.when-complete', {
        unscored: ['azalea', 'birch', 'cedar'],
        lot: 'north',
        assessor: 'ann',
      });
  });

  test('needs a specification and a route', () => {
    after(...planned())
      .when(scoreBid, scoring, as('ann'))
      .refused('bid.after-publication');
    after(...planned().slice(0, 1), published)
      .when(scoreBid, scoring, as('ann'))
      .refused('purchase.on-a-route');
  });
});

describe('locking scores', () => {
  const locking = { lot: 'north' };

  test('is done once every competing bid has them', () => {
    after(...scoredByAll)
      .when(lockScores, locking, as('ann'))
      .then(locked('ann'));
    after(...opened, scored('ann', 'azalea', 3, 3))
      .when(lockScores, locking, as('ann'))
      .refused('lock.when-complete', { unscored: ['birch', 'cedar'] });
    const excluded = made(BidExcluded, { bid: 'cedar', ground: 'Mandatory', reason: 'Debarred' });
    after(...opened, scored('ann', 'azalea', 3, 3), scored('ann', 'birch', 3, 3), excluded)
      .when(lockScores, locking, as('ann'))
      .then(locked('ann'));
  });

  test('is done for a lot without bids, but not before opening', () => {
    after(...opened)
      .when(lockScores, { lot: 'south' }, as('ann'))
      .then(locked('ann', 'south'));
    after(...received, declared('ann', 'bidders'))
      .when(lockScores, { lot: 'south' }, as('ann'))
      .refused('lock.when-complete', { opened: false });
  });

  test('asks for no scores where prices alone decide', () => {
    const [, , price] = specification.criteria;
    const byPrice = made(SpecPublished, { ...specification, criteria: [{ ...price, weight: 100 }] });
    after(...opened.map((event) => (event.type === 'SpecPublished' ? byPrice : event)))
      .when(lockScores, locking, as('ann'))
      .then(locked('ann'));
  });

  test('is for a lot that was published', () => {
    after(...planned(), appointed, declared('ann', 'general'), declared('ann', 'bidders'))
      .when(lockScores, locking, as('ann'))
      .refused('lot.known', { lot: 'north' });
  });

  test('is done by assessors who may score', () => {
    after(...scoredByAll)
      .when(lockScores, locking, as('dan'))
      .refused('score.by-assessors');
    after(...scoredByAll, declared('ann', 'bidders', [{ nature: 'Shareholder' }]))
      .when(lockScores, locking, as('ann'))
      .refused('interest.settled');
    after(...scoredByAll)
      .when(lockScores, { lot: 'east' }, as('ann'))
      .refused('lot.known');
  });
});

describe('opening moderation', () => {
  const opening = { lot: 'north' };

  test('waits for every assessor', () => {
    after(...lockedByAll)
      .when(openModeration, opening)
      .then(made(ModerationOpened, opening));
    after(...scoredByAll, locked('ann'), locked('cat'))
      .when(openModeration, opening)
      .refused('evaluation.all-locked', { waitingFor: ['bob'], lot: 'north' });
  });

  test('does not wait for whoever was removed, but needs enough who scored', () => {
    const two = [...scoredByAll, locked('ann'), locked('cat'), removed('bob', 'north')];
    after(...two)
      .when(openModeration, opening)
      .refused('evaluation.enough-assessors', { scored: 2, asked: 3, lot: 'north' });
    after(...two, excepted('evaluation.enough-assessors'))
      .when(openModeration, opening)
      .then(made(ModerationOpened, opening));
  });

  test('needs an independent voice in each lot, and not only on the panel', () => {
    const four = made(PanelAppointed, {
      members: [...assessors.map((actor) => member(actor, { independent: actor === 'cat' })), member('eve')],
    });
    const scoredBy = (...actors: ReadonlyArray<string>) => [
      ...opened.filter(({ type }) => type !== 'PanelAppointed'),
      four,
      ...['general', 'bidders'].map((stage) => declared('eve', stage)),
      ...actors.map((actor) => locked(actor)),
    ];
    after(...scoredBy('ann', 'bob', 'eve'), removed('cat', 'north'))
      .when(openModeration, opening)
      .refused('evaluation.enough-assessors', { scored: 3, asked: 3, independent: 0, independentAsked: 1 });
    after(...scoredBy('bob', 'cat', 'eve'), removed('ann', 'north'))
      .when(openModeration, opening)
      .then(made(ModerationOpened, opening));
  });

  test('never goes without anybody’s scores, exception or not', () => {
    const none = [
      ...opened,
      ...assessors.map((each) => removed(each)),
      excepted('evaluation.enough-assessors'),
    ];
    after(...none)
      .when(openModeration, opening)
      .refused('evaluation.all-locked', { scored: 0, lot: 'north' });
  });

  test('waits until interests are settled', () => {
    after(...lockedByAll, declared('bob', 'bidders', [{ nature: 'Shareholder' }]))
      .when(openModeration, opening)
      .refused('interest.settled');
  });

  test('comes before the ranking', () => {
    const ranked = made(EvaluationCompleted, { lot: 'north', rounding, ranking: [], failed: [] });
    after(...lockedByAll, ranked)
      .when(openModeration, opening)
      .refused('moderation.before-ranking', { lot: 'north' });
    after(...lockedByAll)
      .when(openModeration, { lot: 'east' })
      .refused('lot.known');
  });
});

describe('moderating a score', () => {
  /** Azalea has 3, 4 and 4 on quality: 3.67. */
  const moving = {
    bid: 'azalea',
    lot: 'north',
    criterion: 'quality',
    from: 367,
    to: 350,
    reason: 'Page 3 says less',
    passage: 'Page 3',
  };
  const moved = made(ScoreModerated, moving);

  test('moves the agreed score from where it stands, first the mean, rounded half up', () => {
    after(...moderating)
      .when(moderateScore, moving)
      .then(moved);
    after(...moderating)
      .when(moderateScore, { ...moving, from: 366 })
      .refused('moderation.from-where-it-stands', { from: 366, stands: 367 }, '/from');
  });

  test('moves it on from there', () => {
    const on = { ...moving, from: 350, to: 400 };
    after(...moderating, moved)
      .when(moderateScore, on)
      .then(made(ScoreModerated, on));
    after(...moderating, moved)
      .when(moderateScore, { ...moving, to: 400 })
      .refused('moderation.from-where-it-stands', { stands: 350 });
  });

  test('moves nothing to where it is', () => {
    after(...moderating)
      .when(moderateScore, { ...moving, to: 367 })
      .then();
  });

  test('counts only whom no interest removed', () => {
    // Without ann's 3: the mean of 4 and 4.
    after(...moderating, removed('ann', 'north'))
      .when(moderateScore, { ...moving, from: 400 })
      .then(made(ScoreModerated, { ...moving, from: 400 }));
  });

  test('stays within the scale', () => {
    after(...moderating)
      .when(moderateScore, { ...moving, to: 500 })
      .then(made(ScoreModerated, { ...moving, to: 500 }));
    after(...moderating)
      .when(moderateScore, { ...moving, to: 501 })
      .refused('score.within-scale', { to: 501, maximum: 500, minimum: 0 }, '/to');
    const fromOne = made(SpecPublished, { ...specification, scale: { ...specification.scale, minimum: 1 } });
    const onThatScale = moderating.map((event) => (event.type === 'SpecPublished' ? fromOne : event));
    after(...onThatScale)
      .when(moderateScore, { ...moving, to: 100 })
      .then(made(ScoreModerated, { ...moving, to: 100 }));
    after(...onThatScale)
      .when(moderateScore, { ...moving, to: 99 })
      .refused('score.within-scale', { to: 99, maximum: 500, minimum: 100 }, '/to');
  });

  test('is done while moderation is open', () => {
    after(...lockedByAll)
      .when(moderateScore, moving)
      .refused('moderation.once-opened', { lot: 'north' }, '/lot');
    const ranked = made(EvaluationCompleted, { lot: 'north', rounding, ranking: [], failed: [] });
    after(...moderating, ranked)
      .when(moderateScore, moving)
      .refused('moderation.before-ranking', { lot: 'north' });
  });

  test('is about a competing bid and a criterion that the panel scores', () => {
    after(...moderating)
      .when(moderateScore, { ...moving, bid: 'date' })
      .refused('bid.known');
    after(...moderating)
      .when(moderateScore, { ...moving, criterion: 'price' })
      .refused(
        'moderation.of-panel-scores',
        { criteria: ['quality', 'social'], criterion: 'price' },
        '/criterion',
      );
    after(...moderating, made(BidExcluded, { bid: 'azalea', ground: 'Mandatory', reason: 'Debarred' }))
      .when(moderateScore, moving)
      .refused('bid.competes');
    after(...planned())
      .when(moderateScore, moving)
      .refused('bid.after-publication');
  });
});

describe('completing an evaluation', () => {
  const completing = { lot: 'north' };

  /*
   * By hand. Quality, weight 60 of 5 points: azalea 3.67 → 60 × 3.67 ÷ 5 = 44.04; birch and cedar 4.00 → 48.00.
   * Social, weight 10: 3.00 of 5 → 6.00 for each. Price, weight 30, lowest £100,000: 30.00; 30 × 100 ÷ 105 = 28.571…
   * → 28.57; 30 × 100 ÷ 108 = 27.777… → 27.78. In points of 5: 5.00; 4.7619 → 4.76; 4.6296 → 4.63.
   * Totals: birch 82.57, cedar 81.78, azalea 80.04.
   */
  const place = (
    rank: number,
    bid: string,
    total: number,
    quality: [number, number],
    price: [number, number],
  ) => ({
    rank,
    bid,
    total,
    criteria: [
      { criterion: 'quality', agreed: quality[0], weighted: quality[1] },
      { criterion: 'social', agreed: 300, weighted: 600 },
      { criterion: 'price', agreed: price[0], weighted: price[1] },
    ],
    tieBreaks: [],
  });
  const byHand = made(EvaluationCompleted, {
    lot: 'north',
    rounding,
    ranking: [
      place(1, 'birch', 8257, [400, 4800], [476, 2857]),
      place(2, 'cedar', 8178, [400, 4800], [463, 2778]),
      place(3, 'azalea', 8004, [367, 4404], [500, 3000]),
    ],
    failed: [],
    // Birch is 0.79 % ahead of cedar; a hundredth of a point for quality is worth 0.12 %: 6 of them leave it ahead, 7 do
    // not. Azalea, 2.53 % behind, gains 0.1136 % on birch with each point that moves from quality to price: 22 do not do.
    robustness: {
      winners: ['birch'],
      assessors: [
        { assessor: 'ann', winners: ['azalea'] },
        { assessor: 'cat', winners: ['cedar'] },
      ],
      weight: { points: 23, from: 'quality', to: 'price', winners: ['azalea'] },
      score: { bid: 'birch', criterion: 'quality', from: 400, to: 393, winners: ['cedar'] },
    },
  });

  test('ranks as reckoned by hand', () => {
    after(...moderating)
      .when(completeEvaluation, completing)
      .then(byHand);
  });

  test('goes by scores as moderated, and sets aside who misses a pass mark before prices are compared', () => {
    // Azalea falls below the pass mark of 2 points by a hundredth, so that birch has the lowest price that counts:
    // cedar 30 × 105 ÷ 108 = 29.1666… → 29.17; 5 × 105 ÷ 108 = 4.8611 → 4.86.
    const moved = made(ScoreModerated, {
      bid: 'azalea',
      lot: 'north',
      criterion: 'quality',
      from: 367,
      to: 199,
      reason: 'It answers another question',
      passage: 'Page 3',
    });
    const expected = made(EvaluationCompleted, {
      lot: 'north',
      rounding,
      ranking: [
        place(1, 'birch', 8400, [400, 4800], [500, 3000]),
        place(2, 'cedar', 8317, [400, 4800], [486, 2917]),
      ],
      failed: [{ bid: 'azalea', criterion: 'quality', agreed: 199 }],
      // Both bids have the same marks, and a tie goes to the lower price: no weights make a difference between them.
      robustness: {
        winners: ['birch'],
        assessors: [{ assessor: 'cat', winners: ['cedar'] }],
        score: { bid: 'birch', criterion: 'quality', from: 400, to: 393, winners: ['cedar'] },
      },
    });
    after(...moderating, moved)
      .when(completeEvaluation, completing)
      .then(expected);
  });

  test('passes who meets a pass mark to the hundredth', () => {
    const moved = made(ScoreModerated, {
      bid: 'azalea',
      lot: 'north',
      criterion: 'quality',
      from: 367,
      to: 200,
      reason: 'Less',
      passage: 'Page 3',
    });
    const { decided } = after(...moderating, moved).when(completeEvaluation, completing);
    expect(decided).toMatchObject({
      right: [{ data: { failed: [], ranking: [{ bid: 'birch' }, { bid: 'cedar' }, { bid: 'azalea' }] } }],
    });
  });

  test('waits for moderation where the route asks for it', () => {
    after(...lockedByAll)
      .when(completeEvaluation, completing)
      .refused('evaluation.after-moderation', { lot: 'north' });
    const asksForNone = { ...route, steps: route.steps.filter((step) => step !== 'moderation') };
    const rest = lockedByAll.slice(planned().length);
    after(...planned({ profile: asksForNone }), ...rest)
      .when(completeEvaluation, completing)
      .then(byHand);
    after(...planned({ profile: asksForNone }), ...rest.slice(0, -1))
      .when(completeEvaluation, completing)
      .refused('evaluation.all-locked', { waitingFor: ['cat'] });
  });

  test('needs enough whose scores count when it is done', () => {
    after(...moderating, removed('bob', 'north'))
      .when(completeEvaluation, completing)
      .refused('evaluation.enough-assessors', { scored: 2 });
  });

  test('compares prices on one basis for VAT', () => {
    const mixed = bids.map((bid) =>
      bid.bid === 'cedar'
        ? { ...bid, offers: [{ lot: 'north', price: { pence: 9_000_000, vat: 'excluding' } }] }
        : bid,
    );
    const history = moderating.map((event) =>
      event.type === 'BidsOpened' ? made(BidsOpened, { openers: [], bids: mixed }) : event,
    );
    after(...history)
      .when(completeEvaluation, completing)
      .refused('evaluation.one-vat-basis', { bases: ['including', 'excluding'], lot: 'north' });
  });

  test('ranks nobody where nobody bid, once bids are opened', () => {
    const quiet = [
      ...opened,
      ...assessors.map((each) => locked(each, 'south')),
      made(ModerationOpened, { lot: 'south' }),
    ];
    after(...quiet)
      .when(completeEvaluation, { lot: 'south' })
      .then(made(EvaluationCompleted, { lot: 'south', rounding, ranking: [], failed: [] }));
    after(...received)
      .when(completeEvaluation, completing)
      .refused('evaluation.once-opened', { lot: 'north' });
    after(...moderating)
      .when(completeEvaluation, { lot: 'east' })
      .refused('lot.known');
    after(...planned(), appointed)
      .when(completeEvaluation, completing)
      .refused('bid.after-publication');
  });
});

describe('ranking', () => {
  type Method = Pick<Specification, 'criteria' | 'scale' | 'priceMethod' | 'tieBreak'>;
  const criterion = (id: string, category: string, weight: number, scoredBy = 'panel', pass?: number) =>
    ({
      id,
      title: id,
      category,
      weight,
      scoredBy,
      ...(pass === undefined ? {} : { pass }),
    }) as unknown as Criterion;
  const methodOf = (
    criteria: ReadonlyArray<Criterion>,
    tieBreak: ReadonlyArray<TieBreak> = ['higher-quality'],
  ): Method => ({
    criteria,
    tieBreak,
    scale: specification.scale as Method['scale'],
    priceMethod: 'relative-to-lowest',
  });
  const bidOf = (bid: string, price: number, agreed: Readonly<Record<string, number>>): AssessedBid => ({
    bid: bid as LocalId,
    price: price as Pence,
    agreed: new Map(Object.entries(agreed)),
  });
  const places = ({ ranking }: ReturnType<typeof rankBids>) => ranking.map(({ rank, bid }) => [rank, bid]);

  test('takes the mean of scores in hundredths of a point, half up', () => {
    expect(
      [[3, 4, 4], [3, 3, 4], [1, 2], [0, 0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1, 1, 2], []].map(meanScore),
    ).toEqual([367, 333, 150, 14, 113, 0]);
  });

  test('scores prices of 100, 105 and 108 at weight 40 as 40.00, 38.10 and 37.04', () => {
    const method = methodOf([criterion('price', 'value', 40, 'price'), criterion('quality', 'quality', 60)]);
    const { ranking } = rankBids(
      method,
      [100, 105, 108].map((price) => bidOf(`at-${price}`, price, { quality: 0 })),
    );
    expect(ranking.map(({ criteria }) => criteria[0]?.weighted)).toEqual([4000, 3810, 3704]);
  });

  test('rounds half up once for each criterion', () => {
    // Of 4 points: 1 × 0.01 ÷ 4 = 0.0025 → 0.00; 1 × 0.02 ÷ 4 = 0.005 → 0.01; 6 × 0.03 ÷ 4 = 0.045 → 0.05;
    // 6 × 0.01 ÷ 4 = 0.015 → 0.02. The total is the sum of what was rounded.
    const byFour = {
      ...methodOf([criterion('a', 'quality', 1), criterion('b', 'quality', 6)]),
      scale: { ...specification.scale, maximum: 4 } as Method['scale'],
    };
    const placed = (a: number, b: number) => rankBids(byFour, [bidOf('x', 1, { a, b })]).ranking[0];
    expect(placed(1, 3)).toMatchObject({ total: 5, criteria: [{ weighted: 0 }, { weighted: 5 }] });
    expect(placed(2, 1)).toMatchObject({ total: 3, criteria: [{ weighted: 1 }, { weighted: 2 }] });
  });

  test('gives a price of zero all there is, and every other nothing beside it', () => {
    const method = methodOf([criterion('price', 'value', 100, 'price')]);
    const { ranking } = rankBids(method, [bidOf('free', 0, {}), bidOf('gift', 0, {}), bidOf('dear', 1, {})]);
    expect(ranking.map(({ bid, total }) => [bid, total])).toEqual([
      ['free', 10_000],
      ['gift', 10_000],
      ['dear', 0],
    ]);
  });

  test('scores no price where the method does not', () => {
    const method: Method = {
      ...methodOf([criterion('price', 'value', 100, 'price', 3)]),
      priceMethod: 'not-scored',
    };
    expect(rankBids(method, [bidOf('dear', 9, {}), bidOf('cheap', 1, {})])).toMatchObject({
      ranking: [
        { rank: 1, bid: 'cheap', total: 0 },
        { rank: 1, bid: 'dear', total: 0 },
      ],
      failed: [],
    });
  });

  test('is exact for prices that floating point is not', () => {
    const method = methodOf([criterion('price', 'value', 100, 'price')]);
    const most = Number.MAX_SAFE_INTEGER;
    // 10 000 × (2^53 − 2) ÷ (2^53 − 1) is 9 999.999…: rounded half up, 10 000 again.
    const { ranking } = rankBids(method, [bidOf('one', most, {}), bidOf('two', most - 1, {})]);
    expect(ranking.map(({ total }) => total)).toEqual([10_000, 10_000]);
  });

  test('breaks ties in the order declared and says which it took', () => {
    const criteria = [criterion('q', 'quality', 50), criterion('s', 'social-value', 50)];
    const tied = [
      bidOf('a', 300, { q: 300, s: 400 }),
      bidOf('b', 200, { q: 400, s: 300 }),
      bidOf('c', 100, { q: 300, s: 400 }),
    ];
    const { ranking } = rankBids(methodOf(criteria, ['higher-quality', 'lower-price']), tied);
    expect(ranking).toMatchObject([
      { rank: 1, bid: 'b', tieBreaks: ['higher-quality'] },
      { rank: 2, bid: 'c', tieBreaks: ['higher-quality', 'lower-price'] },
      { rank: 3, bid: 'a', tieBreaks: ['higher-quality', 'lower-price'] },
    ]);
    const social = rankBids(methodOf(criteria, ['higher-social-value']), tied);
    expect(social.ranking).toMatchObject([
      { rank: 1, bid: 'a', tieBreaks: ['higher-social-value'] },
      { rank: 1, bid: 'c', tieBreaks: ['higher-social-value'] },
      { rank: 3, bid: 'b', tieBreaks: ['higher-social-value'] },
    ]);
  });

  test('leaves an honest tie a tie: one rank for both, and the next left out', () => {
    const method = methodOf([criterion('q', 'quality', 100)], ['higher-quality', 'lower-price']);
    const ranked = rankBids(method, [
      bidOf('c', 5, { q: 100 }),
      bidOf('b', 5, { q: 200 }),
      bidOf('a', 5, { q: 200 }),
    ]);
    expect(places(ranked)).toEqual([
      [1, 'a'],
      [1, 'b'],
      [3, 'c'],
    ]);
    expect(ranked.ranking[0]?.tieBreaks).toEqual(['higher-quality', 'lower-price']);
    expect(ranked.ranking[2]?.tieBreaks).toEqual([]);
  });

  test('names every pass mark that a bid missed', () => {
    const method = methodOf([
      criterion('a', 'quality', 50, 'panel', 2),
      criterion('b', 'quality', 50, 'panel', 3),
    ]);
    const ranked = rankBids(method, [
      bidOf('y', 1, { a: 199, b: 299 }),
      bidOf('x', 1, { a: 500, b: 299 }),
      bidOf('z', 1, { a: 200, b: 300 }),
    ]);
    expect(ranked.failed).toEqual([
      { bid: 'x', criterion: 'b', agreed: 299 },
      { bid: 'y', criterion: 'a', agreed: 199 },
      { bid: 'y', criterion: 'b', agreed: 299 },
    ]);
    expect(places(ranked)).toEqual([[1, 'z']]);
  });

  const method = methodOf(
    [
      criterion('q', 'quality', 45, 'panel', 1),
      criterion('s', 'social-value', 15),
      criterion('p', 'value', 40, 'price'),
    ],
    ['higher-quality', 'higher-social-value', 'lower-price'],
  );
  const score = fc.integer({ min: 0, max: 500 });
  const many = fc
    .uniqueArray(fc.record({ n: fc.nat(400), price: fc.nat(50), q: score, s: score }), {
      selector: ({ n }) => n,
      maxLength: 60,
    })
    .map((list) => list.map(({ n, price, q, s }) => bidOf(`bid-${n}`, price, { q, s })));

  test('does not depend on the order in which bids are given', () => {
    const shuffled = many.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(rankBids(method, other)).toEqual(rankBids(method, list));
      }),
    );
  });

  test('ranks or fails every bid once, best totals first, none above 100.00', () => {
    fc.assert(
      fc.property(many, (list) => {
        const { ranking, failed } = rankBids(method, list);
        const seen = [...ranking.map(({ bid }) => bid), ...new Set(failed.map(({ bid }) => bid))];
        expect(seen.toSorted()).toEqual(list.map(({ bid }) => bid).toSorted());
        const totals = ranking.map(({ total }) => total);
        expect(totals).toEqual(totals.toSorted((one, other) => other - one));
        expect(totals.every((total) => total >= 0 && total <= 10_000)).toBe(true);
        for (const { total, criteria } of ranking)
          expect(criteria.reduce((sum, { weighted }) => sum + weighted, 0)).toBe(total);
      }),
    );
  });

  test('gives one rank to exactly those whom nothing tells apart', () => {
    fc.assert(
      fc.property(many, (list) => {
        const { ranking } = rankBids(method, list);
        const price = new Map(list.map((bid) => [bid.bid, bid.price]));
        const worth = (one: (typeof ranking)[number]) =>
          [one.total, one.criteria[0]?.weighted, one.criteria[1]?.weighted, price.get(one.bid)].join();
        for (const [index, one] of ranking.entries()) {
          const above = ranking[index - 1];
          expect(one.rank).toBe(above !== undefined && worth(above) === worth(one) ? above.rank : index + 1);
        }
      }),
    );
  });

  test('does not depend on the order in which assessors scored and locked', () => {
    const given = moderating.filter(({ type }) => type === 'BidScored' || type === 'ScoresLocked');
    const rest = moderating.filter(({ type }) => type !== 'BidScored' && type !== 'ScoresLocked');
    const before = after(...moderating).when(completeEvaluation, { lot: 'north' }).decided;
    fc.assert(
      fc.property(fc.shuffledSubarray(given, { minLength: given.length }), (order) => {
        expect(after(...rest, ...order).when(completeEvaluation, { lot: 'north' }).decided).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('ranks 200 bids of 7 assessors on 12 criteria', () => {
    const criteria = Array.from({ length: 12 }, (_, index) =>
      index === 11 ? criterion('price', 'value', 12, 'price') : criterion(`c${index}`, 'quality', 8),
    );
    const seven = Array.from({ length: 7 }, (_, index) => `assessor-${index}`);
    const names = Array.from({ length: 200 }, (_, index) => `bid-${index}`);
    const scoresOf = (bid: number, assessor: number) =>
      Array.from({ length: 11 }, (_, index) => ({
        criterion: `c${index}`,
        score: (bid * 7 + assessor * 3 + index) % 6,
        rationale: 'Says how',
        passage: 'Page 3',
      }));
    const history = [
      ...planned(),
      made(SpecPublished, { ...specification, criteria }),
      made(PanelAppointed, {
        members: seven.map((actor, index) => member(actor, { independent: index === 0 })),
      }),
      ...names.map((bid) => made(BidReceived, sealedBid(bid))),
      made(BidsOpened, {
        openers: [],
        bids: names.map((bid, index) => openedBid(bid, 1_000_000 + index * 137)),
      }),
      ...seven.flatMap((assessor, a) =>
        names.map((bid, b) => made(BidScored, { bid, lot: 'north', assessor, scores: scoresOf(b, a) })),
      ),
      ...seven.map((each) => locked(each)),
      made(ModerationOpened, { lot: 'north' }),
    ];
    const { decided } = after(...history).when(completeEvaluation, { lot: 'north' });
    expect(decided).toMatchObject({ _tag: 'Right', right: [{ data: { ranking: { length: 200 } } }] });
  });
});
