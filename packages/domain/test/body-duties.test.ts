import {
  type Actor,
  addDays,
  type CalendarDate,
  type Happened,
  type Instant,
  londonDateOf,
  startOfDay,
} from '@commissioning/kernel';
import fc from 'fast-check';
import { bodyCourseOf } from '../src/duties/body-course';
import type { AdoptedRules } from '../src/duties/candidates';
import { adoptRules } from '../src/rulebook/adopt-rules';
import { BodyEstablished, type RuleBookData, type RuleBookEvent, RulesAdopted } from '../src/rulebook/events';
import { publishStatement } from '../src/rulebook/publish-statement';
import { bedfordshireBody, bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { StatementPublished } from '../src/rulebook/statement-events';
import { ruleBook } from '../src/rulebook/state';
import { BodySucceeded } from '../src/rulebook/succession-events';
import { made } from './support/made';
import { contextOf, finance, recorded, specificationOf } from './support/specification';

const day = (text: string) => text as CalendarDate;
const rulesOf = (version: number) => bedfordshireRules[version - 1] as RuleBookData;

/** An event of the rule book, recorded at nine on a day. */
const on = (text: string, event: RuleBookEvent): Happened<RuleBookEvent> => ({
  ...(recorded([event], { at: `${text}T09:00:00.000Z` as Instant })[0] as Happened<RuleBookEvent>),
  id: `00000000-0000-7000-8000-${text.replaceAll('-', '')}${String(event.type.length).padStart(4, '0')}`,
});

const adopting = (text: string, rules: RuleBookData) => on(text, made(RulesAdopted, rules));
const stating = <More extends object = object>(kind: string, until: string, more: More = {} as More) => ({
  statement: `${kind.toLowerCase()}-${until}`,
  kind,
  until,
  channel: 'website',
  reference: 'https://example.org/published',
  publishedOn: until,
  nothing: false,
  ...more,
});
const published = (text: string, kind: string, until: string) =>
  on(text, made(StatementPublished, stating(kind, until)));

const booksOf = (events: ReadonlyArray<Happened<RuleBookEvent>>): ReadonlyArray<AdoptedRules> =>
  events.flatMap(({ type, data, metadata }) =>
    type === 'RulesAdopted' ? [{ adoptedAt: metadata.recordedAt, rules: data as RuleBookData }] : [],
  );
const courseAt = (today: string, ...events: ReadonlyArray<Happened<RuleBookEvent>>) =>
  bodyCourseOf(events, booksOf(events), day(today));

/** What was found of duties by a rule: what, of which period, due when. */
const found = (rule: string, today: string, ...events: ReadonlyArray<Happened<RuleBookEvent>>) =>
  courseAt(today, ...events).findings.flatMap((each) =>
    each.rule === rule ? [`${each.finding} ${each.duty.slice(rule.length + 1)}`] : [],
  );

const from2026 = adopting('2026-01-05', rulesOf(4));
const fromApril = adopting('2026-04-01', rulesOf(5));

describe('what a body owes for itself', () => {
  test('payments compliance: within 30 days beginning with the end of each half year', () => {
    expect(found('payments-compliance', '2026-10-30', from2026)).toEqual([
      'fell-due 2026-03-31/2026-04-29',
      'missed 2026-03-31/2026-04-29',
      'fell-due 2026-09-30/2026-10-29',
      'missed 2026-09-30/2026-10-29',
    ]);
  });

  test('payments of more than £30,000: within 30 days beginning with the end of each quarter, from April 2026', () => {
    expect(found('payments-under-contracts', '2027-05-01', from2026, fromApril)).toEqual([
      'fell-due 2026-06-30/2026-07-29',
      'missed 2026-06-30/2026-07-29',
      'fell-due 2026-09-30/2026-10-29',
      'missed 2026-09-30/2026-10-29',
      'fell-due 2026-12-31/2027-01-29',
      'missed 2026-12-31/2027-01-29',
      'fell-due 2027-03-31/2027-04-29',
      'missed 2027-03-31/2027-04-29',
    ]);
  });

  test('the lists of the Order: monthly and quarterly, so many days after the end', () => {
    expect(found('publish-spending', '2026-03-01', from2026)).toEqual([
      'fell-due 2026-01-31/2026-02-14',
      'missed 2026-01-31/2026-02-14',
      'fell-due 2026-02-28/2026-03-14',
    ]);
    for (const rule of ['publish-expenses', 'publish-smaller-contracts'])
      expect(found(rule, '2026-04-01', from2026)).toEqual(['fell-due 2026-03-31/2026-04-14']);
  });

  test('the budget before the year begins, policies once in each year', () => {
    expect(found('publish-budget', '2027-04-01', from2026)).toEqual([
      'fell-due 2028-03-31/2027-03-31',
      'missed 2028-03-31/2027-03-31',
    ]);
    expect(found('review-policies', '2027-04-01', from2026)).toEqual([
      'fell-due 2027-03-31/2027-03-31',
      'fell-due 2028-03-31/2028-03-31',
      'missed 2027-03-31/2027-03-31',
    ]);
  });

  test('a pipeline notice where its rules ask for one: by 26 May, 56 days beginning with 1 April', () => {
    const pipeline = {
      id: 'pipeline',
      sentence: 'Contracts of more than £2 million are announced within 56 days of the start of the year.',
      source: 'Procurement Act 2023 s.93: of bodies that will pay more than £100 million in the year',
      regimes: [],
      startedBy: 'year-begun',
      within: { count: 'calendar-days', days: 56, beginning: 'with' },
      metBy: 'statement-published',
      notice: 'UK1',
      owedBy: 'commissioning-officer',
    };
    const large = { ...rulesOf(4), duties: [pipeline] } as unknown as RuleBookData;
    expect(found('pipeline', '2026-04-01', adopting('2026-01-05', large))).toEqual([
      'fell-due 2027-03-31/2026-05-26',
    ]);
  });

  test('is met by its own statement of its own period, in time by when the record was told', () => {
    const met = published('2026-04-29', 'UK17', '2026-03-31');
    expect(found('payments-compliance', '2026-05-01', from2026, met)).toEqual([
      'fell-due 2026-03-31/2026-04-29',
      'met 2026-03-31/2026-04-29',
    ]);
    const late = published('2026-04-30', 'UK17', '2026-03-31');
    expect(found('payments-compliance', '2026-05-01', from2026, late)).toEqual([
      'fell-due 2026-03-31/2026-04-29',
      'missed 2026-03-31/2026-04-29',
      'met 2026-03-31/2026-04-29',
    ]);
    const others = [
      published('2026-04-02', 'spending', '2026-03-31'),
      published('2026-04-03', 'UK17', '2025-09-30'),
    ];
    expect(found('payments-compliance', '2026-04-20', from2026, ...others)).toEqual([
      'fell-due 2026-03-31/2026-04-29',
    ]);
    expect(found('publish-spending', '2026-04-20', from2026, ...others)).toContain(
      'met 2026-03-31/2026-04-14',
    );
  });

  test('a budget that is published before it is asked for is met when it is', () => {
    const early = published('2026-12-20', 'budget', '2028-03-31');
    expect(found('publish-budget', '2027-01-01', from2026, early)).toEqual([
      'fell-due 2028-03-31/2027-03-31',
      'met 2028-03-31/2027-03-31',
    ]);
  });

  test('names the rules that ask for it, which are those adopted by then', () => {
    const [first] = courseAt('2026-01-31', from2026).findings;
    expect(first).toMatchObject({
      finding: 'fell-due',
      owedBy: 'finance',
      startedBy: from2026.id,
      ruleBookVersion: 4,
    });
    expect(courseAt('2026-06-01')).toEqual({ findings: [], next: undefined });
    // Version 5 is adopted late: what had begun by then goes on as it was.
    const late = adopting('2026-07-10', rulesOf(5));
    expect(found('payments-under-contracts', '2026-10-01', from2026, late)).toEqual([
      'fell-due 2026-09-30/2026-10-29',
    ]);
  });

  test('is started by the rules that are in force on its first day, adopted before that day begins', () => {
    const startedBy = (rule: string, ...adopted: ReadonlyArray<Happened<RuleBookEvent>>) =>
      courseAt('2026-05-01', ...adopted).findings.flatMap((each) =>
        each.finding === 'fell-due' && each.rule === rule ? [`${each.from} ${each.startedBy}`] : [],
      );
    const [first, next] = [from2026, adopting('2026-02-10', rulesOf(5))];
    expect(startedBy('publish-spending', first, next)).toEqual([
      `2026-01-31 ${first.id}`,
      `2026-02-28 ${first.id}`,
      `2026-03-31 ${first.id}`,
      `2026-04-30 ${next.id}`,
    ]);
    // In force from 1 April, and so for the year that begins with that day.
    expect(startedBy('review-policies', first, next)).toEqual([`2026-04-01 ${next.id}`]);
    const onTheDay = adopting('2026-04-30', rulesOf(5));
    expect(startedBy('publish-spending', first, onTheDay).at(-1)).toBe(`2026-04-30 ${first.id}`);
    const asItBegan = {
      ...onTheDay,
      metadata: { ...onTheDay.metadata, recordedAt: startOfDay(day('2026-04-30')) },
    };
    expect(startedBy('publish-spending', first, asItBegan).at(-1)).toBe(`2026-04-30 ${asItBegan.id}`);
    expect(startedBy('publish-spending', next)).toEqual([`2026-04-30 ${next.id}`]);
  });

  test('ends with the day on which a successor answers for it; told late, it ends nothing that had begun', () => {
    const succession = (told: string, from: string) =>
      on(told, made(BodySucceeded, { body: 'BEDS', successor: { name: 'A mayor' }, from, under: 'An Act' }));
    const spending = (event: Happened<RuleBookEvent>) =>
      found('publish-spending', '2028-07-01', from2026, event)
        .filter((each) => each.startsWith('fell-due'))
        .at(-1);
    expect(spending(succession('2027-11-01', '2028-05-04'))).toBe('fell-due 2028-04-30/2028-05-14');
    expect(spending(succession('2028-05-31', '2028-05-04'))).toBe('fell-due 2028-05-31/2028-06-14');
    expect(spending(succession('2028-05-31', '2028-05-31'))).toBe('fell-due 2028-05-31/2028-06-14');
    expect(spending(succession('2027-11-01', '2028-05-31'))).toBe('fell-due 2028-04-30/2028-05-14');
    const since = published('2028-05-05', 'spending', '2028-04-30');
    expect(
      found('publish-spending', '2028-07-01', from2026, succession('2027-11-01', '2028-05-04'), since).slice(
        -2,
      ),
    ).toEqual(['fell-due 2028-04-30/2028-05-14', 'met 2028-04-30/2028-05-14']);
  });

  test('whoever looks every day and whoever looks once find the same, and each day that was named brings something', () => {
    const days = fc.integer({ min: 0, max: 700 }).map((count) => addDays(day('2026-01-06'), count));
    const statement = fc.tuple(
      days,
      fc.constantFrom('spending', 'UK17', 'UK8', 'budget', 'policies', 'expenses'),
      fc.constantFrom('2026-01-31', '2026-03-31', '2026-09-30', '2027-03-31', '2028-03-31'),
    );
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), days, days, (statements, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const events = [
          from2026,
          fromApril,
          ...statements.map(([at, kind, until]) => published(at, kind, until)),
        ].toSorted((first, second) => (first.metadata.recordedAt < second.metadata.recordedAt ? -1 : 1));
        const seen = events.filter(({ metadata }) => metadata.recordedAt < startOfDay(early));
        const before = courseAt(early, ...seen);
        const after = courseAt(late, ...seen);
        expect(after.findings.slice(0, before.findings.length)).toEqual(before.findings);
        expect(after.findings.length > before.findings.length).toBe(
          before.next !== undefined && before.next <= late,
        );
        const whole = courseAt(
          late,
          ...events.filter(({ metadata }) => londonDateOf(metadata.recordedAt) < late),
        );
        expect(whole.findings.slice(0, before.findings.length)).toEqual(before.findings);
      }),
    );
  });
});

describe('publishing a statement', () => {
  const { given } = specificationOf(ruleBook);
  const around = contextOf({
    actor: finance,
    now: '2026-10-21T09:00:00.000Z' as Instant,
    today: day('2026-10-21'),
  });
  const book = recorded([
    made(BodyEstablished, bedfordshireBody),
    made(RulesAdopted, rulesOf(5)),
  ]) as ReadonlyArray<Happened<RuleBookEvent>>;
  const payments = {
    meanDays: 1840,
    within30: 9310,
    within60: 590,
    over60: 100,
    notInTime: 690,
    approvedBy: 'Chief Finance Officer',
  };
  const notice = stating('UK17', '2026-09-30', {
    channel: 'central-platform',
    publishedOn: '2026-10-21',
    payments,
  });
  const asking = (change: object) => given(...book).when(publishStatement, { ...notice, ...change }, around);

  test('notes what was published for which period', () => {
    asking({}).then(made(StatementPublished, notice));
    const { payments: _payments, ...list } = { ...notice, kind: 'spending', channel: 'website' };
    given(...book)
      .when(publishStatement, list, around)
      .then(made(StatementPublished, list));
  });

  test('is of a kind that a duty names', () => {
    const statements = rulesOf(5).duties.filter(({ metBy }) => metBy === 'statement-published');
    const owed = [...new Set(statements.map(({ notice }) => notice as string))];
    expect(owed).toContain('UK17');
    expect(owed).not.toContain('UK6');
    for (const kind of ['UK99', 'UK6'])
      asking({ kind }).refused('statement.of-a-kind-that-is-owed', { kind, owed }, '/kind');
  });

  test('is of a whole period, and one of a period that ended is not published before its end', () => {
    asking({ until: '2026-09-29' }).refused(
      'statement.of-a-whole-period',
      { kind: 'UK17', until: '2026-09-29', publishedOn: '2026-10-21', counted: ['half-year-ended'] },
      '/until',
    );
    asking({ until: '2026-06-30' }).refused('statement.of-a-whole-period', {}, '/until');
    asking({ publishedOn: '2026-09-29' }).refused('statement.of-a-whole-period', {}, '/until');
    asking({ publishedOn: '2026-10-22' }).refused('dates.not-in-the-future', {}, '/publishedOn');
    asking({ publishedOn: '2026-09-30' }).then(
      made(StatementPublished, { ...notice, publishedOn: '2026-09-30' }),
    );
  });

  test('is of a period as any version of the rules counted it: one that is late may be of an earlier one', () => {
    const quarterly = {
      ...rulesOf(5),
      duties: rulesOf(5).duties.map((duty) =>
        (duty.id as string) === 'publish-spending' ? { ...duty, startedBy: 'quarter-ended' } : duty,
      ),
    } as RuleBookData;
    const late = stating('spending', '2026-08-31', { publishedOn: '2026-10-21' });
    given(...book, ...recorded([made(RulesAdopted, quarterly)]))
      .when(publishStatement, late, around)
      .then(made(StatementPublished, late));
  });

  test('says its figures where it is one of payments compliance, and nowhere else', () => {
    const { payments: _payments, ...without } = notice;
    given(...book)
      .when(publishStatement, without, around)
      .refused('statement.payments-figures', { payments: null }, '/payments');
    asking({ kind: 'spending', channel: 'website' }).refused('statement.payments-figures', {}, '/payments');
    const figures = (change: object) => asking({ payments: { ...payments, ...change } });
    figures({ over60: 97 }).refused('statement.payments-figures', {}, '/payments');
    figures({ notInTime: 10_001 }).refused('statement.payments-figures', {}, '/payments');
    expect(figures({ notInTime: 10_000 }).decided._tag).toBe('Right');
    // Shares rounded to hundredths; and a half year in which nothing was paid.
    expect(figures({ over60: 98 }).decided._tag).toBe('Right');
    expect(figures({ within30: 0, within60: 0, over60: 0 }).decided._tag).toBe('Right');
  });

  test('of the Procurement Act stands on the central platform', () => {
    asking({ channel: 'website' }).refused(
      'statement.on-central-platform',
      { kind: 'UK17', channel: 'website' },
      '/channel',
    );
  });

  test('is said once', () => {
    given(...book, ...recorded([made(StatementPublished, notice)]))
      .when(publishStatement, { ...notice, reference: 'Another' }, around)
      .refused('entry.said-once', {}, '/statement');
  });

  test('is an act of the office, not of the system', () => {
    expect(publishStatement.roles).not.toContain('system' satisfies Actor['role']);
  });
});

describe('a duty of the body', () => {
  const { given } = specificationOf(ruleBook);
  const adoptingDuty = (change: object) => {
    const [duty] = rulesOf(4).duties.filter(({ id }) => (id as string) === 'publish-spending');
    return given(...recorded([made(BodyEstablished, bedfordshireBody)])).when(
      adoptRules,
      { ...rulesOf(1), duties: [{ ...duty, ...change }] },
      contextOf(),
    );
  };

  test('is of no regime and no value, names its statement, and is met by nothing else', () => {
    adoptingDuty({ regimes: ['standard'] }).refused(
      'rulebook.duty-can-be-met',
      { duty: 'publish-spending', regimes: ['standard'] },
      '/duties/0/regimes',
    );
    adoptingDuty({ fromValue: 'services' }).refused('rulebook.duty-can-be-met', {}, '/duties/0/regimes');
    adoptingDuty({ notice: undefined }).refused('rulebook.duty-can-be-met', {}, '/duties/0/notice');
    adoptingDuty({ startedBy: 'award-made' }).refused('rulebook.duty-can-be-met', {}, '/duties/0/metBy');
    adoptingDuty({ within: { count: 'stated-day' } }).refused(
      'rulebook.duty-counted',
      {},
      '/duties/0/within',
    );
  });
});
