import { type Identify, notSignedIn, problem, sendProblem } from '@commissioning/http';
import { Count } from '@commissioning/kernel';
import { noBody } from '@services/commands';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as t from 'io-ts';
import type { Office } from '../office';
import { bringIn, type BringInPorts, checkRows } from './bring-in';

const Rows = t.type({
  rows: t.readonlyArray(t.type({ line: Count, fields: t.record(t.string, t.string) })),
});
type Rows = t.TypeOf<typeof Rows>;

/** Largest body, in bytes: a portfolio is looked at whole. */
const bodyLimit = 33_554_432;

/** How a portfolio is brought in through a running office: looked at whole, then recorded a part at a time. */
export const portfolioRoutes = (app: FastifyInstance, office: Office, identify: Identify): void => {
  const withRows = async (
    request: FastifyRequest,
    reply: FastifyReply,
    go: (ports: BringInPorts, rows: Rows['rows']) => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    const actor = identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    if (actor.role !== 'commissioning-officer')
      return sendProblem(
        reply,
        problem(403, 'not-allowed', 'Only a commissioning officer brings in a portfolio.'),
      );
    const { body: rows } = request;
    if (!Rows.is(rows))
      return sendProblem(reply, problem(400, 'malformed', 'Send { rows: [{ line, fields }] }.'));
    const body = await office.body();
    if (body === undefined) return sendProblem(reply, noBody);
    const { commands, references } = office;
    return go({ commands, references, body, actor }, rows.rows);
  };

  app.post('/v1/portfolio/check', { bodyLimit }, (request, reply) =>
    withRows(request, reply, async (ports, rows) => reply.send({ faults: await checkRows(ports, rows) })),
  );
  app.post('/v1/portfolio', { bodyLimit }, (request, reply) =>
    withRows(request, reply, async (ports, rows) => {
      const faults = await checkRows(ports, rows);
      if (faults.length > 0) return reply.status(409).send({ faults });
      const done = await bringIn(ports, rows);
      return E.isRight(done)
        ? reply.send(done.right)
        : sendProblem(
            reply,
            problem(503, 'interrupted', done.left.reason, undefined, { done: done.left.done }),
          );
    }),
  );
};
