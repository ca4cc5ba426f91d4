import { allActions } from '@commissioning/domain';
import { notSignedIn, problem, type Problem, sendProblem } from '@commissioning/http';
import { FinancialYear, type Rule } from '@commissioning/kernel';
import type { Query } from '@commissioning/read-store';
import { decisionsPage } from '@projections/decision-log';
import { contributionsPage, fundsOf } from '@projections/funds';
import { bodiesPage, ofCommission, registerOrders, registerPage } from '@projections/public-register';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { answeringFrom, barredFrom, shown } from './answering';
import { type Asked, malformed, oneOf, type QueryString, single } from './asking';
import { commissionRoutes, type CommissionRoutesOptions } from './commissions';
import { consultationRoutes } from './consultations';
import { barredFromDuties, dutiesQuery, dutyParameters } from './duties';
import { heldOfPersonRoute } from './held-of-person';
import { opportunityRoutes } from './opportunities';
import { performanceRoutes } from './performance';
import { promiseRoutes } from './promises';
import { providerRoutes } from './providers';
import { all, problemOf } from './read-model';
import { redFlagRoutes } from './red-flags';
import { registerRoutes } from './registers';
import { specifiedInformationRoutes } from './specified-information';

export type ReadRoutesOptions = CommissionRoutesOptions;

const yearOf = (query: QueryString): E.Either<Problem, FinancialYear | undefined> => {
  const given = single(query, 'year');
  if (E.isLeft(given) || given.right === undefined) return given as E.Either<Problem, undefined>;
  return FinancialYear.is(given.right)
    ? E.right(given.right)
    : E.left(malformed('year', 'a financial year like 2026-27', given.right));
};

/** A page of what partners agreed to give, as a request's query string asks for it. */
export const contributionsQuery = (
  query: QueryString,
  { limit, cursor, at }: Asked,
): E.Either<Problem, Query> => {
  const fund = single(query, 'fund');
  if (E.isLeft(fund)) return fund;
  const commission = single(query, 'commission');
  if (E.isLeft(commission)) return commission;
  const asked = {
    ...(fund.right === undefined ? {} : { fund: fund.right }),
    ...(commission.right === undefined ? {} : { commission: commission.right }),
  };
  return E.right(contributionsPage(asked, limit, at, cursor));
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
      if (!entry.actions.includes(name)) entry.actions.push(name);
      found.set(rule.id, entry);
    }
  return [...found.values()].map(({ rule, actions }) => ({ ...rule, actions }));
};

/** The read side over HTTP: lists and documents as JSON. */
export const readRoutes = (app: FastifyInstance, options: ReadRoutesOptions): void => {
  const { identify } = options;
  const { list, one } = answeringFrom(options);

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
  app.get('/v1/bodies', (request, reply) =>
    list(request, reply, 'public-register', 'bodies', [], (_query, { limit, cursor, at }) =>
      E.right(bodiesPage(limit, at, cursor)),
    ),
  );
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

  consultationRoutes(app, options);
  opportunityRoutes(app, options);
  specifiedInformationRoutes(app, options);
  performanceRoutes(app, options);
  promiseRoutes(app, options);
  providerRoutes(app, options);
  heldOfPersonRoute(app, options);
  commissionRoutes(app, options);
  registerRoutes(app, options);
  redFlagRoutes(app, options);
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
  app.get('/v1/duties', (request, reply) => {
    const barred = barredFromDuties(request, identify);
    return barred === undefined
      ? list(request, reply, 'duties', 'duties', dutyParameters, dutiesQuery)
      : sendProblem(reply, barred);
  });
  app.get('/v1/contributions', (request, reply) => {
    const barred = barredFrom(request, identify);
    return barred === undefined
      ? list(request, reply, 'funds', 'contributions', ['fund', 'commission'], contributionsQuery)
      : sendProblem(reply, barred);
  });
  app.get('/v1/funds', (request, reply) => {
    const barred = barredFrom(request, identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    return list(request, reply, 'funds', 'funds', ['year'], (query, { limit, cursor, at }) => {
      const year = yearOf(query);
      return E.isLeft(year)
        ? year
        : E.right({ ...fundsOf(year.right, limit, at), ...(cursor === undefined ? {} : { cursor }) });
    });
  });
};
