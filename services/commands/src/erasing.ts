import { streamName } from '@commissioning/kernel';
import { type KeyStore, subjectIn } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { CommandFailure } from './failure';
import type { CommandOutcome, CommandRequest } from './request';
import type { Sessions } from './session';

interface Erasing {
  readonly keys: KeyStore;
  readonly sessions: Sessions;
}

/**
 * After an erasure was recorded, or had been before, and before it is answered: nobody is told of an erasure whose key
 * is still there. Should this not come about, the erasure stands in the log, and is carried out at the next start.
 */
export const carriedOut = (
  { keys, sessions }: Erasing,
  request: CommandRequest,
  outcome: E.Either<CommandFailure, CommandOutcome>,
): void => {
  if (request.action !== 'erase-person' || E.isLeft(outcome)) return;
  const { person } = request.command as { readonly person: string };
  const stream = streamName(request.kind, request.id);
  keys.destroyKeyOf(subjectIn(stream, person));
  sessions.forget(stream);
};
