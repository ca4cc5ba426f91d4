import type { QueryFailure, ReadStore } from '@commissioning/read-store';
import * as TE from 'fp-ts/TaskEither';
import { type Interruption, orInterrupted } from './failure';
import { type Generation, physicalName } from './generation';
import { parkedSpec } from './parked';
import type { AnyProjection } from './projection';

/** The runner's own queries name only what it has declared: anything else is a bug here. */
export const ownQuery = <A>(query: TE.TaskEither<QueryFailure, A>): Promise<A> =>
  orInterrupted(
    TE.mapLeft((failure: QueryFailure): Interruption => {
      if (failure._tag === 'ReadStoreUnavailable') return failure;
      throw new Error(`The projector's own query failed: ${JSON.stringify(failure)}`);
    })(query),
  );

/** The most documents that a query may ask for at once. */
const mostAtOnce = 1_000;

/** How many events a generation has set aside. */
export const countParked = (
  reads: ReadStore,
  { name }: AnyProjection,
  generation: Generation,
): Promise<number> => ownQuery(reads.count(physicalName(name, generation, parkedSpec.name)));

/** Every parked event of a generation, in log order, a page at a time. */
export async function* parkedPages(reads: ReadStore, collection: string, pageSize: number) {
  const limit = Math.min(pageSize, mostAtOnce);
  let cursor: string | undefined;
  do {
    const page = await ownQuery(reads.find(collection, cursor === undefined ? { limit } : { limit, cursor }));
    if (page.documents.length > 0) yield page.documents;
    cursor = page.next;
  } while (cursor !== undefined);
}
