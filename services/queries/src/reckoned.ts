import type { Serving } from '@commissioning/projecting';
import type {
  Moment,
  Page,
  QueryFailure,
  ReadStore,
  ReadStoreUnavailable,
  Stored,
} from '@commissioning/read-store';
import { isInParts, partsOfAwards, performanceShown } from '@projections/performance';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';

/** What documents were read from, and as at which moment. */
export interface ReadFrom {
  readonly projection: string;
  readonly collection: string;
  readonly serving: Serving;
  readonly at: Moment | undefined;
}

type Failure = QueryFailure | ReadStoreUnavailable;

const partsAtOnce = 1_000;

/** All plans, or all returns, of some awards, by the award they are of. */
const partsOf =
  (reads: ReadStore, collection: string, awards: ReadonlyArray<string>, at: Moment | undefined) =>
  async (): Promise<E.Either<Failure, ReadonlyMap<string, ReadonlyArray<Stored>>>> => {
    const found = new Map<string, Array<Stored>>(awards.map((award) => [award, []]));
    let cursor: string | undefined;
    do {
      const page: E.Either<Failure, Page> = await reads.find(
        collection,
        partsOfAwards(awards, partsAtOnce, at, cursor),
      )();
      if (E.isLeft(page)) return page;
      for (const part of page.right.documents) found.get(part.body['of'] as string)?.push(part);
      cursor = page.right.next;
    } while (cursor !== undefined);
    return E.right(found);
  };

const performances = (
  reads: ReadStore,
  { serving, at }: ReadFrom,
  awards: ReadonlyArray<Stored>,
): TE.TaskEither<Failure, ReadonlyArray<Stored>> => {
  const inParts = awards.filter(isInParts).map(({ id }) => id);
  const parts = (collection: string): TE.TaskEither<Failure, ReadonlyMap<string, ReadonlyArray<Stored>>> =>
    inParts.length === 0 ? TE.right(new Map()) : partsOf(reads, serving.collection(collection), inParts, at);
  return pipe(
    TE.Do,
    TE.apS('plans', parts('plans')),
    TE.apS('returns', parts('returns')),
    TE.map(({ plans, returns }) =>
      awards.map((award) => performanceShown(award, plans.get(award.id)?.[0], returns.get(award.id) ?? [])),
    ),
  );
};

/** Documents with what is reckoned from them, and from what is kept beside them, when they are asked for. */
export const reckoned = (
  reads: ReadStore,
  from: ReadFrom,
  documents: ReadonlyArray<Stored>,
): TE.TaskEither<Failure, ReadonlyArray<Stored>> => {
  const isPerformance = from.projection === 'performance' || from.projection === 'public-performance';
  return isPerformance && from.collection === 'awards' && documents.length > 0
    ? performances(reads, from, documents)
    : TE.right(documents);
};
