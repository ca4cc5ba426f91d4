import type { QueryFailure, ReadStore, Stored } from '@commissioning/read-store';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import { eventBehind } from './lineage';
import type { Total } from './projection';
import type { Serving } from './serving';

/** A line of a total: the document it stands in, and the event that gave it its sum. */
export interface LineBehind {
  readonly id: string;
  readonly pointer: string;
  readonly eventId: string;
}

/** A page of the lines behind a total; `next` is absent on the last. */
export interface LinesBehind {
  readonly lines: ReadonlyArray<LineBehind>;
  readonly next?: string;
}

const lineOf = (line: Stored, pointer: string): LineBehind => {
  const eventId = eventBehind(line.lineage, pointer);
  if (eventId === undefined)
    throw new Error(`The lineage of ${line.id} does not say where ${pointer} is from`);
  return { id: line.id, pointer, eventId };
};

/** The lines that a total of a document is the sum of, each with its event: the lineage of the total. */
export const linesBehind = (
  reads: ReadStore,
  serving: Serving,
  { lines: { collection, where, pointer } }: Total,
  document: Stored,
  page: { readonly limit: number; readonly cursor?: string },
): TE.TaskEither<QueryFailure, LinesBehind> =>
  pipe(
    reads.find(serving.collection(collection), { ...page, where: where(document) }),
    TE.map(({ documents, next }) => {
      const lines = documents.map((line) => lineOf(line, pointer));
      return next === undefined ? { lines } : { lines, next };
    }),
  );
