import { epochMilliseconds, type Instant } from '@commissioning/kernel';
import type { Run } from './runs';
import { type Serving, servingOf } from './serving';

/**
 * What a projection is about. `stopped`: nobody feeds it. `behind`: it has taken in nothing yet. `catching-up`: it
 * takes in what is there. `live`: it has taken in all there is and follows. `rebuilding`: another generation is being
 * filled beside the one that answers.
 */
export type ProjectionState = 'stopped' | 'behind' | 'catching-up' | 'live' | 'rebuilding';

/** The last thing that kept the projector from its work. */
export interface LastFault {
  readonly at: Instant;
  readonly reason: string;
  /** Tries since work was last done; 0 when it went away. */
  readonly attempts: number;
}

/** How a projection is. */
export interface ProjectionHealth {
  readonly projection: string;
  readonly state: ProjectionState;
  /** What answers; undefined until that is known. */
  readonly serving: Pick<Serving, 'version' | 'generation'> | undefined;
  /** Up to where what answers has come; undefined when it has not begun. */
  readonly position: string | undefined;
  readonly lag: Lag;
  /** Events set aside in what answers, those that only queue included. */
  readonly parked: number;
  readonly lastFault: LastFault | undefined;
}

/** Each undefined where it is not known; a projection that has not begun has no lag, least of all none. */
export interface Lag {
  readonly events: number | undefined;
  /** Seconds since the last event that was taken in had been recorded; 0 when all have been. */
  readonly seconds: number | undefined;
}

/** How far behind what answers is. `logLength` is how many events the log had when its end was last seen. */
const lagOf = (
  progress: { readonly events: number; readonly recordedAt: Instant } | undefined,
  caughtUp: boolean,
  logLength: number | undefined,
  now: Instant,
): Lag => {
  if (caughtUp) return { events: 0, seconds: 0 };
  const missing = logLength === undefined ? 0 : logLength - (progress?.events ?? 0);
  return {
    events: missing > 0 ? missing : undefined,
    seconds:
      progress === undefined
        ? undefined
        : Math.max(0, (epochMilliseconds(now) - epochMilliseconds(progress.recordedAt)) / 1_000),
  };
};

/** What a projection's health is made from. */
interface Vitals {
  readonly run: Run | undefined;
  /** Whether the projector is at work. */
  readonly working: boolean;
  readonly isAtEnd: boolean;
  readonly logLength: number | undefined;
  readonly now: Instant;
  readonly lastFault: LastFault | undefined;
}

const stateOf = ({ run, working, isAtEnd }: Vitals): ProjectionState => {
  if (!working) return 'stopped';
  if (run?.filling !== undefined) return 'rebuilding';
  if (isAtEnd) return 'live';
  return run?.answering.progress() === undefined ? 'behind' : 'catching-up';
};

/** How a projection is, by what is known of it. */
export const healthOf = (projection: string, vitals: Vitals): ProjectionHealth => {
  const { run, working, isAtEnd, logLength, now, lastFault } = vitals;
  const progress = run?.answering.progress();
  return {
    projection,
    state: stateOf(vitals),
    serving: run === undefined ? undefined : servingOf(projection, run.answering.generation),
    position: progress?.position,
    lag: lagOf(progress, working && isAtEnd, logLength, now),
    parked: run?.answering.parked() ?? 0,
    lastFault,
  };
};
