import type { Withheld } from '@commissioning/domain';
import type { PerformanceDocument } from './documents';
import { namedAs } from './public-view';

/** An award as the public sees it, without what has been withheld of it since it was published. */
export const performanceVeiled = (
  award: PerformanceDocument,
  ofAward: ReadonlyArray<Withheld>,
): PerformanceDocument => ({ ...namedAs(award, ofAward), withheld: [...award.withheld, ...ofAward] });
