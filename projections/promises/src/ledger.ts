import type { CommissionRef, LocalId, Pence } from '@commissioning/kernel';
import type { Cell, Measure, ShownPerformance } from '@projections/performance';
import type { AwardDocument, NeedDocument } from './documents';

/**
 * How a promise stands by what was accepted: `kept` whenever it was measured, `kept-in-part`, `broken` each time,
 * `never-measured` although it was due or because no measure comes from it, `not-shown` where every figure points at too few
 * people to be shown, `awaited` until there is anything to go by.
 */
export const promiseStandings = [
  'kept',
  'kept-in-part',
  'broken',
  'never-measured',
  'not-shown',
  'awaited',
] as const;
export type PromiseStanding = (typeof promiseStandings)[number];

/** One period of a promise: what was found, whether that met what was promised, and what was paid for it. */
export type PeriodOfPromise = Pick<
  Cell,
  'period' | 'from' | 'to' | 'standing' | 'value' | 'outOf' | 'met'
> & {
  readonly paid: Pence | null;
};

/** A promise from where it was made to what came of it. */
export interface PromiseEntry {
  readonly standing: PromiseStanding;
  /** What the bid said, where the measure comes from one. */
  readonly promise: string | null;
  readonly clause: string | null;
  readonly measure: Pick<Measure, 'kpi' | 'name' | 'target' | 'unit' | 'direction' | 'frequency'> | null;
  readonly met: number;
  readonly missed: number;
  /** Periods of an accepted return in which it was not measured. */
  readonly unmeasured: number;
  readonly periods: ReadonlyArray<PeriodOfPromise>;
}

const countsOf = (series: ReadonlyArray<Cell>) => {
  const accepted = series.filter(({ standing }) => standing === 'accepted');
  return {
    met: accepted.filter(({ met }) => met === true).length,
    missed: accepted.filter(({ met }) => met === false).length,
    // A figure that is not shown was measured all the same.
    unmeasured: accepted.filter(({ value, suppressed }) => value === null && !suppressed).length,
    hidden: accepted.filter(({ suppressed }) => suppressed).length,
  };
};

const standingOf = ({ met, missed, unmeasured, hidden }: ReturnType<typeof countsOf>): PromiseStanding => {
  if (met > 0) return missed > 0 ? 'kept-in-part' : 'kept';
  if (missed > 0) return 'broken';
  if (hidden > 0) return 'not-shown';
  return unmeasured > 0 ? 'never-measured' : 'awaited';
};

const entryOf = (
  measure: Measure,
  promise: string | null,
  paidFor: AwardDocument['paidFor'] | undefined,
): PromiseEntry => {
  const { kpi, name, target, unit, direction, frequency, clause, series } = measure;
  const counts = countsOf(series);
  const { hidden: _hidden, ...shown } = counts;
  return {
    standing: standingOf(counts),
    promise,
    clause,
    measure: { kpi, name, target, unit, direction, frequency },
    ...shown,
    periods: series.map(({ period, from, to, standing, value, outOf, met }) => ({
      period,
      from,
      to,
      standing,
      value,
      outOf,
      met,
      paid: paidFor?.find((each) => each.period === period)?.pence ?? null,
    })),
  };
};

/** A promise of the bid that no measure comes from: nobody will ever know. */
const unmeasuredPromise = (promise: string): PromiseEntry => ({
  standing: 'never-measured',
  promise,
  clause: null,
  measure: null,
  met: 0,
  missed: 0,
  unmeasured: 0,
  periods: [],
});

/** What was specified next for the same need, and what it answered to what had been learnt. */
export interface NextSpecification {
  readonly commission: CommissionRef;
  readonly title: string | null;
  readonly specifiedOn: string | null;
  readonly outcomes: ReadonlyArray<string>;
  readonly answerToInsights: string | null;
}

const nextOf = ({ commission, title, specification, answerToInsights }: NeedDocument): NextSpecification => ({
  commission,
  title,
  specifiedOn: specification?.on ?? null,
  outcomes: specification?.outcomes.map(({ outcome }) => outcome) ?? [],
  answerToInsights,
});

/** The promises of one award. */
export interface PromisesOfAward {
  readonly commission: CommissionRef;
  readonly award: LocalId;
  readonly title: string;
  readonly provider: string;
  readonly providerReference: string | null;
  readonly paid: Pence;
  readonly promises: ReadonlyArray<PromiseEntry>;
}

/** The same with the need it all began with and what followed. */
export interface PromisesInFull extends PromisesOfAward {
  readonly need: { readonly title: string | null; readonly outcomes: ReadonlyArray<string> };
  readonly closed: string | null;
  readonly next: ReadonlyArray<NextSpecification>;
}

const headOf = ({ commission, award, title, provider, providerReference, paid }: ShownPerformance) => ({
  commission,
  award,
  title,
  provider,
  providerReference,
  paid,
});

/** Every promise of an award, from the need to the next specification: for those who work on the matter. */
export const promisesInFull = (
  { promises, sources, paidFor }: AwardDocument,
  performance: ShownPerformance,
  need: NeedDocument | undefined,
  followed: ReadonlyArray<NeedDocument>,
): PromisesInFull => {
  const sourceOf = new Map(sources.map(({ kpi, promise }) => [kpi, promise]));
  const taken = new Set(sourceOf.values());
  // An agreement names a promise by the id that its bid gave it, or says it again.
  const wordsOf = (source: string): string => promises.find(({ id }) => id === source)?.promise ?? source;
  const left = promises.filter(({ id, promise }) => !taken.has(id) && !taken.has(promise));
  return {
    ...headOf(performance),
    need: {
      title: need?.title ?? null,
      outcomes: need?.specification?.outcomes.map(({ outcome }) => outcome) ?? [],
    },
    promises: [
      ...performance.measures.map((measure) => {
        const source = sourceOf.get(measure.kpi);
        return entryOf(measure, source === undefined ? null : wordsOf(source), paidFor);
      }),
      ...left.map(({ promise }) => unmeasuredPromise(promise)),
    ],
    closed: need?.outcome ?? null,
    next: followed.map(nextOf),
  };
};

/**
 * What the public is told of an award's promises, worked out from what is public of its performance and from nothing
 * else: no words of a bid, and no figure that is not shown there counts as kept or broken.
 */
export const promisesInPublic = (performance: ShownPerformance): PromisesOfAward => ({
  ...headOf(performance),
  promises: performance.measures.map((measure) => entryOf(measure, null, undefined)),
});
