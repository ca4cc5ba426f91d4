import {
  atLeastOne,
  DecisionRef,
  defineEvent,
  type EventOf,
  LocalId,
  released,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';

/** Why it was decided is public with the decision. */
const Reason = released(Text, 'DecisionPublished');

export const CommissionHalted = defineEvent({
  type: 'CommissionHalted',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The commission, or some of its lots, was halted under a decision: nothing moves forward until it is resumed.',
  data: struct(
    { halt: LocalId, decision: DecisionRef, reason: Reason },
    /** The lots that are halted; all where none is named. */
    { lots: atLeastOne(LocalId) },
  ),
});

export const CommissionResumed = defineEvent({
  type: 'CommissionResumed',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'What was halted was taken up again.',
  data: t.type({ halt: LocalId, decision: DecisionRef, reason: Reason }),
});

export const CommissionCancelled = defineEvent({
  type: 'CommissionCancelled',
  aggregate: 'commission',
  phase: 'purchase',
  says: 'The commission, or some of its lots, was cancelled under a decision; what had been signed stays.',
  data: t.type({
    cancellation: LocalId,
    decision: DecisionRef,
    reason: Reason,
    /** Whether the commission was cancelled, or only the lots. */
    whole: t.boolean,
    /** The lots that ended with it, without an agreement. */
    lots: t.readonlyArray(LocalId),
    /** Whether the Procurement Act asks for a termination notice (UK12). */
    noticeDue: t.boolean,
  }),
});

export const haltEvents = [CommissionHalted, CommissionResumed, CommissionCancelled] as const;
export type HaltEvent = EventOf<(typeof haltEvents)[number]>;
