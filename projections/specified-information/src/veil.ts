import { unnamed, withholds, type Withheld } from '@commissioning/domain';
import type { EntryDocument } from './documents';
import { withholding } from './entry';

/** An entry about an award without what has been withheld of that since it was listed. */
export const entryVeiled = (listed: EntryDocument, ofAward: ReadonlyArray<Withheld>): EntryDocument =>
  withholding(listed, [...listed.withheld, ...ofAward]);

/** An invitation to tender without what has been withheld of its commission since: its purpose there is the need. */
export const invitationVeiled = (
  listed: EntryDocument,
  ofCommission: ReadonlyArray<Withheld>,
): EntryDocument => ({
  ...listed,
  title: withholds(ofCommission, 'title') ? unnamed : listed.title,
  purpose: withholds(ofCommission, 'need') ? null : listed.purpose,
});
