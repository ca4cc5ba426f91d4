import { problem } from '@commissioning/http';
import { type Instant, londonDateOf } from '@commissioning/kernel';
import {
  type ConsultationDocument,
  consultationsPage,
  consultationStandingOn,
  opportunityStandings,
} from '@projections/opportunities';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { answeringFrom } from './answering';
import { oneOf, type QueryString, textOf } from './asking';
import { type ByTheClock, listedByTheClock, pageByTheClock } from './by-the-clock';
import { type OpportunityRoutesOptions, projection } from './opportunities';
import { document, type QueryPorts } from './read-model';
import { changedOn, type Showing } from './showing';

const collection = 'consultations';

const standings = [
  { value: 'open', text: 'Open now' },
  { value: 'forthcoming', text: 'Not open yet' },
  { value: 'closed', text: 'Over' },
  { value: 'all', text: 'All' },
] as const;

/** A page of consultations as a query string asks for it; those that are open, when it does not say. */
const consultationsQuery: ByTheClock = (query, { limit, at }, { now, cursor }) => {
  const standing = oneOf(query, 'standing', [...opportunityStandings, 'all'] as const);
  if (E.isLeft(standing)) return standing;
  return E.right(
    consultationsPage({
      standing: standing.right ?? 'open',
      today: londonDateOf(now),
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    }),
  );
};

/** What is being consulted on, as data, for everybody. */
export const consultationRoutes = (app: FastifyInstance, options: OpportunityRoutesOptions): void => {
  const { one } = answeringFrom(options);
  const list = listedByTheClock(options);

  app.get('/v1/consultations', (request, reply) =>
    list(request, reply, { projection, collection }, ['standing'], consultationsQuery),
  );

  app.get<{ Params: { reference: string; consultation: string } }>(
    '/v1/consultations/:reference/:consultation',
    (request, reply) => {
      const { reference, consultation } = request.params;
      return one(request, reply, projection, collection, `${reference}/${consultation}`, () =>
        Promise.resolve(E.right({})),
      );
    },
  );
};

const shownOn = (body: object, now: Instant): object => ({
  ...body,
  standing: consultationStandingOn(body as ConsultationDocument, londonDateOf(now)),
});

/** The pages on which everybody finds what is asked of them, until when and how to answer. */
export const consultationPages = (
  app: FastifyInstance,
  options: QueryPorts,
  { send, sorry, nextPage }: Showing,
): void => {
  app.get('/consultations', async (request, reply) => {
    const query = request.query as QueryString;
    const listed = await pageByTheClock(options, query, { projection, collection }, consultationsQuery);
    if (E.isLeft(listed)) return sorry(reply, listed.left);
    const { documents, total, now } = listed.right;
    return send(reply, 'consultations.njk', {
      here: 'consultations',
      heading: 'Consultations',
      asData: '/v1/consultations',
      consultations: documents.map(({ body }) => shownOn(body, now)),
      total,
      standings,
      asked: { standing: textOf(query, 'standing') ?? 'open' },
      nextPage: nextPage(request, listed.right),
      changedOn: changedOn(listed.right),
    });
  });

  app.get<{ Params: { reference: string; consultation: string } }>(
    '/consultations/:reference/:consultation',
    async (request, reply) => {
      const { reference, consultation } = request.params;
      const found = await document(options, projection, collection, `${reference}/${consultation}`)();
      if (E.isLeft(found)) return sorry(reply, found.left);
      if (found.right === undefined)
        return sorry(
          reply,
          problem(404, 'not-found', 'There is no such consultation here', 'None of that name is public.'),
        );
      const { body } = found.right;
      return send(reply, 'consultation.njk', {
        here: 'consultations',
        heading: body['title'],
        asData: `/v1/consultations/${reference}/${consultation}`,
        consultation: shownOn(body, options.now()),
        changedOn: changedOn({ documents: [found.right] }),
      });
    },
  );
};
