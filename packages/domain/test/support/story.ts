import {
  type Actor,
  type Aggregate,
  type DomainEvent,
  fold,
  type Happened,
  type Instant,
  londonDateOf,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission } from '../../src/commission/evolve';
import type { CommissionState } from '../../src/commission/state';
import type { Context, DomainAction } from '../../src/context';
import { decision } from '../../src/decision/state';
import { provider } from '../../src/provider/state';
import { context } from './commission';
import { followed } from './followed';
import { contextOf, recorded } from './specification';

/** What happened so far in each of the three streams that a commission touches. */
export interface Story {
  readonly provider: ReadonlyArray<Happened>;
  readonly decision: ReadonlyArray<Happened>;
  readonly commission: ReadonlyArray<Happened>;
  /** Providers that were registered before the story begins. */
  readonly registered: Context['providers'];
}
type Streams = Exclude<keyof Story, 'registered'>;

const actor = { provider, decision, commission } as unknown as Record<
  Streams,
  Aggregate<unknown, DomainEvent>
>;

/** Someone does one thing on the day it is then, seeing what happened before; what follows is recorded under them. */
export const acting = (
  story: Story,
  who: Actor,
  action: unknown,
  command: unknown,
  now = '2026-11-23T12:00:00.000Z',
): Story => {
  const {
    aggregate,
    command: codec,
    decide,
    needs,
    roles,
    rules,
  } = action as DomainAction<unknown, unknown, DomainEvent>;
  const kind = aggregate as Streams;
  const decoded = codec.decode(command);
  if (E.isLeft(decoded)) throw new Error(`The command does not decode: ${JSON.stringify(command)}`);
  const stateOf = (of: Streams): unknown => fold(actor[of], actor[of].initial, story[of]);
  const asked = needs(decoded.right, stateOf(kind));
  const { reference = '' } = stateOf('commission') as CommissionState;
  const surrounded: Context = contextOf({
    ...context,
    now: now as Instant,
    today: londonDateOf(now as Instant),
    actor: who,
    providers: new Map(
      (asked.providers ?? []).map((id) => [id, story.registered.get(id) ?? stateOf('provider')]),
    ) as Context['providers'],
    decisions: new Map(
      (asked.decisions ?? []).map((id) => [id, stateOf('decision')]),
    ) as Context['decisions'],
  });
  const around = followed({ rules }, surrounded, story.commission, reference);
  expect(roles).toContain(who.role);
  const decided = decide(decoded.right, around)(stateOf(kind));
  if (E.isLeft(decided)) throw new Error(`${decided.left.rule.id} ${JSON.stringify(decided.left.facts)}`);
  const happened = recorded(decided.right, { actor: who, at: now as Instant }, story[kind].length);
  return { ...story, [kind]: [...story[kind], ...happened] };
};

/** A story before anything has happened. */
export const nothing: Story = { provider: [], decision: [], commission: [], registered: new Map() };

/** One thing that somebody does: who, which action, with which command, at which moment. */
export type Told = readonly [Actor, unknown, unknown, string?];

/** Everything that these people do, one after another. */
export const told = (commands: ReadonlyArray<Told>, before: Story = nothing): Story =>
  commands.reduce((story, [who, action, command, now]) => acting(story, who, action, command, now), before);
