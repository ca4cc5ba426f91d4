import { noStream } from '@commissioning/event-store';
import type { BodyId, CommissionRef } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Commands } from './execute';
import type { CommandFailure } from './failure';
import type { References } from './references';
import type { CommandOutcome, CommandRequest } from './request';

export interface BeginPorts {
  readonly commands: Commands;
  readonly references: References;
}

/** A command that begins a commission: the reference is not its to choose. */
export type Beginning = Omit<CommandRequest, 'kind' | 'id' | 'revision'>;

/** What was begun, and under which reference. */
export interface Begun extends CommandOutcome {
  readonly reference: CommissionRef;
}

/** Another process may take a reference between asking for it and recording it. */
const attempts = 5;

/**
 * Begins a commission under the next free reference of its body and year; the same command again finds what it began
 * before. A reference that somebody else has just taken is no refusal: the next one is tried.
 */
export const begin =
  (
    { commands, references }: BeginPorts,
    body: BodyId,
    year: number,
    beginning: Beginning,
  ): TaskEither<CommandFailure, Begun> =>
  () =>
    references.inTurn(`${body}-${year}`, async () => {
      for (let attempt = 1; ; attempt += 1) {
        const reference = await references.referenceFor(body, year, beginning.commandId);
        if (E.isLeft(reference)) return reference;
        const request = {
          ...beginning,
          kind: 'commission',
          id: reference.right,
          revision: noStream,
        } as const;
        const begun = await commands.execute(request)();
        if (E.isRight(begun)) return E.right({ ...begun.right, reference: reference.right });
        if (begun.left._tag !== 'Stale' || attempt === attempts) return begun;
      }
    });

/** Whether a beginning would be accepted as things stand; nothing is recorded and no reference is taken. */
export const checkBeginning =
  (
    { commands, references }: BeginPorts,
    body: BodyId,
    year: number,
    beginning: Beginning,
  ): TaskEither<CommandFailure, ReadonlyArray<string>> =>
  async () => {
    const reference = await references.referenceFor(body, year, beginning.commandId);
    return E.isLeft(reference)
      ? reference
      : commands.check({ ...beginning, kind: 'commission', id: reference.right })();
  };
