import type { Interruption, UnknownProjection } from '@commissioning/projecting';
import type { Page, Query, QueryFailure, ReadStoreUnavailable, Stored } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import type * as TE from 'fp-ts/TaskEither';

type Failure = QueryFailure | ReadStoreUnavailable | UnknownProjection | Interruption;

/** Finds a page of documents as they are stored. */
export type Find = (query: Query) => TE.TaskEither<Failure, Page>;
/** Gives documents as they are shown, in their order; one of which nothing is withheld as it is. */
export type Show = (documents: ReadonlyArray<Stored>) => TE.TaskEither<Failure, ReadonlyArray<Stored>>;

const valueAt = ({ body }: Stored, field: string): unknown =>
  field.split('.').reduce<unknown>((of, key) => (of as Record<string, unknown> | undefined)?.[key], body);

/** Whether any of these fields holds something in a document that is not shown of it. */
const hides = (stored: Stored, shown: Stored, fields: ReadonlyArray<string>): boolean =>
  shown !== stored && fields.some((field) => valueAt(stored, field) !== valueAt(shown, field));

/**
 * A page of documents as they are shown, of which nothing tells what is withheld. A cursor holds that by which its list
 * is sorted, where a page ended: a page goes on, past its limit, until it ends with a document of which that is shown. A
 * document that is found by what is withheld of it is not among them.
 */
export const veiledPage =
  (find: Find, show: Show, query: Query): TE.TaskEither<Failure, Page> =>
  async () => {
    const asked = (query.where ?? []).map(({ field }) => field);
    const sorted = (query.sort ?? []).map(({ field }) => field);
    const documents: Array<Stored> = [];
    let going: Query = query;
    for (;;) {
      const found = await find(going)();
      if (E.isLeft(found)) return found;
      const { documents: stored, next } = found.right;
      const shown = await show(stored)();
      if (E.isLeft(shown)) return shown;
      const pairs = stored.map((each, index) => [each, shown.right[index] ?? each] as const);
      documents.push(...pairs.filter(([each, as]) => !hides(each, as, asked)).map(([, as]) => as));
      const last = pairs.at(-1);
      if (next === undefined) return E.right({ documents });
      if (last === undefined || !hides(...last, sorted)) return E.right({ documents, next });
      going = { ...query, cursor: next, limit: 1 };
    }
  };
