import { type Identify, type Problem, sendProblem } from '@commissioning/http';
import type { Moment, Stored } from '@commissioning/read-store';
import { readsMeasures } from '@projections/commission-file';
import { type ShownPerformance, performancePage } from '@projections/performance';
import {
  type AwardDocument,
  type NeedDocument,
  promisesInFull,
  promisesInPublic,
  type PromisesOfAward,
  promisesPage,
  type PromiseStanding,
  promiseStandings,
} from '@projections/promises';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { nextLink, questionOf } from './answering';
import { type Asked, oneOf, type QueryString, single } from './asking';
import { all, document, page, type QueryPorts, reached } from './read-model';

const parameters = ['commission', 'provider', 'standing'];

interface Sought {
  readonly commission: string | undefined;
  readonly provider: string | undefined;
  readonly standing: PromiseStanding | undefined;
}

const soughtIn = (query: QueryString): E.Either<Problem, Sought> => {
  const commission = single(query, 'commission');
  if (E.isLeft(commission)) return commission;
  const provider = single(query, 'provider');
  if (E.isLeft(provider)) return provider;
  const standing = oneOf(query, 'standing', promiseStandings);
  if (E.isLeft(standing)) return standing;
  return E.right({ commission: commission.right, provider: provider.right, standing: standing.right });
};

interface Found {
  readonly items: ReadonlyArray<PromisesOfAward>;
  readonly next: string | undefined;
}

/** An award with those of its promises that stand so; without any of them it is left out. */
const standingSo = ({ items, next }: Found, standing: PromiseStanding | undefined): Found => ({
  next,
  items: items
    .map((item) => ({
      ...item,
      promises: item.promises.filter((each) => standing === undefined || each.standing === standing),
    }))
    .filter(({ promises }) => promises.length > 0),
});

/** Finds promises: in full for those who read measures, else worked out from what is public of performance. */
const promisesFrom = (options: QueryPorts) => {
  const needOf = async (commission: string, at: Moment | undefined) => {
    const found = await document(options, 'promises', 'needs', commission, at)();
    return E.map((need: Stored | undefined) => need?.body as unknown as NeedDocument | undefined)(found);
  };

  /** A need and the commissions that followed it. */
  const chainOf = async (commission: string, at: Moment | undefined) => {
    const need = await needOf(commission, at);
    if (E.isLeft(need)) return need;
    const followed: Array<NeedDocument> = [];
    for (const next of need.right?.followedBy ?? []) {
      const found = await needOf(next, at);
      if (E.isLeft(found)) return found;
      if (found.right !== undefined) followed.push(found.right);
    }
    return E.right({ need: need.right, followed });
  };

  const asPage = ({ commission, provider }: Sought, { limit, cursor, at }: Asked) => ({
    limit,
    ...(commission === undefined ? {} : { commission }),
    ...(provider === undefined ? {} : { provider }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(at === undefined ? {} : { at }),
  });

  const inFull = async (sought: Sought, asked: Asked): Promise<E.Either<Problem, Found>> => {
    const query = promisesPage(asPage(sought, asked));
    const found = await page(options, 'promises', 'awards', query)();
    if (E.isLeft(found)) return found;
    const items: Array<PromisesOfAward> = [];
    for (const { id, body } of found.right.documents) {
      const award = body as unknown as AwardDocument;
      const chain = await chainOf(award.commission, asked.at);
      if (E.isLeft(chain)) return chain;
      const doing = await document(options, 'performance', 'awards', id, asked.at)();
      if (E.isLeft(doing)) return doing;
      // The two read models follow the log each for itself: an award that one has and the other has not is yet to come.
      if (doing.right === undefined) continue;
      const performance = doing.right.body as unknown as ShownPerformance;
      items.push(promisesInFull(award, performance, chain.right.need, chain.right.followed));
    }
    return E.right({ items, next: found.right.next });
  };

  const inPublic = async (sought: Sought, asked: Asked): Promise<E.Either<Problem, Found>> => {
    const query = performancePage(asPage(sought, asked));
    const found = await page(options, 'public-performance', 'awards', query)();
    return E.map(({ documents, next }: { documents: ReadonlyArray<Stored>; next?: string }) => ({
      items: documents.map(({ body }) => promisesInPublic(body as unknown as ShownPerformance)),
      next,
    }))(found);
  };

  return { inFull, inPublic };
};

/** What the public is told of the promises of a commission, award by award. */
export const promisesInPublicOf = async (
  options: QueryPorts,
  commission: string,
): Promise<E.Either<Problem, ReadonlyArray<PromisesOfAward>>> => {
  const found = await all(
    options,
    'public-performance',
    'awards',
    performancePage({ commission, limit: 100 }),
  )();
  return E.map((awards: ReadonlyArray<Stored>) =>
    awards
      .map(({ body }) => promisesInPublic(body as unknown as ShownPerformance))
      .filter(({ promises }) => promises.length > 0),
  )(found);
};

/** What was promised and what came of it: in full to those who work on the matter, else what is public of it. */
export const promiseRoutes = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
): void => {
  const { inFull, inPublic } = promisesFrom(options);
  app.get('/v1/promises', async (request, reply) => {
    const actor = options.identify(request);
    const whole = actor !== undefined && readsMeasures(actor.role);
    reply.header('vary', 'authorization, cookie');
    const model = whole ? 'promises' : 'public-performance';
    const question = await questionOf(options, request, model, parameters);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const sought = soughtIn(request.query as QueryString);
    if (E.isLeft(sought)) return sendProblem(reply, sought.left);
    const { asked } = question.right;
    // What came of a promise stands in the performance of its award.
    const doing = await reached(options, whole ? 'performance' : model, asked.after)();
    if (E.isLeft(doing)) return sendProblem(reply, doing.left);
    const found = await (whole ? inFull : inPublic)(sought.right, asked);
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { items, next } = standingSo(found.right, sought.right.standing);
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({ items, ...(next === undefined ? {} : { next }) });
  });
};
