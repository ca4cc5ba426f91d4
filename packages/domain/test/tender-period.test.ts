import * as E from 'fp-ts/Either';
import type { CommissionEvent } from '../src/commission/events';
import { NoticePublished, SpecPublished } from '../src/commission/plan/events';
import { publishSpec } from '../src/commission/plan/publish-spec';
import { ExceptionRecorded } from '../src/commission/purchase/events';
import { RuleBookData } from '../src/rulebook/events';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import {
  context,
  after,
  criterion,
  lot,
  plannedTender,
  publishing,
  routed,
  rules,
} from './support/commission';
import { made } from './support/made';
import { contextOf } from './support/specification';

const gross = { pence: 9_000_000, vat: 'including' };
const tender = {
  ...publishing,
  lots: [{ ...lot('all', 9_000_000), envelope: gross, maximumAward: gross }],
  priceMethod: 'relative-to-lowest',
  criteria: [
    criterion('method', 'quality', 60),
    criterion('price', 'value', 30, { scoredBy: 'price' }),
    criterion('wider', 'social-value', 10),
  ],
  channels: ['website', 'e-tendering-portal'],
};

/** A decision lets bidders have fewer days than the route gives. */
const hurried = made(ExceptionRecorded, {
  rule: 'spec.open-long-enough',
  ground: 'The Act allows less.',
  authorisedBy: 'approver-1',
  decision: 'BEDS-PCC24-0041',
});
const plannedOn = (publishedOn: string, kind = 'UK3') =>
  made(NoticePublished, {
    notice: 'planned',
    kind,
    channel: 'central-platform',
    reference: '2026/S 3',
    publishedOn,
  });

/** Published on 23 November 2026 under a regime, closing at the end of a day. */
const publish = (
  regime: string,
  day: string,
  tendering: object | undefined,
  ...before: ReadonlyArray<CommissionEvent>
) => {
  const planned = plannedTender.map((event) =>
    event.type === 'RouteChosen' ? routed('tender', 9_000_000, { regime, vat: 'including' }) : event,
  );
  const spec = {
    ...tender,
    closes: `${day}T22:00:00.000Z`,
    ...(tendering && { tendering }),
  };
  const asked = after(...planned, ...before).when(publishSpec, spec, context);
  return { ...asked, published: () => asked.then(made(SpecPublished, spec)) };
};

const shortened = (because: string) => ({
  electronic: true,
  allDocumentsAtOnce: true,
  shortened: { because, reason: 'The grant that pays for it was confirmed late.' },
});

describe('a standard public contract', () => {
  test.each([
    [undefined, '2026-12-17', '2026-12-18', 25],
    [{ electronic: true, allDocumentsAtOnce: true }, '2026-12-17', '2026-12-18', 25],
    [{ electronic: true, allDocumentsAtOnce: false }, '2026-12-22', '2026-12-23', 30],
    [{ electronic: false, allDocumentsAtOnce: true }, '2026-12-22', '2026-12-23', 30],
    [{ electronic: false, allDocumentsAtOnce: false }, '2026-12-27', '2026-12-28', 35],
    [shortened('urgency'), '2026-12-02', '2026-12-03', 10],
  ])(
    'tendered as %j is not closed on %s, and is on %s: after %i days',
    (tendering, tooEarly, earliest, days) => {
      publish('standard', tooEarly, tendering, hurried).refused(
        'spec.open-as-the-act-asks',
        { earliest, days, closes: `${tooEarly}T22:00:00.000Z` },
        '/closes',
      );
      publish('standard', earliest, tendering, hurried).published();
    },
  );

  test('keeps to the days of its route, unless a decision lets it be open for less', () => {
    publish('standard', '2026-12-10', shortened('urgency')).refused(
      'spec.open-long-enough',
      { earliest: '2026-12-18', days: 25 },
      '/closes',
    );
  });

  describe('is shortened after a planned procurement notice', () => {
    const after10Days = (...before: ReadonlyArray<CommissionEvent>) =>
      publish('standard', '2026-12-03', shortened('planned-notice'), hurried, ...before);

    test('that was published at least forty days before', () => {
      after10Days(plannedOn('2026-10-14')).published();
      after10Days(plannedOn('2026-10-15')).refused(
        'spec.shortened-after-planned-notice',
        { planned: ['2026-10-15'], fromDays: 40, forMonths: 12 },
        '/tendering/shortened',
      );
    });

    test('and not more than twelve months', () => {
      after10Days(plannedOn('2025-11-23')).published();
      after10Days(plannedOn('2025-11-22')).refused('spec.shortened-after-planned-notice');
    });

    test('and after nothing else', () => {
      after10Days().refused('spec.shortened-after-planned-notice', { planned: [] });
      after10Days(plannedOn('2026-10-01', 'UK2')).refused('spec.shortened-after-planned-notice', {
        planned: [],
      });
    });

    test('also where another was published too late', () => {
      const late = made(NoticePublished, { ...plannedOn('2026-11-20').data, notice: 'late' } as object);
      after10Days(plannedOn('2026-10-14'), late).published();
    });
  });

  test('is not held to a time that the rules of the day do not name', () => {
    const { tenderPeriods: _, ...without } = rules;
    const asked = after(
      ...plannedTender.map((event) =>
        event.type === 'RouteChosen'
          ? routed('tender', 9_000_000, { regime: 'standard', vat: 'including' })
          : event,
      ),
      hurried,
    ).when(
      publishSpec,
      { ...tender, closes: '2026-12-02T22:00:00.000Z' },
      contextOf({ ...context, rules: without }),
    );
    expect(E.isRight(asked.decided)).toBe(true);
  });
});

test.each(['light-touch', 'below-threshold'])('under %s the Act names no time: the route does', (regime) => {
  publish(regime, '2026-12-02', undefined, hurried).published();
  publish(regime, '2026-12-17', undefined).refused('spec.open-long-enough', { days: 25 }, '/closes');
});

test('the versions of the rules under the Act name the times, those before it none', () => {
  expect(bedfordshireRules.map(({ tenderPeriods }) => tenderPeriods?.electronicWithAllDocuments)).toEqual([
    undefined,
    undefined,
    undefined,
    25,
    25,
  ]);
  expect(RuleBookData.is({ ...rules, tenderPeriods: { source: 'None' } })).toBe(false);
});
