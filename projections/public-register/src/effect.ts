import type { JsonObject } from '@commissioning/kernel';
import type { DocumentKey, Lookup } from '@commissioning/projecting';

/** A document that an event changes, and what becomes of it: undefined for none. */
export interface Change {
  readonly key: DocumentKey;
  readonly after: (before: JsonObject | undefined, lookup: Lookup) => JsonObject | undefined;
}

/** What an event does to the register: the documents it looks up, and those it changes. */
export interface Effect {
  readonly reads: ReadonlyArray<DocumentKey>;
  readonly changes: ReadonlyArray<Change>;
}

/** A change of a document whose shape its key says. */
export const change = <Document>(
  key: DocumentKey,
  after: (before: Document | undefined, lookup: Lookup) => Document | undefined,
): Change => ({ key, after: after as unknown as Change['after'] });

/** Looks up a document whose shape its key says. */
export const found = <Document>(lookup: Lookup, key: DocumentKey): Document | undefined =>
  lookup(key) as unknown as Document | undefined;
