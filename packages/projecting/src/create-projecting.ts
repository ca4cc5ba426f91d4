import { setTimeout as sleep } from 'node:timers/promises';
import { backOff } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import type { TaskEither } from 'fp-ts/TaskEither';
import { makeExclusive } from './exclusive';
import {
  Interrupted,
  type Interruption,
  interruptible,
  orInterrupted,
  type UnknownProjection,
} from './failure';
import type { Retried } from './feed';
import { healthOf, type LastFault, type ProjectionHealth } from './health';
import { parkedSpec } from './parked';
import type { Projecting, ProjectingOptions } from './projecting';
import type { AnyProjection } from './projection';
import { makeRebuilds, type Rebuilding, type Rebuilt } from './rebuilds';
import { logOf, type Run, type Runs } from './runs';
import { servingOf } from './serving';
import { tombstonesSpec } from './tombstones';
import { makeWaiting } from './waiting';
import { makeWorker, type Work } from './worker';

/** Seldom enough for a store that is away, often enough for a projector that waits to take another's place. */
const usualBackOff = backOff(100, 2_000);

/** Collections of the runner's own lie beside those of the projection. */
const mustBeRunnable = (projections: ReadonlyArray<AnyProjection>): void => {
  const names = projections.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two projections are called ${twice}`);
  for (const { name, collections } of projections)
    for (const taken of [parkedSpec.name, tombstonesSpec.name])
      if (collections.some((spec) => spec.name === taken))
        throw new Error(`The projection ${name} may not have a collection called ${taken}`);
};

/** The projector while it follows the log; `again` makes it take everything up anew. */
interface Following {
  readonly stop: AbortController;
  again: AbortController;
}

/** Longest that a timer can be set to: 24 days. */
const forGood = 2 ** 31 - 1;

/**
 * Makes the runner of projections. Nothing is read or written before one of its functions is called. One projector
 * alone may run on a read store: a second one is held off by the progress it finds moved, but not while parked events
 * are tried again.
 */
export const createProjecting = (options: ProjectingOptions): Projecting => {
  const { events: log, now, projections, retryAfterMs = usualBackOff } = options;
  mustBeRunnable(projections);
  const names = projections.map(({ name }) => name);
  const oneAtATime = makeExclusive();
  const quietly = makeExclusive();
  const rebuilds = makeRebuilds();
  const forRuns = new Set<(answer: Runs | Interrupted) => void>();
  /** Why nothing could be taken up when that was last tried: whoever asks meanwhile is told, and need not wait. */
  let hindrance: Interrupted | undefined;
  let runs: Runs | undefined;
  let fault: LastFault | undefined;
  let following: Following | undefined;
  let underWay: AbortController | undefined;
  let logId: string | undefined;

  const waiting = makeWaiting((projection) => runs?.get(projection)?.answering.progress()?.position);

  const worker = makeWorker({
    ...options,
    pageSize: options.pageSize ?? 500,
    batchSize: options.batchSize ?? 1_000,
    keep: options.keep ?? 500,
    onMove: (moved) => {
      if (fault !== undefined) fault = { ...fault, attempts: 0 };
      for (const name of names) waiting.look(name);
      rebuilds.tell(moved, worker.logLength());
    },
    onSettled: rebuilds.settle,
  });

  const open = (): Promise<Runs> =>
    quietly(async () => {
      const rebuild = rebuilds.wanted();
      runs = await worker.open(rebuild);
      rebuilds.begun(rebuild);
      hindrance = undefined;
      for (const name of names) waiting.look(name);
      for (const tell of forRuns) tell(runs);
      return runs;
    });

  const catchUpOnce = async (): Promise<void> => {
    const stop = new AbortController();
    underWay = stop;
    try {
      await worker.catchUp(await open(), stop.signal);
    } finally {
      underWay = undefined;
    }
  };

  const keepFollowing = async (mine: Following): Promise<void> => {
    while (!mine.stop.signal.aborted) {
      mine.again = new AbortController();
      const signal = AbortSignal.any([mine.stop.signal, mine.again.signal]);
      try {
        await worker.follow(await open(), signal);
      } catch (error) {
        if (signal.aborted) continue;
        if (error instanceof Interrupted) {
          hindrance = error;
          for (const tell of forRuns) tell(error);
        }
        const attempts = (fault?.attempts ?? 0) + 1;
        const reason = error instanceof Error ? error.message : String(error);
        fault = { at: now(), reason, attempts };
        await sleep(retryAfterMs(attempts), undefined, { signal }).catch(() => undefined);
      }
    }
  };

  /** What is run, as soon as that is known; taken up for the purpose when the projector does not follow. */
  const current = async (): Promise<Runs> => {
    if (runs !== undefined) return runs;
    if (following === undefined) return oneAtATime(open);
    if (hindrance !== undefined) throw hindrance;
    return new Promise((resolve, reject) => {
      const tell = (answer: Runs | Interrupted): void => {
        forRuns.delete(tell);
        if (answer instanceof Interrupted) reject(answer);
        else resolve(answer);
      };
      forRuns.add(tell);
    });
  };

  /** What is done about one projection, once it is clear that there is such a one. */
  const about =
    <Failure, A>(
      projection: string,
      task: TaskEither<Failure, A>,
    ): TaskEither<Failure | UnknownProjection, A> =>
    async () =>
      names.includes(projection) ? task() : E.left({ _tag: 'UnknownProjection', projection });

  const runOf = async (projection: string): Promise<Run> => {
    const run = (await current()).get(projection);
    if (run === undefined) throw new Error(`${projection} was taken up by nobody`);
    return run;
  };

  const arrivedAtHead = async (): Promise<void> => {
    const head = await orInterrupted(log.head);
    if (head === undefined) return;
    const answers = await Promise.all(names.map((name) => waiting.wait(name, head, forGood)));
    if (answers.some(E.isLeft)) throw new Interrupted({ _tag: 'Stopped' });
  };

  const catchUp = interruptible(async (): Promise<Work> => {
    const before = worker.work();
    await (following === undefined ? oneAtATime(catchUpOnce) : arrivedAtHead());
    const { events, documents, parked } = worker.work();
    return {
      events: events - before.events,
      documents: documents - before.documents,
      parked: parked - before.parked,
    };
  });

  const rebuilt = async (
    those: ReadonlyArray<string>,
    onProgress: (progress: Rebuilding) => void,
  ): Promise<ReadonlyArray<Rebuilt>> => {
    const { done, forget } = rebuilds.ask(those, onProgress);
    try {
      if (following === undefined) await oneAtATime(catchUpOnce);
      else following.again.abort();
      return await done;
    } finally {
      forget();
    }
  };

  const rebuild: Projecting['rebuild'] = (those = names, onProgress = () => undefined) => {
    const unknown = those.find((name) => !names.includes(name));
    return unknown === undefined
      ? interruptible(() => rebuilt(those, onProgress))
      : async () => E.left({ _tag: 'UnknownProjection', projection: unknown });
  };

  /** An empty log has given out no position yet. */
  const isOfThisLog = async (position: string): Promise<boolean> => {
    if (logId === undefined) {
      const head = await orInterrupted(log.head);
      logId = head === undefined ? undefined : logOf(head);
    }
    return logId === logOf(position);
  };

  const canWait = (position: string): TaskEither<Interruption, Runs> =>
    interruptible(async () => {
      if (!(await isOfThisLog(position))) throw new Interrupted({ _tag: 'AnotherLog', position });
      return current();
    });

  const waitFor: Projecting['waitFor'] = (projection, position, timeoutMs) =>
    about(
      projection,
      pipe(
        canWait(position),
        TE.chainW(() => () => waiting.wait(projection, position, timeoutMs)),
      ),
    );

  const retryRun = async ({ serving, filling }: Run): Promise<Retried> => {
    let all: Retried = { takenIn: 0, stillParked: 0 };
    for (const feed of [serving, filling]) {
      const one = await feed?.retry(worker.openPage);
      if (one !== undefined)
        all = { takenIn: all.takenIn + one.takenIn, stillParked: all.stillParked + one.stillParked };
    }
    return all;
  };

  const retryParked: Projecting['retryParked'] = (projection) =>
    about(
      projection,
      interruptible(async () => {
        if (following === undefined) {
          return oneAtATime(async () => {
            await open();
            return retryRun(await runOf(projection));
          });
        }
        await current();
        try {
          return await quietly(async () => retryRun(await runOf(projection)));
        } catch (error) {
          following?.again.abort();
          throw error;
        }
      }),
    );

  const health = (): ReadonlyArray<ProjectionHealth> =>
    names.map((name) => {
      const run = runs?.get(name);
      return healthOf(name, {
        run,
        working: following !== undefined || underWay !== undefined,
        isAtEnd: run !== undefined && worker.isAtEnd(run.answering),
        logLength: worker.logLength(),
        now: now(),
        lastFault: fault,
      });
    });

  const start = (): void => {
    if (following !== undefined) return;
    const mine: Following = { stop: new AbortController(), again: new AbortController() };
    following = mine;
    void oneAtATime(() => keepFollowing(mine));
  };

  const stop = async (): Promise<void> => {
    following?.stop.abort();
    underWay?.abort();
    await oneAtATime(async () => {
      following = undefined;
    });
    waiting.stop();
    rebuilds.stop();
    for (const tell of forRuns) tell(new Interrupted({ _tag: 'Stopped' }));
  };

  return {
    start,
    stop,
    catchUp,
    rebuild,
    waitFor,
    serving: (projection) =>
      about(
        projection,
        interruptible(async () => {
          const { answering } = await runOf(projection);
          return servingOf(projection, answering.generation);
        }),
      ),
    health,
    work: worker.work,
    retryParked,
  };
};
