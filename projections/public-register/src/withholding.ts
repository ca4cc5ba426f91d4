import { unnamed, type Withheld } from '@commissioning/domain';
import type { EntryDocument } from './documents';

/** What stands in an entry in place of a part that is withheld, by the names under which it may be withheld. */
const inPlaceOf: Readonly<Record<string, Partial<EntryDocument>>> = {
  title: { title: unnamed },
  purpose: { purpose: null },
  provider: { provider: unnamed, providerReference: null },
  recipient: { provider: unnamed, providerReference: null },
  outcomes: { outcomes: [] },
  conditions: { conditions: [] },
  reasons: { reasons: {} },
};

/**
 * An entry without what its decision withholds. An item that is the name of a part takes that part out; any other
 * names what had been left out of the wording already. Either is shown with its ground.
 */
export const withholding = (entry: EntryDocument, withheld: ReadonlyArray<Withheld>): EntryDocument => {
  const without = withheld.map(({ item }) => inPlaceOf[item.trim().toLowerCase()] ?? {});
  return Object.assign({}, entry, ...without, { withheld }) as EntryDocument;
};
