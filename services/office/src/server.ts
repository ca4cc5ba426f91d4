import { EventStoreError } from '@commissioning/event-store';
import {
  actorOf,
  type Identify,
  identifyBy,
  problem,
  type Problem,
  sendProblem,
  sessionCookie,
} from '@commissioning/http';
import etag from '@fastify/etag';
import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit';
import { commandRoutes } from '@services/commands';
import type { Metrics } from '@commissioning/telemetry';
import { eventRoutes, pages, readRoutes } from '@services/queries';
import type { FeedHealth } from '@services/relay';
import { sweepRoute } from '@services/sweep';
import { verifyRoute } from '@services/verify';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { feedsOf } from './events';
import { noteViewingOf } from './note-viewing';
import type { Office } from './office';
import { healthRoutes } from './health';
import { allServices, type Services } from './services';
import { portfolioRoutes } from './portfolio/http';
import { metricsRoute, observeRequests } from './telemetry';

/** Largest body of a request, in bytes: a specification with its criteria is far below it. */
const bodyLimit = 1_048_576;

/** How long a browser stays signed in, in seconds: a day. */
const sessionSeconds = 86_400;

/**
 * Requests a minute that one person, or one address where nobody signed in, may make of each kind. Far above what
 * people do, and programs that wait for an answer; far below what would keep others from being served.
 */
const requestsAMinute = { read: 3_000, write: 1_200, signIn: 60 };

const limitTo = (max: number, identify: Identify): RateLimitOptions => ({
  max,
  timeWindow: 60_000,
  keyGenerator: (request) => identify(request)?.id ?? request.ip,
});

/** What went wrong before or in a route, as the caller sees it. */
const problemOf = (error: unknown): Problem => {
  if (error instanceof EventStoreError)
    return problem(503, 'unavailable', 'The record cannot be reached at the moment.');
  const status = (error as { readonly statusCode?: number }).statusCode ?? 500;
  if (status >= 500) return problem(500, 'internal', 'Something went wrong here; it has been noted.');
  const { message } = error as Error;
  return status === 429
    ? problem(429, 'too-many-requests', 'Too many requests at once.', message)
    : problem(status, 'malformed', 'The request is not well formed.', message);
};

/** Where a server listens, as an address. */
export const listeningAt = (app: FastifyInstance): string => {
  const at = app.server.address();
  const { address, port } = typeof at === 'object' && at !== null ? at : { address: 'localhost', port: 0 };
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
};

export interface ServerOptions {
  /** What of an office is served here; all of it when absent. */
  readonly services?: Services;
  /** Where the office is reached from outside; where it listens when absent. */
  readonly address?: string;
  /** How the publishing of its feeds is, where they are published. */
  readonly publishing?: () => ReadonlyArray<FeedHealth>;
  /** Where what happens is counted and timed; without it nothing is, and there is nothing to scrape. */
  readonly metrics?: Metrics;
}

/** Everything an office serves over HTTP. */
export const serverOf = (
  office: Office,
  logger: FastifyBaseLogger,
  options: ServerOptions = {},
): FastifyInstance => {
  const app = fastify({
    loggerInstance: logger,
    bodyLimit,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
  });
  const identify = identifyBy(office.signInKey);
  const site = {
    name: 'Commissioning record',
    body: office.demonstration ? 'the Police and Crime Commissioner for Bedfordshire' : 'this body',
    demonstration: office.demonstration,
  };

  const { metrics, publishing } = options;
  if (metrics !== undefined) observeRequests(app, metrics);
  app.setErrorHandler((error, request, reply) => {
    const found = problemOf(error);
    if (found.status >= 500) request.log.error(error);
    return sendProblem(reply, found);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problem(404, 'not-found', `There is nothing at ${request.url}.`)),
  );

  const signIn = async (scope: FastifyInstance): Promise<void> => {
    await scope.register(rateLimit, limitTo(requestsAMinute.signIn, identify));
    scope.get<{ Querystring: { token?: string } }>('/sign-in', (request, reply) => {
      const { token } = request.query;
      if (typeof token !== 'string' || actorOf(office.signInKey, token) === undefined)
        return sendProblem(reply, problem(401, 'sign-in', 'This sign-in link is not good here.'));
      const cookie = `${sessionCookie}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionSeconds}`;
      return reply.header('set-cookie', cookie).redirect('/', 303);
    });
  };

  const { commands, references, clock, now, body, projecting, reads, events, keys } = office;
  const { services = allServices } = options;
  const noteViewing = noteViewingOf({ commands, now, body });
  const writing = async (scope: FastifyInstance): Promise<void> => {
    if (!services.has('commands')) return;
    await scope.register(rateLimit, limitTo(requestsAMinute.write, identify));
    commandRoutes(scope, { commands, references, clock, identify, body });
    portfolioRoutes(scope, office, identify);
    sweepRoute(scope, { events, keys, identify, body });
    verifyRoute(scope, { ...office, identify });
  };
  const reading = async (scope: FastifyInstance): Promise<void> => {
    await scope.register(rateLimit, limitTo(requestsAMinute.read, identify));
    healthRoutes(scope, { ...office, services, ...(publishing && { publishing }) });
    if (metrics !== undefined) metricsRoute(scope, metrics, identify);
    if (!services.has('queries')) return;
    await scope.register(etag);
    readRoutes(scope, { projecting, reads, events, keys, identify, now, noteViewing });
    const address = (): string => options.address ?? listeningAt(app);
    eventRoutes(scope, { feeds: feedsOf(office, address), identify, address });
    pages(scope, { projecting, reads, now, identify, site, noteViewing });
  };
  // Each in a scope of its own, so that what one of them is limited to counts for it alone.
  for (const scope of [signIn, writing, reading]) void app.register(scope);
  return app;
};
