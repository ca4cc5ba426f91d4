import type { Identify } from '@commissioning/http';
import { figureInWords, flags, flagStandings } from '@projections/red-flags';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { askedBy, type QueryString, textOf } from './asking';
import type { QueryPorts } from './read-model';
import { barredFromRedFlags, redFlagsFrom } from './red-flags';
import type { Showing } from './showing';

const asksOf = new Map(flags.map(({ id, asks }) => [id, asks]));

const figuresOf = (figures: object): ReadonlyArray<{ readonly name: string; readonly figure: string }> =>
  Object.entries(figures).map(([name, figure]) => ({
    name: name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    figure: figureInWords(name, figure),
  }));

/** The page of red flags, for those who read them. */
export const redFlagsPage = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
  { send, sorry, nextPage }: Showing,
): void => {
  const answers = redFlagsFrom(options);

  app.get('/red-flags', async (request, reply) => {
    const barred = barredFromRedFlags(request, options.identify);
    if (barred !== undefined) return sorry(reply, barred);
    const query = request.query as QueryString;
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sorry(reply, asked.left);
    const found = await answers(query, asked.right);
    if (E.isLeft(found)) return sorry(reply, found.left);
    const { items, next } = found.right;
    void reply.header('cache-control', 'private, no-store');
    return send(reply, 'red-flags.njk', {
      here: 'red-flags',
      heading: 'Red flags',
      items: items.map((item) => ({
        ...item,
        asks: asksOf.get(item.flag),
        figures: figuresOf(item.figures),
      })),
      flags: flags.map(({ id, name }) => ({ id, name })),
      standings: flagStandings,
      asked: {
        flag: textOf(query, 'flag') ?? '',
        commission: textOf(query, 'commission') ?? '',
        provider: textOf(query, 'provider') ?? '',
        standing: textOf(query, 'standing') ?? '',
      },
      nextPage: nextPage(request, next === undefined ? {} : { next }),
    });
  });
};
