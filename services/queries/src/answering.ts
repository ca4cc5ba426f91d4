import {
  type Identify,
  notSignedIn,
  problem,
  type Problem,
  sendProblem,
  worksHere,
} from '@commissioning/http';
import type { JsonObject } from '@commissioning/kernel';
import type { Query, Stored } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Asked, askedBy, onlyKnown, type QueryString } from './asking';
import { document, page, type QueryPorts, reached } from './read-model';

/** A document as an answer shows it; to those who work here with the position up to which it is true. */
export const shown = ({ id, body, since, lineage }: Stored, asked: Asked, insider: boolean): JsonObject => ({
  id,
  ...body,
  ...(insider ? { position: since.position } : {}),
  ...(asked.lineage ? { lineage: { ...lineage } } : {}),
});

export const barredByRole: Problem = problem(403, 'not-allowed', 'Your role may not read this.');

/** Nothing for those who work here; for everybody else why they may not read this. */
export const barredFrom = (request: FastifyRequest, identify: Identify): Problem | undefined => {
  const actor = identify(request);
  if (actor === undefined) return notSignedIn;
  return worksHere(actor) ? undefined : barredByRole;
};

/**
 * Positions count everything that is recorded, sealed bids too: whoever could ask for them again and again would know
 * how many came. They are for those who work here.
 */
const positionsKept = problem(403, 'not-allowed', 'Only those who work here may wait for a position.');

/** The address of the next page, as a `Link` header has it. */
export const nextLink = (request: FastifyRequest, next: string): string => {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', next);
  return `<${url.pathname}${url.search}>; rel="next"`;
};

export const noSuch = (id: string): Problem => problem(404, 'not-found', `There is no ${id} here.`);

/** As at a moment was asked for, where that is not kept; `instead` says what to ask. */
export const notKeptAsAt = (what: string, instead: string): Problem =>
  problem(400, 'malformed', `${what} is not kept as at a moment.`, instead);

/** A question that is well formed, and whether somebody asks it who works here. */
export interface Question {
  readonly asked: Asked;
  readonly insider: boolean;
}

/** Reads what a request asks of a projection, and waits until that has come to the position it names. */
export const questionOf = async (
  ports: QueryPorts & { readonly identify: Identify },
  request: FastifyRequest,
  projection: string,
  known: ReadonlyArray<string> = [],
): Promise<E.Either<Problem, Question>> => {
  const query = request.query as QueryString;
  const named = onlyKnown(query, known);
  if (E.isLeft(named)) return named;
  const asked = askedBy(query);
  if (E.isLeft(asked)) return asked;
  const insider = barredFrom(request, ports.identify) === undefined;
  if (!insider && asked.right.after !== undefined) return E.left(positionsKept);
  const there = await reached(ports, projection, asked.right.after)();
  return E.isLeft(there) ? there : E.right({ asked: asked.right, insider });
};

/** Answers with lists and documents of read models. */
export interface Answering {
  readonly list: (
    request: FastifyRequest,
    reply: FastifyReply,
    projection: string,
    collection: string,
    known: ReadonlyArray<string>,
    queryOf: (query: QueryString, asked: Asked) => E.Either<Problem, Query>,
    /** What the caller is given of the store's cursor to come back with; that itself, when absent. */
    cursorOf?: (next: string) => string,
  ) => Promise<FastifyReply>;
  readonly one: (
    request: FastifyRequest,
    reply: FastifyReply,
    projection: string,
    collection: string,
    id: string,
    more: (asked: Asked, insider: boolean) => Promise<E.Either<Problem, JsonObject>>,
  ) => Promise<FastifyReply>;
}

export const answeringFrom = (ports: QueryPorts & { readonly identify: Identify }): Answering => {
  /** Up to where a read model has taken in the log. */
  const positionOf = (projection: string): string | undefined =>
    ports.projecting.health().find((each) => each.projection === projection)?.position;

  return {
    list: async (request, reply, projection, collection, known, queryOf, cursorOf = (next) => next) => {
      const question = await questionOf(ports, request, projection, known);
      if (E.isLeft(question)) return sendProblem(reply, question.left);
      const { asked, insider } = question.right;
      const built = queryOf(request.query as QueryString, asked);
      if (E.isLeft(built)) return sendProblem(reply, built.left);
      // Asked before the documents are: they are true up to there at the least.
      const position = insider ? positionOf(projection) : undefined;
      const found = await page(ports, projection, collection, built.right)();
      if (E.isLeft(found)) return sendProblem(reply, found.left);
      const { documents } = found.right;
      const next = found.right.next === undefined ? undefined : cursorOf(found.right.next);
      if (next !== undefined) reply.header('link', nextLink(request, next));
      return reply.send({
        items: documents.map((each) => shown(each, asked, insider)),
        ...(next === undefined ? {} : { next }),
        ...(position === undefined ? {} : { position }),
      });
    },

    one: async (request, reply, projection, collection, id, more) => {
      const question = await questionOf(ports, request, projection);
      if (E.isLeft(question)) return sendProblem(reply, question.left);
      const { asked, insider } = question.right;
      const found = await document(ports, projection, collection, id, asked.at)();
      if (E.isLeft(found)) return sendProblem(reply, found.left);
      if (found.right === undefined) return sendProblem(reply, noSuch(id));
      const rest = await more(asked, insider);
      if (E.isLeft(rest)) return sendProblem(reply, rest.left);
      return reply.send({ ...shown(found.right, asked, insider), ...rest.right });
    },
  };
};
