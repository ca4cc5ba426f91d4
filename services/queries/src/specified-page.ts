import { type ListName, listPage, listsOfOrder } from '@projections/specified-information';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { count, type QueryPorts } from './read-model';
import type { Showing } from './showing';
import { projection } from './specified-information';

/** The page that leads to the lists which the Specified Information Order asks for. */
export const specifiedInformationPage = (
  app: FastifyInstance,
  options: QueryPorts,
  { send, sorry }: Showing,
): void => {
  app.get('/specified-information', async (_request, reply) => {
    const lists: Array<object> = [];
    for (const [list, of] of Object.entries(listsOfOrder)) {
      const entries = await count(
        options,
        projection,
        'entries',
        listPage({ list: list as ListName, limit: 1 }),
      )();
      if (E.isLeft(entries)) return sorry(reply, entries.left);
      lists.push({ list, ...of, entries: entries.right });
    }
    return send(reply, 'specified-information.njk', {
      here: 'specified-information',
      heading: 'Published by law',
      asData: '/v1/specified-information',
      lists,
    });
  });
};
