import { commissionOf } from '@commissioning/kernel';
import { type Change, change, type Effect, found, type Lookup } from '@commissioning/projecting';
import { commissionCancelled, commissionClosed, commissionHalted, commissionResumed } from './course-events';
import { type HeldCommission, type HeldInterruptions, pendingKey } from './pending';
import { type Release, releases, type Telling, telling } from './release';
import type { Told } from './source';

const unknown: HeldCommission = {
  public: false,
  instrument: null,
  competition: null,
  regime: null,
  closed: null,
};

const isPublic = (lookup: Lookup, reference: string): boolean =>
  found<HeldCommission>(lookup, pendingKey.commission(reference))?.public === true;

/** How a provider is found is told with the specification. */
export const settles = (event: Told<'InstrumentChosen' | 'RouteChosen'>): Effect => ({
  reads: [],
  changes: [
    change<HeldCommission>(pendingKey.commission(commissionOf(event)), (before = unknown) =>
      event.type === 'InstrumentChosen'
        ? { ...before, instrument: event.data.instrument }
        : { ...before, competition: event.data.profile.competition, regime: event.data.regime },
    ),
  ],
});

/** A commission that everybody knows of from now on. */
export const commissionPublic = (reference: string): Change =>
  change<HeldCommission>(pendingKey.commission(reference), (before = unknown) => ({
    ...before,
    public: true,
    closed: null,
  }));

/** The close of a commission that was not public then. */
export const closeReleases = (reference: string): Release => ({
  about: 'closed',
  tell: (lookup) => {
    const closed = found<HeldCommission>(lookup, pendingKey.commission(reference))?.closed ?? null;
    return closed === null ? undefined : telling(commissionClosed, closed);
  },
});

/** The close of a commission: told where the commission is public, and with what makes it so where it is not. */
export const closes = (event: Told<'CommissionClosed'>): Effect => {
  const commission = commissionOf(event);
  const { outcome, summary } = event.data;
  const closed = { commission, outcome, summary };
  return {
    reads: [pendingKey.commission(commission)],
    changes: [
      ...releases(event, [
        {
          about: event.type,
          tell: (lookup) => (isPublic(lookup, commission) ? telling(commissionClosed, closed) : undefined),
        },
      ]),
      change<HeldCommission>(pendingKey.commission(commission), (before = unknown) =>
        before.public ? before : { ...before, closed },
      ),
    ],
  };
};

type Interruption = Told<'CommissionHalted' | 'CommissionResumed' | 'CommissionCancelled'>;

const kinds = ['halted', 'resumed', 'cancelled'] as const;
const none: HeldInterruptions = { halted: null, resumed: null, cancelled: null };

const heldOf = (event: Interruption): Partial<HeldInterruptions> => {
  const commission = commissionOf(event);
  switch (event.type) {
    case 'CommissionHalted': {
      const { halt, decision, lots = [] } = event.data;
      return { halted: { commission, halt, decision, lots: [...lots] } };
    }
    case 'CommissionResumed': {
      const { halt, decision } = event.data;
      return { resumed: { commission, halt, decision } };
    }
    case 'CommissionCancelled': {
      const { decision, whole, lots } = event.data;
      return { cancelled: { commission, decision, whole, lots: [...lots] } };
    }
  }
};

const toldOf = ({ halted, resumed, cancelled }: Partial<HeldInterruptions>): Telling | undefined => {
  if (halted) return telling(commissionHalted, halted);
  if (resumed) return telling(commissionResumed, resumed);
  return cancelled ? telling(commissionCancelled, cancelled) : undefined;
};

/** What interrupts a commission: told at once of one that is public, with its decision of one that is not. */
export const interrupts = (event: Interruption): Effect => {
  const reference = commissionOf(event);
  const held = heldOf(event);
  const commission = pendingKey.commission(reference);
  return {
    reads: [commission],
    changes: [
      ...releases(event, [
        {
          about: event.type,
          tell: (lookup) => (isPublic(lookup, reference) ? toldOf(held) : undefined),
        },
      ]),
      change<HeldInterruptions>(pendingKey.interruptions(reference, event.data.decision), (before, lookup) =>
        isPublic(lookup, reference) ? before : { ...none, ...before, ...held },
      ),
    ],
  };
};

/** What interrupted a commission under a decision while it was not public. */
export const interruptionReleases = (event: Told<'DecisionPublished'>): ReadonlyArray<Release> => {
  const waits = pendingKey.interruptions(commissionOf(event), event.data.decision);
  return kinds.map((kind) => ({
    about: kind,
    tell: (lookup) => {
      const held = found<HeldInterruptions>(lookup, waits)?.[kind] ?? null;
      return held === null ? undefined : toldOf({ [kind]: held });
    },
  }));
};
