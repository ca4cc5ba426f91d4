import { actorOf, identifyBy, problem, sendProblem, sessionCookie } from '@commissioning/http';
import { commandRoutes } from '@services/commands';
import { pages, readRoutes } from '@services/queries';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Office } from './office';
import { portfolioRoutes } from './portfolio/http';

/** Largest body of a request, in bytes: a specification with its criteria is far below it. */
const bodyLimit = 1_048_576;

/** How long a browser stays signed in, in seconds: a day. */
const sessionSeconds = 86_400;

/** Everything an office serves over HTTP. */
export const serverOf = (office: Office, logger: FastifyBaseLogger): FastifyInstance => {
  const app = fastify({
    loggerInstance: logger,
    bodyLimit,
    disableRequestLogging: true,
    routerOptions: { maxParamLength: 200 },
  });
  const identify = identifyBy(office.signInKey);
  const site = {
    name: 'Commissioning record',
    body: office.demonstration ? 'the Police and Crime Commissioner for Bedfordshire' : 'this body',
    demonstration: office.demonstration,
  };

  app.setErrorHandler((error, request, reply) => {
    const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    return sendProblem(
      reply,
      status >= 500
        ? problem(500, 'internal', 'Something went wrong here; it has been noted.')
        : problem(status, 'malformed', 'The request is not well formed.', (error as Error).message),
    );
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problem(404, 'not-found', `There is nothing at ${request.url}.`)),
  );

  app.get('/health/live', (_request, reply) => reply.send({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const projections = office.projecting.health();
    const ready = projections.every(
      ({ state, lastFault }) => state === 'live' && (lastFault === undefined || lastFault.attempts === 0),
    );
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', projections });
  });

  app.get<{ Querystring: { token?: string } }>('/sign-in', (request, reply) => {
    const { token } = request.query;
    if (token === undefined || actorOf(office.signInKey, token) === undefined)
      return sendProblem(reply, problem(401, 'sign-in', 'This sign-in link is not good here.'));
    const cookie = `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionSeconds}`;
    return reply.header('set-cookie', cookie).redirect('/', 303);
  });

  const { commands, references, now, body, projecting, reads, events, keys } = office;
  commandRoutes(app, { commands, references, identify, now, body });
  readRoutes(app, { projecting, reads, events, keys, identify });
  portfolioRoutes(app, office, identify);
  pages(app, { projecting, reads, now, site });
  return app;
};
