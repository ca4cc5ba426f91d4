import type { JsonObject } from '@commissioning/kernel';
import type { FastifyReply } from 'fastify';

/** An error as RFC 9457 has it. `type` is a URI reference that is stable; further members carry the facts. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly facts?: JsonObject;
}

/** A problem of this kind; what it is about goes into `detail`, what a program needs into `facts`. */
export const problem = (
  status: number,
  type: string,
  title: string,
  detail?: string,
  facts?: JsonObject,
): Problem => ({
  type: `/problems/${type}`,
  title,
  status,
  ...(detail === undefined ? {} : { detail }),
  ...(facts === undefined ? {} : { facts }),
});

/** Answers with a problem, as `application/problem+json`. */
export const sendProblem = (reply: FastifyReply, { facts, ...members }: Problem): FastifyReply =>
  reply
    .status(members.status)
    .type('application/problem+json')
    .send({ ...facts, ...members });
