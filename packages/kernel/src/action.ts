import type * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import type { DomainEvent, Happened, Role } from './envelope';
import type { AggregateKind } from './ids';
import type { Refusal, Rule } from './rule';

/**
 * A decision: given a command, what surrounds it, and the state so far, either the events that follow or the rule that
 * refuses. Nothing to do is `right([])`. Pure: clock, ids and everything read come in through the context.
 */
export type Action<Command, Context, State, Event extends DomainEvent> = (
  command: Command,
  context: Context,
) => (state: State) => E.Either<Refusal, ReadonlyArray<Event>>;

/** How an aggregate's state follows from its events. `evolve` is total: it never refuses what has happened. */
export interface Aggregate<State, Event extends DomainEvent> {
  readonly kind: AggregateKind;
  readonly initial: State;
  readonly evolve: (state: State, event: Happened<Event>) => State;
}

/** The streams of other aggregates that an action must see to decide, by their references. */
export interface Needs {
  readonly decisions?: ReadonlyArray<string>;
  readonly providers?: ReadonlyArray<string>;
  readonly funds?: ReadonlyArray<string>;
  /** Identifiers, `scheme:value`: the providers of the body that hold one are to be among the providers read. */
  readonly identifiers?: ReadonlyArray<string>;
  /** Providers: the commissions in which one of them was awarded money are to be read. */
  readonly awardedTo?: ReadonlyArray<string>;
}

/** An action with all that the runner, the interfaces and the catalogue need to know of it. */
export interface ActionDefinition<Command, Context, State, Event extends DomainEvent> {
  /** Kebab-case, a verb first: `publish-spec`. Published as part of the interface. */
  readonly name: string;
  readonly aggregate: AggregateKind;
  /** What it does, in one sentence. */
  readonly says: string;
  readonly command: t.Type<Command, unknown>;
  /** Whether it opens a new stream; every other action refuses a stream that does not exist. */
  readonly opens: boolean;
  readonly roles: ReadonlyArray<Role>;
  /** Whether a provider who asks is recorded under a pseudonym: who bids must not be seen before bids are opened. */
  readonly concealsProvider?: boolean;
  /** The rules it can refuse under. */
  readonly rules: ReadonlyArray<Rule>;
  readonly needs: (command: Command, state: State) => Needs;
  readonly decide: Action<Command, Context, State, Event>;
}

/** Folds events into state, oldest first. */
export const fold = <State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  state: State,
  events: Iterable<Happened<Event>>,
): State => {
  let folded = state;
  for (const event of events) folded = aggregate.evolve(folded, event);
  return folded;
};
