import { type Identify, notSignedIn, problem, sendProblem } from '@commissioning/http';
import { inSpanOf, type Metrics } from '@commissioning/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';

type Span = ReturnType<typeof inSpanOf>;

/** The pattern of the route that answers, never the address: it may name people, and each would be kept for good. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

/** Makes every request a span of whoever sent it a `traceparent`, and notes how long it took. */
export const observeRequests = (app: FastifyInstance, metrics: Metrics): void => {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, next) => {
    const { traceparent } = request.headers;
    const route = routeOf(request);
    const span = inSpanOf(
      typeof traceparent === 'string' ? traceparent : undefined,
      `${request.method} ${route}`,
      { 'http.request.method': request.method, 'http.route': route },
    );
    spans.set(request, span);
    span.within(next);
  });
  app.addHook('onResponse', (request, reply, next) => {
    const { statusCode, elapsedTime } = reply;
    metrics.requested(request.method, routeOf(request), statusCode, elapsedTime / 1_000);
    spans
      .get(request)
      ?.end({ 'http.response.status_code': statusCode }, statusCode >= 500 ? `${statusCode}` : undefined);
    next();
  });
};

/**
 * The metrics, for those who run the system: they count commands and events, and so sealed bids. A scraper sends the
 * token of an administrator.
 */
export const metricsRoute = (app: FastifyInstance, metrics: Metrics, identify: Identify): void => {
  app.get('/metrics', async (request, reply) => {
    const actor = identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    if (actor.role !== 'administrator')
      return sendProblem(reply, problem(403, 'not-allowed', 'Only an administrator reads the metrics.'));
    return reply.type(metrics.mediaType).send(await metrics.text());
  });
};
