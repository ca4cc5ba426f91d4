import type { Actor, Instant } from '@commissioning/kernel';
import fastify from 'fastify';
import type { World } from '../../../../test/support/read-models';
import { pages, readRoutes } from '../../src';

/** What the read side answers over a world, as data or a page: a status, a body and the headers that matter. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly json: () => Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Asks the read side over a world: at a moment, and as somebody where it is said. */
export const asking =
  (world: World, now: () => Instant) =>
  async (url: string, actor?: { readonly id: string } & Omit<Actor, 'id'>): Promise<Answer> => {
    const app = fastify();
    const { projecting, events, keys, reads } = world;
    const identify = () => actor as Actor | undefined;
    readRoutes(app, { projecting, events, keys, reads, now, identify });
    const site = { name: 'Record', body: 'this body', demonstration: false };
    pages(app, { projecting, reads, now, identify, site });
    const { statusCode, body, json, headers } = await app.inject({ method: 'GET', url });
    await app.close();
    return { status: statusCode, body, json: () => json<Record<string, unknown>>(), headers };
  };
