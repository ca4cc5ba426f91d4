import { alike, type AnyAction } from '@commissioning/domain';
import { type DomainEvent, fold, type Happened, type Instant } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission } from '../../../packages/domain/src/commission/evolve';
import type { CommissionEvent } from '../../../packages/domain/src/commission/events';
import { contextAt } from '../../../packages/domain/test/support/commission';
import { followed } from '../../../packages/domain/test/support/followed';
import { authorises, decisionRef, round } from '../../../packages/domain/test/support/round';
import { approver, contextOf, recorded } from '../../../packages/domain/test/support/specification';
import type { Act } from '../src/act';
import { askedAgain } from '../src/commands-again';

const decision = {
  taken: { decision: decisionRef, by: approver.id, authorises },
  published: { decision: decisionRef, channel: 'website', reference: 'https://example.org/40', withheld: [] },
};

const plain = (events: unknown): unknown => JSON.parse(JSON.stringify(events));

test('each act of a round, from need to close, is asked for again from its events and comes to the same', () => {
  let state = commission.initial;
  let revision = 0;
  const history: Array<Happened<CommissionEvent>> = [];
  for (const { who, action, command, now } of round) {
    const asked = action as unknown as AnyAction;
    const around = contextOf({
      ...contextAt(now),
      actor: who,
      decisions: new Map([[decisionRef, decision]]) as never,
    });
    const surroundings = followed(asked as never, around, history, 'BEDS-2026-0007');
    const decide = (said: unknown): ReadonlyArray<DomainEvent> => {
      const decided = asked.decide(said as never, surroundings)(state as never);
      if (E.isLeft(decided)) throw new Error(`${asked.name}: ${decided.left.rule.id}`);
      return decided.right;
    };
    const events = recorded(
      decide(command) as never,
      { actor: who, at: now as Instant },
      revision,
    ) as unknown as ReadonlyArray<Happened<CommissionEvent>>;
    // What there was nothing to do for left no events to tell it by.
    if (events.length === 0) continue;
    const again = askedAgain(
      { kind: 'commission', id: 'BEDS-2026-0007', events } as unknown as Act,
      events,
      state,
    );
    expect(again?.action.name).toBe(asked.name);
    const data = events.map(({ type, data: said }) => ({ type, data: said }));
    expect(alike(plain(decide(again?.command)), plain(data))).toBe(true);
    state = fold(commission, state, events);
    history.push(...events);
    revision += events.length;
  }
  expect(state.closed?.outcome).toBe('delivered');
});
