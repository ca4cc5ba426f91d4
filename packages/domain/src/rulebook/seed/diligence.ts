import type { RuleBookData } from '../events';
import type { Plain } from './plain';
import { pounds } from './pounds';

/** An example, to be replaced by the body's own: a line for small sums, and less for what is public itself. */
export const diligenceBySumAndSector: NonNullable<Plain<RuleBookData>['diligence']> = [
  { depth: 'one-line', months: 12, sectors: [], upTo: pounds(6_000) },
  { depth: 'standard', months: 24, sectors: ['public', 'in-house'] },
  { depth: 'standard', months: 12, sectors: [], upTo: pounds(60_000) },
  { depth: 'full', months: 12, sectors: [] },
];
