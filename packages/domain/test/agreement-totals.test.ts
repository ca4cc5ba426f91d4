import { type DomainEvent, fold, type Happened, type Instant } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import { inForce } from '../src/commission/agreement-life';
import { allocated, unpromised } from '../src/commission/allocations';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { approvePayment } from '../src/commission/review/approve-payment';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import { recordPayment } from '../src/commission/review/record-payment';
import { recoverPayment } from '../src/commission/review/recover-payment';
import { terminateAgreement } from '../src/commission/review/terminate-agreement';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import type { CommissionState } from '../src/commission/state';
import type { Context, DomainAction } from '../src/context';
import { DueDiligenceCompleted } from '../src/commission/purchase/events';
import { act, changeDecision, decided, outside, signedGrant } from './support/agreement';
import { reference, village } from './support/commission';
import { followed } from './support/followed';
import { made } from './support/made';
import { approver, contextOf, finance, recorded } from './support/specification';

type Act = readonly [DomainAction<never, CommissionState, CommissionEvent>, object, Context];

const may = decided([act('extend'), act('vary', { upTo: outside(20_000_000) })]);
const asApprover = contextOf({ ...may, actor: approver });
const asFinance = contextOf({ ...may, actor: finance });

const pence = fc.oneof(fc.constantFrom(0, 1, 999_999, 2_000_000, 4_000_000), fc.nat(12_000_000));
const share = fc.record({ allocation: fc.constantFrom('a1', 'a2', 'a3', 'a4'), amount: pence });
const shares = fc.option(fc.array(share, { minLength: 1, maxLength: 2 }), { nil: undefined });
const given = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const id = fc.constantFrom('one', 'two', 'three');
const ofAward = { award: 'w1', decision: changeDecision, agreedOn: '2027-02-26', reason: 'As agreed.' };
const spread = (amount: number) => ({ amount: outside(amount), years: [{ year: '2026-27', amount }] });

const action = (one: unknown): Act[0] => one as Act[0];

/** A raise by exactly what is set aside beside the award, so that many are accepted; or anything. */
const variation = fc
  .tuple(id, fc.oneof(fc.constantFrom(8_000_000, 10_000_000, 6_000_000, 4_000_001), pence), shares, shares)
  .map(([variation, amount, more, less]): Act => {
    const money = amount === 10_000_000 ? [{ allocation: 'a3', amount: 2_000_000 }] : more;
    return [
      action(varyAgreement),
      given({ ...ofAward, variation, ...spread(amount), more: money, less }),
      may,
    ];
  });
const extension = fc.tuple(id, pence).map(([extension, more]): Act => [
  action(extendAgreement),
  {
    ...ofAward,
    extension,
    ends: '2028-05-31',
    ...spread(8_000_000 + more),
    pendingRetender: { ground: 'continuation', evidence: 'It goes on until May.' },
    more: [{ allocation: 'a4', amount: more }],
  },
  may,
]);
const termination = fc.tuple(pence, pence).map(([owed, back]): Act => [
  action(terminateAgreement),
  {
    award: 'w1',
    by: 'both',
    ground: 'agreed',
    reason: 'Nobody took the post.',
    lastDay: '2027-03-31',
    stillOwed: outside(owed),
    comesBack: outside(back),
    decision: changeDecision,
  },
  may,
]);
const approval = fc
  .tuple(id, pence)
  .map(([payment, amount]): Act => [
    action(approvePayment),
    { award: 'w1', payment, amount: outside(amount), for: 'Some of it' },
    asApprover,
  ]);
const payment = fc
  .tuple(id, pence)
  .map(([each, amount]): Act => [
    action(recordPayment),
    { award: 'w1', payment: each, amount: outside(amount), paidOn: '2027-03-01' },
    asFinance,
  ]);
const approvedAndPaid = fc
  .tuple(id, fc.integer({ min: 1, max: 4_000_000 }))
  .map(([each, amount]): ReadonlyArray<Act> => [
    [
      action(approvePayment),
      { award: 'w1', payment: each, amount: outside(amount), for: 'Some of it' },
      asApprover,
    ],
    [
      action(recordPayment),
      { award: 'w1', payment: each, amount: outside(amount), paidOn: '2027-03-01' },
      asFinance,
    ],
  ]);
const recovery = fc.tuple(id, id, pence).map(([recoveryId, of, amount]): Act => [
  action(recoverPayment),
  {
    award: 'w1',
    payment: of,
    recovery: recoveryId,
    amount: outside(amount),
    recoveredOn: '2027-03-01',
    reason: 'Unspent.',
  },
  asFinance,
]);

const anyLife = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: variation.map((one) => [one]) },
      { weight: 2, arbitrary: extension.map((one) => [one]) },
      { weight: 1, arbitrary: termination.map((one) => [one]) },
      { weight: 1, arbitrary: approval.map((one) => [one]) },
      { weight: 1, arbitrary: payment.map((one) => [one]) },
      { weight: 3, arbitrary: approvedAndPaid },
      { weight: 2, arbitrary: recovery.map((one) => [one]) },
    ),
    { maxLength: 12 },
  )
  .map((acts) => acts.flat());

const sound = made(DueDiligenceCompleted, {
  provider: village,
  depth: 'full',
  outcome: 'satisfactory',
  finding: 'Sound.',
  goodUntil: '2027-11-22',
});
const signed = recorded<CommissionEvent>([...signedGrant(), sound]);

/** One more act on an agreement; what is refused changes nothing, what is accepted yields nothing when asked again. */
const doing = (state: CommissionState, [{ command: codec, decide, rules }, command, around]: Act) => {
  const context = followed({ rules }, around, signed, reference);
  const decoded = codec.decode(command);
  if (E.isLeft(decoded)) return state;
  const decision = decide(decoded.right, context)(state);
  if (E.isLeft(decision)) {
    expect(rules).toContain(decision.left.rule);
    return state;
  }
  const happened = recorded(decision.right, { actor: context.actor, at: context.now as Instant });
  const after = fold(commission, state, happened as ReadonlyArray<Happened<CommissionEvent>>);
  expect(decide(decoded.right, context)(after)).toEqual(E.right([]));
  return after;
};

const sum = (amounts: ReadonlyArray<{ readonly amount: number }>): number =>
  amounts.reduce((total, { amount }) => total + amount, 0);

test('whatever becomes of an agreement, its totals are the sums of their lines', () => {
  const seen = new Set<DomainEvent['type']>();
  fc.assert(
    fc.property(anyLife, (acts) => {
      const state = acts.reduce(doing, fold(commission, commission.initial, signed));
      const award = state.awards.get('w1');
      const bond = award && inForce(award);
      if (award === undefined || bond === undefined) throw new Error('The agreement is gone');
      const { life, paidFrom, approvedTotal, paidTotal, payments } = award;
      // What it comes to is what its allocations hold for it, none of them below nothing.
      expect(sum([...paidFrom])).toBe(bond.amount.pence);
      for (const { amount } of paidFrom) expect(amount).toBeGreaterThanOrEqual(0);
      // Payments stay within it; what came back is part of what was paid.
      const made_ = [...payments.values()].flatMap((each) => each.made ?? []);
      expect(approvedTotal).toBeLessThanOrEqual(bond.amount.pence);
      expect(sum(made_.map(({ amount }) => ({ amount: amount.pence })))).toBe(paidTotal);
      const back = [...life.recoveries.values()];
      expect(sum(back.flatMap(({ from }) => [...from]))).toBe(life.recoveredTotal);
      expect(life.recoveredTotal).toBeLessThanOrEqual(paidTotal);
      // Every pound set aside is promised, free, or back in its fund.
      for (const [allocation, held] of state.allocations) {
        const promised = sum(paidFrom.filter((each) => each.allocation === allocation));
        expect(promised + unpromised(state, allocation)).toBe(allocated(held));
        const used = sum(
          made_.flatMap(({ from }) => [...from]).filter((each) => each.allocation === allocation),
        );
        expect(used).toBeLessThanOrEqual(promised);
      }
      if (life.variations.size > 0) seen.add('AgreementVaried');
      if (life.extensions.size > 0) seen.add('AgreementExtended');
      if (life.terminated !== undefined) seen.add('AgreementTerminated');
      if (back.length > 0) seen.add('PaymentRecovered');
    }),
    { numRuns: 400 },
  );
  expect(seen.size).toBe(4);
});
