import { asked, on, standingsOf } from './support/asking';
import {
  award,
  type Bid,
  closing,
  competed,
  exceptionTo,
  noPrice,
  openedAll,
  received,
  route,
  rules,
  specification,
} from './support/story';

const azalea: Bid = { bid: 'bid-1', by: 'BEDS-azalea', pence: 4_000_000 };
const beacon: Bid = { bid: 'bid-2', by: 'BEDS-beacon', pence: 4_300_000 };
const cedar: Bid = { bid: 'bid-3', by: 'BEDS-cedar', pence: 4_600_000 };
const excluded = (bid: string, otherwise: object = {}) =>
  on('2027-01-20', 'BidExcluded', {
    bid,
    lot: 'south',
    criterion: 'quality',
    reason: 'It scored one of four for quality, below the published pass mark of two.',
    ...otherwise,
  });

describe('R003, short time to bid', () => {
  const open = (from: string, to: string) =>
    asked('R003', [rules(), route('open', 'tender'), specification({ opens: from, closes: to }, from)]);

  test('is raised when the time was a minute short of the last whole day', () => {
    expect(open('2026-11-20T12:00:00.000Z', '2026-12-05T11:59:00.000Z')).toMatchObject([
      { standing: 'raised', figures: { days: 14, usual: 15 } },
    ]);
  });

  test('is not raised when it was fifteen days of twenty-four hours, to the minute', () => {
    expect(standingsOf(open('2026-11-20T12:00:00.000Z', '2026-12-05T12:00:00.000Z'))).toEqual(['clear']);
  });

  test('counts hours and not days of the calendar: a night on which the clocks change takes one', () => {
    expect(open('2026-03-20T12:00:00.000Z', '2026-04-04T11:00:00.000Z')).toMatchObject([
      { standing: 'raised', figures: { days: 14 } },
    ]);
  });

  test('counts to the deadline as it was moved, and asks less of quotes', () => {
    const moved = on('2026-11-25', 'SpecAmended', { closes: '2026-12-05T12:00:00.000Z' });
    const short = specification({ closes: '2026-11-28T12:00:00.000Z' });
    expect(standingsOf(asked('R003', [rules(), route('open', 'tender'), short, moved]))).toEqual(['clear']);
    expect(standingsOf(asked('R003', [rules(), route('quotes', 'three-quotes'), short]))).toEqual(['clear']);
  });

  test('does not arise where nobody competes', () => {
    expect(asked('R003', [rules(), route('none', 'direct-grant')])).toEqual([]);
  });
});

describe('R018, a single bidder', () => {
  test('is raised for a lot that one bidder alone stayed in', () => {
    const withdrawn = on('2027-01-12', 'BidWithdrawn', { bid: 'bid-2' });
    const course = [
      rules(),
      route('open', 'tender'),
      specification(),
      received(azalea),
      received(beacon),
      withdrawn,
    ];
    expect(asked('R018', [...course, openedAll([azalea])])).toMatchObject([
      { standing: 'raised', about: { lot: 'south' }, figures: { bidders: 1 } },
    ]);
  });

  test('is not raised when two bid', () => {
    expect(standingsOf(asked('R018', competed([azalea, beacon])))).toEqual(['clear']);
  });

  test('is explained by an exception to the number of quotes', () => {
    const quote = on('2027-01-10', 'QuoteReceived', {
      quote: 'bid-1',
      lot: 'south',
      from: { provider: 'BEDS-azalea', name: 'Azalea' },
    });
    const course = [rules(), route('quotes', 'three-quotes'), specification(), quote, award()];
    expect(standingsOf(asked('R018', course))).toEqual(['raised']);
    const exception = exceptionTo('quote', 'enough-received', '2027-01-20');
    expect(asked('R018', [...course, exception])).toMatchObject([
      {
        standing: 'explained',
        explanations: [{ text: 'Two of three invited declined, and the need does not wait.' }],
      },
    ]);
  });

  test('says nothing of sealed bids before they are opened, nor of quotes before they are compared', () => {
    const sealed = [rules(), route('open', 'tender'), specification(), received(azalea)];
    expect(asked('R018', sealed)).toEqual([]);
    const quote = on('2027-01-10', 'QuoteReceived', { quote: 'bid-1', lot: 'south' });
    expect(asked('R018', [rules(), route('quotes', 'three-quotes'), specification(), quote])).toEqual([]);
  });
});

describe('R024 and R058, prices close to the winner’s and far above it', () => {
  test.each([
    ['R024', 4_080_000, 'raised'],
    ['R024', 4_080_001, 'clear'],
    ['R058', 6_000_000, 'raised'],
    ['R058', 5_999_999, 'clear'],
  ])('%s with the next price at %i pence is %s', (flag, pence, standing) => {
    expect(standingsOf(asked(flag, competed([azalea, { ...beacon, pence }])))).toEqual([standing]);
  });

  test('do not arise where prices do not compete', () => {
    const course = competed([azalea, { ...beacon, pence: 4_000_001 }], { spec: noPrice });
    expect(asked('R024', course)).toEqual([]);
    expect(asked('R058', course)).toEqual([]);
  });
});

describe('R028, the same price twice', () => {
  test('is raised for two bidders with one price, and names both bids', () => {
    const [answer] = asked('R028', competed([azalea, { ...beacon, pence: 4_000_000 }, cedar]));
    expect(answer).toMatchObject({ standing: 'raised', figures: { bids: 2, pence: 4_000_000 } });
    expect(answer?.events).toHaveLength(2);
  });

  test('is not raised for a penny between them', () => {
    expect(standingsOf(asked('R028', competed([azalea, { ...beacon, pence: 4_000_001 }])))).toEqual([
      'clear',
    ]);
  });
});

describe('R030, a late bid won', () => {
  const course = (at: string, ...moved: ReadonlyArray<ReturnType<typeof on>>) => [
    rules(),
    route('open', 'tender'),
    specification(),
    ...moved,
    received({ bid: 'bid-1', at }),
    openedAll([azalea], { at: '2027-02-01' }),
    award(),
  ];

  test('is raised a millisecond after the deadline', () => {
    expect(standingsOf(asked('R030', course('2027-01-15T12:00:00.001Z')))).toEqual(['raised']);
  });

  test('is not raised at the deadline, nor before one that had been moved by then', () => {
    expect(standingsOf(asked('R030', course(closing)))).toEqual(['clear']);
    const moved = on('2027-01-14', 'SpecAmended', { closes: '2027-01-20T12:00:00.000Z' });
    expect(standingsOf(asked('R030', course('2027-01-18', moved)))).toEqual(['clear']);
  });

  test('goes by the deadline in force at receipt: one moved afterwards lets nothing in', () => {
    const after = [
      ...course('2027-01-15T13:00:00.000Z').slice(0, 4),
      on('2027-01-15T14:00:00.000Z', 'SpecAmended', { closes: '2027-01-20T12:00:00.000Z' }),
      openedAll([azalea], { at: '2027-02-01' }),
      award(),
    ];
    expect(standingsOf(asked('R030', after))).toEqual(['raised']);
  });
});

describe('R035 and R036, who was left out', () => {
  test('R035 finds that every other was excluded, with the reasons given for it', () => {
    const between = [excluded('bid-2'), excluded('bid-3')];
    expect(asked('R035', competed([azalea, beacon, cedar], { between }))).toMatchObject([
      { standing: 'explained', figures: { excluded: 2 }, explanations: [{}, {}] },
    ]);
  });

  test('R035 is not raised while another stayed in, nor where nobody else bid', () => {
    const one = competed([azalea, beacon, cedar], { between: [excluded('bid-2')] });
    expect(standingsOf(asked('R035', one))).toEqual(['clear']);
    expect(standingsOf(asked('R035', competed([azalea])))).toEqual(['clear']);
  });

  test('R036 finds that the lowest price was excluded, and not that a higher one was', () => {
    const lowest = competed([azalea, beacon], { between: [excluded('bid-1')], won: 'bid-2' });
    expect(asked('R036', lowest)).toMatchObject([{ standing: 'explained', about: { bid: 'bid-1' } }]);
    const higher = competed([azalea, beacon], { between: [excluded('bid-2')] });
    expect(standingsOf(asked('R036', higher))).toEqual(['clear']);
  });
});

describe('R037, an exclusion with little reason', () => {
  const with40 = 'x'.repeat(40);

  test.each([
    ['no criterion', { criterion: undefined, reason: with40 }, 'raised'],
    ['nothing said of why', { criterion: undefined, allowedAs: undefined, reason: with40 }, 'raised'],
    [
      'no criterion, for its supplier',
      { criterion: undefined, allowedAs: 'excludable-supplier', reason: with40 },
      'clear',
    ],
    ['few words', { reason: 'x'.repeat(39) }, 'raised'],
    ['a criterion and enough of a reason', { reason: with40 }, 'clear'],
  ])('with %s is %s', (_, otherwise, standing) => {
    const between = [excluded('bid-2', otherwise)];
    expect(standingsOf(asked('R037', competed([azalea, beacon], { between })))).toEqual([standing]);
  });
});

describe('R039, a question without an answer', () => {
  const question = on('2026-12-01', 'ClarificationAsked', { question: 'q1' });
  const answered = (at: string) => on(at, 'ClarificationAnswered', { question: 'q1' });
  const course = (...more: ReadonlyArray<ReturnType<typeof on>>) => [
    rules(),
    route('open', 'tender'),
    specification(),
    question,
    ...more,
  ];

  test('is raised once the deadline has passed without an answer, or before a late one', () => {
    expect(standingsOf(asked('R039', course()))).toEqual(['raised']);
    expect(standingsOf(asked('R039', course(answered('2027-01-15T12:00:00.001Z'))))).toEqual(['raised']);
  });

  test('is not raised when it was answered by the deadline, and does not arise before', () => {
    expect(standingsOf(asked('R039', course(answered(closing))))).toEqual(['clear']);
    expect(asked('R039', course(), { now: '2027-01-15' })).toEqual([]);
  });
});

describe('E2, bids opened early or by too few', () => {
  const course = (at: string, openers: ReadonlyArray<string>) => [
    rules(),
    route('open', 'tender'),
    specification(),
    received(azalea),
    openedAll([azalea], { at, openers }),
  ];

  test.each([
    ['at the deadline', closing, ['a', 'b'], 'raised'],
    ['after it', '2027-01-15T12:00:00.001Z', ['a', 'b'], 'clear'],
    ['by one', '2027-01-16', ['a'], 'raised'],
    ['by one who is named twice', '2027-01-16', ['a', 'a'], 'raised'],
  ])('opened %s', (_, at, openers, standing) => {
    expect(standingsOf(asked('E2', course(at, openers)))).toEqual([standing]);
  });
});

describe('E7, a late extension that let the winner in', () => {
  const course = (at: string, came: string) => [
    rules(),
    route('open', 'tender'),
    specification(),
    on(at, 'SpecAmended', {
      closes: '2027-01-22T12:00:00.000Z',
      reason: 'The portal was down for a morning.',
    }),
    received({ bid: 'bid-1', at: came }),
    openedAll([azalea], { at: '2027-02-01' }),
    award(),
  ];

  test('finds it, with the reason that was given to all', () => {
    expect(asked('E7', course('2027-01-15T09:00:00.000Z', '2027-01-18'))).toMatchObject([
      { standing: 'explained', explanations: [{ text: 'The portal was down for a morning.' }] },
    ]);
  });

  test('is not raised when the winner had bid before, and does not arise for an extension in good time', () => {
    expect(standingsOf(asked('E7', course('2027-01-15T09:00:00.000Z', '2027-01-15T11:00:00.000Z')))).toEqual([
      'clear',
    ]);
    expect(asked('E7', course('2027-01-14T12:00:00.000Z', '2027-01-18'))).toEqual([]);
  });
});
