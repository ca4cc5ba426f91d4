import {
  atLeastOne,
  CalendarDate,
  Count,
  FinancialYear,
  FundRef,
  Line,
  LocalId,
  Money,
  official,
  Pence,
  ProviderRef,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** How money reaches a provider. In-house provision is recorded like the others, so that the choice is seen. */
export const Instrument = t.keyof({ grant: null, contract: null, 'in-house': null }, 'Instrument');
export type Instrument = t.TypeOf<typeof Instrument>;

/**
 * The legal regime of an award: Procurement Act 2023 standard or light touch, below its thresholds, exempt from it
 * (Schedule 2: provided in-house, or between authorities for functions they share), or a grant.
 */
export const Regime = t.keyof(
  { standard: null, 'light-touch': null, 'below-threshold': null, exempt: null, grant: null },
  'Regime',
);
export type Regime = t.TypeOf<typeof Regime>;

/** A code of the Common Procurement Vocabulary, eight digits, of services that Procurement Regulations 2024 Schedule 1 lists. */
export const LightTouchCode = t.refinement(t.string, (s) => /^\d{8}$/.test(s), 'LightTouchCode');

/** Where something is made public. */
export const Channel = t.keyof(
  { website: null, 'e-tendering-portal': null, 'central-platform': null, email: null, local: null },
  'Channel',
);
export type Channel = t.TypeOf<typeof Channel>;

/**
 * The power under which money is given; it decides which list an award is published in (Specified Information Order
 * 2011 para 3): a crime and disorder reduction grant states one reason, everything else value for money.
 */
export const LegalPower = t.keyof(
  {
    'crime-and-disorder-reduction-grant': null,
    'victims-services': null,
    'general-power': null,
  },
  'LegalPower',
);
export type LegalPower = t.TypeOf<typeof LegalPower>;

/** The reasons the law asks to be published with an award; which of them depends on the legal power. */
export const StatutoryReasons = struct(
  {},
  { crimeAndDisorderReduction: Text, valueForMoney: Text },
  'StatutoryReasons',
);
export type StatutoryReasons = t.TypeOf<typeof StatutoryReasons>;

/** How much falls into each financial year; the years together are the whole amount. */
export const YearProfile = atLeastOne(t.type({ year: FinancialYear, amount: Pence }, 'YearAmount'));

/** A term, both days included. */
export const Term = t.type({ starts: CalendarDate, ends: CalendarDate }, 'Term');
export type Term = t.TypeOf<typeof Term>;

/** From which allocations of which funds money comes, in pence; together the whole sum. */
export const PaidFrom = atLeastOne(
  t.type({ allocation: LocalId, fund: FundRef, amount: Pence }, 'AllocationShare'),
);
export type PaidFrom = t.TypeOf<typeof PaidFrom>;

/** A provider, with the name it had when this was recorded. */
export const NamedProvider = t.type({ provider: ProviderRef, name: Line }, 'NamedProvider');
export type NamedProvider = t.TypeOf<typeof NamedProvider>;

/** What was left out of a publication, and why: withholding is itself declared, with its ground. */
export const Withheld = t.type({ item: Line, ground: Line, inTheViewOf: Line }, 'Withheld');
export type Withheld = t.TypeOf<typeof Withheld>;

/** How deep a provider is looked into. */
export const DiligenceDepth = t.keyof({ 'one-line': null, standard: null, full: null }, 'DiligenceDepth');

/** What looking into a provider came to. */
export const DiligenceOutcome = t.keyof(
  { satisfactory: null, 'satisfactory-with-conditions': null, unsatisfactory: null },
  'DiligenceOutcome',
);

/** A lot: a part of the need with an envelope of its own, procured and awarded apart. */
export const Lot = t.type(
  { id: LocalId, title: Line, envelope: Money, maximumAward: Money, maximumAwards: Count },
  'Lot',
);
export type Lot = t.TypeOf<typeof Lot>;

/** What a criterion is about; social value is always looked at. */
export const CriterionCategory = t.keyof(
  { quality: null, value: null, 'social-value': null },
  'CriterionCategory',
);
export type CriterionCategory = t.TypeOf<typeof CriterionCategory>;

/** A criterion. `weight` in whole percent; `pass` is the lowest score that does not exclude. */
export const Criterion = struct(
  {
    id: LocalId,
    title: Line,
    category: CriterionCategory,
    weight: Count,
    scoredBy: t.keyof({ panel: null, price: null }),
  },
  { pass: Count },
  'Criterion',
);
export type Criterion = t.TypeOf<typeof Criterion>;

/** Whole scores from `minimum` to `maximum`, with what each of them means. */
export const Scale = t.type(
  {
    minimum: Count,
    maximum: Count,
    descriptors: atLeastOne(t.type({ score: Count, meaning: Text })),
  },
  'Scale',
);
export type Scale = t.TypeOf<typeof Scale>;

/** How the price criterion is scored: weight × lowest ÷ price, or not at all where the envelope is fixed. */
export const PriceMethod = t.keyof({ 'relative-to-lowest': null, 'not-scored': null }, 'PriceMethod');
export type PriceMethod = t.TypeOf<typeof PriceMethod>;

/** What decides between equal totals, declared before opening and applied in order. */
export const TieBreak = t.keyof(
  { 'higher-quality': null, 'higher-social-value': null, 'lower-price': null },
  'TieBreak',
);
export type TieBreak = t.TypeOf<typeof TieBreak>;

/** How often a provider returns. */
export const Frequency = t.keyof(
  { monthly: null, quarterly: null, 'six-monthly': null, yearly: null, once: null },
  'Frequency',
);
export type Frequency = t.TypeOf<typeof Frequency>;

/**
 * A figure of a measure: a number with at most two decimals, so that figures are equal, ordered and added exactly when
 * they are counted in hundredths.
 */
export const Figure = t.refinement(
  t.number,
  (n) => Number.isSafeInteger(Math.round(n * 100)) && Math.round(n * 100) / 100 === n && !Object.is(n, -0),
  'a number with at most two decimals',
);

/**
 * What kind of figure a measure has. `count`: how many in the period; those of several periods add up. `level`: how
 * many on its last day. `percentage` and `average`: of those the measure was taken over.
 */
export const FigureKind = t.keyof(
  { count: null, level: null, percentage: null, average: null },
  'FigureKind',
);

/**
 * A measure agreed with a provider: what is counted in which unit, which way is better, how much is hoped for in each
 * period of its frequency, where it comes from.
 */
export const Kpi = struct(
  {
    id: LocalId,
    name: Line,
    figure: FigureKind,
    unit: Line,
    direction: t.keyof({ 'higher-is-better': null, 'lower-is-better': null }),
    target: Figure,
    frequency: Frequency,
    measuresUserFeedback: t.boolean,
  },
  { clause: Line, bidPromise: official(Text) },
  'Kpi',
);
export type Kpi = t.TypeOf<typeof Kpi>;

/** How a provider is doing: the five ratings of Procurement Regulations 2024 r.39(5), used for every agreement. */
export const Rating = t.keyof(
  {
    good: null,
    'approaching-target': null,
    'requires-improvement': null,
    inadequate: null,
    other: null,
  },
  'Rating',
);
export type Rating = t.TypeOf<typeof Rating>;
