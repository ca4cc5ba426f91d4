import type { DocumentKey } from '@commissioning/projecting';

/** The key of a document under an award, by what leads to it from its commission on. */
export const key = (collection: string, ...id: ReadonlyArray<string>): DocumentKey => ({
  collection,
  id: id.join('/'),
});
