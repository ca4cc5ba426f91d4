import { type CalendarDate, fold, type Happened, type Instant, type Money } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { NoticePublished, SpecPublished } from '../src/commission/plan/events';
import { ExceptionRecorded, SubsidyAssessed } from '../src/commission/purchase/events';
import { withinSubsidyLimit } from '../src/commission/purchase/subsidy-limit';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { KPIsAgreed } from '../src/commission/review/events';
import { courseOf } from '../src/duties/course';
import { including, outside, signedContract } from './support/agreement';
import {
  after,
  context,
  contractChosen,
  need,
  publishing,
  routed,
  rules,
  village,
} from './support/commission';
import { made } from './support/made';
import { onRoute } from './support/other-route';
import { contextOf, recorded } from './support/specification';

const fiveMillion = 500_000_000;
const books = [{ adoptedAt: '2026-04-01T08:00:00.000Z' as Instant, rules }];

const on = (
  day: string,
  ...events: ReadonlyArray<CommissionEvent>
): ReadonlyArray<Happened<CommissionEvent>> => recorded(events, { at: `${day}T12:00:00.000Z` as Instant });

/** What was found of duties by a rule: what came about, from when to when. */
const found = (rule: string, today: string, events: ReadonlyArray<Happened<CommissionEvent>>) =>
  courseOf(
    events.map((event, index) => ({ ...event, revision: index })),
    books,
    today as CalendarDate,
  ).findings.flatMap((each) =>
    each.rule === rule ? [each.finding === 'fell-due' ? `${each.from} to ${each.due}` : each.finding] : [],
  );

/** A contract of this value under a regime, signed on 23 November 2026 for a year from 1 December. */
const signedOf = (pence: number, regime: string) =>
  onRoute(signedContract('tender', 5_000_000, regime), { value: including(pence) });

describe('above £5 million, and not of exactly that', () => {
  test('a standard contract is rated in each year of it', () => {
    const rated = (pence: number, regime: string) =>
      found('rate-performance', '2026-12-01', on('2026-11-23', ...signedOf(pence, regime)));
    expect(rated(fiveMillion, 'standard')).toEqual([]);
    expect(rated(fiveMillion + 1, 'standard')).toEqual(['2026-12-01 to 2027-11-30']);
    expect(rated(fiveMillion + 1, 'light-touch')).toEqual([]);
  });

  test('a copy of the contract is published within 90 days, of a light touch contract within 180', () => {
    const copied = (rule: string, pence: number, regime: string) =>
      found(rule, '2026-12-01', on('2026-11-23', ...signedOf(pence, regime)));
    expect(copied('contract-copy', fiveMillion + 1, 'standard')).toEqual(['2026-11-23 to 2027-02-20']);
    expect(copied('contract-copy', fiveMillion, 'standard')).toEqual([]);
    expect(copied('contract-copy-light-touch', fiveMillion + 1, 'light-touch')).toEqual([
      '2026-11-23 to 2027-05-21',
    ]);
    expect(copied('contract-copy-light-touch', fiveMillion, 'light-touch')).toEqual([]);
    expect(copied('contract-copy', fiveMillion + 1, 'light-touch')).toEqual([]);
    const copy = made(NoticePublished, {
      notice: 'copy',
      kind: 'contract copy',
      channel: 'central-platform',
      reference: '2026/S 1',
      publishedOn: '2027-02-20',
    });
    const events = [...on('2026-11-23', ...signedOf(fiveMillion + 1, 'standard')), ...on('2027-02-20', copy)];
    expect(found('contract-copy', '2027-03-01', events)).toEqual(['2026-11-23 to 2027-02-20', 'met']);
  });

  test('a standard contract has three measures, unless it is recorded that none would fit', () => {
    const measure = (id: string) => ({
      id,
      name: `People ${id}`,
      figure: 'count',
      unit: 'people',
      direction: 'higher-is-better',
      target: 10,
      frequency: 'quarterly',
      measuresUserFeedback: true,
    });
    const agreeing = (...ids: ReadonlyArray<string>) => ({
      award: 'w1',
      kpis: ids.map(measure),
      periods: [{ id: 'q1', from: '2026-12-01', to: '2027-02-28', due: '2027-03-21' }],
    });
    const asked = (
      pence: number,
      regime: string,
      ids: ReadonlyArray<string>,
      ...more: ReadonlyArray<CommissionEvent>
    ) => after(...signedOf(pence, regime), ...more).when(agreeKpis, agreeing(...ids), context);
    const rule = 'kpis.three-for-a-large-contract';
    asked(fiveMillion + 1, 'standard', ['a', 'b']).refused(
      rule,
      { measures: 2, value: fiveMillion + 1, from: fiveMillion + 1 },
      '/kpis',
    );
    asked(fiveMillion + 1, 'standard', ['a', 'b', 'c']).then(made(KPIsAgreed, agreeing('a', 'b', 'c')));
    asked(fiveMillion, 'standard', ['a', 'b']).then(made(KPIsAgreed, agreeing('a', 'b')));
    asked(fiveMillion + 1, 'light-touch', ['a']).then(made(KPIsAgreed, agreeing('a')));
    const thresholds = rules.thresholds.filter(({ id }) => id !== 'performance-measures');
    after(...signedOf(fiveMillion + 1, 'standard'))
      .when(agreeKpis, agreeing('a'), contextOf({ ...context, rules: { ...rules, thresholds } }))
      .then(made(KPIsAgreed, agreeing('a')));
    const exception = made(ExceptionRecorded, {
      rule,
      ground: 'What is bought is one report.',
      authorisedBy: 'approver-1',
      decision: 'BEDS-PCC24-0031',
    });
    asked(fiveMillion + 1, 'standard', ['a'], exception).then(made(KPIsAgreed, agreeing('a')));
  });
});

describe('what is advertised is noticed on the central platform first', () => {
  const spec = made(SpecPublished, publishing);
  const notice = made(NoticePublished, {
    notice: 'uk4',
    kind: 'UK4',
    channel: 'central-platform',
    reference: '2026/S 1',
    publishedOn: '2026-11-20',
  });
  const advertised = (
    profile: string,
    pence: number,
    regime: string,
    ...before: ReadonlyArray<CommissionEvent>
  ) =>
    on(
      '2026-11-23',
      need,
      contractChosen,
      routed(profile, pence, { regime, vat: 'including' }),
      ...before,
      spec,
    );
  const below = (pence: number, profile = 'tender', ...before: ReadonlyArray<CommissionEvent>) =>
    found(
      'tender-notice-below-threshold',
      '2026-11-24',
      advertised(profile, pence, 'below-threshold', ...before),
    );

  test('from £30,000 with VAT on, by the day of the specification', () => {
    expect(below(2_999_999)).toEqual([]);
    // Two lots are advertised.
    const owed = '2026-11-23 to 2026-11-23';
    expect(below(3_000_000)).toEqual([owed, owed, 'missed', 'missed']);
    expect(below(3_000_000, 'tender', notice)).toEqual([owed, 'met', owed, 'met']);
  });

  test('by an e-tender too, though three quotes would have done', () => {
    expect(below(2_999_999, 'e-tender')).toEqual([]);
    expect(below(3_000_000, 'e-tender')).toHaveLength(4);
  });

  test('not where quotes are asked of those who are invited', () => {
    expect(below(3_000_000, 'three-quotes')).toEqual([]);
  });

  test('but for a public contract also there: it is tendered for by a notice whoever is invited', () => {
    for (const regime of ['standard', 'light-touch'])
      expect(found('tender-notice', '2026-11-23', advertised('three-quotes', 1, regime))).toHaveLength(2);
    expect(found('tender-notice', '2026-11-23', advertised('single-tender-action', 1, 'standard'))).toEqual(
      [],
    );
  });

  test('whatever its value under the regimes of public contracts, and never of a grant', () => {
    for (const regime of ['standard', 'light-touch'])
      expect(found('tender-notice', '2026-11-23', advertised('tender', 1, regime))).toHaveLength(2);
    for (const rule of ['tender-notice', 'tender-notice-below-threshold'])
      expect(found(rule, '2026-11-23', advertised('grant-round', 9_000_000, 'grant'))).toEqual([]);
  });
});

describe('what is awarded without competition', () => {
  const notice = made(NoticePublished, {
    notice: 'uk5',
    kind: 'UK5',
    channel: 'central-platform',
    reference: '2026/S 1',
    publishedOn: '2026-11-20',
  });
  const owed = (profile: string, regime: string, ...before: ReadonlyArray<CommissionEvent>) => {
    const [needed, ...rest] = signedContract(profile, 5_000_000, regime);
    return found(
      'transparency-notice',
      '2026-11-24',
      on('2026-11-23', needed as CommissionEvent, ...before, ...rest),
    );
  };

  test('is told on the central platform first, where it is a public contract', () => {
    expect(owed('single-tender-action', 'light-touch')).toEqual(['2026-11-23 to 2026-11-23', 'missed']);
    expect(owed('single-tender-action', 'standard', notice)).toEqual(['2026-11-23 to 2026-11-23', 'met']);
    expect(owed('single-tender-action', 'below-threshold')).toEqual([]);
    expect(owed('tender', 'standard')).toEqual([]);
  });
});

describe('a subsidy', () => {
  const received = (route: string, pence: number) =>
    made(SubsidyAssessed, {
      provider: village,
      isSubsidy: true,
      route,
      reason: 'It competes for the same custom.',
      confirmation: { received: pence, confirmedOn: '2026-11-20' },
    });
  const within = (...history: ReadonlyArray<CommissionEvent>) =>
    withinSubsidyLimit(
      fold(commission, commission.initial, recorded(history)),
      context,
      village,
      outside(100) as Money,
    )._tag;

  test.each([
    ['minimal-financial-assistance', 31_499_900],
    ['public-interest-services', 72_499_900],
  ])('as %s comes to no more than its sum over three years, to the penny', (route, before) => {
    expect(within(need, received(route, before))).toBe('Right');
    expect(within(need, received(route, before + 1))).toBe('Left');
  });
});
