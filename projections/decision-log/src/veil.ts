import { withholds, type Withheld } from '@commissioning/domain';
import type { DecisionDocument } from './documents';

/** A decision without the lines that name a provider, where that has been withheld of an award made by it since. */
export const decisionVeiled = (
  decision: DecisionDocument,
  ofItsAwards: ReadonlyArray<Withheld>,
): DecisionDocument => {
  const named = ofItsAwards.filter((each) => withholds([each], 'provider'));
  if (named.length === 0) return decision;
  return { ...decision, authorises: [], withheld: [...decision.withheld, ...named] };
};
