import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Metrics } from './metrics';

/** Seconds since a moment that `performance.now` gave. */
export const secondsSince = (start: number): number => (performance.now() - start) / 1_000;

/** Notes how long the calls of one engine take, and how they end. */
export const timerOf =
  (metrics: Metrics, port: string, engine: string) =>
  <Failure extends { readonly _tag: string }, A>(
    operation: string,
    task: TaskEither<Failure, A>,
  ): TaskEither<Failure, A> =>
  async () => {
    const start = performance.now();
    const note = (outcome: string): void =>
      metrics.called(port, engine, operation, outcome, secondsSince(start));
    try {
      const answer = await task();
      note(E.isLeft(answer) ? answer.left._tag : 'done');
      return answer;
    } catch (error) {
      note('rejected');
      throw error;
    }
  };
