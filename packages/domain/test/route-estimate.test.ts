import { fold, type Money } from '@commissioning/kernel';
import fc from 'fast-check';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { chooseRoute } from '../src/commission/plan/choose-route';
import { InstrumentChosen, RouteChosen } from '../src/commission/plan/events';
import { withinRoute } from '../src/commission/purchase/award-limits';
import { routeStillEnough } from '../src/commission/review/change-route';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { KPIsAgreed } from '../src/commission/review/events';
import type { Award, Route } from '../src/commission/state';
import { sumWithVat } from '../src/commission/whole-life-value';
import type { RuleBookData } from '../src/rulebook/events';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { including, signedContract } from './support/agreement';
import {
  after,
  alone,
  choosingContract,
  context,
  contractChosen,
  grantChosen,
  need,
  rules,
} from './support/commission';
import { foundOf, told } from './support/duties';
import { made } from './support/made';
import { onRoute } from './support/other-route';
import { contextOf, recorded } from './support/specification';

const contract = after(need, contractChosen);
const excluding = (pence: number) => ({ pence, vat: 'excluding' });
const choosing = (profile: string, pence: number, more: object = {}) => ({
  profile,
  value: including(pence),
  estimate: 'Two workers for two years.',
  regime: 'below-threshold',
  ...more,
});
const chosen = (profile: string, held: number, command: { readonly profile: string }) =>
  made(RouteChosen, {
    ...command,
    profile: rules.profiles.find(({ id }) => id === profile),
    band: rules.bands.find(({ upTo }) => upTo === undefined || held <= upTo),
  });
const beside = (pence: number, counted: boolean, money = including) => ({
  others: [{ contract: 'BEDS-2026-0003', value: money(pence), counted }],
  reason: 'The same service in the next town.',
});

describe('contracts that could reasonably be one with this', () => {
  test('are named, or it is said why there are none, by whoever takes a contract for one of a lower band', () => {
    for (const [profile, pence, band] of [
      ['one-quote', 600_000, 'One written quote'],
      ['three-quotes', 6_000_000, 'Three written quotes'],
    ] as const) {
      contract
        .when(chooseRoute, choosing(profile, pence), context)
        .refused('route.other-contracts-considered', { band, regime: 'below-threshold' }, '/aggregation');
      const asked = choosing(profile, pence, { aggregation: alone });
      contract.when(chooseRoute, asked, context).then(chosen(profile, pence, asked));
    }
  });

  test('also where the contract is exempt', () => {
    contract
      .when(chooseRoute, choosing('three-quotes', 6_000_000, { regime: 'exempt' }), context)
      .refused('route.other-contracts-considered', { regime: 'exempt' });
  });

  test('and for one below the threshold, though it is a tender', () => {
    contract
      .when(chooseRoute, choosing('tender', 6_000_001), context)
      .refused('route.other-contracts-considered', { band: 'Competitive tender' });
    const above = choosing('tender', 6_000_001, { regime: 'standard' });
    contract.when(chooseRoute, above, context).then(chosen('tender', 6_000_001, above));
  });

  test('are asked for by no grant, and nothing that the body provides itself', () => {
    const outside = (profile: string, regime: string) =>
      choosing(profile, 300_000, { value: { pence: 300_000, vat: 'outside' }, regime });
    const grant = outside('small-direct-grant', 'grant');
    after(need, grantChosen)
      .when(chooseRoute, grant, context)
      .then(chosen('small-direct-grant', 300_000, grant));
    const own = outside('in-house', 'exempt');
    after(need, made(InstrumentChosen, { ...choosingContract, instrument: 'in-house' }))
      .when(chooseRoute, own, context)
      .then(chosen('in-house', 300_000, own));
  });

  test('count towards the band where it is said that they do, and only then', () => {
    const asking = (pence: number, counted: boolean) =>
      choosing('three-quotes', 4_500_000, { aggregation: beside(pence, counted) });
    const most = asking(1_500_000, true);
    contract.when(chooseRoute, most, context).then(chosen('three-quotes', 6_000_000, most));
    contract
      .when(chooseRoute, asking(1_500_001, true), context)
      .refused(
        'route.meets-band',
        { value: 4_500_000, counted: 1_500_001, band: 'Competitive tender' },
        '/profile',
      );
    const apart = asking(9_000_000, false);
    contract.when(chooseRoute, apart, context).then(chosen('three-quotes', 4_500_000, apart));
  });

  test('count towards the threshold too', () => {
    const asking = (pence: number) => choosing('tender', 10_000_000, { aggregation: beside(pence, true) });
    const most = asking(10_771_999);
    contract.when(chooseRoute, most, context).then(chosen('tender', 20_771_999, most));
    contract
      .when(chooseRoute, asking(10_772_000), context)
      .refused('route.regime-below-threshold', { value: 20_772_000, threshold: 20_772_000 }, '/regime');
  });

  test('are valued on the basis of the value itself', () => {
    contract
      .when(chooseRoute, choosing('three-quotes', 1, { aggregation: beside(1, false, excluding) }), context)
      .refused('route.value-basis', { bases: ['excluding'], asked: 'including' }, '/aggregation/others');
  });

  test('still count when the contract is awarded, and when it is changed', () => {
    const route = choosing('three-quotes', 4_500_000, { aggregation: beside(1_500_000, true) });
    const state = fold(
      commission,
      commission.initial,
      recorded<CommissionEvent>([need, contractChosen, chosen('three-quotes', 6_000_000, route)]),
    );
    const award = (pence: number) =>
      withinRoute(state, state.route as Route, context, including(pence) as Money, []);
    expect(award(4_500_000)).toMatchObject({ _tag: 'Right' });
    expect(award(4_500_001)).toMatchObject({
      left: { rule: { id: 'route.meets-band' }, facts: { total: 6_000_001 } },
    });
    const change = (rise: number) =>
      routeStillEnough(
        state,
        context,
        { id: 'w1', award: { kind: 'contract' } as Award } as never,
        rise,
        undefined,
      );
    expect(change(4_500_000)).toMatchObject({ _tag: 'Right' });
    expect(change(4_500_001)).toMatchObject({ left: { rule: { id: 'route.meets-band' } } });
  });

  test('said again as they were said are nothing to do; said otherwise they are chosen anew', () => {
    const asked = choosing('three-quotes', 4_500_000, { aggregation: alone });
    const before = after(need, contractChosen, chosen('three-quotes', 4_500_000, asked));
    before.when(chooseRoute, asked, context).then();
    const other = { ...asked, aggregation: beside(1, false) };
    before.when(chooseRoute, other, context).then(chosen('three-quotes', 4_500_000, other));
  });
});

describe('a value where the bands are without VAT', () => {
  const without = contextOf({ ...context, rules: { ...rules, valueBasis: 'excluding' } as RuleBookData });
  const asking = (pence: number, withVat: number | undefined, more: object = {}) =>
    choosing('tender', 0, {
      value: excluding(pence),
      ...(withVat !== undefined && { onOtherBasis: including(withVat) }),
      aggregation: alone,
      ...more,
    });

  test('is said with VAT too, which is no less', () => {
    const asked = asking(10_000_000, 12_000_000);
    contract.when(chooseRoute, asked, without).then(chosen('tender', 10_000_000, asked));
    contract
      .when(chooseRoute, asking(10_000_000, undefined), without)
      .refused(
        'route.value-with-vat-too',
        { value: excluding(10_000_000), onOtherBasis: null },
        '/onOtherBasis',
      );
    contract
      .when(chooseRoute, asking(10_000_000, 9_999_999), without)
      .refused('route.value-with-vat-too', { onOtherBasis: including(9_999_999) }, '/onOtherBasis');
    const free = asking(10_000_000, 10_000_000);
    contract.when(chooseRoute, free, without).then(chosen('tender', 10_000_000, free));
    for (const onOtherBasis of [excluding(12_000_000), { pence: 12_000_000, vat: 'outside' }])
      contract
        .when(chooseRoute, asking(10_000_000, undefined, { onOtherBasis }), without)
        .refused('route.value-with-vat-too');
  });

  test('is held against the bands without VAT, and a refusal says both sums', () => {
    const quotes = asking(6_000_000, 7_200_000, { profile: 'three-quotes' });
    contract.when(chooseRoute, quotes, without).then(chosen('three-quotes', 6_000_000, quotes));
    contract
      .when(chooseRoute, { ...quotes, value: excluding(6_000_001) }, without)
      .refused('route.meets-band', {
        value: 6_000_001,
        vat: 'excluding',
        onOtherBasis: including(7_200_000),
        counted: 0,
      });
  });

  test('and with VAT against the threshold, other contracts in the same proportion', () => {
    const most = asking(17_309_999, 20_771_999);
    contract.when(chooseRoute, most, without).then(chosen('tender', 17_309_999, most));
    contract
      .when(chooseRoute, asking(17_310_000, 20_772_000), without)
      .refused('route.regime-below-threshold', { value: 20_772_000 });
    const together = (pence: number) =>
      asking(10_000_000, 12_000_000, { aggregation: beside(pence, true, excluding) });
    contract
      .when(chooseRoute, together(7_310_000), without)
      .refused('route.regime-below-threshold', { value: 20_772_000 });
    const less = together(7_309_999);
    contract.when(chooseRoute, less, without).then(chosen('tender', 17_309_999, less));
  });

  test('may be said without VAT beside, where the bands are with it', () => {
    const asked = choosing('three-quotes', 4_500_000, {
      aggregation: alone,
      onOtherBasis: excluding(3_750_000),
    });
    contract.when(chooseRoute, asked, context).then(chosen('three-quotes', 4_500_000, asked));
    contract
      .when(chooseRoute, { ...asked, onOtherBasis: excluding(4_500_001) }, context)
      .refused('route.value-with-vat-too');
    const inHouse = asking(10_000_000, undefined, { profile: 'in-house', regime: 'exempt' });
    after(need, made(InstrumentChosen, { ...choosingContract, instrument: 'in-house' }))
      .when(chooseRoute, inHouse, without)
      .then(chosen('in-house', 10_000_000, inHouse));
    const grant = choosing('small-direct-grant', 1, {
      value: { pence: 1, vat: 'outside' },
      onOtherBasis: including(1),
      regime: 'grant',
    });
    after(need, grantChosen).when(chooseRoute, grant, context).refused('route.value-with-vat-too');
  });

  const withoutVat = (pence: number, withVat: number, regime: string) =>
    onRoute(signedContract('tender', pence, regime), {
      value: excluding(pence),
      onOtherBasis: including(withVat),
    });

  test('is with VAT where a statute asks for something from a sum on', () => {
    const noticed = (withVat: number) =>
      foundOf(
        'contract-details-below-threshold',
        '2026-12-01',
        told(['2026-11-23', ...withoutVat(2_500_000, withVat, 'below-threshold')]),
      );
    expect(noticed(3_000_000)).toHaveLength(1);
    expect(noticed(2_999_999)).toEqual([]);
    const measure = {
      id: 'said',
      name: 'What users say',
      figure: 'percentage',
      unit: '%',
      direction: 'higher-is-better',
      target: 80,
      frequency: 'quarterly',
      measuresUserFeedback: true,
    };
    const agreeing = {
      award: 'w1',
      kpis: [measure],
      periods: [{ id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' }],
    };
    const measured = (withVat: number) =>
      after(...withoutVat(450_000_000, withVat, 'standard')).when(agreeKpis, agreeing, context);
    measured(500_000_001).refused('kpis.three-for-a-large-contract', { value: 500_000_001 });
    measured(500_000_000).then(made(KPIsAgreed, agreeing));
  });

  test('a sum of it with VAT is in the proportion of the value, never a penny too low', () => {
    const pence = fc.integer({ min: 1, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(pence, fc.integer({ min: 0, max: 100 }), pence, (value, percent, sum) => {
        const withVat = value + Math.floor((value * percent) / 100);
        const route = { value: excluding(value), onOtherBasis: including(withVat) } as unknown as Route;
        const found = BigInt(sumWithVat(route, sum));
        const exactly = BigInt(sum) * BigInt(withVat);
        expect(found * BigInt(value) >= exactly).toBe(true);
        expect((found - 1n) * BigInt(value) < exactly).toBe(true);
        expect(sumWithVat(route, value)).toBe(withVat);
      }),
    );
  });
});

describe('a contract for works', () => {
  const works = (pence: number, more: object = {}) =>
    choosing('tender', pence, { buys: 'works', aggregation: alone, ...more });

  test.each([
    ['2023-06-01', 533_693_700],
    ['2025-12-31', 537_260_900],
    ['2026-01-01', 519_300_000],
  ])('on %s is below the threshold of works under %d pence with VAT', (day, sum) => {
    const book = bedfordshireRules.findLast(({ inForceFrom }) => inForceFrom <= day) as RuleBookData;
    const then = contextOf({ ...context, rules: book });
    expect(contract.when(chooseRoute, works(sum - 1), then).decided).toMatchObject({ _tag: 'Right' });
    contract
      .when(chooseRoute, works(sum), then)
      .refused('route.regime-below-threshold', { threshold: sum }, '/regime');
  });

  test('of rules that name no threshold for works is held against that for services', () => {
    const thresholds = rules.thresholds.filter(({ id }) => id !== 'works');
    contract
      .when(chooseRoute, works(20_772_000), contextOf({ ...context, rules: { ...rules, thresholds } }))
      .refused('route.regime-below-threshold', { threshold: 20_772_000 });
  });

  test.each(['goods', 'services'])('is another than one for %s', (buys) => {
    contract
      .when(chooseRoute, works(20_772_000, { buys }), context)
      .refused('route.regime-below-threshold', { threshold: 20_772_000 });
  });

  test('is never light touch, which services alone are', () => {
    const light = { regime: 'light-touch', lightTouch: '85312310' };
    for (const buys of ['works', 'goods']) {
      contract
        .when(chooseRoute, works(1, { ...light, buys }), context)
        .refused('route.buys-in-its-regime', { regime: 'light-touch', buys }, '/buys');
      contract
        .when(chooseRoute, works(1, { lightTouch: '85312310', buys }), context)
        .refused('route.buys-in-its-regime', { buys });
    }
    const services = works(70_000_000, { ...light, buys: 'services' });
    contract.when(chooseRoute, services, context).then(chosen('tender', 70_000_000, services));
  });

  test('is what a grant never is: it buys nothing', () => {
    after(need, grantChosen)
      .when(
        chooseRoute,
        choosing('grant-round', 1, { value: { pence: 1, vat: 'outside' }, regime: 'grant', buys: 'works' }),
        context,
      )
      .refused('route.buys-in-its-regime', { instrument: 'grant', buys: 'works' }, '/buys');
  });

  test('awarded is still held against that threshold', () => {
    const state = fold(
      commission,
      commission.initial,
      recorded<CommissionEvent>([need, contractChosen, chosen('tender', 500_000_000, works(500_000_000))]),
    );
    const award = (pence: number) =>
      withinRoute(state, state.route as Route, context, including(pence) as Money, []);
    expect(award(519_299_999)).toMatchObject({ _tag: 'Right' });
    expect(award(519_300_000)).toMatchObject({ left: { rule: { id: 'route.regime-below-threshold' } } });
  });
});
