import { EventStoreError } from '@commissioning/event-store';
import {
  type Identify,
  notSignedIn,
  problem,
  type Problem,
  sendProblem,
  worksHere,
} from '@commissioning/http';
import {
  type Actor,
  type AggregateKind,
  BodyId,
  CommandId,
  CommissionRef,
  DecisionRef,
  effectiveMoment,
  effectiveMomentExpected,
  explain,
  type Fault,
  faultInWords,
  faultsOf,
  FundRef,
  type Instant,
  type Json,
  ProviderRef,
} from '@commissioning/kernel';
import { traceNow } from '@commissioning/telemetry';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as t from 'io-ts';
import { begin } from './begin';
import type { Clock } from './clock';
import { clockDoubted, doubtInWords, whatToDo } from './clock/in-words';
import type { Commands } from './execute';
import type { CommandFailure } from './failure';
import type { References } from './references';
import type { CommandOutcome } from './request';

/** A failure as the caller sees it. The one place where failures become HTTP. */
export const problemOf = (failure: CommandFailure): Problem => {
  switch (failure._tag) {
    case 'Refused': {
      const { rule, field, facts } = failure.refusal;
      const { id, strength } = rule;
      const about = {
        rule: { id, strength, version: failure.ruleBookVersion },
        facts,
        ...(field ? { field } : {}),
      };
      return { ...problem(409, '', rule.sentence, explain(failure.refusal), about), type: `/v1/rules/${id}` };
    }
    case 'Malformed': {
      const faults = failure.faults.map(({ pointer, expected, found }) => ({ pointer, expected, found }));
      const detail = failure.faults.map(faultInWords).join('; ');
      return problem(400, 'malformed', 'The command is not of the shape this action takes.', detail, {
        faults,
      });
    }
    case 'UnknownAction':
      return problem(
        404,
        'unknown-action',
        `There is no action "${failure.action}" here.`,
        `Known are: ${failure.known.join(', ')}`,
      );
    case 'NotAllowed': {
      const detail = `"${failure.action}" is for: ${failure.allowed.join(', ')}; you are signed in as ${failure.role}.`;
      return problem(403, 'not-allowed', 'Your role may not do this.', detail);
    }
    case 'NotFound':
      return problem(404, 'not-found', `There is no ${failure.stream.replace('-', ' ')}.`);
    case 'Stale':
      return problem(412, 'stale', 'It has changed since you looked.', undefined, {
        named: failure.named,
        actual: failure.actual,
      });
    case 'Contended':
      return problem(409, 'contended', 'Others kept changing this at the same time; try again.');
    case 'CommandIdReused':
      return problem(
        422,
        'idempotency-key-reused',
        'This Idempotency-Key was used before for something else.',
      );
    case 'Unreadable':
      return problem(
        500,
        'unreadable',
        `Event ${failure.revision} of ${failure.stream.replace('-', ' ')} cannot be read; nothing can be decided on it.`,
      );
    case 'SealBroken':
      return problem(
        500,
        'seal-broken',
        `The sealed bid ${failure.bid} cannot be opened; nothing was recorded.`,
        failure.reason,
      );
    case 'KeyNotTaken':
      return problem(409, 'key-not-taken', 'This key was not taken.', failure.reason);
    case 'KeysMissing':
      return problem(
        409,
        'keys-missing',
        'Those who open bids hand in their keys first, each for themselves.',
        `Still to be handed in, by one of each: ${failure.holders.map((half) => half.join(' or ')).join('; ')}.`,
        { holders: failure.holders },
      );
    case 'ClockDoubted':
      return problem(503, 'clock-doubted', clockDoubted, `${doubtInWords(failure)} ${whatToDo}`, {
        says: failure.says,
        known: failure.known ?? null,
      });
    case 'StoreUnavailable':
    case 'DocumentStoreUnavailable': {
      const detail =
        'Send the same command with the same Idempotency-Key again: it will not be carried out twice.';
      return problem(503, 'unavailable', 'The record cannot be reached at the moment.', detail);
    }
  }
};

/** The same for somebody in particular: when something was recorded last tells of bids, and is for those who work here. */
export const problemFor = (actor: Actor, failure: CommandFailure): Problem =>
  failure._tag === 'ClockDoubted' && !worksHere(actor)
    ? problem(503, 'clock-doubted', clockDoubted)
    : problemOf(failure);

/** A record without a body: nothing can be commissioned yet. */
export const noBody = problem(
  409,
  'no-body',
  'Establish the commissioning body and adopt its rules first.',
  'An administrator does so with establish-body and adopt-rules; `commissioning example` prints a file to begin with.',
);

interface Place {
  readonly kind: AggregateKind;
  readonly collection: string;
  readonly id: t.Type<string, unknown>;
}

const places: ReadonlyArray<Place> = [
  { kind: 'commission', collection: 'commissions', id: CommissionRef as unknown as Place['id'] },
  { kind: 'decision', collection: 'decisions', id: DecisionRef as unknown as Place['id'] },
  { kind: 'fund', collection: 'funds', id: FundRef as unknown as Place['id'] },
  { kind: 'provider', collection: 'providers', id: ProviderRef as unknown as Place['id'] },
  { kind: 'rulebook', collection: 'rulebook', id: BodyId as unknown as Place['id'] },
];

export interface CommandRoutesOptions {
  readonly commands: Commands;
  readonly references: References;
  readonly identify: Identify;
  readonly clock: Clock;
  /**
   * The body this office commissions for: commissions begun here are numbered in its name. Throws `EventStoreError` when
   * the log cannot say.
   */
  readonly body: () => Promise<BodyId | undefined>;
}

const answer = (
  reply: FastifyReply,
  actor: Actor,
  outcome: E.Either<CommandFailure, CommandOutcome>,
  reference?: string,
): FastifyReply => {
  if (E.isLeft(outcome)) return sendProblem(reply, problemFor(actor, outcome.left));
  const { events, revision, position, receipt } = outcome.right;
  const acknowledged = receipt === undefined ? {} : { receipt };
  // Revisions and positions count sealed bids: who does not work here is told what was recorded, and not where.
  if (!worksHere(actor))
    return reply
      .status(events.length === 0 ? 200 : 201)
      .send({ events: events.map(({ id, type }) => ({ id, type })), ...acknowledged });
  const body = {
    ...(reference === undefined ? {} : { reference }),
    events,
    revision,
    position,
    ...acknowledged,
  };
  return reply
    .status(events.length === 0 ? 200 : 201)
    .header('etag', `"${revision}"`)
    .send(body);
};

/** `Idempotency-Key` is a structured-field string (RFC 8941); a bare token is understood too. */
const commandIdOf = (request: FastifyRequest): E.Either<Problem, CommandId> => {
  const given = request.headers['idempotency-key'];
  const text = typeof given === 'string' ? given.trim().replace(/^"(.*)"$/, '$1') : undefined;
  if (text !== undefined && CommandId.is(text)) return E.right(text);
  const detail =
    'Send an Idempotency-Key of 8 to 128 letters, digits and : . _ - that you have not used for another command.';
  return E.left(problem(400, 'idempotency-key', 'Each command needs an id of its own.', detail));
};

const revisionOf = (request: FastifyRequest): E.Either<Problem, number | undefined> => {
  const given = request.headers['if-match'];
  if (given === undefined) return E.right(undefined);
  const match = /^"(-?\d+)"$/.exec(given);
  return match === null
    ? E.left(problem(400, 'if-match', 'If-Match names one revision in quotes, like "12".'))
    : E.right(Number(match[1]));
};

/**
 * When it took effect, where that is not when it is received: the header `Effective-At`. Whoever does not work here does
 * not say so: what they do takes effect as it comes in.
 */
const effectOf = (request: FastifyRequest, actor: Actor): E.Either<Problem, Instant | undefined> => {
  const given = request.headers['effective-at'];
  if (given === undefined) return E.right(undefined);
  if (!worksHere(actor))
    return E.left(problem(403, 'not-allowed', 'Only those who work here say when something took effect.'));
  const moment = effectiveMoment(String(given));
  const fault = {
    pointer: '/effectiveAt',
    expected: effectiveMomentExpected,
    found: JSON.stringify(given),
  };
  return moment === undefined ? E.left(problemOf({ _tag: 'Malformed', faults: [fault] })) : E.right(moment);
};

/** Who asks, and what the headers say of the command. */
interface Asked {
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly revision: number | undefined;
  readonly effect: { readonly effectiveAt?: Instant };
}

const asked = (request: FastifyRequest, identify: Identify): E.Either<Problem, Asked> => {
  const actor = identify(request);
  if (actor === undefined) return E.left(notSignedIn);
  const commandId = commandIdOf(request);
  if (E.isLeft(commandId)) return commandId;
  if (!worksHere(actor) && request.headers['if-match'] !== undefined)
    return E.left(
      problem(403, 'not-allowed', 'Only those who work here name a revision: it counts sealed bids.'),
    );
  const revision = revisionOf(request);
  if (E.isLeft(revision)) return revision;
  const effectiveAt = effectOf(request, actor);
  if (E.isLeft(effectiveAt)) return effectiveAt;
  const effect = effectiveAt.right === undefined ? {} : { effectiveAt: effectiveAt.right };
  return E.right({ actor, commandId: commandId.right, revision: revision.right, effect });
};

/** A key as somebody who opens bids hands it in: an age identity. */
const HandedInKey = t.type({ identity: t.string }, 'HandedInKey');

/** What was sent in place of a key may be the key with a slip in it: it is not sent back. */
const withoutValues = (faults: ReadonlyArray<Fault>): ReadonlyArray<Fault> =>
  faults.map((fault) => ({ ...fault, found: 'something else' }));

/** A `traceparent` as W3C Trace Context has it; anything else is passed over, as that standard asks. */
const traceContext = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The write side over HTTP. */
export const commandRoutes = (app: FastifyInstance, options: CommandRoutesOptions): void => {
  const { commands, references, clock, identify, body } = options;

  const traced = (request: FastifyRequest): { traceparent?: string } => {
    const ours = traceNow();
    if (ours !== undefined) return { traceparent: ours };
    const { traceparent } = request.headers;
    return typeof traceparent === 'string' && traceContext.test(traceparent) ? { traceparent } : {};
  };

  const establishedBody = async (): Promise<E.Either<Problem, BodyId>> => {
    try {
      return E.fromNullable(noBody)(await body());
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(problemOf(error.failure));
      throw error;
    }
  };

  /** Begins a commission under the next free reference; the same key finds the reference it was given before. */
  const beginning = async (
    action: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const who = asked(request, identify);
    if (E.isLeft(who)) return sendProblem(reply, who.left);
    const { actor, commandId, effect } = who.right;
    const established = await establishedBody();
    if (E.isLeft(established)) return sendProblem(reply, established.left);
    const year = Number(clock.shown().slice(0, 4));
    const begun = await begin({ commands, references }, established.right, year, {
      action,
      command: request.body,
      commandId,
      actor,
      ...effect,
      ...traced(request),
    })();
    return answer(reply, actor, begun, E.isRight(begun) ? begun.right.reference : undefined);
  };

  app.get('/v1/clock', async (request, reply) => {
    const actor = identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    if (!worksHere(actor))
      return sendProblem(
        reply,
        problem(403, 'not-allowed', 'Only those who work here see how the clock is.'),
      );
    const looked = await clock.look();
    return E.isLeft(looked)
      ? sendProblem(reply, problemOf(looked.left))
      : reply.header('cache-control', 'no-store').send(looked.right);
  });

  app.post('/v1/clock/confirm-clock', async (request, reply) => {
    const who = asked(request, identify);
    if (E.isLeft(who)) return sendProblem(reply, who.left);
    const { actor, commandId } = who.right;
    const established = await establishedBody();
    if (E.isLeft(established)) return sendProblem(reply, established.left);
    const outcome = await commands.execute({
      kind: 'clock',
      id: `${established.right}-${clock.says().slice(0, 4)}`,
      action: 'confirm-clock',
      command: request.body,
      commandId,
      actor,
      ...traced(request),
    })();
    return answer(reply, actor, outcome);
  });

  app.post('/v1/commissions', (request, reply) => beginning('identify-need', request, reply));
  app.post<{ Params: { action: string } }>('/v1/commissions/new/:action', (request, reply) =>
    beginning(request.params.action, request, reply),
  );

  app.post<{ Params: { reference: string } }>(
    '/v1/commissions/:reference/hand-in-opening-key',
    async (request, reply) => {
      const actor = identify(request);
      if (actor === undefined) return sendProblem(reply, notSignedIn);
      const { reference } = request.params;
      const key = HandedInKey.decode(request.body);
      if (E.isLeft(key))
        return sendProblem(
          reply,
          problemOf({ _tag: 'Malformed', faults: withoutValues(faultsOf(key.left)) }),
        );
      const taken = await commands.handInKey(reference, actor, key.right.identity)();
      return E.isLeft(taken)
        ? sendProblem(reply, problemFor(actor, taken.left))
        : reply.status(200).send({ until: taken.right });
    },
  );

  for (const { kind, collection, id } of places)
    app.post<{ Params: { id: string; action: string } }>(
      `/v1/${collection}/:id/:action`,
      async (request, reply) => {
        const who = asked(request, identify);
        if (E.isLeft(who)) return sendProblem(reply, who.left);
        const { id: named, action } = request.params;
        const wrong = `expected ${id.name}, found "${named}"`;
        if (!id.is(named))
          return sendProblem(reply, problem(400, 'malformed', 'The address names no such thing.', wrong));
        const { actor, commandId, revision, effect } = who.right;
        const outcome = await commands.execute({
          kind,
          id: named,
          action,
          command: request.body as Json,
          commandId,
          actor,
          ...(revision === undefined ? {} : { revision }),
          ...effect,
          ...traced(request),
        })();
        return answer(reply, actor, outcome);
      },
    );
};
