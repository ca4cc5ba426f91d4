import { problem } from '@commissioning/http';
import {
  type Actor,
  type BodyId,
  bodyOf,
  type CommandId,
  CommissionRef,
  type Instant,
  londonDateOf,
  ProviderRef,
} from '@commissioning/kernel';
import { type Commands, problemOf } from '@services/commands';
import type { NoteViewing } from '@services/queries';
import * as E from 'fp-ts/Either';
import { uuidv7 } from 'uuidv7';

const system = { id: 'system:access', role: 'system' } as Actor;

const notNoted = problem(
  503,
  'unavailable',
  'The record cannot be reached at the moment.',
  'What is sensitive is shown once it has been noted who sees it.',
);

interface Noting {
  readonly commands: Commands;
  readonly now: () => Instant;
  readonly body: () => Promise<BodyId | undefined>;
}

/** Notes who is shown something sensitive, in a stream of the body and the day: no officer's revision moves. */
export const noteViewingOf =
  ({ commands, now, body }: Noting): NoteViewing =>
  ({ viewer, what, of, kinds }) =>
  async () => {
    const [whole = '', within] = of.split('/');
    const named = CommissionRef.is(of) || (within !== undefined && ProviderRef.is(whole));
    const whose = named ? bodyOf(of) : await body();
    if (whose === undefined) return E.right(undefined);
    const outcome = await commands.execute({
      kind: 'access',
      id: `${whose}-${londonDateOf(now())}`,
      action: 'note-viewing',
      command: { viewer: viewer.id, role: viewer.role, what, of, kinds },
      actor: system,
      commandId: `viewing:${uuidv7()}` as CommandId,
    })();
    if (E.isRight(outcome)) return E.right(undefined);
    return E.left(outcome.left._tag === 'ClockDoubted' ? problemOf(outcome.left) : notNoted);
  };
