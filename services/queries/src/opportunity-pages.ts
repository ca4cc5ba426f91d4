import { problem } from '@commissioning/http';
import { londonDateOf } from '@commissioning/kernel';
import { type OpportunityDocument, standingAt } from '@projections/opportunities';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { type QueryString, textOf } from './asking';
import { pageByTheClock } from './by-the-clock';
import { ofOpportunities, opportunitiesQuery, partsOfOpportunity, projection } from './opportunities';
import { document, type QueryPorts } from './read-model';
import { bodies, changedOn, type Showing } from './showing';

const standings = [
  { value: 'open', text: 'Open now' },
  { value: 'forthcoming', text: 'Not open yet' },
  { value: 'closed', text: 'Closed' },
  { value: 'all', text: 'All' },
] as const;

const instruments = [
  { value: '', text: 'Grants and contracts' },
  { value: 'grant', text: 'Grants' },
  { value: 'contract', text: 'Contracts' },
] as const;

/** The pages on which providers find what they may bid for, and everybody what became of it. */
export const opportunityPages = (
  app: FastifyInstance,
  options: QueryPorts,
  { send, sorry, nextPage }: Showing,
): void => {
  app.get('/opportunities', async (request, reply) => {
    const query = request.query as QueryString;
    const listed = await pageByTheClock(options, query, ofOpportunities, opportunitiesQuery);
    if (E.isLeft(listed)) return sorry(reply, listed.left);
    const { documents, total, now } = listed.right;
    const asAt = listed.right.asked.at?.asAt;
    return send(reply, 'opportunities.njk', {
      here: 'opportunities',
      heading: 'Opportunities',
      asData: '/v1/opportunities',
      opportunities: documents.map(({ body }) => ({
        ...body,
        standing: standingAt(body as unknown as OpportunityDocument, now),
      })),
      total,
      standings,
      instruments,
      asked: {
        standing: textOf(query, 'standing') ?? 'open',
        instrument: textOf(query, 'instrument') ?? '',
        asAt: asAt === undefined ? '' : londonDateOf(asAt),
      },
      nextPage: nextPage(request, listed.right),
      changedOn: changedOn(listed.right),
    });
  });

  app.get<{ Params: { reference: string } }>('/opportunities/:reference', async (request, reply) => {
    const { reference } = request.params;
    const opportunity = await document(options, projection, projection, reference)();
    if (E.isLeft(opportunity)) return sorry(reply, opportunity.left);
    if (opportunity.right === undefined)
      return sorry(
        reply,
        problem(404, 'not-found', 'There is no such opportunity here', `None is public under ${reference}.`),
      );
    const parts = await partsOfOpportunity(options, reference, undefined);
    if (E.isLeft(parts)) return sorry(reply, parts.left);
    const { body } = opportunity.right;
    const { clarifications, amendments, notices, results } = parts.right;
    return send(reply, 'opportunity.njk', {
      here: 'opportunities',
      heading: body['title'],
      asData: `/v1/opportunities/${reference}`,
      opportunity: body,
      standing: standingAt(body as unknown as OpportunityDocument, options.now()),
      clarifications: bodies({ documents: clarifications }),
      amendments: bodies({ documents: amendments }),
      notices: bodies({ documents: notices }),
      results: bodies({ documents: results }),
      changedOn: changedOn({
        documents: [opportunity.right, ...clarifications, ...amendments, ...notices, ...results],
      }),
    });
  });
};
