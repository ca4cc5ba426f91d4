import type { Telling } from '../../../test/support/read-models';
import { asked, inOther, on, standingsOf } from './support/asking';
import { award, openedAll, received, route, rules, specification } from './support/story';

const day = (number: number): string => new Date(Date.UTC(2027, 0, number)).toISOString().slice(0, 10);
const commission = (number: number): string => `commission-BEDS-2027-${String(number).padStart(4, '0')}`;

interface Made {
  readonly pence: number;
  readonly provider?: string;
  readonly on?: number;
  readonly direct?: boolean;
  readonly decision?: string;
  /** Which contracts could reasonably be one with it, as was said when its route was chosen. */
  readonly beside?: ReadonlyArray<string>;
}

/** Awards, each under a commission of its own. */
const awards = (...made: ReadonlyArray<Made>): ReadonlyArray<Telling> => [
  rules(),
  ...made.flatMap(
    ({ pence, provider = 'BEDS-azalea', on: at = 40, direct = false, decision, beside = [] }, index) => [
      inOther(
        commission(index),
        route(direct ? 'none' : 'quotes', direct ? 'direct-grant' : 'three-quotes', 2, '2026-11-01', {
          aggregation: {
            others: beside.map((contract) => ({
              contract,
              value: { pence: 300_000, vat: 'outside' },
              counted: false,
            })),
            reason: 'Another town, another service.',
          },
        }),
      ),
      inOther(
        commission(index),
        award(
          {
            award: `w${index}`,
            amount: { pence, vat: 'outside' },
            recipient: { provider, name: provider },
            decision: decision ?? `BEDS-PCC24-${1_000 + index}`,
          },
          day(at),
        ),
      ),
    ],
  ),
];

const many = (count: number, made: Made): ReadonlyArray<Made> => Array.from({ length: count }, () => made);
const ofProvider = { of: 'provider', about: 'BEDS-azalea', now: '2027-12-31' } as const;
const ofBody = { of: 'body', about: 'BEDS', now: '2027-12-31' } as const;

describe('R011, several awards that together pass a limit', () => {
  test('is raised when two in a year under two decisions pass it together', () => {
    const found = asked('R011', awards({ pence: 300_000 }, { pence: 300_001, on: 405 }), ofProvider);
    expect(found).toMatchObject([
      { standing: 'raised', figures: { limit: 600_000, awards: 2, together: 600_001 }, sample: 2 },
    ]);
  });

  test('is not raised for the limit itself, a day more than a year, one decision, or an award above the limit', () => {
    const clear = (...made: ReadonlyArray<Made>) =>
      expect(standingsOf(asked('R011', awards(...made), ofProvider))).toEqual(['clear']);
    clear({ pence: 300_000 }, { pence: 300_000 });
    clear({ pence: 300_000 }, { pence: 300_001, on: 406 });
    const decision = 'BEDS-PCC24-0001';
    clear({ pence: 300_000, decision }, { pence: 300_001, decision });
    clear({ pence: 600_001 }, { pence: 100 });
  });

  test('is explained where the choice of a route named another of them, and by no answer that did not', () => {
    const pair = (beside: ReadonlyArray<string>) =>
      asked('R011', awards({ pence: 300_000 }, { pence: 300_001, beside }), ofProvider);
    const [explained] = pair(['BEDS-2027-0000']);
    expect(explained).toMatchObject({
      standing: 'explained',
      explanations: [{ text: 'Another town, another service.' }],
    });
    for (const beside of [[], ['BEDS-2027-0001'], ['BEDS-2027-0009']])
      expect(standingsOf(pair(beside))).toEqual(['raised']);
  });

  test('says nothing of one award', () => {
    expect(standingsOf(asked('R011', awards({ pence: 600_000 }), ofProvider))).toEqual(['too-few']);
  });
});

describe('R055, direct awards one upon another', () => {
  const direct = (pence: number, on = 40) => ({ pence, on, direct: true });

  test('is raised when together they come to nine tenths of the end of the band', () => {
    const found = (...made: ReadonlyArray<Made>) => standingsOf(asked('R055', awards(...made), ofProvider));
    expect(found(direct(270_000), direct(270_000))).toEqual(['raised']);
    expect(found(direct(270_000), direct(269_999))).toEqual(['clear']);
    expect(found(direct(270_000), direct(270_000, 406))).toEqual(['clear']);
    expect(found(direct(600_001), direct(270_000))).toEqual(['clear']);
  });

  test('says nothing of one, and does not arise where none was direct', () => {
    expect(standingsOf(asked('R055', awards(direct(5_900_000)), ofProvider))).toEqual(['too-few']);
    expect(asked('R055', awards({ pence: 5_900_000 }), ofProvider)).toEqual([]);
  });
});

describe('R025, competes often and hardly ever wins', () => {
  const contests = (count: number, won: number): ReadonlyArray<Telling> =>
    Array.from({ length: count }, (_, index) => {
      const bid = { bid: 'bid-1', by: 'BEDS-azalea', pence: 1_000_000 };
      const course = [route('open', 'tender'), specification(), received(bid), openedAll([bid])];
      return [...course, ...(index < won ? [award()] : [])].map((each) => inOther(commission(index), each));
    }).flat();

  test.each([
    [10, 1, 'raised'],
    [10, 2, 'clear'],
    [9, 0, 'too-few'],
  ])('of %i competitions %i won: %s', (count, won, standing) => {
    expect(standingsOf(asked('R025', contests(count, won), ofProvider))).toEqual([standing]);
  });
});

describe('R002, many awards just below a limit', () => {
  const near = (below: number, beyond: number) =>
    awards(...many(below, { pence: 590_000 }), ...many(beyond, { pence: 650_000 }));

  test.each([
    [7, 3, 'raised'],
    [6, 4, 'clear'],
    [8, 1, 'too-few'],
  ])('%i below and %i beyond: %s', (below, beyond, standing) => {
    expect(standingsOf(asked('R002', near(below, beyond), ofBody))).toEqual([standing]);
  });
});

describe('R013, much is awarded without competition', () => {
  test.each([
    [6, 4, 'raised'],
    [5, 5, 'clear'],
    [9, 0, 'too-few'],
  ])('%i direct and %i not: %s', (direct, not, standing) => {
    const made = [...many(direct, { pence: 100_000, direct: true }), ...many(not, { pence: 100_000 })];
    expect(standingsOf(asked('R013', awards(...made), ofBody))).toEqual([standing]);
  });

  test('is raised by value too', () => {
    const made = [{ pence: 5_000_000, direct: true }, ...many(9, { pence: 100_000 })];
    expect(asked('R013', awards(...made), ofBody)).toMatchObject([
      { standing: 'raised', figures: { percentByCount: 10, percentByValue: 85 } },
    ]);
  });
});

describe('R040, one provider has much of it', () => {
  test.each([
    [3_000, 'clear'],
    [3_001, 'raised'],
  ])('%i of ten thousand pence: %s', (pence, standing) => {
    const others = Array.from({ length: 9 }, (_, index) => ({ pence: 1, provider: `BEDS-other-${index}` }));
    const rest = 10_000 - pence;
    const spread = others.map((each, index) => ({
      ...each,
      pence: Math.floor(rest / 9) + (index < rest % 9 ? 1 : 0),
    }));
    const found = asked('R040', awards({ pence, provider: 'BEDS-azalea' }, ...spread), ofBody);
    expect(standingsOf(found)).toEqual([standing]);
  });

  test('says nothing of fewer than ten awards, and leaves out those of more than three years ago', () => {
    expect(standingsOf(asked('R040', awards(...many(9, { pence: 1 })), ofBody))).toEqual(['too-few']);
    const old = asked('R040', awards(...many(10, { pence: 1 })), { ...ofBody, now: '2031-01-01' });
    expect(old).toEqual([]);
  });
});

describe('R062, a decision that took very long', () => {
  const decided = (count: number, late: number): ReadonlyArray<Telling> =>
    Array.from({ length: count }, (_, index) =>
      [
        route('open', 'tender'),
        specification({ closes: '2027-01-15T12:00:00.000Z' }),
        award({}, index === 0 ? day(15 + late) : day(25)),
      ].map((each) => inOther(commission(index), each)),
    ).flat();

  test.each([
    [20, 31, 'raised'],
    [20, 30, 'clear'],
    [19, 31, 'too-few'],
  ])('of %i decisions one after %i days, the others after ten: %s', (count, late, standing) => {
    expect(standingsOf(asked('R062', decided(count, late), ofBody))).toEqual([standing]);
  });
});

describe('what flags can be asked of', () => {
  test('a commission that came to nothing counts for no provider', () => {
    const declined = on(day(50), 'AwardDeclined', { award: 'w1' });
    const course = [...awards({ pence: 300_000 }, { pence: 400_000 }), inOther(commission(1), declined)];
    expect(standingsOf(asked('R011', course, ofProvider))).toEqual(['too-few']);
  });
});
