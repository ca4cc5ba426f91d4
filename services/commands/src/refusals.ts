import { CommandRefused } from '@commissioning/domain';
import type { Metadata, Refusal } from '@commissioning/kernel';
import { canonical } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { append } from './append';
import type { CommandPorts } from './ports';
import type { Sessions } from './session';

const attempts = 5;

/**
 * Records that a command was refused, in a stream of the body and the year. The refusal stands whether or not it could
 * be written down, and the caller is told the same; so a log that does not take it is passed over.
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
  const id = `${metadata.body}-${metadata.recordedAt.slice(0, 4)}`;
  // Many commands may be refused at once, and all of them are noted in this one stream.
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const session = await sessions.current('refusals', id);
    if (E.isLeft(session)) return;
    const noted = await append(ports, sessions, session.right, [event], metadata);
    if (E.isRight(noted) || noted.left._tag !== 'Conflict') return;
  }
};
