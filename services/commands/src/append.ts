import { registry } from '@commissioning/domain';
import type { Conflict } from '@commissioning/event-store';
import type { DomainEvent, Metadata } from '@commissioning/kernel';
import { chainAfter, type RecordedEvent, seal, type StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { CommandFailure } from './failure';
import type { CommandPorts } from './ports';
import type { CommandOutcome } from './request';
import type { Session, Sessions } from './session';

/** Seals decided events for the end of a stream and appends them; what is acknowledged is folded in, nothing else. */
export const append = async (
  ports: CommandPorts,
  sessions: Sessions,
  session: Session,
  decided: ReadonlyArray<DomainEvent>,
  metadata: Metadata,
): Promise<E.Either<Conflict | CommandFailure, CommandOutcome>> => {
  const { stream } = session;
  const sealed: Array<StoredEvent> = [];
  for (const event of decided) {
    const place = {
      stream,
      revision: session.revision + 1 + sealed.length,
      previousChainHash: chainAfter(sealed, session.chainHash),
    };
    sealed.push(seal(registry, ports.keys, event, ports.newId(), place, metadata));
  }
  const appended = await ports.events.append(stream, session.revision, sealed)();
  if (E.isLeft(appended)) {
    // After a failure the outcome may be unknown: what is held of the stream is read anew.
    sessions.forget(stream);
    return appended;
  }
  const { position, revision } = appended.right;
  const recorded = sealed.map((event, index): RecordedEvent => ({
    ...event,
    stream,
    revision: session.revision + 1 + index,
    position,
  }));
  const after = sessions.acknowledge(session, recorded);
  if (E.isLeft(after)) return after;
  const events = recorded.map((event, index) => ({
    id: event.id,
    type: decided[index]?.type ?? event.type,
    revision: event.revision,
  }));
  return E.right({ stream, events, revision, position, repeated: false });
};
