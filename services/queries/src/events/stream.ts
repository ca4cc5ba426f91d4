import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { problem, sendProblem } from '@commissioning/http';
import { FeedError, type FeedItem } from '@services/feeds';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { askedFeed, type EventRoutesOptions, feedProblem } from './asked';

/** How many may listen at once; who comes after them is asked to come again, or to fetch pages. */
const mostListeners = 200;
/** How often something is said where nothing happens, in milliseconds, so that nothing between takes it for dead. */
const keepAliveMs = 15_000;
/** After how long a listener whose connection broke comes again, in milliseconds. */
const retryMs = 3_000;

const written = async (to: ServerResponse, text: string, signal: AbortSignal): Promise<void> => {
  if (!to.write(text)) await once(to, 'drain', { signal });
};

/** An event as HTML's server-sent events have it: JSON has no line breaks of its own. */
const asServerSent = ({ event, place }: FeedItem): string =>
  `id: ${place}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** Events as they come, from where the listener was left. */
export const eventStream = (app: FastifyInstance, options: EventRoutesOptions): void => {
  const closing = new AbortController();
  let listeners = 0;
  app.addHook('preClose', async () => closing.abort());

  app.get('/v1/events/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const asked = askedFeed(options, request);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const { feed, limit } = asked.right;
    // What the browser remembers of its own goes before the address, which says where it first began.
    const { 'last-event-id': last } = request.headers;
    const after = typeof last === 'string' && last !== '' ? last : asked.right.after;
    const there = await feed.page(after, 1)();
    if (E.isLeft(there)) return sendProblem(reply, feedProblem(there.left));
    if (listeners >= mostListeners)
      return sendProblem(
        reply.header('retry-after', '30'),
        problem(503, 'too-many-listeners', 'Too many listen at the moment; fetch pages, or come again.'),
      );

    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    const { raw } = reply;
    raw.once('close', () => gone.abort());
    reply.hijack();
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Some proxies gather an answer before they pass it on, unless told.
      'x-accel-buffering': 'no',
    });
    listeners += 1;
    const keepAlive = setInterval(() => raw.write(':\n\n'), keepAliveMs);
    try {
      await written(raw, `retry: ${retryMs}\n\n`, signal);
      for await (const { items } of feed.follow(after, { limit, signal }))
        for (const item of items) await written(raw, asServerSent(item), signal);
    } catch (error) {
      // The listener comes again and goes on where this ended.
      if (!signal.aborted && !(error instanceof FeedError)) request.log.error(error);
    } finally {
      clearInterval(keepAlive);
      listeners -= 1;
      raw.end();
    }
    return reply;
  });
};
