import { rule } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { type Check, check } from '../checks';
import { Sector } from '../provider/sector';
import type { DiligenceDepth } from '../shapes';
import type { RuleBookData } from './events';

type Level = NonNullable<RuleBookData['diligence']>[number];
type Depth = t.TypeOf<typeof DiligenceDepth>;

export const diligenceWhole = rule({
  id: 'rulebook.diligence-whole',
  sentence: 'For each sector a rule book that names depths of due diligence names one for every sum.',
  strength: 'integrity',
  source: 'GovS 015, grants: timely and proportionate due diligence',
});

const isFor =
  (sector: Sector) =>
  ({ sectors }: Level): boolean =>
    sectors.length === 0 || sectors.includes(sector);

/** How deeply a provider of a sector is looked into for a sum in pence; undefined where the rules name no depths. */
export const diligenceLevel = (
  { diligence = [] }: Pick<RuleBookData, 'diligence'>,
  sector: Sector,
  pence: number,
): Level | undefined =>
  diligence.filter(isFor(sector)).find(({ upTo }) => upTo === undefined || pence <= upTo);

/** For how many months a check of this depth holds at the most. */
export const diligenceMonthsOf = (
  { diligence = [], diligenceMonths }: Pick<RuleBookData, 'diligence' | 'diligenceMonths'>,
  sector: Sector | undefined,
  depth: Depth,
): number => {
  const months = diligence
    .filter((level) => level.depth === depth && sector !== undefined && isFor(sector)(level))
    .map((level) => level.months);
  return months.length === 0 ? diligenceMonths : Math.max(...months);
};

const fromShallow: ReadonlyArray<Depth> = ['one-line', 'standard', 'full'];

/** Whether a depth goes as far as one that is asked for; any does where none is. */
export const goesAsDeep = (depth: Depth, asked: Depth | undefined): boolean =>
  asked === undefined || fromShallow.indexOf(depth) >= fromShallow.indexOf(asked);

/** Every sector has a level for the highest of sums. */
export const wholeDiligence = (book: RuleBookData): ReadonlyArray<Check> =>
  book.diligence === undefined
    ? []
    : (Object.keys(Sector.keys) as ReadonlyArray<Sector>).map((sector) =>
        check(
          diligenceLevel(book, sector, Number.POSITIVE_INFINITY) !== undefined,
          diligenceWhole,
          { sector },
          '/diligence',
        ),
      );
