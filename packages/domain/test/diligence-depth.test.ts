import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { DueDiligenceCompleted } from '../src/commission/purchase/events';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { awardContract } from '../src/commission/purchase/award-contract';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { ExceptionRecorded } from '../src/commission/purchase/events';
import { checkDiligence } from '../src/provider/check-diligence';
import { DiligenceChecked, ProviderRegistered } from '../src/provider/events';
import { provider as providerAggregate } from '../src/provider/state';
import { diligenceLevel } from '../src/rulebook/diligence';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { wholeBook } from '../src/rulebook/whole-book';
import type { RuleBookData } from '../src/rulebook/events';
import {
  act,
  awardedToBirch,
  awardTo,
  contractTo,
  decisionOf,
  firstDecision,
  named,
  on,
  paidFrom,
} from './support/awarded-tender';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';
import { afterHappened, commissionRef, includingVat, rules } from './support/tender';

const sectors = ['public', 'private', 'voluntary-community-social-enterprise', 'in-house'] as const;
type Sector = (typeof sectors)[number];

const registeredAs = (sector: Sector) => {
  const details = { provider: 'BEDS-birch', name: 'The birch', sector, local: false };
  const events = recorded([made(ProviderRegistered, details)]);
  return new Map([['BEDS-birch', events.reduce(providerAggregate.evolve, providerAggregate.initial)]]);
};

/** The tender up to the award, the winner looked into to a depth, or not at all. */
const lookedTo = (depth: string | undefined) =>
  awardedToBirch
    .slice(0, -1)
    .flatMap((event) =>
      event.type !== 'DueDiligenceCompleted' || event.data.provider !== 'BEDS-birch'
        ? [event]
        : depth === undefined
          ? []
          : [{ ...event, ...made(DueDiligenceCompleted, { ...event.data, depth } as object) }],
    );

const pounds = (sum: number): number => sum * 100;

const awarding = (depth: string | undefined, sector: Sector, pence: number, more: object = {}) =>
  afterHappened(...lookedTo(depth)).when(
    awardContract,
    {
      ...awardTo('birch', 'w1', firstDecision, pence),
      provider: named('birch').provider,
      paidFrom: [{ allocation: 'first', amount: pence }],
      ...more,
    },
    on(
      '2026-11-24',
      [
        decisionOf(firstDecision, [
          act('award', { provider: 'BEDS-birch', lot: 'north', upTo: includingVat(10_000_000) }),
        ]),
      ],
      { providers: registeredAs(sector) as never },
    ),
  );

describe('an award on what was found', () => {
  test.each([
    ['one-line', 'private', pounds(6_000)],
    ['standard', 'private', pounds(60_000)],
    ['full', 'private', pounds(100_000)],
    ['standard', 'voluntary-community-social-enterprise', pounds(60_000)],
    ['standard', 'public', pounds(100_000)],
    ['full', 'public', pounds(100_000)],
  ] as const)('to %s depth is made to one of sector %s up to %i pence', (depth, sector, pence) => {
    awarding(depth, sector, pence).then(contractTo('birch', 'w1', firstDecision, pence));
  });

  test.each([
    ['one-line', 'private', pounds(6_000) + 1, 'standard'],
    ['standard', 'private', pounds(60_000) + 1, 'full'],
    ['one-line', 'public', pounds(6_000) + 1, 'standard'],
  ] as const)('to %s depth is not made to one of sector %s at %i pence', (depth, sector, pence, asked) => {
    awarding(depth, sector, pence).refused(
      'diligence.deep-enough',
      { provider: 'BEDS-birch', sector, sum: pence, depth, asked },
      '/amount',
    );
  });

  test('that is not there yet is conditional, and asked of what is found then', () => {
    const pence = pounds(100_000);
    const conditions = ['Due diligence finds nothing against it.'];
    const data = contractTo('birch', 'w1', firstDecision, pence).data;
    const conditional = { ...contractTo('birch', 'w1', firstDecision, pence), data: { ...data, conditions } };
    awarding(undefined, 'private', pence, { conditions }).then(conditional as never);
    // What was found too shallow is not mended by conditions.
    awarding('standard', 'private', pence, { conditions }).refused('diligence.deep-enough');
  });
});

describe('what is found', () => {
  const finding = {
    provider: 'BEDS-birch',
    depth: 'standard',
    outcome: 'satisfactory',
    finding: 'Nothing stands against it',
    goodUntil: '2027-11-24',
  };
  const found = (
    sector: Sector,
    change: object,
    history: ReadonlyArray<unknown> = lookedTo(undefined),
    book: RuleBookData = rules,
  ) =>
    afterHappened(...(history as typeof awardedToBirch)).when(
      completeDiligence,
      { ...finding, ...change },
      on('2026-11-24', [], { providers: registeredAs(sector) as never, rules: book }),
    );
  const after = (...events: ReadonlyArray<CommissionEvent>) => [
    ...lookedTo(undefined),
    ...recorded([contractTo('birch', 'w1', firstDecision, pounds(60_000) + 1), ...events]),
  ];

  test('after an award goes deep enough for it, or an exception is recorded', () => {
    const shallow = { sum: pounds(60_000) + 1, depth: 'standard', asked: 'full' };
    found('private', {}, after()).refused('diligence.deep-enough', shallow, '/depth');
    found('private', { depth: 'full' }, after()).then(
      made(DueDiligenceCompleted, { ...finding, depth: 'full' }),
    );
    found('public', {}, after()).then(made(DueDiligenceCompleted, finding));
    const excepted = made(ExceptionRecorded, {
      rule: 'diligence.deep-enough',
      ground: 'Known for ten years',
      authorisedBy: 'approver-1',
      decision: 'BEDS-PFCC24-0001',
    });
    found('private', {}, after(excepted)).then(made(DueDiligenceCompleted, finding));
  });

  test('is held to what this provider was awarded here, and still has', () => {
    const shallow = { ...finding, depth: 'one-line' };
    const small = contractTo('birch', 'w1', firstDecision, pounds(6_000));
    const others = [
      contractTo('cedar', 'w2', firstDecision, pounds(100_000)),
      made(PriorAwardRecorded, {
        reference: commissionRef,
        award: 'p1',
        title: 'Support before',
        recipient: named('birch'),
        amount: { basis: 'total', pence: pounds(100_000) },
        years: ['2025-26'],
        fundingStream: 'Community Safety Fund',
        agreement: 'live',
        source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
      }),
      { ...contractTo('birch', 'w3', firstDecision, pounds(100_000)) },
      made(AwardDeclined, {
        award: 'w3',
        lot: 'north',
        cause: 'declined',
        reason: 'It has no staff.',
        declinedOn: '2026-11-23',
        givenBack: paidFrom(pounds(100_000)),
      }),
    ];
    const history = [
      ...lookedTo(undefined),
      ...recorded([small, ...others] as ReadonlyArray<CommissionEvent>),
    ];
    found('private', shallow, history).then(made(DueDiligenceCompleted, shallow));
    const more = recorded([contractTo('birch', 'w4', firstDecision, pounds(6_000) + 1)]);
    found('private', shallow, [...history, ...more]).refused('diligence.deep-enough', {
      sum: pounds(6_000) + 1,
    });
  });

  test('before any award goes as deep as whoever looks thinks fit', () => {
    found('private', { depth: 'one-line' }).then(
      made(DueDiligenceCompleted, { ...finding, depth: 'one-line' }),
    );
  });

  test('holds for as long as its depth does for the sector', () => {
    found('private', { goodUntil: '2027-11-25' }).refused('diligence.life', { longest: '2027-11-24' });
    const twoYears = { goodUntil: '2028-11-24' };
    found('public', twoYears).then(made(DueDiligenceCompleted, { ...finding, ...twoYears }));
    found('public', { goodUntil: '2028-11-25' }).refused('diligence.life', { longest: '2028-11-24' });
  });

  test('holds as long as the rules say of all where they name no depths', () => {
    const { diligence: _, ...without } = rules;
    const book = { ...without, diligenceMonths: 6 } as RuleBookData;
    found('public', { goodUntil: '2027-05-25' }, after(), book).refused('diligence.life', {
      longest: '2027-05-24',
    });
    const half = { goodUntil: '2027-05-24' };
    found('public', half, after(), book).then(made(DueDiligenceCompleted, { ...finding, ...half }));
  });
});

describe('a check of a provider', () => {
  const { given } = specificationOf(providerAggregate);
  const checked = (sector: Sector, change: object) => {
    const details = { provider: 'BEDS-birch', name: 'The birch', sector, local: false };
    const check = {
      check: 'd1',
      depth: 'standard',
      outcome: 'satisfactory',
      finding: 'Accounts filed.',
      checkedOn: '2026-11-23',
      goodUntil: '2027-11-23',
      ...change,
    };
    return {
      check,
      asked: given(...recorded([made(ProviderRegistered, details)])).when(
        checkDiligence,
        check,
        contextOf({ rules }),
      ),
    };
  };

  test('is said to be deep enough for no more than it is', () => {
    for (const [sector, change] of [
      ['private', { upTo: pounds(60_000) }],
      ['public', { upTo: pounds(1_000_000) }],
      ['private', {}],
      ['private', { depth: 'full', upTo: pounds(1_000_000) }],
    ] as const) {
      const { check, asked } = checked(sector, change);
      asked.then(made(DiligenceChecked, check));
    }
    checked('private', { upTo: pounds(60_000) + 1 }).asked.refused(
      'diligence.up-to',
      { depth: 'standard', upTo: pounds(60_000) + 1, asked: 'full' },
      '/upTo',
    );
  });

  test('holds for as long as its depth does for the sector', () => {
    const { check, asked } = checked('public', { goodUntil: '2028-11-23' });
    asked.then(made(DiligenceChecked, check));
    checked('private', { goodUntil: '2028-11-23' }).asked.refused('diligence.life', {
      longest: '2027-11-23',
    });
  });
});

describe('a rule book', () => {
  const shallow = [{ depth: 'standard', months: 12, sectors: [], upTo: pounds(1) }];
  const publicAlone = [{ depth: 'full', months: 12, sectors: ['public'] }];

  test('names a depth for every sum of every sector, where it names any', () => {
    expect(wholeBook({ ...rules, diligence: shallow } as never)).toMatchObject({
      left: { rule: { id: 'rulebook.diligence-whole' }, facts: { sector: 'public' }, field: '/diligence' },
    });
    expect(wholeBook({ ...rules, diligence: publicAlone } as never)).toMatchObject({
      left: { rule: { id: 'rulebook.diligence-whole' }, facts: { sector: 'private' } },
    });
    for (const book of bedfordshireRules)
      expect(wholeBook(book as RuleBookData)).toMatchObject({ _tag: 'Right' });
  });

  test('is asked in its order: the first level that sector and sum fall into', () => {
    expect(diligenceLevel(rules, 'public', pounds(6_000))?.depth).toBe('one-line');
    expect(diligenceLevel(rules, 'in-house', pounds(6_000) + 1)?.months).toBe(24);
    expect(diligenceLevel({}, 'public', 0)).toBeUndefined();
  });
});
