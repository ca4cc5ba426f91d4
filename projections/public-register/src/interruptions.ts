import { commissionOf } from '@commissioning/kernel';
import type { CommissionDocument, StepDocument } from './documents';
import { type Change, change, type Effect, found } from '@commissioning/projecting';
import { lotTitle } from './commissions';
import type { Told } from './events';
import type { HeldInterruptions } from './held';
import { commissionKey, pendingKey, stepKey } from './keys';
import { interruptedStep, stepAbout, stepOf } from './story';

type Challenged = Told<'ChallengeRaised' | 'SuspensionLifted' | 'ChallengeResolved'>;
type Interrupted = Told<'CommissionHalted' | 'CommissionResumed' | 'CommissionCancelled'>;

/** What can become of a commission under a decision, in the order in which it is told. */
const interruptionKinds = ['halted', 'resumed', 'cancelled'] as const;
type InterruptionKind = (typeof interruptionKinds)[number];

/** A challenge is told of a commission that is public; its own id is not, and names no step. */
export const challenged = (event: Challenged): Effect => {
  const reference = commissionOf(event);
  const { lot } = event.data as { readonly lot?: string };
  return {
    reads: [commissionKey(reference)],
    changes: [
      change<StepDocument>(stepKey(reference, 'challenge', event.id), (before, lookup) => {
        const commission = found<CommissionDocument>(lookup, commissionKey(reference));
        if (commission === undefined) return before;
        return stepAbout(lot === undefined ? null : lotTitle(commission, lot), stepOf(event));
      }),
    ],
  };
};

const kindOf = (event: Interrupted): InterruptionKind => {
  switch (event.type) {
    case 'CommissionHalted':
      return 'halted';
    case 'CommissionResumed':
      return 'resumed';
    case 'CommissionCancelled':
      return 'cancelled';
  }
};

/** The lots named, where it is not the whole commission. */
const lotsNamed = (event: Interrupted, commission: CommissionDocument | undefined): ReadonlyArray<string> => {
  const { lots = [], whole = false } = event.data as {
    readonly lots?: ReadonlyArray<string>;
    readonly whole?: boolean;
  };
  return whole ? [] : lots.flatMap((lot) => lotTitle(commission, lot) ?? []);
};

const noInterruptions: HeldInterruptions = { halted: null, resumed: null, cancelled: null };

/** That it was halted, resumed or cancelled is told at once of a commission that is public; why, with the decision. */
export const interrupted = (event: Interrupted): Effect => {
  const reference = commissionOf(event);
  const { decision, reason } = event.data;
  const kind = kindOf(event);
  const commissionIn = (lookup: Parameters<Change['after']>[1]) =>
    found<CommissionDocument>(lookup, commissionKey(reference));
  return {
    reads: [commissionKey(reference)],
    changes: [
      change<HeldInterruptions>(pendingKey.interruptions(reference, decision), (before, lookup) => ({
        ...noInterruptions,
        ...before,
        [kind]: { step: stepOf(event), lots: lotsNamed(event, commissionIn(lookup)), reason },
      })),
      change<StepDocument>(stepKey(reference, kind, decision), (before, lookup) => {
        const commission = commissionIn(lookup);
        if (commission === undefined) return before;
        return interruptedStep(stepOf(event), lotsNamed(event, commission), null);
      }),
    ],
  };
};

/** The reasons that become public with a decision. */
export const interruptionsReleased = (event: Told<'DecisionPublished'>): Effect => {
  const reference = commissionOf(event);
  const { decision } = event.data;
  const waiting = pendingKey.interruptions(reference, decision);
  return {
    reads: [waiting],
    changes: interruptionKinds.map((kind) =>
      change<StepDocument>(stepKey(reference, kind, decision), (before, lookup) => {
        const held = found<HeldInterruptions>(lookup, waiting)?.[kind] ?? null;
        return held === null ? before : interruptedStep(held.step, held.lots, held.reason);
      }),
    ),
  };
};
