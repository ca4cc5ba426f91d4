import { withholds, type Withheld } from '@commissioning/domain';
import type { PerformanceDocument } from './documents';

const unnamed = 'Withheld';

/** An award as the public sees it, without what has been withheld of it since it was published. */
export const performanceVeiled = (
  award: PerformanceDocument,
  ofAward: ReadonlyArray<Withheld>,
): PerformanceDocument => {
  const hidden = withholds(ofAward, 'provider');
  return {
    ...award,
    title: withholds(ofAward, 'title') ? unnamed : award.title,
    provider: hidden ? unnamed : award.provider,
    providerReference: hidden ? null : award.providerReference,
    withheld: [...award.withheld, ...ofAward],
  };
};
