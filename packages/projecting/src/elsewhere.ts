import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '@commissioning/event-store';
import { epochMilliseconds, type Instant } from '@commissioning/kernel';
import type { Progress, ReadStore } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import { Interrupted, interruptible, orInterrupted } from './failure';
import { generationName, type Standing, standingIn } from './generation';
import type { LastFault, ProjectionHealth, ProjectionState } from './health';
import { countParked } from './own-queries';
import type { Projecting } from './projecting';
import type { AnyProjection } from './projection';
import { logOf } from './runs';
import { servingOf } from './serving';

export interface ElsewhereOptions {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly projections: ReadonlyArray<AnyProjection>;
  readonly now: () => Instant;
  /** Milliseconds between two looks at how the read models are; 1,000 when absent. */
  readonly lookEveryMs?: number;
}

/** A projection as it was last seen to be. */
interface Seen {
  readonly standing: Standing;
  readonly progress: Progress | undefined;
  readonly parked: number;
}

/** How often somebody who waits for a position has the read store asked, in milliseconds. */
const waitingMoment = 50;

const stateOf = (seen: Seen | undefined, due: string | undefined): ProjectionState => {
  if (seen === undefined) return 'behind';
  if (seen.standing.filling !== undefined) return 'rebuilding';
  if (due === undefined || (seen.progress !== undefined && seen.progress.position >= due)) return 'live';
  return seen.progress === undefined ? 'behind' : 'catching-up';
};

/**
 * Read models that a projector in another process keeps up: read here, and written by nobody here. What only a projector
 * can do (`rebuild`, `retryParked`) answers `Stopped`.
 */
export const projectedElsewhere = (options: ElsewhereOptions): Projecting => {
  const { events, reads, projections, now, lookEveryMs = 1_000 } = options;
  const named = new Map(projections.map((projection) => [projection.name, projection]));
  const seen = new Map<string, Seen>();
  let head: string | undefined;
  /** Where the log ended at the look before: what came since may still be on its way into the read models. */
  let due: string | undefined;
  let fault: LastFault | undefined;
  let looking: AbortController | undefined;
  let looks: Promise<void> = Promise.resolve();

  const standingOf = async (projection: string): Promise<Standing> => {
    const standing = standingIn(await orInterrupted(reads.settings), projection);
    // Until a projector has run there is nothing to read.
    if (standing === undefined) throw new Interrupted({ _tag: 'Stopped' });
    return standing;
  };

  const lookOnce = async (): Promise<void> => {
    const end = await orInterrupted(events.head);
    due = head ?? end;
    head = end;
    for (const projection of projections) {
      const standing = await standingOf(projection.name);
      const { serving } = standing;
      const progress = await orInterrupted(reads.progress(generationName(projection.name, serving)));
      seen.set(projection.name, {
        standing,
        progress,
        parked: await countParked(reads, projection, serving),
      });
    }
  };

  const keepLooking = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        await lookOnce();
        fault = fault && { ...fault, attempts: 0 };
      } catch (error) {
        // Collections that the projector is about to make or has just removed are none that the store knows, and it throws.
        const reason = error instanceof Error ? error.message : String(error);
        fault = { at: now(), reason, attempts: (fault?.attempts ?? 0) + 1 };
      }
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  };

  const healthOf = (projection: string): ProjectionHealth => {
    const at = seen.get(projection);
    const state = looking === undefined ? 'stopped' : stateOf(at, due);
    const since = at?.progress && epochMilliseconds(now()) - epochMilliseconds(at.progress.recordedAt);
    return {
      projection,
      state,
      serving: at && servingOf(projection, at.standing.serving),
      position: at?.progress?.position,
      lag:
        state === 'live'
          ? { events: 0, seconds: 0 }
          : { events: undefined, seconds: since === undefined ? undefined : Math.max(0, since / 1_000) },
      parked: at?.parked ?? 0,
      lastFault: fault,
    };
  };

  const unknown = (projection: string) => E.left({ _tag: 'UnknownProjection' as const, projection });

  const waitFor: Projecting['waitFor'] = (projection, position, timeoutMs) => async () => {
    if (!named.has(projection)) return unknown(projection);
    const end = Date.now() + timeoutMs;
    for (;;) {
      const at = await interruptible(async () => {
        const { serving } = await standingOf(projection);
        return orInterrupted(reads.progress(generationName(projection, serving)));
      })();
      if (E.isLeft(at)) return at;
      const reached = at.right?.position;
      if (reached !== undefined && logOf(reached) !== logOf(position))
        return E.left({ _tag: 'AnotherLog', position });
      if (reached !== undefined && reached >= position) return E.right(undefined);
      if (Date.now() >= end) return E.left({ _tag: 'TimedOut', projection, position, reached });
      await sleep(waitingMoment);
    }
  };

  return {
    start: () => {
      if (looking !== undefined) return;
      looking = new AbortController();
      looks = keepLooking(looking.signal);
    },
    stop: async () => {
      looking?.abort();
      await looks;
      looking = undefined;
    },
    catchUp: async () => E.right({ events: 0, documents: 0, parked: 0 }),
    rebuild: () => async () => E.left({ _tag: 'Stopped' }),
    retryParked: () => async () => E.left({ _tag: 'Stopped' }),
    waitFor,
    serving: (projection) => async () =>
      named.has(projection)
        ? interruptible(async () => servingOf(projection, (await standingOf(projection)).serving))()
        : unknown(projection),
    health: () => projections.map(({ name }) => healthOf(name)),
    work: () => ({ events: 0, documents: 0, parked: 0 }),
  };
};
