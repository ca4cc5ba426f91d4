import type { Problem } from '@commissioning/http';
import type { Actor } from '@commissioning/kernel';
import * as TE from 'fp-ts/TaskEither';
import type { TaskEither } from 'fp-ts/TaskEither';

/** Something sensitive that somebody is about to be shown: by its reference or name, and which kinds of it. */
export interface Viewing {
  readonly viewer: Pick<Actor, 'id' | 'role'>;
  readonly what: 'file' | 'evaluation' | 'register' | 'person';
  readonly of: string;
  readonly kinds: ReadonlyArray<string>;
}

/** Notes who is shown what, before they are; what cannot be noted is not shown. */
export type NoteViewing = (viewing: Viewing) => TaskEither<Problem, void>;

/** Notes a viewing, where there is something sensitive in it and somebody who notes. */
export const noted = (note: NoteViewing | undefined, viewing: Viewing): TaskEither<Problem, void> =>
  note === undefined || viewing.kinds.length === 0 ? TE.right(undefined) : note(viewing);
