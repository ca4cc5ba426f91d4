import { aggregateOf, registry } from '@commissioning/domain';
import { EventStoreError, type StoreUnavailable } from '@commissioning/event-store';
import { type AggregateKind, type Happened, type Instant, streamName } from '@commissioning/kernel';
import { happened, type RecordedEvent, startOfChain } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { Unreadable } from './failure';
import type { CommandPorts } from './ports';

/** What became of a command that was accepted: kept so that the same command gets the same answer. */
interface RecordedCommand {
  readonly requestHash: string;
  readonly events: ReadonlyArray<{ readonly id: string; readonly type: string; readonly revision: number }>;
  readonly position: string;
}

/** A stream as far as it has been read: its state, its end, and the commands that made it. */
export interface Session {
  readonly kind: AggregateKind;
  readonly stream: string;
  /** −1 while the stream does not exist. */
  readonly revision: number;
  readonly chainHash: string;
  readonly recordedAt: Instant | undefined;
  readonly state: unknown;
  /** Grows as the stream grows and is shared by later sessions: entries are added, never changed. */
  readonly commands: Map<string, RecordedCommand>;
}

const newSession = (kind: AggregateKind, stream: string): Session => ({
  kind,
  stream,
  revision: -1,
  chainHash: startOfChain,
  recordedAt: undefined,
  state: aggregateOf(kind).initial,
  commands: new Map(),
});

const noteCommand = (commands: Map<string, RecordedCommand>, event: RecordedEvent): void => {
  const { commandId, requestHash } = event.metadata;
  const before = commands.get(commandId);
  const { id, type, revision, position } = event;
  if (before?.events.some((known) => known.id === id)) return;
  const entry = { id, type: registry.nameOf(type) ?? type, revision };
  commands.set(commandId, { requestHash, events: [...(before?.events ?? []), entry], position });
};

const foldPage = (
  session: Session,
  page: ReadonlyArray<RecordedEvent>,
  ports: CommandPorts,
): E.Either<Unreadable, Session> => {
  const { evolve } = aggregateOf(session.kind);
  let { revision, chainHash, recordedAt, state } = session;
  for (const event of page) {
    const opened = happened(registry, ports.keys, event, 'personal');
    if (E.isLeft(opened))
      return E.left({
        _tag: 'Unreadable',
        stream: session.stream,
        revision: event.revision,
        cause: opened.left,
      });
    const fact: Happened = opened.right;
    state = evolve(state, fact);
    ({ revision, chainHash } = event);
    ({ recordedAt } = event.metadata);
    noteCommand(session.commands, event);
  }
  return E.right({ ...session, revision, chainHash, recordedAt, state });
};

/** Streams read before, so that a command on a long stream reads only what is new. */
export interface Sessions {
  /** The stream as it stands now. */
  readonly current: (
    kind: AggregateKind,
    id: string,
  ) => Promise<E.Either<Unreadable | StoreUnavailable, Session>>;
  /** Takes in events of this process that the log has acknowledged. */
  readonly acknowledge: (
    session: Session,
    events: ReadonlyArray<RecordedEvent>,
  ) => E.Either<Unreadable, Session>;
  /** Forgets a stream: after an append whose outcome is unknown, and on erasure. */
  readonly forget: (stream: string) => void;
}

/** Keeps the sessions of the streams used last, at most `capacity` of them. */
export const sessionsOf = (ports: CommandPorts, capacity = 1_000): Sessions => {
  const held = new Map<string, Session>();

  const keep = (session: Session): void => {
    const before = held.get(session.stream);
    if (before !== undefined && before.revision > session.revision) return;
    held.delete(session.stream);
    held.set(session.stream, session);
    const oldest = held.size > capacity ? held.keys().next().value : undefined;
    if (oldest !== undefined) held.delete(oldest);
  };

  const current: Sessions['current'] = async (kind, id) => {
    const stream = streamName(kind, id);
    let session = held.get(stream) ?? newSession(kind, stream);
    try {
      for await (const page of ports.events.readStream(stream, { from: session.revision + 1 })) {
        const folded = foldPage(session, page, ports);
        if (E.isLeft(folded)) return folded;
        session = folded.right;
      }
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
    if (session.revision >= 0) keep(session);
    return E.right(session);
  };

  return {
    current,
    acknowledge: (session, events) => {
      const folded = foldPage(session, events, ports);
      if (E.isRight(folded)) keep(folded.right);
      return folded;
    },
    forget: (stream) => void held.delete(stream),
  };
};
