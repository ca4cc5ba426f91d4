import { type CalendarDate, fold, type Instant } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { chooseRoute } from '../src/commission/plan/choose-route';
import { RouteChosen } from '../src/commission/plan/events';
import { BodyEstablished, RulesAdopted } from '../src/rulebook/events';
import { bedfordshireBody, bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { inForceOn, ruleBook } from '../src/rulebook/state';
import { after, alone, contractChosen, grantChosen, need } from './support/commission';
import { made } from './support/made';
import { contextOf, recorded } from './support/specification';

const book = fold(
  ruleBook,
  ruleBook.initial,
  recorded([
    made(BodyEstablished, bedfordshireBody),
    ...bedfordshireRules.map((rules) => made(RulesAdopted, rules)),
  ]) as never,
);
const on = (day: string) =>
  contextOf({
    now: `${day}T12:00:00.000Z` as Instant,
    today: day as CalendarDate,
    rules: inForceOn(book, day as CalendarDate),
  });

/** Whether a route may be chosen on a day for a whole-life value in pence. */
const allows = (
  day: string,
  profile: string,
  pence: number,
  instrument: 'grant' | 'contract' = 'contract',
): boolean => {
  const contract = instrument === 'contract';
  const asked = {
    profile,
    value: { pence, vat: contract ? 'including' : 'outside' },
    estimate: 'As published.',
    regime: contract ? 'below-threshold' : 'grant',
    ...(contract && { aggregation: alone }),
  };
  return E.isRight(
    after(need, contract ? contractChosen : grantChosen).when(chooseRoute, asked, on(day)).decided,
  );
};

const [in2023, in2024, in2026] = ['2023-06-01', '2024-06-03', '2026-11-23'];

describe('which route is enough, by the rules of the day', () => {
  test.each([
    ['2023-02-01', 500_000, 5_000_000],
    ['2024-02-14', 500_000, 5_000_000],
    ['2024-02-15', 600_000, 6_000_000],
    [in2026, 600_000, 6_000_000],
  ])('on %s one quote to %d pence, three to %d, a tender a penny above', (day, one, three) => {
    expect(allows(day, 'one-quote', one)).toBe(true);
    expect(allows(day, 'one-quote', one + 1)).toBe(false);
    expect(allows(day, 'three-quotes', one + 1)).toBe(true);
    expect(allows(day, 'three-quotes', three)).toBe(true);
    expect(allows(day, 'three-quotes', three + 1)).toBe(false);
    expect(allows(day, 'tender', three + 1)).toBe(true);
  });

  test('before the first rules nothing is decided', () => {
    expect(allows('2023-01-31', 'tender', 1)).toBe(false);
  });

  test.each([
    ['2023-06-01', 21_347_700],
    ['2025-12-31', 21_490_400],
    ['2026-01-01', 20_772_000],
  ])(
    'on %s a contract for services is below the threshold under %d pence with VAT, and at that no longer',
    (day, sum) => {
      expect(allows(day, 'tender', sum - 1)).toBe(true);
      expect(allows(day, 'tender', sum)).toBe(false);
    },
  );
});

describe('what was commissioned, held against the rules of its day', () => {
  test.each([
    ['custody triage, £60,000 a year for one year', in2024, 6_000_000, 'three-quotes'],
    ['custody triage, £60,000 a year for two years, PCC/D/093', in2024, 12_000_000, 'tender'],
    ['out-of-court disposals, £105,000 a year, PCC/D/068', in2023, 10_500_000, 'tender'],
    ['sexual exploitation support, £40,000, PCC/D/102', in2023, 4_000_000, 'three-quotes'],
    ['a needs assessment, £25,000, PCC/D/101', in2023, 2_500_000, 'three-quotes'],
    ['reoffending, HMP Bedford, £50,000, PCC/D/103', in2023, 5_000_000, 'three-quotes'],
    ['£60,000.50', in2024, 6_000_050, 'tender'],
    ['£3,000', in2024, 300_000, 'one-quote'],
  ])('as a contract %s', (_, day, pence, least) => {
    const routes = ['one-quote', 'three-quotes', 'tender'];
    expect(routes.filter((route) => allows(day, route, pence))).toEqual(routes.slice(routes.indexOf(least)));
  });

  test.each([
    ['£3,000 to a parish council', in2026, 300_000, 'small-direct-grant', true],
    ['£6,000.01 to a parish council', in2026, 600_001, 'small-direct-grant', false],
    ['eight of up to £5,000, PCC/D/111', in2023, 4_000_000, 'small-grant-round', true],
    ['ten of up to £5,000, PCC/D/112', in2023, 5_000_000, 'small-grant-round', true],
    ['a penny more in 2023', in2023, 5_000_001, 'small-grant-round', false],
    ['the round of 2022-23 by theme, £1,634,000, PCC/D/037', in2024, 163_400_000, 'grant-round', true],
    ['therapy from underspend, £27,064, PCC/D/099', in2023, 2_706_400, 'direct-grant', true],
  ])('as a grant %s', (_, day, pence, route, allowed) => {
    expect(allows(day, route, pence, 'grant')).toBe(allowed);
  });
});

test('the route that was chosen keeps the bands of its day', () => {
  const { decided } = after(need, contractChosen).when(
    chooseRoute,
    {
      profile: 'three-quotes',
      value: { pence: 4_000_000, vat: 'including' },
      estimate: 'As published.',
      regime: 'below-threshold',
      aggregation: alone,
    },
    on(in2023),
  );
  const [chosen] = E.isRight(decided) ? decided.right : [];
  expect(chosen).toMatchObject({ type: RouteChosen.type, data: { band: { upTo: 5_000_000 } } });
});
