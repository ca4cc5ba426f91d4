import { unnamed, withholds, type Withheld } from '@commissioning/domain';
import type { OpportunityDocument, ResultDocument } from './documents';

/** An opportunity without what has been withheld of its commission since its specification was published. */
export const opportunityVeiled = (
  opportunity: OpportunityDocument,
  ofCommission: ReadonlyArray<Withheld>,
): OpportunityDocument => ({
  ...opportunity,
  title: withholds(ofCommission, 'title') ? unnamed : opportunity.title,
  need: withholds(ofCommission, 'need') ? unnamed : opportunity.need,
});

/** A result without the provider, where that has been withheld of its award since. */
export const resultVeiled = (result: ResultDocument, ofAward: ReadonlyArray<Withheld>): ResultDocument => ({
  ...result,
  provider: withholds(ofAward, 'provider') ? unnamed : result.provider,
  withheld: [...result.withheld, ...ofAward],
});
