import type { EventStore } from '@commissioning/event-store';
import type { KeyStore, RecordedEvent } from '@commissioning/record';
import { allSettled, makeLane, type Reader, readToEnd } from './following';
import type { Feed, Written } from './feed';
import { makeOpener, type OpenPage } from './opening';
import { openRuns, removeReplaced, type Run, type Runs, type RunsOptions, switchOver } from './runs';

/** What was done. */
export interface Work {
  /** Events read from the log, each once for all projections that take it in together. */
  readonly events: number;
  /** Documents written; one that changed several times on a page counts once. */
  readonly documents: number;
  /** Events set aside. */
  readonly parked: number;
}

export interface WorkerOptions extends Omit<RunsOptions, 'onWritten'> {
  readonly events: EventStore;
  readonly keys: KeyStore;
  /** Told when work was done: something was written, the end of the log reached, or another generation answers. */
  readonly onMove: (runs: Runs) => void;
  /** Told when everything has been taken up, and when what was replaced is gone. */
  readonly onSettled: (runs: Runs) => void;
}

/** Does the work once it is told to, and knows how far it has come. Told to do one thing at a time. */
export interface Worker {
  /** Takes everything up where it was left. */
  readonly open: (rebuild: ReadonlySet<string>) => Promise<Runs>;
  /** Takes in everything up to where the log ends now, and lets what was filled answer. */
  readonly catchUp: (runs: Runs, signal: AbortSignal) => Promise<void>;
  /** Takes in what is there and what comes; what is far behind catches up beside what is not. */
  readonly follow: (runs: Runs, signal: AbortSignal) => Promise<void>;
  /** Whether a feed has taken in all there is. */
  readonly isAtEnd: (feed: object) => boolean;
  /** How many events the log had when its end was last seen. */
  readonly logLength: () => number | undefined;
  readonly work: () => Work;
  readonly openPage: (events: ReadonlyArray<RecordedEvent>) => OpenPage;
}

const feedsOf = (runs: Iterable<Run>): ReadonlyArray<Feed> =>
  [...runs].flatMap(({ serving, filling }) => [serving, filling].filter((feed) => feed !== undefined));

/** What answers and is within a page of the furthest can follow at once; it must not wait for what has far to go. */
const nearAndFar = (
  runs: Runs,
  pageSize: number,
): readonly [near: ReadonlyArray<Feed>, far: ReadonlyArray<Feed>] => {
  const reached = ({ serving }: Run): number => serving?.progress()?.events ?? 0;
  const furthest = Math.max(0, ...[...runs.values()].map(reached));
  const near = [...runs.values()].flatMap((run) =>
    run.serving !== undefined && reached(run) >= furthest - pageSize ? [run.serving] : [],
  );
  return [near, feedsOf(runs.values()).filter((feed) => !near.includes(feed))];
};

export const makeWorker = (options: WorkerOptions): Worker => {
  const { events: log, reads, registry, keys, pageSize, onMove, onSettled } = options;
  const openPage = makeOpener(registry, keys);
  const ended = new WeakSet<object>();
  let runsNow: Runs = new Map();
  let logLength: number | undefined;
  let moved = false;
  let work: Work = { events: 0, documents: 0, parked: 0 };

  const onWritten = ({ documents, parked }: Written): void => {
    work = { ...work, documents: work.documents + documents, parked: work.parked + parked };
    moved = true;
  };

  const open: Worker['open'] = async (rebuild) => {
    runsNow = await openRuns({ ...options, onWritten }, (projection) => rebuild.has(projection));
    return runsNow;
  };

  const feed: Reader['feed'] = async (feeds, events) => {
    const page = openPage(events);
    work = { ...work, events: work.events + events.length };
    await allSettled(feeds.map((one) => one.feed(page)));
  };

  const stand: Reader['stand'] = (feeds, end) => {
    for (const one of feeds) {
      if (!end) ended.delete(one);
      else {
        ended.add(one);
        logLength = Math.max(logLength ?? 0, one.progress()?.events ?? 0);
        moved = true;
      }
    }
    if (moved) onMove(runsNow);
    moved = false;
  };

  const reader: Reader = { log, pageSize, feed, stand };

  const takeOver = async (runs: Runs): Promise<ReadonlyArray<Feed>> => {
    const ready = [...runs.values()].filter(({ filling }) => filling !== undefined);
    const replaced = ready.flatMap(({ serving }) => serving ?? []);
    await switchOver(reads, ready);
    onMove(runs);
    return replaced;
  };

  const tidyUp = async (runs: Runs): Promise<void> => {
    await removeReplaced(reads, runs);
    onSettled(runs);
  };

  const catchUp: Worker['catchUp'] = async (runs, signal) => {
    await readToEnd(reader, feedsOf(runs.values()), signal);
    await takeOver(runs);
    await tidyUp(runs);
  };

  const follow: Worker['follow'] = async (runs, signal) => {
    const [near, far] = nearAndFar(runs, pageSize);
    if (near.length === 0) {
      await catchUp(runs, signal);
      return makeLane(reader, far).run(signal);
    }
    const lane = makeLane(reader, near);
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const besides = async (): Promise<void> => {
      if (far.length === 0) return onSettled(runs);
      while ((await readToEnd(reader, far, either)) > pageSize);
      await lane.join(far, either, () => takeOver(runs));
      await tidyUp(runs);
    };
    await allSettled(
      [lane.run(either), besides()].map((task) =>
        task.catch((error: unknown) => {
          failed.abort();
          throw error;
        }),
      ),
    );
  };

  return {
    open,
    catchUp,
    follow,
    isAtEnd: (one) => ended.has(one),
    logLength: () => logLength,
    work: () => work,
    openPage,
  };
};
