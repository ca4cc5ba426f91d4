import type { Aggregate, EventOf, Happened } from '@commissioning/kernel';
import { assertNever } from '@commissioning/kernel';
import { correcting, type Corrigible, type Entered, nothingToCorrect } from '../corrections/corrigible';
import { type DecisionEvent, decisionEvents, type DecisionPublished, type DecisionTaken } from './events';

/** A decision as its events leave it. */
export interface DecisionState extends Corrigible {
  /** What was decided, and `by` whom. */
  readonly taken: (EventOf<typeof DecisionTaken>['data'] & { readonly by: string }) | undefined;
  readonly published: EventOf<typeof DecisionPublished>['data'] | undefined;
}

const noDecision: DecisionState = { ...nothingToCorrect, taken: undefined, published: undefined };

const evolve = (state: DecisionState, event: Happened<Entered<DecisionEvent>>): DecisionState => {
  switch (event.type) {
    case 'DecisionTaken':
      return { ...state, taken: { ...event.data, by: event.metadata.actor.id } };
    case 'DecisionPublished':
      return { ...state, published: event.data };
    default:
      return assertNever(event);
  }
};

/** A decision: who decided what, under which delegation, on which advice, why. */
export const decision: Aggregate<DecisionState, DecisionEvent> = correcting(
  { kind: 'decision', initial: noDecision, evolve },
  decisionEvents,
  (state, { data }) => ({ ...state, taken: state.taken && { ...state.taken, ...data } }),
);
