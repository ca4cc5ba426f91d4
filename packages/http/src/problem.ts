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

/** Nobody has signed in, or with a token that is not good here. */
export const notSignedIn: Problem = problem(401, 'sign-in', 'Sign in first: send a bearer token.');

/** Answers with a problem, as `application/problem+json`. */
export const sendProblem = (reply: FastifyReply, { facts, ...members }: Problem): FastifyReply => {
  // RFC 9110, 15.5.2: who is not known is told how to become so.
  if (members.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .status(members.status)
    .type('application/problem+json')
    .send({ ...facts, ...members });
};
