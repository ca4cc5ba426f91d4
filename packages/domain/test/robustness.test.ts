import type { ActorId, LocalId, Pence } from '@commissioning/kernel';
import fc from 'fast-check';
import { type Method, rankBids } from '../src/commission/purchase/ranking';
import { robustnessOf } from '../src/commission/purchase/robustness';
import type { AssessedBid } from '../src/commission/purchase/weighting';
import type { Criterion, TieBreak } from '../src/shapes';

interface CriterionOf {
  readonly id: string;
  readonly weight: number;
  readonly pass?: number;
}

const methodOf = (
  panel: ReadonlyArray<CriterionOf>,
  priceWeight: number,
  tieBreak: ReadonlyArray<TieBreak> = ['higher-quality', 'lower-price'],
): Method => ({
  criteria: [
    ...panel.map((criterion) => ({
      ...criterion,
      title: criterion.id,
      category: criterion.id === 'social' ? 'social-value' : 'quality',
      scoredBy: 'panel',
    })),
    { id: 'price', title: 'price', category: 'value', weight: priceWeight, scoredBy: 'price' },
  ] as unknown as ReadonlyArray<Criterion>,
  tieBreak,
  scale: { minimum: 0, maximum: 4, descriptors: [] } as unknown as Method['scale'],
  priceMethod: 'relative-to-lowest',
});

const bidOf = (bid: string, price: number, agreed: Readonly<Record<string, number>>): AssessedBid => ({
  bid: bid as LocalId,
  price: price as Pence,
  agreed: new Map(Object.entries(agreed)),
});

const winners = (method: Method, bids: ReadonlyArray<AssessedBid>): ReadonlyArray<string> =>
  rankBids(method, bids)
    .ranking.filter(({ rank }) => rank === 1)
    .map(({ bid }) => bid)
    .toSorted();

const nobodyLeftOut = new Map<ActorId, ReadonlyArray<AssessedBid>>();
const differ = (one: ReadonlyArray<string>, other: ReadonlyArray<string>): boolean =>
  JSON.stringify(one) !== JSON.stringify(other);

/** The fewest points of weight that change who wins, found by trying all there are. */
const fewestPoints = (method: Method, bids: ReadonlyArray<AssessedBid>): number | undefined => {
  const before = winners(method, bids);
  for (let points = 1; points <= 100; points += 1)
    for (const from of method.criteria)
      for (const to of method.criteria) {
        if (from === to || from.weight < points) continue;
        const criteria = method.criteria.map((each) => {
          if (each === from) return { ...each, weight: each.weight - points };
          return each === to ? { ...each, weight: each.weight + points } : each;
        });
        if (differ(winners({ ...method, criteria }, bids), before)) return points;
      }
  return undefined;
};

/** The smallest change of one agreed score that changes who wins, found by trying all there are. */
const smallestStep = (method: Method, bids: ReadonlyArray<AssessedBid>): number | undefined => {
  const before = winners(method, bids);
  let least: number | undefined;
  for (const bid of bids)
    for (const [criterion, from] of bid.agreed)
      for (let to = 0; to <= method.scale.maximum * 100; to += 1) {
        const step = Math.abs(to - from);
        if (step === 0 || (least !== undefined && step >= least)) continue;
        const moved = { ...bid, agreed: new Map(bid.agreed).set(criterion, to) };
        const others = bids.map((each) => (each === bid ? moved : each));
        if (differ(winners(method, others), before)) least = step;
      }
  return least;
};

describe('how robust a ranking is', () => {
  const method = methodOf([{ id: 'quality', weight: 60 }], 40);

  test('is told by the smallest change of weights that gives another winner', () => {
    const bids = [bidOf('better', 120, { quality: 400 }), bidOf('cheaper', 100, { quality: 350 })];
    const { weight, ...rest } = robustnessOf(method, bids, nobodyLeftOut);
    expect(rest.winners).toEqual(['better']);
    expect(weight).toEqual({
      points: fewestPoints(method, bids),
      from: 'quality',
      to: 'price',
      winners: ['cheaper'],
    });
  });

  test('is told by the smallest change of one agreed score, a tie being another outcome too', () => {
    const even = methodOf([{ id: 'quality', weight: 100 }], 0, ['higher-social-value']);
    const bids = [bidOf('first', 100, { quality: 301 }), bidOf('second', 100, { quality: 300 })];
    expect(robustnessOf(even, bids, nobodyLeftOut).score).toEqual({
      bid: 'first',
      criterion: 'quality',
      from: 301,
      to: 300,
      winners: ['first', 'second'],
    });
  });

  test('is told by the assessors without whom another would have won', () => {
    const bids = [bidOf('one', 100, { quality: 310 }), bidOf('two', 100, { quality: 300 })];
    const without = new Map([
      ['ann' as ActorId, [bidOf('one', 100, { quality: 290 }), bidOf('two', 100, { quality: 300 })]],
      ['bob' as ActorId, [bidOf('one', 100, { quality: 320 }), bidOf('two', 100, { quality: 300 })]],
    ]);
    expect(robustnessOf(method, bids, without).assessors).toEqual([{ assessor: 'ann', winners: ['two'] }]);
  });

  test('says nothing of changes that do not exist', () => {
    const bids = [bidOf('all', 100, { quality: 400 }), bidOf('none', 1_000, { quality: 0 })];
    const far = methodOf([{ id: 'quality', weight: 100 }], 0);
    expect(robustnessOf(far, bids, nobodyLeftOut)).toMatchObject({ winners: ['all'], assessors: [] });
    expect(robustnessOf(far, bids, nobodyLeftOut).weight).toBeUndefined();
  });

  test('counts a bid in that comes up to a pass mark, with what its price does to the others', () => {
    const passing = methodOf([{ id: 'quality', weight: 60, pass: 2 }], 40);
    const bids = [
      bidOf('cheap', 50, { quality: 199 }),
      bidOf('good', 120, { quality: 320 }),
      bidOf('fair', 100, { quality: 250 }),
    ];
    expect(winners(passing, bids)).toEqual(['good']);
    expect(robustnessOf(passing, bids, nobodyLeftOut).score).toMatchObject({
      bid: 'cheap',
      from: 199,
      to: 200,
    });
  });

  test('moves no score out of the scale, above or below', () => {
    const fromOne: Method = {
      ...methodOf([{ id: 'care', weight: 10 }], 90),
      scale: { minimum: 1, maximum: 4, descriptors: [] } as unknown as Method['scale'],
    };
    // The cheaper has 90.00 for its price, and 2.50 for the least of care; the dearer 81.82 and 10.00 for the most.
    const most = [bidOf('cheaper', 100, { care: 300 }), bidOf('dearer', 110, { care: 400 })];
    const least = [bidOf('cheaper', 100, { care: 100 }), bidOf('dearer', 110, { care: 300 })];
    for (const bids of [most, least]) {
      expect(robustnessOf(fromOne, bids, nobodyLeftOut)).toMatchObject({ winners: ['cheaper'] });
      expect(robustnessOf(fromOne, bids, nobodyLeftOut).score).toBeUndefined();
    }
    // From nought the cheaper could fall behind: at 72 hundredths it has 91.80.
    expect(robustnessOf({ ...fromOne, scale: method.scale }, most, nobodyLeftOut).score).toEqual({
      bid: 'cheaper',
      criterion: 'care',
      from: 300,
      to: 72,
      winners: ['dearer'],
    });
  });

  test('moves all of the weight of a criterion, where nothing less makes a difference', () => {
    const even = methodOf([{ id: 'care', weight: 60 }], 40, ['lower-price']);
    const bids = [bidOf('second', 100, { care: 0 }), bidOf('first', 100, { care: 400 })];
    expect(robustnessOf(even, bids, nobodyLeftOut)).toMatchObject({
      winners: ['first'],
      weight: { points: 60, from: 'care', to: 'price', winners: ['first', 'second'] },
    });
  });

  test('moves weight between two criteria, and leaves every other its own', () => {
    const panel = [
      { id: 'care', weight: 20 },
      { id: 'reach', weight: 20 },
      { id: 'social', weight: 40 },
    ];
    // Without the five points the first leads by ten; with them nothing tells the two apart.
    const bids = [
      bidOf('first', 100, { care: 400, reach: 0, social: 200 }),
      bidOf('second', 100, { care: 0, reach: 400, social: 100 }),
    ];
    expect(robustnessOf(methodOf(panel, 20, ['lower-price']), bids, nobodyLeftOut)).toMatchObject({
      winners: ['first'],
      weight: { points: 5, from: 'care', to: 'reach', winners: ['first', 'second'] },
    });
  });

  test('names those whom nothing tells apart by their ids, and one of them winning alone as another outcome', () => {
    const panel = [
      { id: 'care', weight: 30 },
      { id: 'social', weight: 30 },
    ];
    const even = methodOf(panel, 40, ['lower-price']);
    const bids = [
      bidOf('second', 100, { care: 400, social: 300 }),
      bidOf('first', 100, { care: 300, social: 400 }),
    ];
    expect(robustnessOf(even, bids, nobodyLeftOut)).toEqual({
      winners: ['first', 'second'],
      assessors: [],
      weight: { points: 1, from: 'care', to: 'social', winners: ['first'] },
      score: { bid: 'first', criterion: 'care', from: 300, to: 301, winners: ['first'] },
    });
  });

  test('names assessors by their ids', () => {
    const bids = [bidOf('one', 100, { quality: 310 }), bidOf('two', 100, { quality: 300 })];
    const without = [bidOf('one', 100, { quality: 290 }), bidOf('two', 100, { quality: 300 })];
    const each = new Map(['cat', 'ann', 'bob'].map((id) => [id as ActorId, without]));
    expect(robustnessOf(method, bids, each).assessors.map(({ assessor }) => assessor)).toEqual([
      'ann',
      'bob',
      'cat',
    ]);
  });

  const score = fc.nat({ max: 400 });
  const cases = fc
    .record({
      weights: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
      passes: fc.array(fc.option(fc.nat({ max: 3 }), { nil: undefined }), { minLength: 3, maxLength: 3 }),
      bids: fc.array(
        fc.record({ price: fc.integer({ min: 0, max: 50 }), scores: fc.tuple(score, score, score) }),
        { minLength: 2, maxLength: 5 },
      ),
    })
    .map(({ weights, passes, bids }) => {
      const ids = ['quality', 'care', 'social'].slice(0, weights.length);
      const given = weights.reduce((sum, weight) => sum + weight, 0);
      const panel = ids.map((id, index) => ({
        id,
        weight: Math.floor(((weights[index] ?? 0) * 90) / given),
        ...(passes[index] === undefined ? {} : { pass: passes[index] }),
      }));
      const rest = 100 - panel.reduce((sum, { weight }) => sum + weight, 0);
      return {
        method: methodOf(panel, rest),
        bids: bids.map(({ price, scores }, number) =>
          bidOf(`bid-${number}`, price, Object.fromEntries(ids.map((id, at) => [id, scores[at] ?? 0]))),
        ),
      };
    });

  test('is exactly what trying every change finds', () => {
    fc.assert(
      fc.property(cases, ({ method: tried, bids }) => {
        const found = robustnessOf(tried, bids, nobodyLeftOut);
        expect(found.winners).toEqual(winners(tried, bids));
        expect(found.weight?.points).toBe(fewestPoints(tried, bids));
        const step = found.score && Math.abs(found.score.to - found.score.from);
        expect(step).toBe(smallestStep(tried, bids));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('does what it says: the change that is named gives the winners that are named', () => {
    fc.assert(
      fc.property(cases, ({ method: tried, bids }) => {
        const { weight, score: moved } = robustnessOf(tried, bids, nobodyLeftOut);
        if (weight !== undefined) {
          const criteria = tried.criteria.map((each) => {
            const by = each.id === weight.from ? -weight.points : each.id === weight.to ? weight.points : 0;
            return { ...each, weight: each.weight + by };
          });
          expect(winners({ ...tried, criteria }, bids)).toEqual(weight.winners);
        }
        if (moved !== undefined) {
          const changed = bids.map((bid) =>
            bid.bid === moved.bid
              ? { ...bid, agreed: new Map(bid.agreed).set(moved.criterion, moved.to) }
              : bid,
          );
          expect(winners(tried, changed)).toEqual(moved.winners);
        }
      }),
    );
  });

  test('does not depend on the order of the bids', () => {
    fc.assert(
      fc.property(cases, ({ method: tried, bids }) => {
        expect(robustnessOf(tried, bids.toReversed(), nobodyLeftOut)).toEqual(
          robustnessOf(tried, bids, nobodyLeftOut),
        );
      }),
    );
  });
});
