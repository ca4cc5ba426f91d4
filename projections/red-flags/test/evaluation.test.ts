import { asked, on, standingsOf } from './support/asking';
import {
  award,
  type Bid,
  closing,
  competed,
  exceptionTo,
  openedAll,
  received,
  route,
  rules,
  specification,
} from './support/story';

const azalea: Bid = { bid: 'bid-1', by: 'BEDS-azalea', pence: 4_000_000 };
const beacon: Bid = { bid: 'bid-2', by: 'BEDS-beacon', pence: 4_300_000 };

const scored = (bid: string, assessor: string, score: number, at = '2027-01-25', criteria = ['quality']) =>
  on(at, 'BidScored', {
    bid,
    lot: 'south',
    assessor,
    scores: criteria.map((criterion) => ({
      criterion,
      score,
      rationale: 'As the bid says.',
      passage: 'Page 2',
    })),
  });
const declared = (actor: string, at: string, stage = 'bidders') =>
  on(at, 'InterestDeclared', { actor, stage, interests: [] });
const ranked = (...bids: ReadonlyArray<readonly [string, number]>) =>
  on('2027-02-01', 'EvaluationCompleted', {
    lot: 'south',
    failed: [],
    ranking: bids.map(([bid, weighted], index) => ({
      rank: index + 1,
      bid,
      total: weighted + 4_000,
      criteria: [
        { criterion: 'quality', agreed: 300, weighted },
        { criterion: 'price', agreed: 400, weighted: 4_000 },
      ],
      tieBreaks: [],
    })),
  });

describe('R010, no competition and nobody asked the market', () => {
  const engaged = (at: string) => on(at, 'MarketEngaged');
  const allowed = (ground: string) => on('2026-11-10', 'DirectAwardAuthorised', { ground });
  const grounds = (marketEngagement: boolean) => {
    const adopted = rules();
    const data = adopted.event.data as { grounds: ReadonlyArray<object> };
    const ground = {
      id: 'sole-supplier',
      sentence: 'Only one can.',
      evidence: 'What shows it.',
      marketEngagement,
    };
    return { ...adopted, event: { ...adopted.event, data: { ...data, grounds: [ground] } } };
  };
  const course = (...more: ReadonlyArray<ReturnType<typeof on>>) => [
    grounds(true),
    route('none', 'single-tender-action'),
    ...more,
  ];

  test('is raised when the market was engaged afterwards or never', () => {
    expect(standingsOf(asked('R010', course(allowed('sole-supplier'))))).toEqual(['raised']);
    const after = course(allowed('sole-supplier'), engaged('2026-11-10T12:00:00.001Z'));
    expect(standingsOf(asked('R010', after))).toEqual(['raised']);
  });

  test('is not raised when it had been engaged, and does not arise on a ground that asks for none', () => {
    const before = course(engaged('2026-11-09'), allowed('sole-supplier'));
    expect(standingsOf(asked('R010', before))).toEqual(['clear']);
    expect(asked('R010', [grounds(false), route('none', 'direct-grant'), allowed('sole-supplier')])).toEqual(
      [],
    );
  });

  test('is explained by an exception', () => {
    const exception = exceptionTo('direct-award', 'market-engaged', '2026-11-09');
    expect(standingsOf(asked('R010', course(allowed('sole-supplier'), exception)))).toEqual(['explained']);
  });
});

describe('E1, scored before interests were declared', () => {
  const course = (...more: ReadonlyArray<ReturnType<typeof on>>) =>
    competed([azalea, beacon], { between: more });

  test('is raised for who declared a moment after scoring, or in general alone', () => {
    const late = course(
      scored('bid-1', 'panel-1', 3, '2027-01-25T12:00:00.000Z'),
      declared('panel-1', '2027-01-25T12:00:00.001Z'),
    );
    expect(asked('E1', late)).toMatchObject([{ standing: 'raised', about: { person: 'panel-1' } }]);
    const general = course(declared('panel-1', '2027-01-18', 'general'), scored('bid-1', 'panel-1', 3));
    expect(standingsOf(asked('E1', general))).toEqual(['raised']);
  });

  test('is not raised for who declared first, however often they scored', () => {
    const good = course(
      declared('panel-1', '2027-01-18'),
      scored('bid-1', 'panel-1', 3),
      scored('bid-2', 'panel-1', 2),
    );
    expect(standingsOf(asked('E1', good))).toEqual(['clear']);
  });
});

describe('E5, moderation changed who wins', () => {
  const scores = [
    scored('bid-1', 'panel-1', 2),
    scored('bid-1', 'panel-2', 2),
    scored('bid-2', 'panel-1', 3),
    scored('bid-2', 'panel-2', 2),
  ];
  const movement = on('2027-01-30', 'ScoreModerated', {
    bid: 'bid-1',
    lot: 'south',
    criterion: 'quality',
    from: 200,
    to: 300,
    reason: 'The panel had missed the second worker.',
  });

  test('is raised with every movement and its reason', () => {
    const between = [...scores, movement, ranked(['bid-1', 4_500], ['bid-2', 3_750])];
    expect(asked('E5', competed([azalea, beacon], { between }))).toMatchObject([
      {
        standing: 'explained',
        about: { bid: 'bid-1' },
        figures: { ownTotal: 7_000, bestOwnTotal: 7_750, movements: 1 },
        explanations: [{ text: 'The panel had missed the second worker.' }],
      },
    ]);
  });

  test('is not raised when the same bid wins either way, and does not arise for one bid', () => {
    const same = [...scores, ranked(['bid-2', 3_750], ['bid-1', 3_000])];
    expect(standingsOf(asked('E5', competed([azalea, beacon], { between: same })))).toEqual(['clear']);
    const alone = [scored('bid-1', 'panel-1', 2), ranked(['bid-1', 3_000])];
    expect(asked('E5', competed([azalea], { between: alone }))).toEqual([]);
  });
});

describe('E6, one assessor apart on the winner', () => {
  const criteria = ['quality', 'c2', 'c3', 'c4'];
  const course = (panel1: number, named = criteria) => {
    const all = ['bid-1', 'bid-2', 'bid-3'].flatMap((bid) =>
      ['panel-1', 'panel-2', 'panel-3'].map((assessor) =>
        scored(bid, assessor, bid === 'bid-1' && assessor === 'panel-1' ? panel1 : 2, '2027-01-25', named),
      ),
    );
    return competed([azalea, beacon], { between: [...all, ranked(['bid-1', 3_000], ['bid-2', 3_000])] });
  };

  test('is raised for who scores like the panel, but for the winner', () => {
    expect(asked('E6', course(4))).toMatchObject([
      { standing: 'raised', about: { bid: 'bid-1', person: 'panel-1' }, figures: { gap: '2.00' } },
    ]);
  });

  test('is not raised for who scores like the panel', () => {
    expect(standingsOf(asked('E6', course(2)))).toEqual(['clear']);
  });

  test('says nothing over fewer than eight scores', () => {
    expect(asked('E6', course(4, ['quality', 'c2']))).toMatchObject([
      { standing: 'too-few', sample: 6, minimum: 8 },
    ]);
  });
});

describe('E8, one person on both sides', () => {
  const approver = { id: 'approver-1', role: 'approver' };
  const decided = (by: object) => ({
    ...on('2027-02-10', 'DecisionTaken', {
      decision: 'BEDS-PCC24-0040',
      authorises: [
        {
          act: 'award',
          commission: 'BEDS-2026-0007',
          provider: 'BEDS-azalea',
          upTo: { pence: 1, vat: 'outside' },
        },
      ],
    }),
    stream: 'decision-BEDS-PCC24-0040',
    by: by as typeof approver,
  });
  const scorer = { id: 'panel-1', role: 'approver' };

  test('is raised for who scored and then decided, though a decision stands in a stream of its own', () => {
    const course = [...competed([azalea], { between: [scored('bid-1', 'panel-1', 3)] }), decided(scorer)];
    expect(asked('E8', course)).toMatchObject([
      {
        standing: 'raised',
        level: 'red',
        figures: { one: 'scored', other: 'decided' },
        about: { person: 'panel-1' },
      },
    ]);
    const apart = [...competed([azalea], { between: [scored('bid-1', 'panel-1', 3)] }), decided(approver)];
    expect(standingsOf(asked('E8', apart))).toEqual(['clear']);
  });

  test('looks at returns and payments award by award', () => {
    const accepted = on('2027-08-01', 'ReturnAccepted', { award: 'w1', period: 'q1' });
    const approved = (of: string) => on('2027-08-02', 'PaymentApproved', { award: of, period: 'q1' });
    expect(standingsOf(asked('E8', [accepted, approved('w1')]))).toEqual(['raised']);
    expect(standingsOf(asked('E8', [accepted, approved('w2')]))).toEqual(['clear']);
  });
});

describe('R061, awarded within a day', () => {
  const course = (at: string) => [
    rules(),
    route('open', 'tender'),
    specification({ closes: closing }),
    received(azalea),
    openedAll([azalea]),
    award({}, at),
  ];

  test.each([
    ['2027-01-16T11:59:59.999Z', 'raised'],
    ['2027-01-16T12:00:00.000Z', 'clear'],
  ])('awarded at %s, with noon the day before as the deadline, is %s', (at, standing) => {
    expect(standingsOf(asked('R061', course(at)))).toEqual([standing]);
  });

  test('does not arise for an award that came to nothing', () => {
    const declined = on('2027-01-20', 'AwardDeclined', { award: 'w1' });
    expect(asked('R061', [...course('2027-01-16T11:00:00.000Z'), declined])).toEqual([]);
  });
});
