import { endOfFinancialYear, financialYearOf, type Refusal, type Rule, rule } from '@commissioning/kernel';
import type * as E from 'fp-ts/Either';
import { allHold, type Check, check } from '../checks';
import { neverToPolice, notHeldByPolice } from './delegation';
import { diligenceWhole, wholeDiligence } from './diligence';
import type { RuleBookData } from './events';
import { dutyCanBeMet, dutyCounted, dutyNamesThreshold, wholeDuties } from './whole-duties';
import { thresholdOf, thresholdsDecidedBy } from './thresholds';

const bandsAscend = rule({
  id: 'rulebook.bands-ascend',
  sentence:
    'Bands of value follow on from each other, each ending higher than the one before; the last alone has no end.',
  strength: 'integrity',
  source: 'Contract standing orders: every sum falls into one band, to the penny',
});

const namesExist = rule({
  id: 'rulebook.names-exist',
  sentence: 'Every profile that a band names, and every ground that a profile names, is in the rule book.',
  strength: 'integrity',
  source: 'Design of the record',
});

const thresholdsNamed = rule({
  id: 'rulebook.thresholds-named',
  sentence: 'A rule book names the sums of statute by which it is decided here.',
  strength: 'integrity',
  source: 'Procurement Act 2023 Schedule 1; Subsidy Control Act 2022 ss.36-39',
});

const namesOnce = rule({
  id: 'rulebook.names-once',
  sentence: 'Nothing in a rule book is defined twice.',
  strength: 'integrity',
  source: 'Design of the record',
});

const scaleDescribed = rule({
  id: 'rulebook.scale-described',
  sentence: 'The scale has more than one score, and says once what each whole score on it means.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.23; bid evaluation guidance',
});

const seriesUsable = rule({
  id: 'rulebook.series-usable',
  sentence: 'A decision series is one to twelve capital letters and digits, so that references can carry it.',
  strength: 'integrity',
  source: 'Design of the record: decision references',
});

const calendarCovers = rule({
  id: 'rulebook.calendar-covers',
  sentence:
    'The calendar of working days covers the day the rules come into force and the rest of that financial year.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.123: a statutory period is counted in working days',
});

const holidaysInOrder = rule({
  id: 'rulebook.holidays-in-order',
  sentence: 'Holidays stand in order, each once, within the days the calendar answers for.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** What one version of a rule book must hold for itself, whatever came before it. */
export const bookRules: ReadonlyArray<Rule> = [
  bandsAscend,
  namesExist,
  thresholdsNamed,
  namesOnce,
  scaleDescribed,
  neverToPolice,
  seriesUsable,
  calendarCovers,
  holidaysInOrder,
  dutyCanBeMet,
  dutyCounted,
  dutyNamesThreshold,
  diligenceWhole,
];

const eachOnce = (names: ReadonlyArray<string>, pointer: (index: number) => string): ReadonlyArray<Check> =>
  names.map((name, index) => check(names.indexOf(name) === index, namesOnce, { name }, pointer(index)));

const idsOnce = (list: ReadonlyArray<{ readonly id: string }>, at: string): ReadonlyArray<Check> =>
  eachOnce(
    list.map(({ id }) => id),
    (index) => `${at}/${index}/id`,
  );

const bands = (book: RuleBookData): ReadonlyArray<Check> =>
  book.bands.map(({ upTo }, index) => {
    const before = book.bands[index - 1]?.upTo ?? -1;
    const isLast = index === book.bands.length - 1;
    const holds = isLast ? upTo === undefined : upTo !== undefined && upTo > before;
    return check(
      holds,
      bandsAscend,
      { upTo: upTo ?? null, bandBefore: index === 0 ? null : before },
      `/bands/${index}/upTo`,
    );
  });

const profilesOfBands = (book: RuleBookData): ReadonlyArray<Check> =>
  book.bands.flatMap((band, index) =>
    band.profiles.map((profile, at) => {
      const known = book.profiles.some(({ id }) => id === profile);
      return check(known, namesExist, { band: band.id, profile }, `/bands/${index}/profiles/${at}`);
    }),
  );

const groundsOfProfiles = (book: RuleBookData): ReadonlyArray<Check> =>
  book.profiles.flatMap((profile, index) =>
    profile.grounds.map((ground, at) => {
      const known = book.grounds.some(({ id }) => id === ground);
      return check(known, namesExist, { profile: profile.id, ground }, `/profiles/${index}/grounds/${at}`);
    }),
  );

const thresholds = (book: RuleBookData): ReadonlyArray<Check> =>
  thresholdsDecidedBy.map((id) =>
    check(thresholdOf(book, id) !== undefined, thresholdsNamed, { missing: id }, '/thresholds'),
  );

const definedOnce = (book: RuleBookData): ReadonlyArray<Check> => [
  ...idsOnce(book.bands, '/bands'),
  ...idsOnce(book.profiles, '/profiles'),
  ...idsOnce(book.grounds, '/grounds'),
  ...idsOnce(book.thresholds, '/thresholds'),
  ...idsOnce(book.delegations, '/delegations'),
  ...idsOnce(book.objectives, '/objectives'),
  ...idsOnce(book.fundingStreams, '/fundingStreams'),
  ...idsOnce(book.duties, '/duties'),
  ...book.fundingStreams.flatMap(({ conditions }, index) =>
    idsOnce(conditions, `/fundingStreams/${index}/conditions`),
  ),
  ...eachOnce(
    book.delegations.map(({ role, capacity }) => `${capacity} as ${role}`),
    (index) => `/delegations/${index}/capacity`,
  ),
  ...eachOnce(book.decisionSeries, (index) => `/decisionSeries/${index}`),
];

const scale = ({ scale: { minimum, maximum, descriptors } }: RuleBookData): ReadonlyArray<Check> => {
  const described = descriptors.map(({ score }) => score);
  const missing: Array<number> = [];
  for (let score = minimum; score <= maximum && missing.length < 10; score += 1)
    if (!described.includes(score)) missing.push(score);
  return [
    check(maximum > minimum, scaleDescribed, { minimum, maximum }, '/scale/maximum'),
    check(missing.length === 0, scaleDescribed, { missing }, '/scale/descriptors'),
    ...described.map((score, index) => {
      const holds = score >= minimum && score <= maximum && described.indexOf(score) === index;
      return check(holds, scaleDescribed, { score }, `/scale/descriptors/${index}/score`);
    }),
  ];
};

const series = (book: RuleBookData): ReadonlyArray<Check> =>
  book.decisionSeries.map((name, index) =>
    check(/^[A-Z0-9]{1,12}$/.test(name), seriesUsable, { series: name }, `/decisionSeries/${index}`),
  );

const calendar = ({ workingDays, inForceFrom }: RuleBookData): ReadonlyArray<Check> => {
  const { from, to, holidays } = workingDays;
  const needed = endOfFinancialYear(financialYearOf(inForceFrom));
  return [
    check(from <= inForceFrom, calendarCovers, { inForceFrom, calendarFrom: from }, '/workingDays/from'),
    check(to >= needed, calendarCovers, { needed, calendarTo: to }, '/workingDays/to'),
    ...holidays.map((holiday, index) => {
      const before = holidays[index - 1];
      const holds = holiday >= from && holiday <= to && (before === undefined || holiday > before);
      return check(holds, holidaysInOrder, { holiday }, `/workingDays/holidays/${index}`);
    }),
  ];
};

/** Whether a version of the rules is whole in itself; the first fault, with the place of it. */
export const wholeBook = (book: RuleBookData): E.Either<Refusal, void> =>
  allHold(
    ...bands(book),
    ...profilesOfBands(book),
    ...groundsOfProfiles(book),
    ...thresholds(book),
    ...definedOnce(book),
    ...scale(book),
    ...book.delegations.map((delegation, index) =>
      notHeldByPolice(delegation, `/delegations/${index}/holder`),
    ),
    ...series(book),
    ...calendar(book),
    ...wholeDuties(book),
    ...wholeDiligence(book),
  );
