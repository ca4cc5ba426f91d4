import type { StoreUnavailable } from '@commissioning/event-store';
import { epochMilliseconds, type Instant, instantOf } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';

/** How a clock stands beside what is known of the time without it. */
export interface ClockStanding {
  /**
   * `right`: nothing speaks against it. `ahead`: it is not believed, and nothing is recorded by it. `behind`: it says less
   * than was recorded before; by it later things come later, and nothing is held.
   */
  readonly standing: 'right' | 'ahead' | 'behind';
  readonly says: Instant;
  /** The latest moment that is known to have come; undefined where nothing has been recorded yet. */
  readonly known: Instant | undefined;
}

/** The clock is further ahead than anything bears out: nothing is recorded by it until it is put right or confirmed. */
export interface ClockDoubted {
  readonly _tag: 'ClockDoubted';
  readonly says: Instant;
  readonly known: Instant | undefined;
}

/** The clock by which a record is kept. */
export interface Clock {
  /** What it says, believed or not: for whoever confirms it. */
  readonly says: () => Instant;
  /** The moment by which the record is shown: what the clock says or, while that is not believed, what is known. */
  readonly shown: () => Instant;
  /** How it stands; reads the log's last event where it has to. */
  readonly look: TaskEither<StoreUnavailable, ClockStanding>;
}

/** The moment by which something may be recorded now; or why there is none. */
export const momentOf =
  ({ look }: Pick<Clock, 'look'>): TaskEither<ClockDoubted | StoreUnavailable, Instant> =>
  async () => {
    const looked = await look();
    if (E.isLeft(looked)) return looked;
    const { standing, says, known } = looked.right;
    return standing === 'ahead' ? E.left({ _tag: 'ClockDoubted', says, known }) : E.right(says);
  };

/** A clock that whoever holds it sets: it is right by what it is. For tests, and for times that are only simulated. */
export const drivenClock = (now: () => Instant): Clock => ({
  says: now,
  shown: now,
  look: async () => {
    const says = now();
    return E.right({ standing: 'right', says, known: says });
  },
});

/** A moment that may not be known, in milliseconds since 1970. */
export const toMilliseconds = (moment: Instant | undefined): number | undefined =>
  moment === undefined ? undefined : epochMilliseconds(moment);

/** The same the other way. */
export const toInstant = (milliseconds: number | undefined): Instant | undefined =>
  milliseconds === undefined ? undefined : instantOf(milliseconds);
