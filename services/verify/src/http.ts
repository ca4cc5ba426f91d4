import { type Identify, notSignedIn, problem, sendProblem, worksHere } from '@commissioning/http';
import { struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import * as t from 'io-ts';
import { StoreAway } from './look-through';
import { verifyAll, verifyLog, type VerifyPorts } from './verify';

export interface VerifyRouteOptions extends VerifyPorts {
  readonly identify: Identify;
}

const VerifyAsked = struct({}, { readModels: t.boolean }, 'VerifyAsked');

const unavailable = (why: string) =>
  problem(503, 'unavailable', 'Not everything can be reached at the moment: nothing was verified.', why);

/**
 * Verifies the whole record, for an auditor; it changes nothing. One at a time: it reads the whole log, and a second one
 * asked for meanwhile would only make both slower.
 */
export const verifyRoute = (app: FastifyInstance, options: VerifyRouteOptions): void => {
  let underWay = false;
  app.post('/v1/verify', async (request, reply) => {
    const actor = options.identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    if (!worksHere(actor) || actor.role !== 'auditor')
      return sendProblem(reply, problem(403, 'not-allowed', 'Only an auditor verifies the record.'));
    const asked = VerifyAsked.decode(request.body ?? {});
    if (E.isLeft(asked))
      return sendProblem(
        reply,
        problem(400, 'malformed', 'The request is not well formed.', 'Ask { "readModels": true }, or { }.'),
      );
    if (underWay)
      return sendProblem(
        reply,
        problem(409, 'under-way', 'A verification is under way; ask again when it is done.'),
      );
    underWay = true;
    try {
      if (asked.right.readModels !== true) return await reply.send(await verifyLog(options));
      const verified = await verifyAll(options)();
      if (E.isRight(verified)) return await reply.send(verified.right);
      return await sendProblem(reply, unavailable(JSON.stringify(verified.left)));
    } catch (error) {
      if (error instanceof StoreAway) return await sendProblem(reply, unavailable(error.message));
      throw error;
    } finally {
      underWay = false;
    }
  });
};
