import { allActions } from '@commissioning/domain';
import { type Identify, problem, type Problem, sendProblem } from '@commissioning/http';
import type { JsonObject, Role, Rule } from '@commissioning/kernel';
import type { Moment, Query, Stored } from '@commissioning/read-store';
import { commissionsPage, ofFile } from '@projections/commission-file';
import { decisionsPage } from '@projections/decision-log';
import { fundsOf } from '@projections/funds';
import { ofCommission, type RegisterOrder, registerOrders, registerPage } from '@projections/public-register';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asked, askedBy, type QueryString, textOf } from './asking';
import { all, document, page, problemOf, type QueryPorts, reached } from './read-model';
import { commissionAsAt, type ReplayPorts } from './replayed';

export interface ReadRoutesOptions extends QueryPorts, ReplayPorts {
  readonly identify: Identify;
}

const shown = ({ id, body, since, lineage }: Stored, asked: Asked): JsonObject => ({
  id,
  ...body,
  position: since.position,
  ...(asked.lineage ? { lineage: { ...lineage } } : {}),
});

const insiders: ReadonlyArray<Role> = [
  'commissioning-officer',
  'finance',
  'approver',
  'auditor',
  'administrator',
];

const mayRead = (request: FastifyRequest, identify: Identify): Problem | undefined => {
  const actor = identify(request);
  if (actor === undefined) return problem(401, 'sign-in', 'Sign in first: send a bearer token.');
  return insiders.includes(actor.role)
    ? undefined
    : problem(403, 'not-allowed', 'Your role may not read this.');
};

const nextLink = (request: FastifyRequest, next: string): string => {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', next);
  return `<${url.pathname}${url.search}>; rel="next"`;
};

const orderOf = (query: QueryString): E.Either<Problem, RegisterOrder> => {
  const given = textOf(query, 'order') ?? 'newest';
  const known = registerOrders.find((order) => order === given);
  return known === undefined
    ? E.left(
        problem(
          400,
          'malformed',
          'The question is not well formed.',
          `order: expected ${registerOrders.join(', ')}, found "${given}"`,
        ),
      )
    : E.right(known);
};

/** A page of the register, as a request's query string asks for it. */
export const registerQuery = (query: QueryString, asked: Asked): E.Either<Problem, Query> => {
  const order = orderOf(query);
  if (E.isLeft(order)) return order;
  const year = textOf(query, 'year');
  const origin = textOf(query, 'origin');
  if (origin !== undefined && origin !== 'here' && origin !== 'before')
    return E.left(
      problem(
        400,
        'malformed',
        'The question is not well formed.',
        `origin: expected here or before, found "${origin}"`,
      ),
    );
  const { limit, cursor, at } = asked;
  return E.right(
    registerPage({
      limit,
      order: order.right,
      ...(year === undefined ? {} : { year }),
      ...(origin === undefined ? {} : { origin }),
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

/** The read side over HTTP: lists and documents as JSON. */
export const readRoutes = (app: FastifyInstance, options: ReadRoutesOptions): void => {
  const { identify } = options;

  const list = async (
    request: FastifyRequest,
    reply: FastifyReply,
    projection: string,
    collection: string,
    queryOf: (query: QueryString, asked: Asked) => E.Either<Problem, Query>,
  ): Promise<FastifyReply> => {
    const query = request.query as QueryString;
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const built = queryOf(query, asked.right);
    if (E.isLeft(built)) return sendProblem(reply, built.left);
    const there = await reached(options, projection, asked.right.after)();
    if (E.isLeft(there)) return sendProblem(reply, there.left);
    const found = await page(options, projection, collection, built.right)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { documents, next } = found.right;
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({
      items: documents.map((each) => shown(each, asked.right)),
      ...(next === undefined ? {} : { next }),
    });
  };

  const one = async (
    request: FastifyRequest,
    reply: FastifyReply,
    projection: string,
    collection: string,
    id: string,
    more: (asked: Asked) => Promise<E.Either<Problem, JsonObject>>,
  ): Promise<FastifyReply> => {
    const asked = askedBy(request.query as QueryString);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    const there = await reached(options, projection, asked.right.after)();
    if (E.isLeft(there)) return sendProblem(reply, there.left);
    const found = await document(options, projection, collection, id, asked.right.at)();
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    if (found.right === undefined)
      return sendProblem(reply, problem(404, 'not-found', `There is no ${id} here.`));
    const rest = await more(asked.right);
    if (E.isLeft(rest)) return sendProblem(reply, rest.left);
    return reply
      .header('etag', `"${found.right.since.position}"`)
      .send({ ...shown(found.right, asked.right), ...rest.right });
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
    list(request, reply, 'public-register', 'entries', registerQuery),
  );
  app.get<{ Params: { reference: string } }>('/v1/register/:reference', (request, reply) => {
    const { reference } = request.params;
    return one(request, reply, 'public-register', 'commissions', reference, async (asked) => {
      const entries = await all(options, 'public-register', 'entries', {
        ...ofCommission(reference, [{ field: 'title' }], 100),
        ...(asked.at === undefined ? {} : { at: asked.at }),
      })();
      return E.isLeft(entries)
        ? entries
        : E.right({ awards: entries.right.map((entry) => shown(entry, asked)) });
    });
  });
  app.get('/v1/decisions', (request, reply) =>
    list(request, reply, 'decision-log', 'decisions', (_query, { limit, cursor, at }) =>
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
    return list(request, reply, 'commission-file', 'commissions', (query, { limit, cursor, at }) =>
      at === undefined
        ? E.right(commissionsPage(limit, textOf(query, 'phase'), cursor))
        : E.left(
            problem(
              400,
              'malformed',
              'The work list is not kept as at a moment.',
              'Ask for one commission, or for /v1/register.',
            ),
          ),
    );
  });
  app.get<{ Params: { reference: string } }>('/v1/commissions/:reference', async (request, reply) => {
    const barred = mayRead(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    const { reference } = request.params;
    const asked = askedBy(request.query as QueryString);
    if (E.isLeft(asked)) return sendProblem(reply, asked.left);
    if (asked.right.at !== undefined) return replayed(reply, reference, asked.right.at);
    return one(request, reply, 'commission-file', 'commissions', reference, async () => {
      const found = await all(options, 'commission-file', 'parts', ofFile(reference, 'kind', 1_000))();
      return E.isLeft(found)
        ? found
        : E.right({ parts: found.right.map((part) => shown(part, asked.right)) });
    });
  });
  app.get<{ Params: { reference: string } }>('/v1/commissions/:reference/history', (request, reply) => {
    const barred = mayRead(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    const { reference } = request.params;
    return list(request, reply, 'commission-file', 'history', (_query, { limit, cursor }) =>
      E.right(ofFile(reference, 'order', limit, cursor)),
    );
  });
  app.post<{ Params: { projection: string } }>(
    '/v1/read-models/:projection/rebuild',
    async (request, reply) => {
      const actor = identify(request);
      if (actor?.role !== 'administrator' && actor?.role !== 'auditor')
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
    return list(request, reply, 'funds', 'funds', (query, { limit, cursor, at }) =>
      E.right({ ...fundsOf(textOf(query, 'year'), limit, at), ...(cursor === undefined ? {} : { cursor }) }),
    );
  });
};
