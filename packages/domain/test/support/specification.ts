import {
  type Actor,
  type Aggregate,
  type DomainEvent,
  fold,
  type Happened,
  type Instant,
  londonDateOf,
  type Metadata,
  type Refusal,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Context, DomainAction } from '../../src/context';
import { followed } from './followed';

/** Who acts in tests where it does not matter who. */
export const officer = { id: 'officer-1', role: 'commissioning-officer' } as Actor;
export const approver = { id: 'approver-1', role: 'approver' } as Actor;
export const finance = { id: 'finance-1', role: 'finance' } as Actor;

const noon = '2026-11-23T12:00:00.000Z' as Instant;

/** A context at noon on 23 November 2026, with nothing around it but what is given. */
export const contextOf = (given: Partial<Context> = {}): Context => {
  const now = given.now ?? noon;
  return {
    now,
    today: londonDateOf(now),
    actor: officer,
    rules: undefined,
    decisions: new Map(),
    providers: new Map(),
    funds: new Map(),
    ...given,
  };
};

/** What was decided, as if it had been recorded: by this actor, at this moment. */
export const recorded = <Event extends DomainEvent>(
  events: ReadonlyArray<Event>,
  by: { readonly actor?: Actor; readonly at?: Instant } = {},
  firstRevision = 0,
): ReadonlyArray<Happened<Event>> =>
  events.map((event, index) => ({
    ...event,
    id: `00000000-0000-7000-8000-${String(firstRevision + index).padStart(12, '0')}`,
    stream: 'test',
    revision: firstRevision + index,
    position: '',
    metadata: {
      body: 'BEDS',
      actor: by.actor ?? officer,
      recordedAt: by.at ?? noon,
      commandId: 'test-command',
      requestHash: '0'.repeat(64),
      correlationId: 'test',
      ruleBookVersion: 1,
      context: [],
    } as unknown as Metadata,
  }));

/**
 * Reads as a specification: given these events, when this is asked, then these events, or this refusal. Whatever is
 * accepted is asked once more on the state it led to, and must then yield nothing. Funds have set aside by then what was
 * allocated.
 */
export const specificationOf = <State, Event extends DomainEvent>(aggregate: Aggregate<State, Event>) => ({
  given: (...history: ReadonlyArray<Happened<Event>>) => ({
    when: <Command>(
      action: DomainAction<Command, State, Event>,
      command: unknown,
      given: Context = contextOf(),
    ) => {
      const decoded = action.command.decode(command);
      if (E.isLeft(decoded)) throw new Error(`The command does not decode: ${JSON.stringify(command)}`);
      const state = fold(aggregate, aggregate.initial, history);
      const context = followed(
        action,
        given,
        history,
        (state as { readonly reference?: string }).reference ?? '',
      );
      const decided = action.decide(decoded.right, context)(state);
      return {
        decided,
        // Read aloud, never awaited.
        // oxlint-disable-next-line unicorn/no-thenable
        then: (...expected: ReadonlyArray<Event>): void => {
          expect(decided).toEqual(E.right(expected));
          const after = recorded(E.isRight(decided) ? decided.right : [], {
            actor: context.actor,
            at: context.now,
          });
          const again = action.decide(decoded.right, context)(fold(aggregate, state, after));
          expect(again).toEqual(E.right([]));
        },
        refused: (rule: string, facts?: Refusal['facts'], field?: string): void => {
          expect(E.isLeft(decided) ? decided.left.rule.id : decided).toBe(rule);
          // The catalogue of rules is made from what actions say of themselves.
          expect(action.rules.map(({ id }) => id)).toContain(rule);
          if (facts !== undefined && E.isLeft(decided)) expect(decided.left.facts).toMatchObject(facts);
          if (field !== undefined && E.isLeft(decided)) expect(decided.left.field).toBe(field);
        },
      };
    },
  }),
});
