import { allActions } from '@commissioning/domain';
import {
  type Identify,
  notSignedIn,
  problem,
  type Problem,
  sendProblem,
  worksHere,
} from '@commissioning/http';
import { FinancialYear, type JsonObject, type Rule } from '@commissioning/kernel';
import type { Moment, Query, Stored } from '@commissioning/read-store';
import { commissionsPage, partsOfFile } from '@projections/commission-file';
import { decisionsPage } from '@projections/decision-log';
import { fundsOf } from '@projections/funds';
import { ofCommission, registerOrders, registerPage } from '@projections/public-register';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asked, askedBy, malformed, onlyKnown, type QueryString, single } from './asking';
import { all, document, page, problemOf, type QueryPorts, reached } from './read-model';
import { commissionAsAt, historyFrom, type ReplayPorts } from './replayed';

export interface ReadRoutesOptions extends QueryPorts, ReplayPorts {
  readonly identify: Identify;
}

const shown = ({ id, body, since, lineage }: Stored, asked: Asked, insider: boolean): JsonObject => ({
  id,
  ...body,
  ...(insider ? { position: since.position } : {}),
  ...(asked.lineage ? { lineage: { ...lineage } } : {}),
});

const mayRead = (request: FastifyRequest, identify: Identify): Problem | undefined => {
  const actor = identify(request);
  if (actor === undefined) return notSignedIn;
  return worksHere(actor) ? undefined : problem(403, 'not-allowed', 'Your role may not read this.');
};

/**
 * Positions count everything that is recorded, sealed bids too: whoever could ask for them again and again would know
 * how many came. They are for those who work here.
 */
const positionsKept = problem(403, 'not-allowed', 'Only those who work here may wait for a position.');

const nextLink = (request: FastifyRequest, next: string): string => {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', next);
  return `<${url.pathname}${url.search}>; rel="next"`;
};

/** A parameter that names one of a few; undefined when it is absent. */
const oneOf = <A extends string>(
  query: QueryString,
  name: string,
  known: ReadonlyArray<A>,
): E.Either<Problem, A | undefined> => {
  const given = single(query, name);
  if (E.isLeft(given) || given.right === undefined) return given as E.Either<Problem, undefined>;
  const found = known.find((each) => each === given.right);
  return found === undefined ? E.left(malformed(name, known.join(', '), given.right)) : E.right(found);
};

const yearOf = (query: QueryString): E.Either<Problem, FinancialYear | undefined> => {
  const given = single(query, 'year');
  if (E.isLeft(given) || given.right === undefined) return given as E.Either<Problem, undefined>;
  return FinancialYear.is(given.right)
    ? E.right(given.right)
    : E.left(malformed('year', 'a financial year like 2026-27', given.right));
};

/** A page of the register, as a request's query string asks for it. */
export const registerQuery = (query: QueryString, asked: Asked): E.Either<Problem, Query> => {
  const order = oneOf(query, 'order', registerOrders);
  if (E.isLeft(order)) return order;
  const year = yearOf(query);
  if (E.isLeft(year)) return year;
  const origin = oneOf(query, 'origin', ['here', 'before'] as const);
  if (E.isLeft(origin)) return origin;
  const { limit, cursor, at } = asked;
  return E.right(
    registerPage({
      limit,
      order: order.right ?? 'newest',
      ...(year.right === undefined ? {} : { year: year.right }),
      ...(origin.right === undefined ? {} : { origin: origin.right }),
      ...(cursor === undefined ? {} : { cursor }),
      ...(at === undefined ? {} : { at }),
    }),
  );
};

/** Every rule that any action can refuse under, with the actions it guards. */
export const rulesAndActions = (): ReadonlyArray<Rule & { readonly actions: ReadonlyArray<string> }> => {
  const found = new Map<string, { rule: Rule; actions: Array<string> }>();
  for (const { name, rules } of allActions)
    for (const rule of rules) {
      const entry = found.get(rule.id) ?? { rule, actions: [] };
      entry.actions.push(name);
      found.set(rule.id, entry);
    }
  return [...found.values()].map(({ rule, actions }) => ({ ...rule, actions }));
};

const noSuch = (id: string): Problem => problem(404, 'not-found', `There is no ${id} here.`);

const notKeptAsAt = (what: string, instead: string): Problem =>
  problem(400, 'malformed', `${what} is not kept as at a moment.`, instead);

/** The read side over HTTP: lists and documents as JSON. */
export const readRoutes = (app: FastifyInstance, options: ReadRoutesOptions): void => {
  const { identify } = options;

  /** Up to where a read model has taken in the log. */
  const positionOf = (projection: string): string | undefined =>
    options.projecting.health().find((each) => each.projection === projection)?.position;

  const list = async (
    request: FastifyRequest,
    reply: FastifyReply,
    projection: string,
    collection: string,
    known: ReadonlyArray<string>,
    queryOf: (query: QueryString, asked: Asked) => E.Either<Problem, Query>,
  ): Promise<FastifyReply> => {
    const query = request.query as QueryString;
    const named = onlyKnown(query, known);
    if (E.isLeft(named)) return sendProblem(reply, named.left);
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const built = queryOf(query, asked.right);
    if (E.isLeft(built)) return sendProblem(reply, built.left);
    const insider = mayRead(request, identify) === undefined;
    if (!insider && asked.right.after !== undefined) return sendProblem(reply, positionsKept);
    const there = await reached(options, projection, asked.right.after)();
    if (E.isLeft(there)) return sendProblem(reply, there.left);
    // Asked before the documents are: they are true up to there at the least.
    const position = insider ? positionOf(projection) : undefined;
    const found = await page(options, projection, collection, built.right)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { documents, next } = found.right;
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({
      items: documents.map((each) => shown(each, asked.right, insider)),
      ...(next === undefined ? {} : { next }),
      ...(position === undefined ? {} : { position }),
    });
  };

  const one = async (
    request: FastifyRequest,
    reply: FastifyReply,
    projection: string,
    collection: string,
    id: string,
    more: (asked: Asked, insider: boolean) => Promise<E.Either<Problem, JsonObject>>,
    tag: (body: JsonObject) => string | undefined = () => undefined,
  ): Promise<FastifyReply> => {
    const query = request.query as QueryString;
    const named = onlyKnown(query, []);
    if (E.isLeft(named)) return sendProblem(reply, named.left);
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const insider = mayRead(request, identify) === undefined;
    if (!insider && asked.right.after !== undefined) return sendProblem(reply, positionsKept);
    const there = await reached(options, projection, asked.right.after)();
    if (E.isLeft(there)) return sendProblem(reply, there.left);
    const found = await document(options, projection, collection, id, asked.right.at)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    if (found.right === undefined) return sendProblem(reply, noSuch(id));
    const rest = await more(asked.right, insider);
    if (E.isLeft(rest)) return sendProblem(reply, rest.left);
    const etag = tag(found.right.body);
    if (etag !== undefined) reply.header('etag', `"${etag}"`);
    return reply.send({ ...shown(found.right, asked.right, insider), ...rest.right });
  };

  /** The file of one commission is not kept as at every moment: its few events are replayed. */
  const replayed = async (reply: FastifyReply, reference: string, at: Moment): Promise<FastifyReply> => {
    const file = await commissionAsAt(options, reference, at)();
    if (E.isLeft(file)) return sendProblem(reply, file.left);
    const commission = file.right.get(`commissions:${reference}`);
    if (commission === undefined)
      return sendProblem(reply, problem(404, 'not-found', `There was no ${reference} at that moment.`));
    const parts = [...file.right].filter(([name]) => name.startsWith('parts:')).map(([, part]) => part);
    return reply.send({ id: reference, ...commission, at: { ...at }, parts });
  };

  app.get('/v1/register', (request, reply) =>
    list(request, reply, 'public-register', 'entries', ['order', 'year', 'origin'], registerQuery),
  );
  app.get<{ Params: { reference: string } }>('/v1/register/:reference', (request, reply) => {
    const { reference } = request.params;
    return one(request, reply, 'public-register', 'commissions', reference, async (asked, insider) => {
      const entries = await all(options, 'public-register', 'entries', {
        ...ofCommission(reference, [{ field: 'title' }], 100),
        ...(asked.at === undefined ? {} : { at: asked.at }),
      })();
      return E.isLeft(entries)
        ? entries
        : E.right({ awards: entries.right.map((entry) => shown(entry, asked, insider)) });
    });
  });
  app.get('/v1/decisions', (request, reply) =>
    list(request, reply, 'decision-log', 'decisions', [], (_query, { limit, cursor, at }) =>
      E.right(decisionsPage(limit, cursor, at)),
    ),
  );
  app.get('/v1/rules', (_request, reply) => reply.send({ items: rulesAndActions() }));
  app.get<{ Params: { id: string } }>('/v1/rules/:id', (request, reply) => {
    const rule = rulesAndActions().find(({ id }) => id === request.params.id);
    return rule === undefined
      ? sendProblem(reply, problem(404, 'not-found', `There is no rule ${request.params.id}.`))
      : reply.send(rule);
  });

  app.get('/v1/commissions', (request, reply) => {
    const barred = mayRead(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    return list(
      request,
      reply,
      'commission-file',
      'commissions',
      ['phase'],
      (query, { limit, cursor, at }) => {
        if (at !== undefined)
          return E.left(notKeptAsAt('The work list', 'Ask for one commission, or for /v1/register.'));
        const phase = single(query, 'phase');
        return E.isLeft(phase) ? phase : E.right(commissionsPage(limit, phase.right, cursor));
      },
    );
  });
  app.get<{ Params: { reference: string } }>('/v1/commissions/:reference', async (request, reply) => {
    const barred = mayRead(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    const { reference } = request.params;
    const asked = askedBy(request.query as QueryString);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    if (asked.right.at !== undefined) return replayed(reply, reference, asked.right.at);
    const parts = async (): Promise<E.Either<Problem, JsonObject>> => {
      const found = await all(options, 'commission-file', 'parts', partsOfFile(reference, 1_000))();
      return E.isLeft(found)
        ? found
        : E.right({ parts: found.right.map((part) => shown(part, asked.right, true)) });
    };
    // Every event of the commission gives its file a new revision: what a command names in `If-Match`.
    const revision = ({ revision: last }: JsonObject): string => JSON.stringify(last);
    return one(request, reply, 'commission-file', 'commissions', reference, parts, revision);
  });
  app.get<{ Params: { reference: string } }>('/v1/commissions/:reference/history', async (request, reply) => {
    const barred = mayRead(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    const { reference } = request.params;
    const query = request.query as QueryString;
    const named = onlyKnown(query, []);
    if (E.isLeft(named)) return sendProblem(reply, named.left);
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const { at, cursor = '0', limit } = asked.right;
    if (at !== undefined)
      return sendProblem(
        reply,
        notKeptAsAt('The history', 'It is all there: each event says when it was recorded.'),
      );
    if (!/^\d{1,9}$/.test(cursor)) return sendProblem(reply, problemOf({ _tag: 'BadCursor', cursor }));
    // The history is the commission's stream: the log itself, and no copy of it. One more than asked says if it goes on.
    const found = await historyFrom(options, reference, Number(cursor), limit + 1)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    if (found.right.length === 0 && cursor === '0') return sendProblem(reply, noSuch(reference));
    const items = found.right.slice(0, limit);
    const next = found.right.length > limit ? String(Number(cursor) + limit) : undefined;
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({ items, ...(next === undefined ? {} : { next }) });
  });
  app.post<{ Params: { projection: string } }>(
    '/v1/read-models/:projection/rebuild',
    async (request, reply) => {
      const actor = identify(request);
      if (actor === undefined) return sendProblem(reply, notSignedIn);
      if (actor.role !== 'administrator' && actor.role !== 'auditor')
        return sendProblem(
          reply,
          problem(403, 'not-allowed', 'Only an auditor or an administrator rebuilds a read model.'),
        );
      const { projection } = request.params;
      const names = projection === 'all' ? undefined : [projection];
      const rebuilt = await options.projecting.rebuild(names)();
      return E.isLeft(rebuilt)
        ? sendProblem(reply, problemOf(rebuilt.left))
        : reply.send({ items: rebuilt.right });
    },
  );
  app.get('/v1/funds', (request, reply) => {
    const barred = mayRead(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    return list(request, reply, 'funds', 'funds', ['year'], (query, { limit, cursor, at }) => {
      const year = yearOf(query);
      return E.isLeft(year)
        ? year
        : E.right({ ...fundsOf(year.right, limit, at), ...(cursor === undefined ? {} : { cursor }) });
    });
  });
};
