import type { Identify, Problem } from '@commissioning/http';
import { Instant } from '@commissioning/kernel';
import type { Page, Query } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answeringFrom } from './answering';
import { type Asked, askedBy, type QueryString } from './asking';
import { count, page, type QueryPorts } from './read-model';

/** How a list that goes by the clock is read: by which moment, and from where on. */
export interface Turn {
  readonly now: Instant;
  readonly cursor: string | undefined;
}

/** What a list that goes by the clock asks of its read model, as a query string has it. */
export type ByTheClock = (query: QueryString, asked: Asked, turn: Turn) => E.Either<Problem, Query>;

/** The pages of such a list go by the moment of the first: the cursor that leads to the others carries it. */
const turnOf = ({ at, cursor }: Pick<Asked, 'at' | 'cursor'>, now: Instant): Turn => {
  const [begun, rest] = cursor?.split('~') ?? [];
  const going = Instant.is(begun) && rest !== undefined;
  const moment = at?.asAt ?? at?.knownAt;
  return { now: moment ?? (going ? begun : now), cursor: going ? rest : cursor };
};

const nextTurn = ({ now }: Turn, next: string): string => `${now}~${next}`;

/** Answers with a list that goes by the clock, as data. */
export const listedByTheClock =
  (ports: QueryPorts & { readonly identify: Identify }) =>
  (
    request: FastifyRequest,
    reply: FastifyReply,
    from: { readonly projection: string; readonly collection: string },
    known: ReadonlyArray<string>,
    queryOf: ByTheClock,
  ): Promise<FastifyReply> => {
    let turn: Turn = { now: ports.now(), cursor: undefined };
    return answeringFrom(ports).list(
      request,
      reply,
      from.projection,
      from.collection,
      known,
      (query, asked) => {
        turn = turnOf(asked, turn.now);
        return queryOf(query, asked, turn);
      },
      (next) => nextTurn(turn, next),
    );
  };

/** A page of a list that goes by the clock: its documents, how many there are in all, and what it was read by. */
export interface PageByTheClock extends Page {
  readonly total: number;
  readonly now: Instant;
  readonly asked: Asked;
}

/** A page of a list that goes by the clock, for people to look at. */
export const pageByTheClock = async (
  ports: QueryPorts,
  query: QueryString,
  from: { readonly projection: string; readonly collection: string },
  queryOf: ByTheClock,
): Promise<E.Either<Problem, PageByTheClock>> => {
  const asked = askedBy(query);
  if (E.isLeft(asked)) return asked;
  const turn = turnOf(asked.right, ports.now());
  const built = queryOf(query, asked.right, turn);
  if (E.isLeft(built)) return built;
  const listed = await page(ports, from.projection, from.collection, built.right)();
  if (E.isLeft(listed)) return listed;
  const total = await count(ports, from.projection, from.collection, built.right)();
  if (E.isLeft(total)) return total;
  const { documents, next } = listed.right;
  return E.right({
    documents,
    ...(next === undefined ? {} : { next: nextTurn(turn, next) }),
    total: total.right,
    now: turn.now,
    asked: asked.right,
  });
};
