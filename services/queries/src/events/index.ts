import { problem, sendProblem } from '@commissioning/http';
import { asyncApi, schemaDocument } from '@services/feeds';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { askedFeed, type EventRoutesOptions, feedProblem } from './asked';
import { eventStream } from './stream';

export type { EventRoutesOptions } from './asked';

/** The address of the next page, as a `Link` header has it. */
const nextLink = (url: string, after: string): string => {
  const next = new URL(url, 'http://localhost');
  next.searchParams.set('after', after);
  return `<${next.pathname}${next.search}>; rel="next"`;
};

/** Events for others over HTTP: page by page, as they come, and what they look like. */
export const eventRoutes = (app: FastifyInstance, options: EventRoutesOptions): void => {
  app.get('/v1/events', async (request, reply) => {
    const asked = askedFeed(options, request);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const { feed, after, limit } = asked.right;
    const page = await feed.page(after, limit)();
    if (E.isLeft(page)) return sendProblem(reply, feedProblem(page.left));
    const { items, place, caughtUp } = page.right;
    if (!caughtUp && items.length > 0 && place !== undefined)
      reply.header('link', nextLink(request.url, place));
    return reply.send({
      items: items.map(({ event }) => event),
      // Also of the last page: there the next visit begins.
      ...(place === undefined ? {} : { next: place }),
    });
  });

  eventStream(app, options);

  app.get('/asyncapi.json', (_request, reply) => reply.send(asyncApi(options.address())));

  app.get<{ Params: { name: string } }>('/schemas/events/:name', (request, reply) => {
    const { name } = request.params;
    const schema = schemaDocument(name, options.address());
    return schema === undefined
      ? sendProblem(reply, problem(404, 'not-found', `There is no event ${name}.`))
      : reply.type('application/schema+json').send(schema);
  });
};
