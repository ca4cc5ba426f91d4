import { EventStoreError, type FollowOptions, type FollowPage } from '../port';
import { type Feed, openFeed } from './feed';
import { type Following, pagesOf } from './following';
import { endOfLog } from './pages';
import { pause, pauseBefore } from './patience';
import { beginning } from './place';
import { placeWithin, usualPage } from './reading';
import type { ServedLog } from './served-log';
import { isOfServer, passes, reasonOf, unavailableBecause } from './trouble';

/** The longest pause between two subscriptions, in milliseconds. */
const longestPause = 10_000;

/** Aborted by the caller's signal or by the store's closing, and holds on to neither when released. */
const stopOf = (...signals: ReadonlyArray<AbortSignal>): { signal: AbortSignal; release: () => void } => {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of signals) {
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  }
  return {
    signal: stop.signal,
    release: () => {
      // Whatever still waits is given up with the follower.
      abort();
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
};

/** Where a follower stands before its first page. Throws on a position that is not one of this log. */
const begin = async (log: ServedLog, options: FollowOptions, stop: AbortSignal): Promise<Following> => {
  const { after, filter = {}, pageSize = usualPage } = options;
  const logId = await log.id();
  const end = await endOfLog(log.connection, stop);
  const at = after === undefined ? beginning : placeWithin(logId, after, end);
  return { log, logId, filter, pageSize, stop, at, end };
};

/**
 * Gives what is there and then what comes, over as many subscriptions as it takes: one that fails, ends or goes silent
 * is replaced by a new one from where the follower stands. `say` is told of each.
 */
export async function* follow(
  log: ServedLog,
  say: (sentence: string) => void,
  options: FollowOptions,
): AsyncGenerator<FollowPage, void> {
  const { signal: stop, release } = stopOf(options.signal, log.closed);
  let following: Following | undefined;
  let feed: Feed | undefined;
  try {
    for (let failures = 0; !stop.aborted; failures += 1) {
      try {
        following ??= await begin(log, options, stop);
        feed = openFeed(log.connection, following.at, following.filter);
        for await (const page of pagesOf(following, feed)) {
          failures = 0;
          yield page;
          if (stop.aborted) return;
        }
      } catch (error) {
        if (stop.aborted) return;
        if (!passes(error)) throw error;
        say(`follow: ${reasonOf(error)}`);
      } finally {
        feed?.close();
      }
      await pause(pauseBefore(failures, longestPause), stop);
    }
  } catch (error) {
    throw isOfServer(error) ? new EventStoreError(unavailableBecause('follow', error)) : error;
  } finally {
    release();
  }
}
