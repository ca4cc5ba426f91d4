import { Interrupted } from './failure';
import type { Run, Runs } from './runs';

/** How far a rebuild has come. */
export interface Rebuilding {
  readonly events: number;
  /** Events there are to go through, as far as that is known. */
  readonly of: number | undefined;
}

/** A generation that took the place of another. */
export interface Rebuilt {
  readonly projection: string;
  readonly version: number;
  readonly generation: number;
  readonly events: number;
  readonly parked: number;
}

interface Asked {
  readonly projections: ReadonlyArray<string>;
  readonly onProgress: (progress: Rebuilding) => void;
  /** Without runs it will not be done any more. */
  readonly settle: (runs: Runs | undefined) => void;
}

/** The rebuilds that somebody asked for and waits for. */
export interface Rebuilds {
  /** Asks for projections to be filled anew. Whoever does not care any more must `forget`. */
  readonly ask: (
    projections: ReadonlyArray<string>,
    onProgress: (progress: Rebuilding) => void,
  ) => { readonly done: Promise<ReadonlyArray<Rebuilt>>; readonly forget: () => void };
  /** Projections whose filling has not been begun. */
  readonly wanted: () => ReadonlySet<string>;
  readonly begun: (projections: ReadonlySet<string>) => void;
  /** Tells those who wait how far it has come. */
  readonly tell: (runs: Runs, logLength: number | undefined) => void;
  /** Answers those whose rebuilds are done, the old ones gone. */
  readonly settle: (runs: Runs) => void;
  /** Lets all go who still wait. */
  readonly stop: () => void;
}

const rebuiltIn = (runs: Runs, projections: ReadonlyArray<string>): ReadonlyArray<Rebuilt> =>
  projections.flatMap((projection) => {
    const answering = runs.get(projection)?.answering;
    if (answering === undefined) return [];
    const { version, generation } = answering.generation;
    const events = answering.progress()?.events ?? 0;
    return [{ projection, version, generation, events, parked: answering.parked() }];
  });

const isDone = ({ standing }: Run): boolean =>
  standing.filling === undefined && standing.dropping.length === 0;

const progressOf = (
  runs: Runs,
  projections: ReadonlyArray<string>,
  logLength: number | undefined,
): Rebuilding | undefined => {
  const filled = projections.flatMap((name) => runs.get(name)?.filling ?? []);
  if (filled.length === 0) return undefined;
  const lengths = [...runs.values()].map(({ answering }) => answering.progress()?.events ?? 0);
  const of = Math.max(logLength ?? 0, ...lengths);
  const events = Math.min(...filled.map((feed) => feed.progress()?.events ?? 0));
  return { events, of: of === 0 ? undefined : of };
};

export const makeRebuilds = (): Rebuilds => {
  const asked = new Set<Asked>();
  const wanted = new Set<string>();

  const ask: Rebuilds['ask'] = (projections, onProgress) => {
    let settle: Asked['settle'] = () => undefined;
    const done = new Promise<ReadonlyArray<Rebuilt>>((resolve, reject) => {
      settle = (runs) =>
        runs === undefined
          ? reject(new Interrupted({ _tag: 'Stopped' }))
          : resolve(rebuiltIn(runs, projections));
    });
    const one: Asked = { projections, onProgress, settle };
    asked.add(one);
    for (const name of projections) wanted.add(name);
    return {
      done,
      forget: () => {
        if (asked.delete(one)) for (const name of projections) wanted.delete(name);
      },
    };
  };

  return {
    ask,
    wanted: () => new Set(wanted),
    begun: (projections) => {
      for (const name of projections) wanted.delete(name);
    },
    tell: (runs, logLength) => {
      for (const { projections, onProgress } of asked) {
        const progress = progressOf(runs, projections, logLength);
        if (progress !== undefined) onProgress(progress);
      }
    },
    settle: (runs) => {
      for (const one of asked) {
        const those = one.projections.map((name) => runs.get(name));
        if (!those.every((run) => run !== undefined && isDone(run) && !wanted.has(run.projection.name)))
          continue;
        asked.delete(one);
        one.settle(runs);
      }
    },
    stop: () => {
      for (const one of asked) one.settle(undefined);
      asked.clear();
      wanted.clear();
    },
  };
};
