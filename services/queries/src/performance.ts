import { Rating } from '@commissioning/domain';
import type { Identify, Problem } from '@commissioning/http';
import type { Query } from '@commissioning/read-store';
import { readsMeasures } from '@projections/commission-file';
import { performancePage } from '@projections/performance';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { answeringFrom } from './answering';
import { type Asked, oneOf, type QueryString, single } from './asking';
import type { QueryPorts } from './read-model';

const ratings = Object.keys(Rating.keys) as ReadonlyArray<Rating>;

const performanceQuery = (query: QueryString, { limit, cursor, at }: Asked): E.Either<Problem, Query> => {
  const commission = single(query, 'commission');
  if (E.isLeft(commission)) return commission;
  const provider = single(query, 'provider');
  if (E.isLeft(provider)) return provider;
  const rating = oneOf(query, 'rating', ratings);
  if (E.isLeft(rating)) return rating;
  return E.right(
    performancePage({
      limit,
      ...(commission.right === undefined ? {} : { commission: commission.right }),
      ...(provider.right === undefined ? {} : { provider: provider.right }),
      ...(rating.right === undefined ? {} : { rating: rating.right }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    }),
  );
};

/** How awards are doing: to those who work on them with every figure, to everybody else what is public of it. */
export const performanceRoutes = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
): void => {
  const { list } = answeringFrom(options);
  app.get('/v1/performance', (request, reply) => {
    const actor = options.identify(request);
    const whole = actor !== undefined && readsMeasures(actor.role);
    const projection = whole ? 'performance' : 'public-performance';
    reply.header('vary', 'authorization, cookie');
    return list(request, reply, projection, 'awards', ['commission', 'provider', 'rating'], performanceQuery);
  });
};
