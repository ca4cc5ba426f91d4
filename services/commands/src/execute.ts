import { allActions, type AnyAction, bidsBeforeDeadline, type CommissionState } from '@commissioning/domain';
import type { Conflict } from '@commissioning/event-store';
import {
  type Actor,
  type AggregateKind,
  bodyOf,
  type CommandId,
  type DomainEvent,
  excessKeys,
  faultsOf,
  type Instant,
  type Metadata,
  type Refusal,
  streamName,
} from '@commissioning/kernel';
import { hmac, requestHashOf } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type * as t from 'io-ts';
import { append } from './append';
import type { CommandFailure, Malformed } from './failure';
import type { CommandPorts } from './ports';
import { recordRefusal } from './refusals';
import type { CommandOutcome, CommandRequest } from './request';
import { HandedInBid, Opening, openSealedBids, sealBid } from './sealed-bids';
import { type Session, type Sessions, sessionsOf } from './session';
import { surroundingsOf } from './surroundings';

/** Carries out commands, one at a time on each stream. */
export interface Commands {
  readonly execute: (request: CommandRequest) => TaskEither<CommandFailure, CommandOutcome>;
  /** Decides a command as it stands now and records nothing, not even a refusal; the types of what would follow. */
  readonly check: (request: CommandRequest) => TaskEither<CommandFailure, ReadonlyArray<string>>;
  /** Forgets what is held of a stream, after an erasure. */
  readonly forget: (stream: string) => void;
}

const attemptsAllowed = 3;

/** The field by which an opening command names what it opens. */
const identityField: Record<AggregateKind, string> = {
  commission: 'reference',
  decision: 'decision',
  fund: 'fund',
  provider: 'provider',
  rulebook: 'body',
  refusals: 'body',
};

const actionsByKind = new Map<string, ReadonlyMap<string, AnyAction>>();
for (const { aggregate } of allActions)
  actionsByKind.set(
    aggregate,
    new Map(
      allActions.filter((action) => action.aggregate === aggregate).map((action) => [action.name, action]),
    ),
  );

/** The actions of a kind of aggregate, by name. */
export const actionsOf = (kind: AggregateKind): ReadonlyMap<string, AnyAction> =>
  actionsByKind.get(kind) ?? new Map();

/** The shape in which an action is asked for. It differs from the action's own where the service does part of the work. */
export const requestCodecOf = (action: AnyAction): t.Mixed => {
  if (action.name === 'receive-bid') return HandedInBid;
  if (action.name === 'open-bids') return Opening;
  return action.command;
};

const decoded = (codec: t.Mixed, command: unknown): E.Either<Malformed, unknown> => {
  const value = codec.decode(command);
  if (E.isLeft(value)) return E.left({ _tag: 'Malformed', faults: faultsOf(value.left) });
  const unknownFields = excessKeys(codec, command);
  if (unknownFields.length === 0) return value;
  const faults = unknownFields.map((pointer) => ({
    pointer,
    expected: 'no such field',
    found: 'a field of this name',
  }));
  return E.left({ _tag: 'Malformed', faults });
};

const identified = (action: AnyAction, request: CommandRequest): E.Either<Malformed, unknown> => {
  const { command, kind, id } = request;
  if (!action.opens || typeof command !== 'object' || command === null) return E.right(command);
  const field = identityField[kind];
  const named = (command as Record<string, unknown>)[field];
  if (named === undefined) return E.right({ ...command, [field]: id });
  if (named === id) return E.right(command);
  return E.left({
    _tag: 'Malformed',
    faults: [
      { pointer: `/${field}`, expected: `${id}, which the command is for`, found: JSON.stringify(named) },
    ],
  });
};

/** Why it did not come to a decision. */
type Undecided = Exclude<CommandFailure, { readonly _tag: 'Refused' }>;

/** What the service adds before a command is decided: seals a bid handed in, reveals the bids to be opened. */
const prepared = async (
  ports: CommandPorts,
  action: AnyAction,
  reference: string,
  session: Session,
  command: unknown,
): Promise<E.Either<Undecided, unknown>> => {
  if (action.name === 'receive-bid' && HandedInBid.is(command)) return sealBid(ports, reference, command);
  if (action.name === 'open-bids' && Opening.is(command)) {
    const bids = await openSealedBids(ports, reference, session.state as CommissionState);
    return E.isLeft(bids) ? bids : E.right({ ...command, bids: bids.right });
  }
  return E.right(command);
};

const recordedActor = (ports: CommandPorts, action: AnyAction, request: CommandRequest): Actor => {
  const { actor, id } = request;
  if (action.concealsProvider !== true || actor.role !== 'provider') return actor;
  // The same bidder has the same pseudonym within one commission and another in every other.
  const pseudonym = `bidder-${hmac(ports.keys.saltKey, 'bidder', id, actor.id).toString('hex').slice(0, 24)}`;
  return { id: pseudonym as Actor['id'], role: actor.role };
};

const later = (one: Instant, other: Instant | undefined): Instant =>
  other !== undefined && other > one ? other : one;

/** Builds the command side over its ports. */
export const commandsOf = (ports: CommandPorts): Commands => {
  const sessions = sessionsOf(ports);
  const queues = new Map<string, Promise<unknown>>();

  /** Commands on one stream take turns: in one process they then never conflict with each other. */
  const inTurn = <A>(stream: string, work: () => Promise<A>): Promise<A> => {
    const before = queues.get(stream) ?? Promise.resolve();
    const turn = before.then(work, work);
    queues.set(stream, turn);
    const leave = (): void => {
      if (queues.get(stream) === turn) queues.delete(stream);
    };
    turn.then(leave, leave);
    return turn;
  };

  const execute: Commands['execute'] = (request) => () =>
    inTurn(streamName(request.kind, request.id), async () => {
      const outcome = await carryOut(ports, sessions, request);
      const late = lateBidOf(request, outcome);
      // The bidder is told of the refusal whether or not it could also be noted with the commission.
      if (late !== undefined) await carryOut(ports, sessions, late);
      return outcome;
    });

  const check: Commands['check'] = (request) => async () => {
    const ready = understood(ports, request);
    if (E.isLeft(ready)) return ready;
    const outcome = await decideOnce(ports, sessions, request, ready.right);
    if (E.isLeft(outcome)) return outcome;
    const { answer, decided } = outcome.right;
    return E.right(answer === undefined ? decided.map(({ type }) => type) : []);
  };

  return { execute, check, forget: sessions.forget };
};

/** A bid that came too late is itself part of the commission's record: that it came, and nothing of what it holds. */
const lateBidOf = (
  request: CommandRequest,
  outcome: E.Either<CommandFailure, CommandOutcome>,
): CommandRequest | undefined => {
  const { action, command, commandId } = request;
  const isLate =
    action === 'receive-bid' &&
    E.isLeft(outcome) &&
    outcome.left._tag === 'Refused' &&
    outcome.left.refusal.rule.id === bidsBeforeDeadline.id;
  if (!isLate || !HandedInBid.is(command)) return undefined;
  const { bid, via } = command;
  const { revision: _named, ...rest } = request;
  return {
    ...rest,
    action: 'refuse-late-bid',
    command: { bid, via },
    commandId: `${commandId}:late`.slice(-128) as CommandId,
  };
};

/** A command that is of its action's shape, from somebody whose role may ask for it. */
interface Understood {
  readonly action: AnyAction;
  readonly command: unknown;
  readonly requestHash: string;
}

const understood = (ports: CommandPorts, request: CommandRequest): E.Either<CommandFailure, Understood> => {
  const action = actionsOf(request.kind).get(request.action);
  if (action === undefined)
    return E.left({
      _tag: 'UnknownAction',
      action: request.action,
      known: [...actionsOf(request.kind).keys()],
    });
  const { role } = request.actor;
  if (!action.roles.includes(role))
    return E.left({ _tag: 'NotAllowed', action: action.name, role, allowed: action.roles });
  const named = identified(action, request);
  if (E.isLeft(named)) return named;
  const command = decoded(requestCodecOf(action), named.right);
  if (E.isLeft(command)) return command;
  const requestHash = requestHashOf(ports.keys, request.commandId, {
    action: action.name,
    command: command.right,
    effectiveAt: request.effectiveAt ?? null,
  });
  return E.right({ action, command: command.right, requestHash });
};

const carryOut = async (
  ports: CommandPorts,
  sessions: Sessions,
  request: CommandRequest,
): Promise<E.Either<CommandFailure, CommandOutcome>> => {
  const ready = understood(ports, request);
  if (E.isLeft(ready)) return ready;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attemptOnce(ports, sessions, request, ready.right);
    if (E.isRight(answer) || answer.left._tag !== 'Conflict')
      return answer as E.Either<CommandFailure, CommandOutcome>;
    const { stream, expected, actual } = answer.left;
    if (request.revision !== undefined) return E.left({ _tag: 'Stale', stream, named: expected, actual });
    if (attempt === attemptsAllowed) return E.left({ _tag: 'Contended', stream, attempts: attempt });
  }
};

const repeatedAnswer = (
  session: Session,
  commandId: CommandId,
  requestHash: string,
): CommandOutcome | 'reused' | undefined => {
  const before = session.commands.get(commandId);
  if (before === undefined) return undefined;
  if (before.requestHash !== requestHash) return 'reused';
  const { events, position } = before;
  const revision = events.at(-1)?.revision ?? session.revision;
  return { stream: session.stream, events, revision, position, repeated: true };
};

/** What came of deciding: an answer that was given before, or events to record with what surrounded them. */
interface Decided {
  readonly session: Session;
  readonly answer: CommandOutcome | undefined;
  readonly decided: ReadonlyArray<DomainEvent>;
  readonly metadata: Metadata;
}

/** A refusal, with what is needed to note it. */
interface RefusedHere {
  readonly _tag: 'Refused';
  readonly refusal: Refusal;
  readonly ruleBookVersion: number;
  readonly metadata: Metadata;
}

const decideOnce = async (
  ports: CommandPorts,
  sessions: Sessions,
  request: CommandRequest,
  { action, command, requestHash }: Understood,
): Promise<E.Either<Undecided | RefusedHere, Decided>> => {
  const loaded = await sessions.current(request.kind, request.id);
  if (E.isLeft(loaded)) return loaded;
  const session = loaded.right;
  const { stream } = session;
  const now = later(ports.now(), session.recordedAt);

  const before = repeatedAnswer(session, request.commandId, requestHash);
  if (before === 'reused') return E.left({ _tag: 'CommandIdReused', commandId: request.commandId });
  const metadata = metadataOf(ports, request, action, now, requestHash);
  if (before !== undefined) return E.right({ session, answer: before, decided: [], metadata });
  if (session.revision < 0 && !action.opens) return E.left({ _tag: 'NotFound', stream });
  if (request.revision !== undefined && request.revision !== session.revision)
    return E.left({ _tag: 'Stale', stream, named: request.revision, actual: session.revision });
  if (request.effectiveAt !== undefined && request.effectiveAt > now)
    return E.left({
      _tag: 'Malformed',
      faults: [
        { pointer: '/effectiveAt', expected: `a moment not after ${now}`, found: request.effectiveAt },
      ],
    });

  const ready = await prepared(ports, action, request.id, session, command);
  if (E.isLeft(ready)) return ready;
  const needs = action.needs(ready.right as never, session.state as never);
  const surroundings = await surroundingsOf(sessions, request.id, needs, request.actor, now);
  if (E.isLeft(surroundings)) return surroundings;
  const { context, ruleBookVersion, revisions } = surroundings.right;
  const decided = action.decide(ready.right as never, context)(session.state as never);
  const surrounded = { ...metadata, ruleBookVersion, context: revisions };
  return E.isLeft(decided)
    ? E.left({ _tag: 'Refused', refusal: decided.left, ruleBookVersion, metadata: surrounded })
    : E.right({ session, answer: undefined, decided: decided.right, metadata: surrounded });
};

const attemptOnce = async (
  ports: CommandPorts,
  sessions: Sessions,
  request: CommandRequest,
  ready: Understood,
): Promise<E.Either<CommandFailure | Conflict, CommandOutcome>> => {
  const outcome = await decideOnce(ports, sessions, request, ready);
  if (E.isLeft(outcome)) {
    if (outcome.left._tag !== 'Refused') return E.left(outcome.left);
    const { refusal, ruleBookVersion, metadata } = outcome.left;
    const stream = streamName(request.kind, request.id);
    await recordRefusal(ports, sessions, request.action, stream, refusal, metadata);
    return E.left({ _tag: 'Refused', refusal, ruleBookVersion });
  }
  const { session, answer, decided, metadata } = outcome.right;
  if (answer !== undefined) return E.right(answer);
  if (decided.length > 0) return append(ports, sessions, session, decided, metadata);
  const { stream, revision } = session;
  return E.right({ stream, events: [], revision, position: '', repeated: false });
};

/** Everything that is known before the surroundings of a command have been read. */
const metadataOf = (
  ports: CommandPorts,
  request: CommandRequest,
  action: AnyAction,
  recordedAt: Instant,
  requestHash: string,
): Metadata => {
  const { effectiveAt, causationId, traceparent, commandId } = request;
  return {
    body: bodyOf(request.id),
    actor: recordedActor(ports, action, request),
    recordedAt,
    commandId,
    requestHash,
    correlationId: request.correlationId ?? commandId,
    ruleBookVersion: 0,
    context: [],
    ...(effectiveAt === undefined || effectiveAt === recordedAt ? {} : { effectiveAt }),
    ...(causationId === undefined ? {} : { causationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};
