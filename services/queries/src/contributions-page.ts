import type { Identify } from '@commissioning/http';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { barredFrom } from './answering';
import { contributionsQuery } from './api';
import { askedBy, type QueryString, textOf } from './asking';
import { page, type QueryPorts } from './read-model';
import { bodies, changedOn, type Showing } from './showing';

/** A field that was left empty in a form asks for nothing. */
const filled = (query: QueryString): QueryString =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

/** The page of what partners agreed to give, what came of it and what is to come: for those who work here. */
export const contributionsPage = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
  { send, sorry, nextPage }: Showing,
): void => {
  app.get('/contributions', async (request, reply) => {
    const barred = barredFrom(request, options.identify);
    if (barred !== undefined) return sorry(reply, barred);
    const query = filled(request.query as QueryString);
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sorry(reply, asked.left);
    const built = contributionsQuery(query, asked.right);
    if (E.isLeft(built)) return sorry(reply, built.left);
    const found = await page(options, 'funds', 'contributions', built.right)();
    if (E.isLeft(found)) return sorry(reply, found.left);
    void reply.header('cache-control', 'private, no-store');
    return send(reply, 'contributions.njk', {
      here: 'contributions',
      heading: 'Contributions of partners',
      asData: '/v1/contributions',
      contributions: bodies(found.right),
      asked: { fund: textOf(query, 'fund') ?? '', commission: textOf(query, 'commission') ?? '' },
      nextPage: nextPage(request, found.right),
      changedOn: changedOn(found.right),
    });
  });
};
