import { CarriedFailure } from '@commissioning/kernel';
import { EventStoreError, type StoreUnavailable } from '@commissioning/event-store';
import type { ProgressConflict, ReadStoreUnavailable } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';

/** No projection of this name is run here. */
export interface UnknownProjection {
  readonly _tag: 'UnknownProjection';
  readonly projection: string;
}

/**
 * A position of another log than the one projected: one that a reader brought, or one a read model has come to. In the
 * second case the read model has to be rebuilt.
 */
export interface AnotherLog {
  readonly _tag: 'AnotherLog';
  readonly position: string;
}

/** The keys that open what is not public could not be read. */
export interface KeysUnavailable {
  readonly _tag: 'KeysUnavailable';
  readonly reason: string;
}

/** The projector was stopped before it was done. */
export interface Stopped {
  readonly _tag: 'Stopped';
}

/** What keeps the projector from its work and is no event's fault. It goes away by itself, or somebody mends it. */
export type Interruption =
  | StoreUnavailable
  | ReadStoreUnavailable
  | ProgressConflict
  | KeysUnavailable
  | AnotherLog
  | Stopped;

/** Carries an interruption through code that reads better with exceptions; never leaves this package. */
export class Interrupted extends CarriedFailure<Interruption> {
  constructor(failure: Interruption) {
    super(failure, inWords(failure));
  }
}

const inWords = (interruption: Interruption): string => {
  switch (interruption._tag) {
    case 'StoreUnavailable':
    case 'ReadStoreUnavailable':
      return `${interruption.engine}: ${interruption.operation}: ${interruption.reason}`;
    case 'ProgressConflict':
      return `${interruption.projection} was moved to ${interruption.actual ?? 'its start'} by somebody else`;
    case 'KeysUnavailable':
      return `keys: ${interruption.reason}`;
    case 'AnotherLog':
      return `${interruption.position} is a position of another log`;
    case 'Stopped':
      return 'the projector was stopped';
  }
};

/** What a port answered, or the interruption thrown. */
export const orInterrupted = async <A>(task: TaskEither<Interruption, A>): Promise<A> => {
  const answer = await task();
  if (E.isLeft(answer)) throw new Interrupted(answer.left);
  return answer.right;
};

/** Turns interruptions back into values. Anything else that is thrown is a bug and goes on. */
export const interruptible =
  <A>(run: () => Promise<A>): TaskEither<Interruption, A> =>
  async () => {
    try {
      return E.right(await run());
    } catch (error) {
      if (error instanceof Interrupted) return E.left(error.failure);
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
  };
