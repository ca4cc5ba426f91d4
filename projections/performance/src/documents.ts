import { Figure, FigureKind, Frequency, Instrument, Rating, Withheld } from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  Count,
  DecisionRef,
  LocalId,
  orNull,
  Pence,
  ProviderRef,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';

/**
 * How far a return has come; one that is queried is made again, one that is corrected is to be accepted again. None is
 * awaited for a period that begins after the agreement ends.
 */
export const ReturnStanding = t.keyof(
  { awaited: null, returned: null, queried: null, accepted: null, 'not-awaited': null },
  'ReturnStanding',
);
export type ReturnStanding = t.TypeOf<typeof ReturnStanding>;

const agreed = {
  kpi: LocalId,
  name: t.string,
  figure: FigureKind,
  unit: t.string,
  direction: t.keyof({ 'higher-is-better': null, 'lower-is-better': null }),
  target: Figure,
  frequency: Frequency,
  measuresUserFeedback: t.boolean,
  clause: orNull(t.string),
};

/** A measure as it was agreed. */
export const AgreedMeasure = t.type(agreed, 'AgreedMeasure');
export type AgreedMeasure = t.TypeOf<typeof AgreedMeasure>;

const found = {
  value: orNull(Figure),
  outOf: orNull(Count),
  /** Whether there is a figure that would point at few people, and so is not shown to the public. */
  suppressed: t.boolean,
};

/** What was found for one measure in one period; null where it was not measured, or is not shown. */
const FigureDocument = t.type({ kpi: LocalId, ...found }, 'FigureDocument');
export type FigureDocument = t.TypeOf<typeof FigureDocument>;

const made = {
  standing: ReturnStanding,
  /** The day on which it was first returned, and whether that was after it was due. */
  returnedOn: CalendarDate,
  late: t.boolean,
  /** The day on which what stands was corrected last; null where it stands as it was returned. */
  correctedOn: orNull(CalendarDate),
};

const period = { period: LocalId, from: CalendarDate, to: CalendarDate, due: CalendarDate };

/** A period for which measures and finances are to be returned, and the measures that were agreed for it. */
const PeriodDocument = t.type({ ...period, agreed: t.readonlyArray(LocalId) }, 'PeriodDocument');
export type PeriodDocument = t.TypeOf<typeof PeriodDocument>;

/** What was agreed to be returned under an award: its measures, and the periods that there is a return of each for. */
export const PlanDocument = t.type(
  {
    /** The id of the award's own document. */
    of: t.string,
    measures: t.readonlyArray(AgreedMeasure),
    periods: t.readonlyArray(PeriodDocument),
  },
  'PlanDocument',
);
export type PlanDocument = t.TypeOf<typeof PlanDocument>;

const halves = {
  kpi: orNull(t.type({ ...made, figures: t.readonlyArray(FigureDocument) })),
  financial: orNull(t.type(made)),
};

/**
 * What was returned for one period, measures and finances apart; null until it is. The figures are of the measures that
 * were agreed for it.
 */
export const ReturnDocument = t.type({ of: t.string, period: LocalId, ...halves }, 'ReturnDocument');
export type ReturnDocument = t.TypeOf<typeof ReturnDocument>;

const ofAward = {
  commission: CommissionRef,
  award: LocalId,
  title: t.string,
  provider: t.string,
  providerReference: orNull(ProviderRef),
  instrument: orNull(Instrument),
  /** The sum of the payments recorded here less what came back of them, in pence. */
  paid: Pence,
  reviews: t.readonlyArray(t.type({ review: LocalId, rating: Rating, on: CalendarDate })),
  /** The rating of the latest review. */
  rating: orNull(Rating),
  /** What of the award its published decisions withhold, on which ground. */
  withheld: t.readonlyArray(Withheld),
};

/**
 * An award, without what is returned under it: that is kept apart, period by period, so that what is written with a return
 * does not grow with the returns before it. What can be reckoned from the rest is not kept.
 */
export const AwardDocument = t.type(
  {
    ...ofAward,
    /** The last day of its agreement, once that is another than when its periods were agreed. */
    lastDay: orNull(CalendarDate),
  },
  'AwardDocument',
);
export type AwardDocument = t.TypeOf<typeof AwardDocument>;

/** How one award is doing, from all that is kept of it. */
export interface Performance extends AwardDocument {
  readonly measures: ReadonlyArray<AgreedMeasure>;
  readonly returns: ReadonlyArray<PeriodDocument & Pick<ReturnDocument, 'kpi' | 'financial'>>;
}

const half = t.type({
  standing: ReturnStanding,
  /** Null while it is awaited. */
  returnedOn: orNull(CalendarDate),
  late: orNull(t.boolean),
  correctedOn: orNull(CalendarDate),
});

/** What is due for one period: measures and finances, each returned in time, late, or not yet. */
export const Return = t.type({ ...period, kpi: half, financial: half }, 'Return');
export type Return = t.TypeOf<typeof Return>;

/** A figure in the series of its measure, with the standing of the return that it is of. */
export const Cell = t.type(
  {
    period: LocalId,
    from: CalendarDate,
    to: CalendarDate,
    standing: ReturnStanding,
    ...found,
    /** Whether the target was met; null where none is set for a period of this length, or the figure is not shown. */
    met: orNull(t.boolean),
  },
  'Cell',
);
export type Cell = t.TypeOf<typeof Cell>;

/** A measure and its series, one cell for each period that was agreed. */
export const Measure = t.type(
  {
    ...agreed,
    series: t.readonlyArray(Cell),
    /** Of a count, the sum of the accepted figures that are shown; null of any other figure. */
    total: orNull(t.number),
    /** How many figures that is the sum of. */
    counted: Count,
    /** What was paid so far for each one counted so far, in pence; null where that would not be the whole count. */
    unitCost: orNull(Pence),
  },
  'Measure',
);
export type Measure = t.TypeOf<typeof Measure>;

/** How one award is doing, as it is shown: each measure with its series, its total and its unit cost. */
export const ShownPerformance = t.type(
  { ...ofAward, measures: t.readonlyArray(Measure), returns: t.readonlyArray(Return) },
  'ShownPerformance',
);
export type ShownPerformance = t.TypeOf<typeof ShownPerformance>;

/** An award as it is known but for changes of its term that wait until the decision on them is published. */
export const HeldAward = t.type(
  {
    /** Whether the award is public. */
    released: t.boolean,
    award: AwardDocument,
    /** The periods that returns were agreed for. */
    periods: t.readonlyArray(LocalId),
    terms: t.readonlyArray(t.type({ decision: DecisionRef, lastDay: CalendarDate })),
  },
  'HeldAward',
);
export type HeldAward = t.TypeOf<typeof HeldAward>;

const awards: CollectionSpec = {
  name: 'awards',
  fields: ['commission', 'providerReference', 'rating', 'title'],
  indexes: [['title'], ['commission', 'title'], ['providerReference', 'title'], ['rating', 'title']],
  temporal: true,
};

const partOfAward = (name: string): CollectionSpec => ({
  name,
  fields: ['of'],
  indexes: [['of']],
  temporal: true,
});

/** For those who work on the matter: every figure as it was returned. */
export const performanceCollections: ReadonlyArray<CollectionSpec> = [
  awards,
  partOfAward('plans'),
  partOfAward('returns'),
];

const pending = (name: string): CollectionSpec => ({ name, fields: [], indexes: [], temporal: false });

/** For the public: what is pending holds every figure, and no public route may reach it. */
export const publicPerformanceCollections: ReadonlyArray<CollectionSpec> = [
  pending('pending'),
  pending('pending-plans'),
  pending('pending-returns'),
  ...performanceCollections,
];
