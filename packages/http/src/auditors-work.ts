import type { Actor } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Identify, worksHere } from './identity';
import { notSignedIn, problem, type Problem, sendProblem } from './problem';

export interface AuditorsWork<Asked> {
  /** What an auditor does there, `sweeps the record`, and what it is called, `A sweep`. */
  readonly does: string;
  readonly name: string;
  readonly identify: Identify;
  /** What the body asks for, or what is wrong with it. */
  readonly asked: (body: unknown) => E.Either<Problem, Asked>;
  readonly work: (asked: Asked, reply: FastifyReply) => Promise<FastifyReply>;
}

const isAuditor = (actor: Actor): boolean => worksHere(actor) && actor.role === 'auditor';

/**
 * A route for auditors alone that looks through the whole record and changes nothing. One at a time: a second one asked for
 * meanwhile would only make both slower.
 */
export const auditorsWork = <Asked>(
  app: FastifyInstance,
  path: string,
  { does, name, identify, asked, work }: AuditorsWork<Asked>,
): void => {
  let underWay = false;
  app.post(path, async (request, reply) => {
    const actor = identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    if (!isAuditor(actor)) return sendProblem(reply, problem(403, 'not-allowed', `Only an auditor ${does}.`));
    const question = asked(request.body);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    if (underWay)
      return sendProblem(
        reply,
        problem(409, 'under-way', `${name} is under way; ask again when it is done.`),
      );
    underWay = true;
    try {
      return await work(question.right, reply);
    } finally {
      underWay = false;
    }
  });
};
