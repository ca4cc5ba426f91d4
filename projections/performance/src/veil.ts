import type { Withheld } from '@commissioning/domain';
import type { AwardDocument } from './documents';
import { namedAs } from './public-view';

/** An award as the public sees it, without what has been withheld of it since it was published. */
export const performanceVeiled = (award: AwardDocument, ofAward: ReadonlyArray<Withheld>): AwardDocument => ({
  ...namedAs(award, ofAward),
  withheld: [...award.withheld, ...ofAward],
});
