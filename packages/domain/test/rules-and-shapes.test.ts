import { fold, type Instant } from '@commissioning/kernel';
import { alike } from '../src/checks';
import { DecisionPublished, DecisionTaken } from '../src/decision/events';
import { DecisionSuperseded } from '../src/decision/superseded-events';
import { decision } from '../src/decision/state';
import { supersedeDecision } from '../src/decision/supersede-decision';
import { candidatesFrom, meeting } from '../src/duties/candidates';
import { RulesAdopted } from '../src/rulebook/events';
import { wholeBook } from '../src/rulebook/whole-book';
import { Figure, LightTouchCode } from '../src/shapes';
import { CommissionClosed } from '../src/commission/review/events';
import { correctCommissionEntry } from '../src/commission/correct-entry';
import { EntryCorrected } from '../src/corrections/events';
import { after, context, need, rules } from './support/commission';
import { made } from './support/made';
import { approver, contextOf, recorded, specificationOf } from './support/specification';

describe('what is said again', () => {
  test('is alike where every part is, and nothing is left out', () => {
    expect(alike({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
    expect(alike({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    for (const [one, other] of [
      [{ a: 1 }, { a: 1, b: undefined }],
      [{ a: undefined }, { b: undefined }],
      [null, {}],
      [{}, null],
      [[], {}],
      [['x'], { 0: 'x' }],
      ['1', 1],
      [undefined, null],
    ])
      expect(alike(one, other)).toBe(false);
  });
});

describe('a figure', () => {
  test.each([0, 1.25, -3.1, 1_000_000])('may be %d', (figure) => {
    expect(Figure.is(figure)).toBe(true);
  });

  test.each([1.255, 0.001, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e15])('is never %d', (figure) => {
    expect(Figure.is(figure)).toBe(false);
  });
});

describe('a code of light-touch services', () => {
  test('has eight digits and nothing else', () => {
    expect(LightTouchCode.is('85312310')).toBe(true);
    for (const wrong of ['8531231', '853123100', 'x85312310', '85312310x'])
      expect(LightTouchCode.is(wrong)).toBe(false);
  });
});

describe('a rule book of before duties were part of it', () => {
  test('is read as one that has none', () => {
    const { duties: _duties, ...before } = rules;
    const [first] = RulesAdopted.versions;
    expect(first?.codec.is(before)).toBe(true);
    expect(first?.upcast?.(before as never)).toEqual({ ...rules, duties: [] });
  });
});

describe('how long a duty may take', () => {
  test('is a month at the least, or to the end of a quarter', () => {
    const [first, ...others] = rules.duties;
    for (const within of [
      { count: 'months', months: 1 },
      { count: 'quarter-end', days: 0 },
    ])
      expect(wholeBook({ ...rules, duties: [{ ...first, within } as never, ...others] })).toMatchObject({
        _tag: 'Right',
      });
  });
});

describe('a rule book', () => {
  const { workingDays, scale } = rules;

  test('may have holidays on the first and the last day of its calendar, and on none outside it', () => {
    const holding = (...holidays: ReadonlyArray<string>) =>
      wholeBook({ ...rules, workingDays: { ...workingDays, holidays: holidays as never } });
    expect(holding(workingDays.from, workingDays.to)).toMatchObject({ _tag: 'Right' });
    for (const outside of ['1999-12-31', '2999-01-01'])
      expect(holding(outside)).toMatchObject({
        left: { rule: { id: 'rulebook.holidays-in-order' }, facts: { holiday: outside } },
      });
  });

  test('describes every score of its scale, names ten that it does not, and describes none outside it', () => {
    const described = (minimum: number, maximum: number, ...scores: ReadonlyArray<number>) =>
      wholeBook({
        ...rules,
        scale: {
          minimum,
          maximum,
          descriptors: scores.map((score) => ({ score, meaning: 'Good.' })),
        } as never,
      });
    expect(described(1, 2, 1, 2)).toMatchObject({ _tag: 'Right' });
    expect(described(0, 2, 0, 1)).toMatchObject({ left: { facts: { missing: [2] } } });
    expect(described(0, 20, 0)).toMatchObject({
      left: { facts: { missing: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, field: '/scale/descriptors' },
    });
    expect(described(1, 2, 0, 1, 2)).toMatchObject({
      left: { facts: { score: 0 }, field: '/scale/descriptors/0/score' },
    });
    expect(scale.descriptors.length).toBeGreaterThan(0);
  });
});

describe('which rules govern a duty', () => {
  const adoptedAt = '2026-11-23T12:00:00.000Z' as Instant;
  const book = (inForceFrom: string, at = adoptedAt) => ({
    adoptedAt: at,
    rules: { ...rules, inForceFrom: inForceFrom as never },
  });
  const start = (governedAt: string, change: object = {}) =>
    ({
      by: 'invoice-received',
      subject: 'w1/i1',
      about: ['invoice/w1/i1'],
      from: '2026-11-23',
      governedAt,
      event: 'e1',
      ...change,
    }) as never;
  const duties = (from: never, ...books: ReadonlyArray<ReturnType<typeof book>>) =>
    candidatesFrom(from, books).map(({ rule }) => rule.id);

  test('are those adopted by then and in force that day, to the moment and to the day', () => {
    expect(duties(start(adoptedAt), book('2026-11-23'))).toEqual(['pay-invoice']);
    expect(duties(start('2026-11-23T11:59:59.999Z'), book('2026-11-23'))).toEqual([]);
    expect(duties(start(adoptedAt), book('2026-11-24'))).toEqual([]);
  });

  test('count a value that nobody stated as one above every threshold', () => {
    const fromSum = rules.duties.find(
      ({ fromValue, regimes }) => fromValue !== undefined && regimes.length > 0,
    );
    const started = (value?: number) =>
      start(adoptedAt, { by: fromSum?.startedBy, regime: fromSum?.regimes[0], stated: '2027-03-31', value });
    expect(duties(started(), book('2026-11-23'))).toContain(fromSum?.id);
    expect(duties(started(1), book('2026-11-23'))).not.toContain(fromSum?.id);
  });

  test('say which act meets a duty: of its kind, by its notice, from the day on which it counts', () => {
    const rule = rules.duties.find(({ notice }) => notice !== undefined);
    const candidate = {
      rule,
      start: { about: ['lot/north'], countsFrom: '2026-11-23' },
    } as never;
    const acting = (change: object) =>
      meeting(
        candidate,
        new Map([
          [
            'lot/north',
            [{ act: rule?.metBy, about: 'lot/north', notice: rule?.notice, on: '2026-11-23', ...change }],
          ],
        ]) as never,
      );
    expect(acting({})).toMatchObject({ notice: rule?.notice });
    expect(acting({ notice: 'UK1' })).toBeUndefined();
    expect(acting({ act: 'summaries-sent' })).toBeUndefined();
    expect(acting({ on: '2026-11-22' })).toBeUndefined();
  });
});

describe('a decision that takes the place of another', () => {
  const taken = (reference: string, authorises: ReadonlyArray<object>) =>
    made(DecisionTaken, {
      decision: reference,
      title: 'Support for families',
      delegation: 'commissioner',
      capacity: 'Police and Crime Commissioner',
      background: 'Families wait.',
      reasons: 'It answers the plan.',
      advice: [],
      interests: [],
      authorises,
    });
  const halt = [{ act: 'halt', commission: 'BEDS-2026-0007' }];
  const first = recorded([taken('BEDS-PCC24-0040', halt)], { actor: approver });
  const later = fold(
    decision,
    decision.initial,
    recorded(
      [
        taken('BEDS-PCC24-0041', halt),
        made(DecisionPublished, {
          decision: 'BEDS-PCC24-0041',
          channel: 'website',
          reference: 'D',
          withheld: [],
        }),
      ],
      { actor: approver },
    ),
  );
  const command = { by: 'BEDS-PCC24-0041', reason: 'The sum was too low.' };
  const { given } = specificationOf(decision);

  test('may be taken at the same moment, and is looked for', () => {
    given(...first)
      .when(
        supersedeDecision,
        command,
        contextOf({ actor: approver, decisions: new Map([['BEDS-PCC24-0041', later]]) }),
      )
      .then(made(DecisionSuperseded, { decision: 'BEDS-PCC24-0040', ...command }));
    expect(supersedeDecision.needs(command as never, decision.initial)).toEqual({
      decisions: ['BEDS-PCC24-0041'],
    });
  });

  test('is told of as it stands, where it stands no longer', () => {
    const gone = { ...later, superseded: { by: 'BEDS-PCC24-0042' } } as unknown as typeof later;
    given(...first)
      .when(
        supersedeDecision,
        command,
        contextOf({ actor: approver, decisions: new Map([['BEDS-PCC24-0041', gone]]) }),
      )
      .refused(
        'decision.superseded-by-a-later-one',
        { published: true, taken: '2026-11-23T12:00:00.000Z', supersededBy: 'BEDS-PCC24-0042' },
        '/by',
      );
  });
});

describe('a correction of one of a list', () => {
  const lessons = Array.from({ length: 11 }, (_, index) => `Lesson ${index}`);
  const closed = made(CommissionClosed, { outcome: 'delivered', summary: 'It ended.', lessons });
  const entry = '00000000-0000-7000-8000-000000000001';
  const asked = (...fields: ReadonlyArray<string>) =>
    after(need, closed).when(
      correctCommissionEntry,
      {
        correction: 'slip',
        entry,
        changes: fields.map((field) => ({ field, to: '2027-01-01' })),
        reason: 'A letter was left out.',
      },
      context,
    );

  test('is of any of them, and of more than one at once; what reads like a day is text in it', () => {
    asked('/lessons/10', '/summary').then(
      made(EntryCorrected, {
        correction: 'slip',
        entry,
        of: 'CommissionClosed',
        changes: [
          { field: '/lessons/10', official: { from: 'Lesson 10', to: '2027-01-01' } },
          { field: '/summary', released: { from: 'It ended.', to: '2027-01-01' } },
        ],
        names: [],
        otherNames: [],
        reason: 'A letter was left out.',
      }),
    );
  });

  test.each(['/lessons', '/lessons/a', '/lessons/1a', '/lessons/a1', '/lessons/1/1', '/more/1'])(
    'is never of %s, which is none of them',
    (field) => {
      asked(field).refused('correction.of-a-correctable-field', { field }, '/changes/0/field');
    },
  );
});
