import type { Instant, DataOf } from '@commissioning/kernel';
import type { ChallengeRaised, ChallengeResolved, SuspensionLifted } from './purchase/challenge-events';
import type { CommissionCancelled, CommissionHalted, CommissionResumed } from './purchase/halt-events';
import type { ReserveCalled, ReservesNamed } from './purchase/reserve-events';

/** A challenge from its receipt to its end. */
export interface Challenge {
  readonly raised: DataOf<typeof ChallengeRaised>;
  readonly lifted: DataOf<typeof SuspensionLifted> | undefined;
  readonly resolved: DataOf<typeof ChallengeResolved> | undefined;
  /** Whether the award that it led to be set aside has been. */
  readonly setAside: boolean;
}

/** A halt, from when to when; deadlines are held against the moments at which it was recorded. */
export interface Halt {
  readonly halted: DataOf<typeof CommissionHalted>;
  readonly from: Instant;
  readonly resumed: DataOf<typeof CommissionResumed> | undefined;
  readonly until: Instant | undefined;
}

/** A reserve that was called, and whether its provider was looked into since: what was found before does not serve. */
export interface ReserveCall {
  readonly called: DataOf<typeof ReserveCalled>;
  readonly lookedInto: boolean;
}

/** What interrupts a commission, and what follows when an award falls through. */
export interface Interruptions {
  readonly challenges: ReadonlyMap<string, Challenge>;
  readonly halts: ReadonlyMap<string, Halt>;
  readonly cancellations: ReadonlyMap<string, DataOf<typeof CommissionCancelled>>;
  /** recommendation → the reserves that it named. */
  readonly reserves: ReadonlyMap<string, DataOf<typeof ReservesNamed>>;
  readonly calls: ReadonlyMap<string, ReserveCall>;
}

/** A commission that nothing has interrupted. */
export const noInterruptions: Interruptions = {
  challenges: new Map(),
  halts: new Map(),
  cancellations: new Map(),
  reserves: new Map(),
  calls: new Map(),
};
