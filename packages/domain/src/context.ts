import {
  type Action,
  type ActionDefinition,
  type Actor,
  type CalendarDate,
  type DomainEvent,
  type Instant,
  type Refusal,
  refusal,
  rule,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import type { CommissionState } from './commission/state';
import type { DecisionState } from './decision/state';
import type { FundState } from './fund/state';
import type { ProviderState } from './provider/state';
import type { RuleBookData } from './rulebook/events';
import type { RuleBookState } from './rulebook/state';

/**
 * What surrounds a command: the moment of receipt as the service stamped it, the London day that makes, who asks, the
 * rules in force that day, and the other aggregates that the action named, as they were read.
 */
export interface Context {
  readonly now: Instant;
  readonly today: CalendarDate;
  readonly actor: Actor;
  /** Undefined before the body has adopted any. */
  readonly rules: RuleBookData | undefined;
  /** Which body takes the place of this one, where one does. */
  readonly succession?: RuleBookState['succession'];
  /** The retention schedule in force that day; undefined where the body has adopted none. */
  readonly retention?: RuleBookState['retention'][number] | undefined;
  /** The commissions in which the providers that the action named were awarded money. */
  readonly commissions?: ReadonlyMap<string, CommissionState>;
  readonly decisions: ReadonlyMap<string, DecisionState>;
  readonly providers: ReadonlyMap<string, ProviderState>;
  readonly funds: ReadonlyMap<string, FundState>;
}

/** An action of this domain. */
export type Decide<Command, State, Event extends DomainEvent> = Action<Command, Context, State, Event>;

/** An action of this domain with what the runner and the interfaces need to know. */
export type DomainAction<Command, State, Event extends DomainEvent> = ActionDefinition<
  Command,
  Context,
  State,
  Event
>;

/** The answer of a decider. */
export type Decision<Event> = E.Either<Refusal, ReadonlyArray<Event>>;

export const rulesAdopted = rule({
  id: 'rulebook.adopted',
  sentence: 'A body adopts its rules before it decides under them.',
  strength: 'integrity',
  source: 'Design of the record: each event carries the version of the rules it was decided under',
});

/** The rules in force, or the refusal that there are none. */
export const rulesInForce = (context: Context): E.Either<Refusal, RuleBookData> =>
  context.rules === undefined
    ? E.left(refusal(rulesAdopted, { day: context.today }))
    : E.right(context.rules);

/** An action where it does not matter of which aggregate: the runner passes command and state on as they are. */
export type AnyAction = Omit<ActionDefinition<never, Context, never, DomainEvent>, 'command'> & {
  readonly command: t.Mixed;
};
