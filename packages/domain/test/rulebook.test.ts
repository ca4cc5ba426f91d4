import { type CalendarDate, fold, isWorkingDay, workingDayFrom } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { adoptRules } from '../src/rulebook/adopt-rules';
import { establishBody } from '../src/rulebook/establish-body';
import { identifyNeed } from '../src/commission/analyse/identify-need';
import { BodyEstablished, type RuleBookData, type RuleBookEvent, RulesAdopted } from '../src/rulebook/events';
import { bedfordshireBody, bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { inForceOn, ruleBook } from '../src/rulebook/state';
import { thresholdOf } from '../src/rulebook/thresholds';
import { succeedBody } from '../src/rulebook/succeed-body';
import { BodySucceeded } from '../src/rulebook/succession-events';
import { after, contextAt, need, needing } from './support/commission';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(ruleBook);
const established = made(BodyEstablished, bedfordshireBody);
const [first, second, third, fourth, fifth] = bedfordshireRules as [
  RuleBookData,
  RuleBookData,
  RuleBookData,
  RuleBookData,
  RuleBookData,
];
const date = (day: string): CalendarDate => day as CalendarDate;

describe('establishing a body', () => {
  test('opens its rule book', () => {
    given().when(establishBody, bedfordshireBody).then(established);
  });

  test('is done once', () => {
    given(...recorded([established]))
      .when(establishBody, { ...bedfordshireBody, name: 'Somebody else' })
      .refused('rulebook.one-body', { established: bedfordshireBody.name }, '/body');
  });

  test('is not done ahead of time: today will do, tomorrow will not', () => {
    given()
      .when(establishBody, { ...bedfordshireBody, established: '2026-11-24' })
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/established');
    const today = { ...bedfordshireBody, established: '2026-11-23' };
    given().when(establishBody, today).then(made(BodyEstablished, today));
  });
});

describe('a body that another takes the place of', () => {
  const succeeding = {
    body: 'BEDS',
    successor: { name: 'Strategic Authority', body: 'BEDSMSA' },
    from: '2028-05-04',
    under: 'An Act of 2027',
  };
  const succeeded = made(BodySucceeded, succeeding);
  const asking = (command: object, ...events: ReadonlyArray<RuleBookEvent>) =>
    given(...recorded<RuleBookEvent>([established, ...events])).when(succeedBody, command);

  test('says which, from when on and under which enactment', () => {
    asking(succeeding).then(succeeded);
    const { body: _body, ...unnumbered } = succeeding.successor;
    asking({ ...succeeding, successor: unnumbered }).then(
      made(BodySucceeded, { ...succeeding, successor: unnumbered }),
    );
    given().when(succeedBody, succeeding).refused('rulebook.body-established');
  });

  test('is this body, and is followed by another, after it began', () => {
    asking({ ...succeeding, body: 'HERTS' }).refused(
      'rulebook.succeeded-by-another',
      { body: 'BEDS' },
      '/successor/body',
    );
    asking({ ...succeeding, successor: { name: 'Itself', body: 'BEDS' } }).refused(
      'rulebook.succeeded-by-another',
    );
    asking({ ...succeeding, from: bedfordshireBody.established }).refused(
      'rulebook.succeeded-after-its-beginning',
      { established: '2012-11-22', from: '2012-11-22' },
      '/from',
    );
  });

  test('may have its last day moved until it has come, and not after', () => {
    asking({ ...succeeding, from: '2029-05-03' }, succeeded).then(
      made(BodySucceeded, { ...succeeding, from: '2029-05-03' }),
    );
    const over = made(BodySucceeded, { ...succeeding, from: '2026-11-23' });
    asking({ ...succeeding, from: '2029-05-03' }, over).refused('rulebook.succession-stays', {
      from: '2026-11-23',
      today: '2026-11-23',
    });
  });

  test('begins nothing new from that day on where its successor has a record of its own', () => {
    const identifying = (day: string, successor: object) =>
      after().when(identifyNeed, needing, {
        ...contextAt(`${day}T12:00:00.000Z`),
        succession: { ...succeeding, successor } as never,
      });
    identifying('2028-05-03', succeeding.successor).then(need);
    identifying('2028-05-04', succeeding.successor).refused(
      'rulebook.begins-under-the-successor',
      { successor: 'BEDSMSA', from: '2028-05-04' },
      '/reference',
    );
    identifying('2028-05-04', { name: 'The same office under another name' }).then(need);
  });
});

describe('the rules as shipped', () => {
  test('are adopted version by version', () => {
    const adopted = bedfordshireRules.map((version) => made(RulesAdopted, version));
    bedfordshireRules.forEach((version, index) => {
      given(...recorded([established, ...adopted.slice(0, index)]))
        .when(adoptRules, version)
        .then(made(RulesAdopted, version));
    });
  });

  test('are in force from their day on, to the day', () => {
    const adopted = bedfordshireRules.map((version) => made(RulesAdopted, version));
    const book = fold(ruleBook, ruleBook.initial, recorded([established, ...adopted]));
    const versionOn = (day: string) => inForceOn(book, date(day))?.version;
    expect(versionOn('2023-01-31')).toBeUndefined();
    expect(versionOn('2023-02-01')).toBe(1);
    expect(versionOn('2024-02-14')).toBe(1);
    expect(versionOn('2024-02-15')).toBe(2);
    expect(versionOn('2024-05-09')).toBe(3);
    expect(versionOn('2025-12-31')).toBe(3);
    expect(versionOn('2026-01-01')).toBe(4);
    expect(versionOn('2026-03-31')).toBe(4);
    expect(versionOn('2026-11-23')).toBe(5);
  });

  test('have the bands of their year: £5,000 and £50,000 in 2023, £6,000.00 and £60,000.00 from 2024', () => {
    const edges = bedfordshireRules.map(({ bands }) => bands.map(({ upTo }) => upTo));
    expect(edges).toEqual([
      [500_000, 5_000_000, undefined],
      [600_000, 6_000_000, undefined],
      [600_000, 6_000_000, undefined],
      [600_000, 6_000_000, undefined],
      [600_000, 6_000_000, undefined],
    ]);
  });

  test('have the procurement thresholds of their year, VAT included', () => {
    const services = bedfordshireRules.map((rules) => thresholdOf(rules, 'services')?.pence);
    expect(services).toEqual([21_347_700, 21_490_400, 21_490_400, 20_772_000, 20_772_000]);
  });

  test('let the route of a higher band meet every lower one', () => {
    for (const { bands } of bedfordshireRules)
      bands.forEach(({ profiles }, index) => {
        expect(bands[index + 1]?.profiles.filter((higher) => !profiles.includes(higher)) ?? []).toEqual([]);
      });
  });

  test('keep each small-sum limit in step with its band', () => {
    for (const { bands, grounds, profiles } of bedfordshireRules) {
      const smallSum = bands[0]?.upTo;
      expect(grounds.find(({ id }) => id === 'small-sum')?.upTo).toBe(smallSum);
      expect(profiles.find(({ id }) => id === 'small-direct-grant')?.upTo).toBe(smallSum);
    }
  });
});

describe('the calendar as shipped', () => {
  const lastStandstillDay = (rules: RuleBookData, published: string) =>
    workingDayFrom(rules.workingDays, date(published), 8);

  test.each([
    ['2025-12-10', '2025-12-19', third],
    ['2026-02-02', '2026-02-11', fourth],
    ['2026-02-12', '2026-02-23', fourth],
    ['2026-11-26', '2026-12-08', fifth],
    ['2026-12-23', '2027-01-07', fifth],
  ])('eight working days beginning with %s end on %s', (published, lastDay, rules) => {
    expect(lastStandstillDay(rules, published)).toEqual(E.right(lastDay));
  });

  test('knows the one-off holidays of every part of the country, each from when it could be known', () => {
    const worked = (rules: RuleBookData, day: string) => isWorkingDay(rules.workingDays, date(day));
    expect(worked(first, '2023-05-08')).toEqual(E.right(false));
    expect(worked(third, '2026-06-15')).toEqual(E.right(true));
    expect(worked(fifth, '2026-06-15')).toEqual(E.right(false));
  });

  test('answers for 2023 to 2028 and no further', () => {
    expect(isWorkingDay(fifth.workingDays, date('2028-12-29'))).toEqual(E.right(true));
    expect(isWorkingDay(fifth.workingDays, date('2029-01-02'))).toMatchObject({
      left: { _tag: 'OutsideCalendar' },
    });
  });

  test('lists thirteen or more weekdays a year, none of them a weekend', () => {
    for (const { workingDays } of bedfordshireRules)
      for (const year of ['2023', '2024', '2025', '2026', '2027', '2028']) {
        const holidays = workingDays.holidays.filter((day) => day.startsWith(year));
        expect(holidays.length).toBeGreaterThanOrEqual(13);
        expect(holidays.filter((day) => [0, 6].includes(new Date(day).getUTCDay()))).toEqual([]);
      }
  });
});

describe('adopting rules', () => {
  const whenAdopted = (change: object) =>
    given(...recorded([established])).when(adoptRules, { ...first, ...change }, contextOf());
  const band = (index: number) => first.bands[index] as RuleBookData['bands'][number];

  test('needs a body', () => {
    given().when(adoptRules, first).refused('rulebook.body-established');
  });

  test.each([0, 2, 3])('as version %i before version 1 is refused', (version) => {
    whenAdopted({ version }).refused('rulebook.versions-in-turn', { version, expected: 1 }, '/version');
  });

  test('under a number already adopted, with other content, is refused', () => {
    given(...recorded([established, made(RulesAdopted, first)]))
      .when(adoptRules, { ...first, paymentDays: 31 })
      .refused('rulebook.versions-in-turn', { version: 1, expected: 2 }, '/version');
  });

  test('is in force from the day of the version before at the earliest', () => {
    const history = recorded([established, made(RulesAdopted, first)]);
    given(...history)
      .when(adoptRules, { ...second, inForceFrom: '2023-01-31' })
      .refused(
        'rulebook.in-force-in-turn',
        { lastInForceFrom: '2023-02-01', inForceFrom: '2023-01-31' },
        '/inForceFrom',
      );
    const sameDay = { ...second, inForceFrom: '2023-02-01' };
    given(...history)
      .when(adoptRules, sameDay)
      .then(made(RulesAdopted, sameDay));
  });

  test('asks for bands that ascend to the penny', () => {
    whenAdopted({ bands: [band(0), { ...band(1), upTo: 500_000 }, band(2)] }).refused(
      'rulebook.bands-ascend',
      { upTo: 500_000, bandBefore: 500_000 },
      '/bands/1/upTo',
    );
    const aPennyWide = { bands: [band(0), { ...band(1), upTo: 500_001 }, band(2)] };
    whenAdopted(aPennyWide).then(made(RulesAdopted, { ...first, ...aPennyWide }));
    const fromAPenny = { bands: [{ ...band(0), upTo: 1 }, band(1), band(2)] };
    whenAdopted(fromAPenny).then(made(RulesAdopted, { ...first, ...fromAPenny }));
  });

  test('asks for exactly one band without an end, the last', () => {
    const { upTo: _, ...open } = band(0);
    whenAdopted({ bands: [open, band(1), band(2)] }).refused(
      'rulebook.bands-ascend',
      { upTo: null, bandBefore: null },
      '/bands/0/upTo',
    );
    whenAdopted({ bands: [band(0), band(1)] }).refused('rulebook.bands-ascend', {}, '/bands/1/upTo');
  });

  test('asks that every profile a band names, and every ground a profile names, exists', () => {
    whenAdopted({ bands: [{ ...band(0), profiles: ['tender', 'auction'] }, band(1), band(2)] }).refused(
      'rulebook.names-exist',
      { profile: 'auction', band: 'one-quote' },
      '/bands/0/profiles/1',
    );
    whenAdopted({ grounds: first.grounds.filter(({ id }) => id !== 'urgent') }).refused(
      'rulebook.names-exist',
      { profile: 'direct-grant', ground: 'urgent' },
      '/profiles/6/grounds/2',
    );
  });

  test('asks for the sums of statute by which it is decided', () => {
    whenAdopted({ thresholds: first.thresholds.filter(({ id }) => id !== 'services') }).refused(
      'rulebook.thresholds-named',
      { missing: 'services' },
      '/thresholds',
    );
  });

  test.each([
    ['bands', { bands: [band(0), { ...band(1), id: band(0).id }, band(2)] }, '/bands/1/id'],
    ['profiles', { profiles: [...first.profiles, first.profiles[0]] }, '/profiles/10/id'],
    ['thresholds', { thresholds: [...first.thresholds, first.thresholds[0]] }, '/thresholds/10/id'],
    ['grounds', { grounds: [...first.grounds, first.grounds[0]] }, '/grounds/6/id'],
    ['delegations', { delegations: [...first.delegations, first.delegations[0]] }, '/delegations/3/id'],
    [
      'delegations under two names',
      { delegations: [...first.delegations, { ...first.delegations[0], id: 'again' }] },
      '/delegations/3/capacity',
    ],
    ['objectives', { objectives: [...first.objectives, first.objectives[0]] }, '/objectives/7/id'],
    [
      'funding streams',
      { fundingStreams: [...first.fundingStreams, first.fundingStreams[0]] },
      '/fundingStreams/6/id',
    ],
    [
      'conditions of a stream',
      {
        fundingStreams: first.fundingStreams.map((stream) => ({
          ...stream,
          conditions: [...stream.conditions, ...stream.conditions],
        })),
      },
      '/fundingStreams/0/conditions/3/id',
    ],
    ['decision series', { decisionSeries: ['PCC21', 'PCC21'] }, '/decisionSeries/1'],
  ])('refuses %s defined twice', (_, change, field) => {
    whenAdopted(change).refused('rulebook.names-once', {}, field);
  });

  test('asks that the scale says once what each score means', () => {
    const { scale } = first;
    const described = (...scores: ReadonlyArray<number>) => ({
      scale: { ...scale, descriptors: scores.map((score) => ({ score, meaning: 'Said.' })) },
    });
    whenAdopted(described(0, 1, 3, 4)).refused(
      'rulebook.scale-described',
      { missing: [2] },
      '/scale/descriptors',
    );
    whenAdopted(described(0, 1, 2, 3, 4, 4)).refused(
      'rulebook.scale-described',
      { score: 4 },
      '/scale/descriptors/5/score',
    );
    whenAdopted(described(0, 1, 2, 3, 4, 5)).refused(
      'rulebook.scale-described',
      {},
      '/scale/descriptors/5/score',
    );
    whenAdopted({ scale: { ...scale, maximum: 0 } }).refused(
      'rulebook.scale-described',
      { minimum: 0, maximum: 0 },
      '/scale/maximum',
    );
    whenAdopted({ scale: { ...scale, maximum: 9_007_199_254_740_991 } }).refused('rulebook.scale-described');
  });

  test.each(['constable', 'police-staff'])('refuses a delegation to a %s, whatever the title', (holder) => {
    const [commissioner] = first.delegations;
    whenAdopted({ delegations: [{ ...commissioner, capacity: 'Adviser', holder }] }).refused(
      'delegation.never-to-police',
      { capacity: 'Adviser', holder },
      '/delegations/0/holder',
    );
  });

  test.each(['pcc', 'PCC-24', 'ABCDEFGHIJKLM'])(
    'refuses the series %s, which no reference could carry',
    (series) => {
      whenAdopted({ decisionSeries: ['PCC21', series] }).refused(
        'rulebook.series-usable',
        { series },
        '/decisionSeries/1',
      );
    },
  );

  test('asks for a calendar from the day in force to the end of that financial year', () => {
    const workingDays = (change: object) => ({
      workingDays: { ...first.workingDays, holidays: [], ...change },
    });
    whenAdopted(workingDays({ from: '2023-02-02' })).refused(
      'rulebook.calendar-covers',
      { inForceFrom: '2023-02-01', calendarFrom: '2023-02-02' },
      '/workingDays/from',
    );
    whenAdopted(workingDays({ to: '2023-03-30' })).refused(
      'rulebook.calendar-covers',
      { needed: '2023-03-31', calendarTo: '2023-03-30' },
      '/workingDays/to',
    );
    const justEnough = workingDays({ from: '2023-02-01', to: '2023-03-31' });
    whenAdopted(justEnough).then(made(RulesAdopted, { ...first, ...justEnough }));
  });

  test('asks for holidays in order, each once, within the calendar', () => {
    const holidays = (...days: ReadonlyArray<string>) => ({
      workingDays: { ...first.workingDays, holidays: days },
    });
    const field = '/workingDays/holidays/1';
    whenAdopted(holidays('2023-01-02', '2023-01-02')).refused(
      'rulebook.holidays-in-order',
      { holiday: '2023-01-02' },
      field,
    );
    whenAdopted(holidays('2023-01-03', '2023-01-02')).refused('rulebook.holidays-in-order', {}, field);
    whenAdopted(holidays('2023-01-02', '2029-01-01')).refused('rulebook.holidays-in-order', {}, field);
  });
});
