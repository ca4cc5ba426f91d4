import type { Identify, Problem } from '@commissioning/http';
import type { Instant, JsonObject } from '@commissioning/kernel';
import type { Moment, Stored } from '@commissioning/read-store';
import { ofOpportunity, opportunitiesPage, opportunityStandings } from '@projections/opportunities';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { answeringFrom, shown } from './answering';
import { oneOf } from './asking';
import { type ByTheClock, listedByTheClock } from './by-the-clock';
import { all, type QueryPorts } from './read-model';

export interface OpportunityRoutesOptions extends QueryPorts {
  readonly identify: Identify;
  readonly now: () => Instant;
}

/** The read model whose documents these are. */
export const projection = 'opportunities';

/** Where the opportunities themselves are. */
export const ofOpportunities = { projection, collection: projection };

/** What of an opportunity comes one by one, each of them in a collection of this name. */
export const opportunityParts = ['clarifications', 'amendments', 'notices', 'results'] as const;

/** A page of opportunities as a query string asks for it; those that are open, when it does not say. */
export const opportunitiesQuery: ByTheClock = (query, { limit, at }, { now, cursor }) => {
  const standing = oneOf(query, 'standing', [...opportunityStandings, 'all'] as const);
  if (E.isLeft(standing)) return standing;
  const instrument = oneOf(query, 'instrument', ['grant', 'contract'] as const);
  if (E.isLeft(instrument)) return instrument;
  return E.right(
    opportunitiesPage({
      standing: standing.right ?? 'open',
      now,
      limit,
      ...(instrument.right === undefined ? {} : { instrument: instrument.right }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    }),
  );
};

/** The clarifications, amendments, notices and results of an opportunity. */
export const partsOfOpportunity = async (
  ports: QueryPorts,
  reference: string,
  at: Moment | undefined,
): Promise<E.Either<Problem, Readonly<Record<(typeof opportunityParts)[number], ReadonlyArray<Stored>>>>> => {
  const parts = { clarifications: [], amendments: [], notices: [], results: [] } as Record<
    (typeof opportunityParts)[number],
    ReadonlyArray<Stored>
  >;
  for (const part of opportunityParts) {
    const found = await all(ports, projection, part, ofOpportunity(reference, 1_000, at))();
    if (E.isLeft(found)) return found;
    parts[part] = found.right;
  }
  return E.right(parts);
};

/** What may be bid for, as data, for everybody. */
export const opportunityRoutes = (app: FastifyInstance, options: OpportunityRoutesOptions): void => {
  const { one } = answeringFrom(options);
  const list = listedByTheClock(options);

  app.get('/v1/opportunities', (request, reply) =>
    list(request, reply, ofOpportunities, ['standing', 'instrument'], opportunitiesQuery),
  );

  app.get<{ Params: { reference: string } }>('/v1/opportunities/:reference', (request, reply) => {
    const { reference } = request.params;
    return one(request, reply, projection, projection, reference, async (asked, insider) => {
      const parts = await partsOfOpportunity(options, reference, asked.at);
      if (E.isLeft(parts)) return parts;
      const told = Object.entries(parts.right).map(([name, documents]) => [
        name,
        documents.map((each): JsonObject => shown(each, asked, insider)),
      ]);
      return E.right(Object.fromEntries(told) as JsonObject);
    });
  });
};
