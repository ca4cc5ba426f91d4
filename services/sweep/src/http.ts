import { auditorsWork, type Identify, problem, sendProblem } from '@commissioning/http';
import { struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import * as t from 'io-ts';
import type { SweepPorts } from './act';
import { otherRules, type RulesAsked } from './other-rules';
import { sweep } from './sweep';

export interface SweepRouteOptions extends SweepPorts {
  readonly identify: Identify;
  readonly body: () => Promise<string | undefined>;
}

/** Which other rules a sweep is to ask about, if any: one of the two. */
const SweepAsked = struct({}, { version: t.number, candidate: t.unknown }, 'SweepAsked');

const malformed = problem(
  400,
  'malformed',
  'The request is not well formed.',
  'Name an adopted version, or give a candidate rule book, or neither: { "version": 2 }, { "candidate": { … } }, { }.',
);

const askedIn = (body: unknown): E.Either<typeof malformed, RulesAsked | undefined> => {
  const asked = SweepAsked.decode(body ?? {});
  if (E.isLeft(asked)) return E.left(malformed);
  const { version, candidate } = asked.right;
  if (version !== undefined && candidate !== undefined) return E.left(malformed);
  if (version !== undefined) return E.right({ version });
  return E.right(candidate === undefined ? undefined : { candidate });
};

/** Decides all that was recorded again, for an auditor; it changes nothing. */
export const sweepRoute = (app: FastifyInstance, options: SweepRouteOptions): void =>
  auditorsWork(app, '/v1/sweep', {
    does: 'sweeps the record',
    name: 'A sweep',
    identify: options.identify,
    asked: askedIn,
    work: async (asked, reply) => {
      if (asked === undefined) return reply.send(await sweep(options));
      const other = await otherRules(options, await options.body(), asked);
      if (E.isLeft(other))
        return sendProblem(
          reply,
          problem(422, 'no-such-rules', 'There are no such rules to ask about.', other.left.join(' ')),
        );
      return reply.send(await sweep(options, other.right));
    },
  });
