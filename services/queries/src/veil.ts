import { veiled, veiledCollections, type WithholdingDocument } from '@projections/public-register';
import type { Serving } from '@commissioning/projecting';
import type {
  Condition,
  Page,
  Query,
  QueryFailure,
  ReadStore,
  ReadStoreUnavailable,
  Stored,
} from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';

type Failure = QueryFailure | ReadStoreUnavailable;

/** The commission that a document of the register is about: its own reference, where it is one itself. */
const commissionOf = ({ body: { commission, reference } }: Stored): string => {
  const named = commission ?? reference;
  return typeof named === 'string' ? named : '';
};

/** Everything that is withheld of one commission, or of any where several are asked about. */
const withheldOf =
  (
    reads: ReadStore,
    serving: Serving,
    commissions: ReadonlySet<string>,
  ): TE.TaskEither<Failure, ReadonlyArray<WithholdingDocument>> =>
  async () => {
    const where: ReadonlyArray<Condition> =
      commissions.size === 1 ? [...commissions].map((is) => ({ field: 'commission', is })) : [];
    const found: Array<Stored> = [];
    let query: Query | undefined = { where, limit: 100 };
    while (query !== undefined) {
      const page: E.Either<Failure, Page> = await reads.find(serving.collection('withholdings'), query)();
      if (E.isLeft(page)) return page;
      found.push(...page.right.documents);
      const next: string | undefined = page.right.next;
      query = next === undefined ? undefined : { where, limit: 100, cursor: next };
    }
    return E.right(found.map(({ body }) => body as unknown as WithholdingDocument));
  };

/**
 * Documents as they are shown today. What was withheld after it was published is taken out of the register wherever it is
 * read, of earlier versions too; other read models are given as they are.
 */
export const shownToday = (
  reads: ReadStore,
  serving: Serving,
  from: { readonly projection: string; readonly collection: string },
  documents: ReadonlyArray<Stored>,
  today: string,
): TE.TaskEither<Failure, ReadonlyArray<Stored>> => {
  const { projection, collection } = from;
  const guarded = projection === 'public-register' && veiledCollections.has(collection);
  if (!guarded || documents.length === 0) return TE.right(documents);
  return pipe(
    withheldOf(reads, serving, new Set(documents.map(commissionOf))),
    TE.map((withheld) =>
      documents.map((each) => {
        const own = withheld.filter(({ commission }) => commission === commissionOf(each));
        return { ...each, body: veiled(collection, each, own, today) };
      }),
    ),
  );
};
