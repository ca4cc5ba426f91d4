import { CommandRefused } from '@commissioning/domain';
import type { Metadata, Refusal } from '@commissioning/kernel';
import { canonical } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { append } from './append';
import type { CommandPorts } from './ports';
import type { Session, Sessions } from './session';

/** Other processes may note refusals of the same body at the same time. */
const attempts = 5;

/** Refusals stand by body and year. */
export const refusalsOf = ({ body, recordedAt }: Metadata): string => `${body}-${recordedAt.slice(0, 4)}`;

const laterOf = (metadata: Metadata, session: Session): Metadata => {
  const { recordedAt } = session;
  return recordedAt === undefined || recordedAt <= metadata.recordedAt
    ? metadata
    : { ...metadata, recordedAt };
};

/**
 * Records that a command was refused, in a stream of the body and the year; the same command sent again is noted once.
 * The refusal stands whether or not it could be written down, and the caller is told the same; so a log that does not
 * take it is passed over.
 */
export const recordRefusal = async (
  ports: CommandPorts,
  sessions: Sessions,
  action: string,
  stream: string,
  refused: Refusal,
  metadata: Metadata,
): Promise<void> => {
  const { rule, field, facts } = refused;
  const event = CommandRefused.make({
    action,
    stream,
    rule: rule.id,
    strength: rule.strength,
    facts: canonical(facts),
    ...(field === undefined ? {} : { field }),
  });
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const session = await sessions.current('refusals', refusalsOf(metadata));
    if (E.isLeft(session)) return;
    const before = session.right.commands.get(metadata.commandId);
    if (before?.requestHash === metadata.requestHash) return;
    const noted = await append(ports, sessions, session.right, [event], laterOf(metadata, session.right));
    if (E.isRight(noted) || noted.left._tag !== 'Conflict') return;
  }
};
