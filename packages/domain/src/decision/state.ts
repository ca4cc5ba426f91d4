import type { Aggregate, EventOf, Happened, Instant } from '@commissioning/kernel';
import { assertNever } from '@commissioning/kernel';
import { withEntry } from '../collections';
import { correcting, type Corrigible, type Entered, nothingToCorrect } from '../corrections/corrigible';
import { type DecisionEvent, decisionEvents, type DecisionPublished, type DecisionTaken } from './events';
import type { MinutesPublished } from './minutes-events';
import type { DecisionSuperseded } from './superseded-events';

/** A decision as its events leave it. */
export interface DecisionState extends Corrigible {
  /** What was decided, and `by` whom. */
  readonly taken: (EventOf<typeof DecisionTaken>['data'] & { readonly by: string }) | undefined;
  /** When the record was told that it was taken. */
  readonly takenAt: Instant | undefined;
  readonly published: EventOf<typeof DecisionPublished>['data'] | undefined;
  /** The minutes that were published of meetings at which its matter was discussed, by their ids. */
  readonly minutes: ReadonlyMap<string, EventOf<typeof MinutesPublished>['data']>;
  /** Which later decision took its place, where one did. */
  readonly superseded: EventOf<typeof DecisionSuperseded>['data'] | undefined;
}

const noDecision: DecisionState = {
  ...nothingToCorrect,
  taken: undefined,
  takenAt: undefined,
  published: undefined,
  minutes: new Map(),
  superseded: undefined,
};

const evolve = (state: DecisionState, event: Happened<Entered<DecisionEvent>>): DecisionState => {
  switch (event.type) {
    case 'DecisionTaken':
      return {
        ...state,
        taken: { ...event.data, by: event.metadata.actor.id },
        takenAt: event.metadata.recordedAt,
      };
    case 'DecisionPublished':
      return { ...state, published: event.data };
    case 'MinutesPublished':
      return { ...state, minutes: withEntry(state.minutes, event.data.minutes, event.data) };
    case 'DecisionSuperseded':
      return { ...state, superseded: event.data };
    default:
      return assertNever(event);
  }
};

/** A decision: who decided what, under which delegation, on which advice, why. */
export const decision: Aggregate<DecisionState, DecisionEvent> = correcting(
  { kind: 'decision', initial: noDecision, evolve },
  decisionEvents,
  (state, { type, data }) =>
    type === 'DecisionPublished'
      ? { ...state, published: data as DecisionState['published'] }
      : { ...state, taken: state.taken && { ...state.taken, ...data } },
);
