import type { Telling } from '../../../test/support/read-models';
import { asked, inOther, on, standingsOf } from './support/asking';
import { award, type Bid, openedAll, received, route, rules, specification } from './support/story';

const commission = (number: number): string => `commission-BEDS-2027-${String(number).padStart(4, '0')}`;
const ofBody = { of: 'body', about: 'BEDS', now: '2027-12-31' } as const;
const named = (...names: ReadonlyArray<string>): ReadonlyArray<Bid> =>
  names.map((name, index) => ({
    bid: `bid-${name}`,
    by: `BEDS-${name}`,
    pence: 1_000_000,
    at: `2027-01-${String(10 + index).padStart(2, '0')}`,
  }));

interface Held {
  readonly bids: ReadonlyArray<Bid>;
  readonly won?: string;
  readonly out?: ReadonlyArray<string>;
  readonly withdrawn?: string;
  readonly opened?: boolean;
}

/** Competitions, each of a commission of its own: who bid in which order, who was left out, who won. */
const competitions = (...held: ReadonlyArray<Held>): ReadonlyArray<Telling> => [
  rules(),
  ...held.flatMap(({ bids, won, out = [], withdrawn, opened = true }, index) =>
    [
      route('open', 'tender'),
      specification(),
      ...bids.map(received),
      ...(withdrawn === undefined ? [] : [on('2027-01-14', 'BidWithdrawn', { bid: `bid-${withdrawn}` })]),
      ...(opened ? [openedAll(bids.filter(({ bid }) => bid !== `bid-${withdrawn ?? ''}`))] : []),
      ...out.map((name) => on('2027-01-20', 'BidExcluded', { bid: `bid-${name}`, lot: 'south' })),
      ...(won === undefined
        ? []
        : [award({ bid: `bid-${won}`, recipient: { provider: `BEDS-${won}`, name: won } })]),
    ].map((each) => inOther(commission(index), each)),
  ),
];
const found = (flag: string, ...held: ReadonlyArray<Held>) => asked(flag, competitions(...held), ofBody);

describe('R034, bidders submit in the same order', () => {
  const abc = named('ash', 'birch', 'cedar');
  const acb = named('ash', 'cedar', 'birch');

  test('is raised when three of them come in one order three times', () => {
    expect(found('R034', { bids: abc }, { bids: abc }, { bids: abc })).toMatchObject([
      {
        standing: 'raised',
        figures: { order: 'BEDS-ash BEDS-birch BEDS-cedar', competitions: 3 },
        sample: 3,
      },
    ]);
  });

  test('is not raised for another order, two bidders, or one who withdrew', () => {
    expect(standingsOf(found('R034', { bids: abc }, { bids: abc }, { bids: acb }))).toEqual(['clear']);
    const two = { bids: named('ash', 'birch') };
    expect(found('R034', two, two, two)).toEqual([]);
    const withdrew = { bids: abc, withdrawn: 'cedar' };
    expect(standingsOf(found('R034', { bids: abc }, { bids: abc }, withdrew))).toEqual(['too-few']);
  });

  test('says nothing of two competitions, nor of bids that nobody has opened', () => {
    expect(standingsOf(found('R034', { bids: abc }, { bids: abc }))).toEqual(['too-few']);
    const sealed = { bids: abc, opened: false };
    expect(standingsOf(found('R034', { bids: abc }, { bids: abc }, sealed))).toEqual(['too-few']);
    expect(found('R034', sealed, sealed, sealed)).toEqual([]);
  });
});

describe('R038, many bids are left out', () => {
  const five = named('ash', 'birch', 'cedar', 'elm', 'fir');
  const held = (...out: ReadonlyArray<ReadonlyArray<string>>) =>
    out.map((each) => ({ bids: five, out: each }));

  test.each([
    [[['ash', 'birch', 'cedar', 'elm'], []], 'raised'],
    [[['ash', 'birch', 'cedar'], []], 'clear'],
    [[['ash', 'birch', 'cedar']], 'too-few'],
  ])('of five bids at a time, left out %j: %s', (out, standing) => {
    expect(standingsOf(found('R038', ...held(...out)))).toEqual([standing]);
  });

  test('is raised of one bidder of whose four bids three were left out', () => {
    const answers = found('R038', ...held(['ash'], ['ash'], ['ash'], []));
    expect(answers).toMatchObject([
      {
        standing: 'raised',
        about: { provider: 'BEDS-ash' },
        figures: { bids: 4, excluded: 3, percent: 75 },
        sample: 20,
      },
    ]);
    expect(standingsOf(found('R038', ...held(['ash'], ['ash'], [], [])))).toEqual(['clear']);
    expect(standingsOf(found('R038', ...held(['ash'], ['ash'], ['ash'])))).toEqual(['clear']);
  });
});

describe('R053, the same two bidders, the same winner', () => {
  const two = named('ash', 'birch');

  test('is raised when they meet three times and the same one wins each time', () => {
    const won = { bids: two, won: 'ash' };
    expect(found('R053', won, won, won)).toMatchObject([
      {
        standing: 'raised',
        about: { provider: 'BEDS-ash' },
        figures: { other: 'BEDS-birch', competitions: 3 },
        sample: 3,
      },
    ]);
  });

  test('is not raised when the other one wins too, or a third one once', () => {
    const won = { bids: two, won: 'ash' };
    expect(standingsOf(found('R053', won, won, won, { bids: two, won: 'birch' }))).toEqual(['clear']);
    const third = { bids: named('ash', 'birch', 'cedar'), won: 'cedar' };
    expect(standingsOf(found('R053', won, won, won, third))).toEqual(['clear']);
  });

  test('counts no meeting in which one of them was left out', () => {
    const won = { bids: two, won: 'ash' };
    const leftOut = { ...won, out: ['birch'] };
    expect(standingsOf(found('R053', won, won, leftOut))).toEqual(['too-few']);
    expect(standingsOf(found('R053', won, won, won, leftOut))).toEqual(['raised']);
  });

  test('says nothing of two meetings, and does not arise where nobody met', () => {
    const won = { bids: two, won: 'ash' };
    expect(standingsOf(found('R053', won, won))).toEqual(['too-few']);
    const alone = { bids: named('ash'), won: 'ash' };
    expect(found('R053', alone, alone, alone)).toEqual([]);
  });
});

test('quotes are known once they were ranked, and not before', () => {
  const quotes = (ranked: boolean) => [
    rules(),
    ...[0, 1, 2].flatMap((number) =>
      [
        route('quotes', 'three-quotes'),
        ...['ash', 'birch', 'cedar'].map((name, index) =>
          on(`2027-01-${10 + index}`, 'QuoteReceived', {
            quote: `quote-${name}`,
            lot: 'south',
            from: { provider: `BEDS-${name}`, name },
          }),
        ),
        ...(ranked
          ? [
              on('2027-01-20', 'EvaluationCompleted', {
                lot: 'south',
                ranking: [
                  {
                    rank: 1,
                    bid: 'quote-ash',
                    total: 9_000,
                    criteria: [{ criterion: 'quality', agreed: 400, weighted: 4_800 }],
                    tieBreaks: [],
                  },
                ],
                failed: [],
              }),
            ]
          : []),
      ].map((each) => inOther(commission(number), each)),
    ),
  ];
  expect(asked('R034', quotes(false), ofBody)).toEqual([]);
  expect(standingsOf(asked('R034', quotes(true), ofBody))).toEqual(['raised']);
});
