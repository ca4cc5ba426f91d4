import { type Actor, type DomainEvent, fold, type Happened, type Instant } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import { inForce } from '../src/commission/agreement-life';
import { analyseActions } from '../src/commission/analyse';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { historyActions } from '../src/commission/history';
import { planActions } from '../src/commission/plan';
import { purchaseActions } from '../src/commission/purchase';
import { reviewActions } from '../src/commission/review';
import type { CommissionState } from '../src/commission/state';
import type { Context, DomainAction } from '../src/context';
import type { DecisionState } from '../src/decision/state';
import { contextAt } from './support/commission';
import { arbitraryOf } from './support/commands';
import { followed } from './support/followed';
import { type Act, authorises, decisionRef, round } from './support/round';
import { approver, contextOf, finance, officer, recorded } from './support/specification';

type AnyCommissionAction = DomainAction<unknown, CommissionState, CommissionEvent>;
const actions = [
  ...analyseActions,
  ...planActions,
  ...purchaseActions,
  ...reviewActions,
  ...historyActions,
] as unknown as ReadonlyArray<AnyCommissionAction>;

const decision = {
  taken: { decision: decisionRef, by: approver.id, authorises },
  published: { decision: decisionRef, channel: 'website', reference: 'https://example.org/40', withheld: [] },
} as unknown as DecisionState;

/** The officer's surroundings at a moment, with the decision of the story taken and published. */
const around = (who: Actor, now: string): Context =>
  contextOf({ ...contextAt(now), actor: who, decisions: new Map([[decisionRef, decision]]) });

/** A commission as far as it has come: the events, and the state they lead to. */
interface Course {
  readonly state: CommissionState;
  readonly events: ReadonlyArray<Happened<CommissionEvent>>;
  readonly accepted: number;
}
const start: Course = { state: commission.initial, events: [], accepted: 0 };

/**
 * One more act. Whatever is refused names a rule that the action says it holds; whatever is accepted is asked once
 * more, and must then yield nothing. A command that does not decode is not asked.
 */
const doing = (course: Course, { who, action, command, now }: Act): Course => {
  const { command: codec, decide, rules } = action as AnyCommissionAction;
  const decoded = codec.decode(command);
  if (E.isLeft(decoded)) return course;
  const surroundings = followed({ rules }, around(who, now), course.events, String(course.state.reference));
  const decided = decide(decoded.right, surroundings)(course.state);
  if (E.isLeft(decided)) {
    expect(rules).toContain(decided.left.rule);
    return course;
  }
  const happened = recorded(decided.right, { actor: who, at: now as Instant }, course.events.length);
  const state = fold(commission, course.state, happened);
  expect(decide(decoded.right, surroundings)(state)).toEqual(E.right([]));
  return { state, events: [...course.events, ...happened], accepted: course.accepted + 1 };
};

const told = (acts: ReadonlyArray<Act>): Course => acts.reduce(doing, start);

describe('a grant round', () => {
  test('goes from its need to its close, every step accepted, by people who may', () => {
    for (const { who, action } of round) expect((action as AnyCommissionAction).roles).toContain(who.role);
    const course = told(round);
    expect(course.accepted).toBe(round.length);
    expect(course.state.closed?.outcome).toBe('delivered');
  });

  test('is refused further steps once closed', () => {
    const course = told(round);
    expect(
      told([...round, ...round.slice(1, -1).map((act) => ({ ...act, now: '2029-05-01T09:00:00.000Z' }))])
        .events,
    ).toHaveLength(course.events.length);
  });
});

/** People who might ask for anything, in any of their roles. */
const anybody = fc.constantFrom(
  officer,
  approver,
  finance,
  ...['ann', 'bob'].map((id) => ({ id, role: 'panel-member' }) as Actor),
  { id: 'trustee-1', role: 'provider' } as Actor,
  { id: officer.id, role: 'approver' } as Actor,
);

const anyMoment = fc.constantFrom(
  ...new Set(round.map(({ now }) => now)),
  '2026-11-23T00:00:00.000Z',
  '2031-01-01T00:00:00.000Z',
);

/** An act of any action, with a command that its codec accepts. */
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  ...actions.map((action) =>
    fc.record({
      who: anybody,
      action: fc.constant(action),
      command: arbitraryOf(action.command) as fc.Arbitrary<object>,
      now: anyMoment,
    }),
  ),
);

/** An act of the story as it is, by somebody else, at another moment, or with one field of its command changed. */
const nearly = (act: Act): fc.Arbitrary<Act> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(act) },
    { weight: 1, arbitrary: anybody.map((who) => ({ ...act, who })) },
    { weight: 1, arbitrary: anyMoment.map((now) => ({ ...act, now })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(arbitraryOf((act.action as AnyCommissionAction).command) as fc.Arbitrary<object>, fc.nat())
        .map(([other, at]) => {
          const [name, value] =
            Object.entries<unknown>(other as Record<string, unknown>)[at % Object.keys(other).length] ?? [];
          return name === undefined ? act : { ...act, command: { ...act.command, [name]: value } };
        }),
    },
  );

/** One act of the story: left out, done twice, changed, or with acts of any kind before it. */
const disturbed = (act: Act): fc.Arbitrary<ReadonlyArray<Act>> =>
  fc.oneof(
    { weight: 12, arbitrary: nearly(act).map((one) => [one]) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.tuple(nearly(act), nearly(act)) },
    { weight: 2, arbitrary: fc.tuple(anyAct, nearly(act)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...round), nearly(act)) },
  );

/** The story undisturbed up to somewhere, disturbed from there on. */
const anyCourse: fc.Arbitrary<ReadonlyArray<Act>> = fc
  .tuple(fc.nat(round.length), fc.tuple(...round.map(disturbed)))
  .map(([from, parts]) => [...round.slice(0, from), ...parts.slice(from).flat()]);

const holds = ({ state }: Course): void => {
  for (const [id, { amount, releases }] of state.allocations) {
    const released = [...releases.values()].reduce((total, each) => total + each.amount, 0);
    const promised = [...state.awards.values()]
      .filter(({ declined }) => declined === undefined)
      .flatMap(({ paidFrom }) => [...paidFrom])
      .filter(({ allocation }) => allocation === id)
      .reduce((total, each) => total + each.amount, 0);
    expect(released + promised).toBeLessThanOrEqual(amount);
  }
  for (const award of state.awards.values()) {
    const { approvedTotal, paidTotal, payments } = award;
    expect(approvedTotal).toBeLessThanOrEqual(inForce(award)?.amount.pence ?? 0);
    expect(paidTotal).toBeLessThanOrEqual(approvedTotal);
    for (const { amount, made } of payments.values())
      expect(made?.from.reduce((total, share) => total + share.amount, 0) ?? amount.pence).toBe(amount.pence);
  }
};

describe('whatever is asked of a commission', () => {
  test('nothing breaks, what was accepted yields nothing again, and money never exceeds its bounds', () => {
    fc.assert(
      fc.property(anyCourse, (acts) => {
        holds(told(acts));
      }),
      { numRuns: 100 },
    );
  });

  test('what has happened is never refused: any events in any order leave a state', () => {
    const { events } = told(round);
    const anyOrder = fc.shuffledSubarray([...events], { minLength: 1 });
    fc.assert(
      fc.property(anyOrder, (shuffled: ReadonlyArray<Happened<DomainEvent>>) => {
        fold(commission, commission.initial, shuffled as ReadonlyArray<Happened<CommissionEvent>>);
      }),
    );
  });
});
