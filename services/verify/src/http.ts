import { auditorsWork, type Identify, problem, sendProblem } from '@commissioning/http';
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

const malformed = problem(
  400,
  'malformed',
  'The request is not well formed.',
  'Ask { "readModels": true }, or { }.',
);

const unavailable = (why: string) =>
  problem(503, 'unavailable', 'Not everything can be reached at the moment: nothing was verified.', why);

/** Verifies the whole record, for an auditor; it changes nothing. */
export const verifyRoute = (app: FastifyInstance, options: VerifyRouteOptions): void =>
  auditorsWork(app, '/v1/verify', {
    does: 'verifies the record',
    name: 'A verification',
    identify: options.identify,
    asked: (body) => E.mapLeft(() => malformed)(VerifyAsked.decode(body ?? {})),
    work: async ({ readModels }, reply) => {
      try {
        if (readModels !== true) return reply.send(await verifyLog(options));
        const verified = await verifyAll(options)();
        return E.isRight(verified)
          ? reply.send(verified.right)
          : sendProblem(reply, unavailable(JSON.stringify(verified.left)));
      } catch (error) {
        if (error instanceof StoreAway) return sendProblem(reply, unavailable(error.message));
        throw error;
      }
    },
  });
