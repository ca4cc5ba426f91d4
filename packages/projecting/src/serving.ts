import type { ReadStore, ReadStoreUnavailable } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import { type Generation, generationName, physicalName, standingIn } from './generation';

/** The generation of a projection that answers, and where its documents are. */
export interface Serving {
  readonly version: number;
  readonly generation: number;
  /** The name its progress is kept under. */
  readonly progress: string;
  /** A collection as the read store knows it. Throws when the generation has no collection of this name. */
  readonly collection: (name: string) => string;
}

export const servingOf = (projection: string, generation: Generation): Serving => ({
  version: generation.version,
  generation: generation.generation,
  progress: generationName(projection, generation),
  collection: (name) => {
    if (!generation.collections.some((spec) => spec.name === name))
      throw new Error(`The projection ${projection} has no collection "${name}"`);
    return physicalName(projection, generation, name);
  },
});

/**
 * What answers for a projection, as the read store has it: for a process that reads and runs no projector. Undefined
 * when no projector has run yet.
 */
export const servingFrom = (
  reads: ReadStore,
  projection: string,
): TE.TaskEither<ReadStoreUnavailable, Serving | undefined> =>
  pipe(
    reads.settings,
    TE.map((settings) => {
      const standing = standingIn(settings, projection);
      return standing === undefined ? undefined : servingOf(projection, standing.serving);
    }),
  );

/** A collection that has just been removed is one the store never heard of, and it throws. */
const attempt = async <A>(
  task: () => Promise<A>,
): Promise<{ readonly answer: A } | { readonly thrown: unknown }> => {
  try {
    return { answer: await task() };
  } catch (thrown) {
    return { thrown };
  }
};

/**
 * Reads from what answers; again when another generation took its place meanwhile, because what was read from then may
 * have been half removed already.
 */
export const readServing =
  <ServingFailure, Failure, A>(
    serving: TE.TaskEither<ServingFailure, Serving>,
    read: (serving: Serving) => TE.TaskEither<Failure, A>,
  ): TE.TaskEither<ServingFailure | Failure, A> =>
  async () => {
    for (;;) {
      const before = await serving();
      if (E.isLeft(before)) return before;
      const tried = await attempt(read(before.right));
      const after = await serving();
      if (E.isLeft(after)) return after;
      if (after.right.progress !== before.right.progress) continue;
      if ('thrown' in tried) throw tried.thrown;
      return tried.answer;
    }
  };
