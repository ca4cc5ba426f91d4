import { randomBytes } from 'node:crypto';
import { type AnyAction, bidsBeforeDeadline, type CommissionState } from '@commissioning/domain';
import type { Conflict } from '@commissioning/event-store';
import {
  type Actor,
  bodyOf,
  type CommandId,
  type DomainEvent,
  type Instant,
  type Metadata,
  type Refusal,
  streamName,
} from '@commissioning/kernel';
import { hmac, type KeyStore } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { append } from './append';
import { awardsIn } from './awards';
import { type Clock, momentOf } from './clock';
import { carriedOut } from './erasing';
import type { CommandFailure } from './failure';
import { holdersIn } from './identifiers';
import type { CommandPorts } from './ports';
import { type KeyDesk, makeKeyDesk } from './key-desk';
import { receiptFor } from './receipt';
import { recordRefusal, refusalsOf } from './refusals';
import type { CommandOutcome, CommandRequest } from './request';
import { closingOf, HandedInBid, Opening, openSealedBids, putAway, sealBid } from './sealed-bids';
import { type Session, type Sessions, sessionsOf } from './session';
import { type Indexes, surroundingsOf } from './surroundings';
import { type InTurn, makeTurns } from './turns';
import { type Understood, understood } from './understand';

/** Carries out commands, one at a time on each stream. */
export interface Commands {
  readonly execute: (request: CommandRequest) => TaskEither<CommandFailure, CommandOutcome>;
  /** Decides a command as it stands now and records nothing, not even a refusal; the types of what would follow. */
  readonly check: (request: CommandRequest) => TaskEither<CommandFailure, ReadonlyArray<string>>;
  /**
   * Takes a key to sealed bids from somebody who holds it, for the opening that follows; the moment until which it is
   * held, in memory alone. Nothing is recorded.
   */
  readonly handInKey: (
    reference: string,
    actor: Actor,
    identity: string,
  ) => TaskEither<CommandFailure, Instant>;
  /** Forgets what is held of a stream, after an erasure. */
  readonly forget: (stream: string) => void;
}

const attemptsAllowed = 3;

/** Why it did not come to a decision. */
type Undecided = Exclude<CommandFailure, { readonly _tag: 'Refused' }>;

/** A command as the decider gets it, and the document that is put away if it is accepted. */
interface Prepared {
  readonly command: unknown;
  readonly document?: Uint8Array;
}

/** What the service adds before a command is decided: seals a bid handed in, reveals the bids to be opened. */
const prepared = async (
  { ports, desk, now }: Pick<Runner, 'ports' | 'desk'> & { readonly now: Instant },
  action: AnyAction,
  reference: string,
  session: Session,
  command: unknown,
): Promise<E.Either<Undecided, Prepared>> => {
  if (action.name === 'receive-bid' && HandedInBid.is(command))
    return sealBid(ports.keys, reference, session.state as CommissionState, command);
  if (action.name === 'close-bidding')
    return E.right({ command: closingOf(session.state as CommissionState) });
  if (action.name === 'open-bids' && Opening.is(command)) {
    const state = session.state as CommissionState;
    const bids = await openSealedBids(ports, desk, reference, { state, now }, command.openers);
    return E.isLeft(bids) ? bids : E.right({ command: { ...command, bids: bids.right } });
  }
  return E.right({ command });
};

const recordedActor = (ports: CommandPorts, action: AnyAction, request: CommandRequest): Actor => {
  const { actor, id } = request;
  if (action.concealsProvider !== true || actor.role !== 'provider') return actor;
  // The same bidder has the same pseudonym within one commission and another in every other.
  const pseudonym = `bidder-${hmac(ports.keys.saltKey, 'bidder', id, actor.id).toString('hex').slice(0, 24)}`;
  return { id: pseudonym as Actor['id'], role: actor.role };
};

/** What is recorded is stamped by a clock that is believed; whoever confirms it does so while it is not. */
const stampFor = async (
  clock: Clock,
  { kind, action }: CommandRequest,
): Promise<E.Either<Undecided, Instant>> =>
  kind === 'clock' && action === 'confirm-clock' ? E.right(clock.says()) : momentOf(clock)();

const later = (one: Instant, other: Instant | undefined): Instant =>
  other !== undefined && other > one ? other : one;

/** Keys for somebody who only looks: one that is missing is made up and not kept. */
const withoutNewKeys = (keys: KeyStore): KeyStore => ({
  ...keys,
  ensureKeyOf: (subject) =>
    keys.keyOf(subject) ?? (keys.isDestroyed(subject) ? undefined : randomBytes(keys.saltKey.length)),
});

/** What carrying out commands holds beside its ports. */
interface Runner {
  readonly ports: CommandPorts;
  readonly sessions: Sessions;
  readonly indexes: Indexes;
  readonly inTurn: InTurn;
  readonly desk: KeyDesk;
}

/**
 * Commands on one stream take turns: in one process they then never conflict with each other. Providers of a body all
 * take turns together, because an identifier is claimed once among them.
 */
const turnOf = ({ kind, id }: CommandRequest): string =>
  kind === 'provider' ? streamName(kind, bodyOf(id)) : streamName(kind, id);

/** Builds the command side over its ports. */
export const commandsOf = (ports: CommandPorts): Commands => {
  const runner: Runner = {
    ports,
    sessions: sessionsOf(ports),
    indexes: { holdersOf: holdersIn(ports), awardedTo: awardsIn(ports) },
    inTurn: makeTurns(),
    desk: makeKeyDesk(),
  };
  const onlyLooking: Runner = { ...runner, ports: { ...ports, keys: withoutNewKeys(ports.keys) } };

  const execute: Commands['execute'] = (request) => () =>
    runner.inTurn(turnOf(request), async () => {
      const asked = request.action === 'open-bids' ? await closeFirst(runner, request) : request;
      const outcome = await receipted(runner, asked, await carryOut(runner, asked));
      if (request.action === 'open-bids' && E.isRight(outcome)) runner.desk.forget(request.id);
      carriedOut({ keys: ports.keys, sessions: runner.sessions }, request, outcome);
      const late = lateBidOf(request, outcome);
      // The bidder is told of the refusal whether or not it could also be noted with the commission.
      if (late !== undefined) await carryOut(runner, late);
      return outcome;
    });

  const check: Commands['check'] = (request) => async () => {
    const ready = understood(onlyLooking.ports, request);
    if (E.isLeft(ready)) return ready;
    const outcome = await decideOnce(onlyLooking, request, ready.right);
    if (E.isLeft(outcome)) return outcome;
    const { answer, decided } = outcome.right;
    return E.right(answer === undefined ? decided.map(({ type }) => type) : []);
  };

  const handInKey: Commands['handInKey'] = (reference, actor, identity) => async () => {
    const session = await runner.sessions.current('commission', reference);
    if (E.isLeft(session)) return session;
    const now = await momentOf(ports.clock)();
    if (E.isLeft(now)) return now;
    const state = session.right.state as CommissionState;
    return runner.desk.handIn(reference, state, actor.id, identity, now.right);
  };

  return { execute, check, handInKey, forget: runner.sessions.forget };
};

/** What is received of a bidder is acknowledged: the answer has the receipt, each time that it is given. */
const receipted = async (
  { ports }: Runner,
  { action }: CommandRequest,
  outcome: E.Either<CommandFailure, CommandOutcome>,
): Promise<E.Either<CommandFailure, CommandOutcome>> => {
  if (action !== 'receive-bid' || E.isLeft(outcome)) return outcome;
  const receipt = await receiptFor(ports, outcome.right);
  return receipt === undefined ? outcome : E.right({ ...outcome.right, receipt });
};

/** Bidding that nobody has closed by the time bids are opened is closed first: the digest stands before any bid does. */
const closeFirst = async (runner: Runner, request: CommandRequest): Promise<CommandRequest> => {
  const closing: CommandRequest = {
    ...request,
    action: 'close-bidding',
    command: {},
    commandId: `${request.commandId}:closing`.slice(-128) as CommandId,
  };
  const ready = understood(runner.ports, closing);
  if (E.isLeft(ready)) return request;
  // What would be refused is not asked for: the opening says why, and is what is noted.
  const decided = await decideOnce(runner, closing, ready.right);
  if (E.isLeft(decided) || decided.right.decided.length === 0) return request;
  const closed = await carryOut(runner, closing);
  // Whoever opens decided on the revision before the closing that is theirs too.
  return E.isLeft(closed) || request.revision === undefined
    ? request
    : { ...request, revision: closed.right.revision };
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

const carryOut = async (
  runner: Runner,
  request: CommandRequest,
): Promise<E.Either<CommandFailure, CommandOutcome>> => {
  const ready = understood(runner.ports, request);
  if (E.isLeft(ready)) return ready;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attemptOnce(runner, request, ready.right);
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
  /** To be put away before the events are recorded. */
  readonly document?: Uint8Array;
}

/** A refusal, with what is needed to note it. */
interface RefusedHere {
  readonly _tag: 'Refused';
  readonly refusal: Refusal;
  readonly ruleBookVersion: number;
  readonly metadata: Metadata;
}

const decideOnce = async (
  { ports, sessions, indexes, desk }: Runner,
  request: CommandRequest,
  { action, command, requestHash }: Understood,
): Promise<E.Either<Undecided | RefusedHere, Decided>> => {
  const loaded = await sessions.current(request.kind, request.id);
  if (E.isLeft(loaded)) return loaded;
  const session = loaded.right;
  const { stream } = session;
  const moment = await stampFor(ports.clock, request);
  if (E.isLeft(moment)) return moment;
  const now = later(moment.right, session.recordedAt);

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
        { pointer: '/effectiveAt', expected: `a moment not after ${now}`, found: `"${request.effectiveAt}"` },
      ],
    });

  const ready = await prepared({ ports, desk, now: moment.right }, action, request.id, session, command);
  if (E.isLeft(ready)) return ready;
  const { command: complete, ...kept } = ready.right;
  const needs = action.needs(complete as never, session.state as never);
  const surroundings = await surroundingsOf(sessions, indexes, request.id, needs, metadata.actor, now);
  if (E.isLeft(surroundings)) return surroundings;
  const { context, ruleBookVersion, revisions } = surroundings.right;
  const decided = action.decide(complete as never, context)(session.state as never);
  const surrounded = { ...metadata, ruleBookVersion, context: revisions };
  return E.isLeft(decided)
    ? E.left({ _tag: 'Refused', refusal: decided.left, ruleBookVersion, metadata: surrounded })
    : E.right({ session, answer: undefined, decided: decided.right, metadata: surrounded, ...kept });
};

const attemptOnce = async (
  runner: Runner,
  request: CommandRequest,
  ready: Understood,
): Promise<E.Either<CommandFailure | Conflict, CommandOutcome>> => {
  const { ports, sessions, inTurn } = runner;
  const outcome = await decideOnce(runner, request, ready);
  if (E.isLeft(outcome)) {
    if (outcome.left._tag !== 'Refused') return E.left(outcome.left);
    const { refusal, ruleBookVersion, metadata } = outcome.left;
    const stream = streamName(request.kind, request.id);
    // A confirmation is refused while the clock is not believed: noted under its moment, it would bear the clock out.
    if (E.isRight(await momentOf(ports.clock)()))
      await inTurn(streamName('refusals', refusalsOf(metadata)), () =>
        recordRefusal(ports, sessions, request.action, stream, refusal, metadata),
      );
    return E.left({ _tag: 'Refused', refusal, ruleBookVersion });
  }
  const { session, answer, decided, metadata, document } = outcome.right;
  if (answer !== undefined) return E.right(answer);
  if (decided.length === 0) {
    const { stream, revision } = session;
    return E.right({ stream, events: [], revision, position: '', repeated: false });
  }
  const put = document === undefined ? E.right(undefined) : await putAway(ports, document)();
  return E.isLeft(put) ? put : append(ports, sessions, session, decided, metadata);
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
