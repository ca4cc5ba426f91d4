import type { Withheld } from '@commissioning/domain';
import type { JsonObject } from '@commissioning/kernel';
import {
  type Interruption,
  type Projecting,
  readServing,
  type UnknownProjection,
} from '@commissioning/projecting';
import type {
  Condition,
  Page,
  Query,
  QueryFailure,
  ReadStore,
  ReadStoreUnavailable,
  Stored,
} from '@commissioning/read-store';
import { decisionVeiled } from '@projections/decision-log';
import { opportunityVeiled, resultVeiled } from '@projections/opportunities';
import { performanceVeiled } from '@projections/performance';
import { veiled, veiledCollections, type WithholdingDocument } from '@projections/public-register';
import { entryVeiled, invitationVeiled } from '@projections/specified-information';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';

/** A document without what is withheld; what is given is in force, and of the commissions that it is about. */
type Veil = (document: Stored, withheld: ReadonlyArray<WithholdingDocument>) => unknown;

const asShown = ({ item, ground, inTheViewOf }: WithholdingDocument) =>
  ({ item, ground, inTheViewOf }) as Withheld;

/** The part of what is withheld that is of the commission itself, of the award, or of the awards of the decision. */
const of = {
  commission: (withheld: ReadonlyArray<WithholdingDocument>) =>
    withheld.filter(({ award }) => award === null).map(asShown),
  award: ({ body }: Stored, withheld: ReadonlyArray<WithholdingDocument>) =>
    withheld.filter(({ award }) => award !== null && award === body['award']).map(asShown),
  decision: ({ body }: Stored, withheld: ReadonlyArray<WithholdingDocument>) =>
    withheld.filter(({ decision }) => decision !== null && decision === body['decision']).map(asShown),
};

const ofRegister = [...veiledCollections].map((collection): readonly [string, Veil] => [
  `public-register ${collection}`,
  (document, withheld) => veiled(collection, document, withheld),
]);

/** By read model and collection: how what was withheld after it was published is taken out of what the public reads. */
const veils: ReadonlyMap<string, Veil> = new Map<string, Veil>([
  ...ofRegister,
  [
    'opportunities opportunities',
    ({ body }, withheld) => opportunityVeiled(body as never, of.commission(withheld)),
  ],
  [
    'opportunities results',
    (document, withheld) => resultVeiled(document.body as never, of.award(document, withheld)),
  ],
  [
    'specified-information entries',
    (document, withheld) =>
      document.body['award'] === null
        ? invitationVeiled(document.body as never, of.commission(withheld))
        : entryVeiled(document.body as never, of.award(document, withheld)),
  ],
  [
    'public-performance awards',
    (document, withheld) => performanceVeiled(document.body as never, of.award(document, withheld)),
  ],
  [
    'decision-log decisions',
    (document, withheld) => decisionVeiled(document.body as never, of.decision(document, withheld)),
  ],
]);

/** The commissions that a document is about: its own reference, where it is one itself. */
const commissionsOf = ({ body: { commission, reference, commissions } }: Stored): ReadonlyArray<string> =>
  [commission, reference, commissions].flat().filter((each): each is string => typeof each === 'string');

type Failure = QueryFailure | ReadStoreUnavailable | UnknownProjection | Interruption;

/** Everything that is withheld of one commission, or of any where several are asked about. */
const withheldOf = (
  { projecting, reads }: ShownFrom,
  commissions: ReadonlySet<string>,
): TE.TaskEither<Failure, ReadonlyArray<WithholdingDocument>> =>
  readServing(projecting.serving('public-register'), (serving) => async () => {
    const where: ReadonlyArray<Condition> =
      commissions.size === 1 ? [...commissions].map((is) => ({ field: 'commission', is })) : [];
    const found: Array<Stored> = [];
    let query: Query | undefined = { where, limit: 100 };
    while (query !== undefined) {
      const page: E.Either<QueryFailure | ReadStoreUnavailable, Page> = await reads.find(
        serving.collection('withholdings'),
        query,
      )();
      if (E.isLeft(page)) return page;
      found.push(...page.right.documents);
      const next: string | undefined = page.right.next;
      query = next === undefined ? undefined : { where, limit: 100, cursor: next };
    }
    return E.right(found.map(({ body }) => body as unknown as WithholdingDocument));
  });

interface ShownFrom {
  readonly projecting: Projecting;
  readonly reads: ReadStore;
}

/**
 * Documents as they are shown today. What was withheld after it was published is taken out of whatever the public reads,
 * of earlier versions too; other read models are given as they are.
 */
export const shownToday = (
  ports: ShownFrom,
  from: { readonly projection: string; readonly collection: string },
  documents: ReadonlyArray<Stored>,
  today: string,
): TE.TaskEither<Failure, ReadonlyArray<Stored>> => {
  const veil = veils.get(`${from.projection} ${from.collection}`);
  const commissions = new Set(documents.flatMap(commissionsOf));
  if (veil === undefined || commissions.size === 0) return TE.right(documents);
  return pipe(
    withheldOf(ports, commissions),
    TE.map((withheld) => {
      const inForce = withheld.filter(({ until }) => until === null || until >= today);
      return documents.map((each) => {
        const about = commissionsOf(each);
        const own = inForce.filter(({ commission }) => about.includes(commission));
        return own.length === 0 ? each : { ...each, body: veil(each, own) as JsonObject };
      });
    }),
  );
};
