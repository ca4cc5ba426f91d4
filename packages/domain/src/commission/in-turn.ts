import type { DomainEvent, Happened, Metadata, Rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Context, Decision } from '../context';
import type { CommissionAction } from './action';
import type { CommissionEvent } from './events';
import { commission } from './evolve';
import type { CommissionState } from './state';

/** A part of a larger action: one action with the command it is given. */
type Part = (context: Context) => (state: CommissionState) => Decision<CommissionEvent>;

/**
 * One action as a part of a larger one. A refusal points into the part's own command; `fields` says where the same
 * things stand in the larger command, what is not there is named by the facts alone.
 */
export const part =
  <Command>(
    action: CommissionAction<Command>,
    command: NoInfer<Command>,
    fields: Readonly<Record<string, string>> = {},
  ): Part =>
  (context) =>
  (state) => {
    const decided = action.decide(command, context)(state);
    if (E.isRight(decided)) return decided;
    const { field, ...refused } = decided.left;
    const at = field === undefined ? undefined : fields[field];
    return E.left(at === undefined ? refused : { ...refused, field: at });
  };

/** An event as it will stand once it is recorded, as far as the state takes note of who and when. */
const asRecorded = <Event extends DomainEvent>(event: Event, { actor, now }: Context): Happened<Event> => ({
  ...event,
  id: '',
  stream: '',
  revision: 0,
  position: '',
  metadata: { actor, recordedAt: now } as Metadata,
});

/**
 * Several actions as one, each decided on the state that the ones before it led to, under the rules it has on its own.
 * The first refusal refuses the whole.
 */
export const inTurn =
  (...parts: ReadonlyArray<Part>): Part =>
  (context) =>
  (state) => {
    const events: Array<CommissionEvent> = [];
    let after = state;
    for (const decide of parts) {
      const decided = decide(context)(after);
      if (E.isLeft(decided)) return decided;
      for (const event of decided.right) {
        events.push(event);
        after = commission.evolve(after, asRecorded(event, context));
      }
    }
    return E.right(events);
  };

/** The rules of several actions, each once. */
export const rulesOf = (
  ...actions: ReadonlyArray<{ readonly rules: ReadonlyArray<Rule> }>
): ReadonlyArray<Rule> => [...new Set(actions.flatMap(({ rules }) => rules))];
