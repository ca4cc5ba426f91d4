import { instantOf } from '@commissioning/kernel';
import type { Change, CollectionSpec } from '@commissioning/read-store';
import { proseFrom } from '../log/prose';
import { randomFrom } from '../log/random';

/** Documents that one command replaces: FerretDB hangs on many more. */
export const writeBatch = 16;

/** Documents that one command adds, as ours does: no server minds. */
export const addedAtOnce = 500;

/** Kinds that the documents are of, as many of each. */
export const kinds: ReadonlyArray<string> = ['grant', 'contract', 'review', 'fund'];

/** How documents are looked for. */
export const spec: Omit<CollectionSpec, 'name'> = {
  fields: ['kind', 'name'],
  indexes: [['kind', 'name']],
  temporal: false,
};

/** Prose that differs from document to document: what is the same everywhere would be packed away to nothing. */
const prose = proseFrom(randomFrom(1));

/** About the length of an entry of a register. */
const bodyOf = (number: number, edition: number) => ({
  kind: kinds[number % kinds.length] ?? '',
  name: `Commission ${String((number * 7_919) % 100_003).padStart(6, '0')}`,
  edition,
  prose: `${prose.paragraph()} ${prose.paragraph()}`,
});

const instant = instantOf(Date.UTC(2026, 10, 23, 12));

/** So many documents, one of them another with each edition. */
export const documentsOf = (collection: string, count: number, edition: number): ReadonlyArray<Change> =>
  Array.from({ length: count }, (_, number): Change => {
    const position = `log:${String(edition * count + number).padStart(12, '0')}`;
    return {
      collection,
      id: `document-${number}`,
      versions: [
        {
          body: bodyOf(number, edition),
          lineage: { '': `event-${edition}-${number}` },
          since: { position, recordedAt: instant, effectiveAt: instant },
        },
      ],
    };
  });

/** How long a document is, in bytes of JSON. */
export const documentLength = JSON.stringify(bodyOf(0, 0)).length;
