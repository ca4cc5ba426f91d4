import { type DomainEvent, fold, sumPence } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import type { AnyAction, Context } from '../src/context';
import { fundActions } from '../src/fund';
import { type FundEvent, FundOpened } from '../src/fund/events';
import { limitOf, promised, roomIn } from '../src/fund/limits';
import {
  fund,
  type FundState,
  leftOfCommitment,
  leftOfReservation,
  leftOfTranche,
  returnedOfPayment,
} from '../src/fund/state';
import { rules } from './support/commission';
import { deciding, sum } from './support/decisions';
import { made } from './support/made';
import { contextOf, finance, recorded } from './support/specification';

const reference = 'BEDS-moj-victims-2027-28';
const next = 'BEDS-moj-victims-2028-29';
const decision = 'BEDS-PCC24-0140';
const plenty = sum(100_000_000);

const openedAs = (of: string) =>
  made(FundOpened, {
    fund: of,
    stream: 'moj-victims',
    name: 'Ministry of Justice victims grant',
    year: of.slice(-7),
    funder: 'Ministry of Justice',
    themes: [],
  });

/** A day before the year begins, decisions that allow everything, and a next year to carry money to. */
const context: Context = contextOf({
  actor: finance,
  rules,
  decisions: deciding(
    decision,
    { act: 'accept-funding', fund: reference, amount: plenty },
    { act: 'revise-budget', fund: reference, change: 'raise', amount: plenty },
    { act: 'revise-budget', fund: reference, change: 'lower', amount: plenty },
    { act: 'over-allocate', fund: reference, amount: plenty, until: '2027-03-31' },
    { act: 'over-allocate', fund: reference, amount: plenty, until: '2027-03-31', percent: 10 },
    { act: 'carry-forward', fund: reference, to: next, amount: plenty },
  ),
  funds: new Map([[next, fold(fund, fund.initial, recorded<FundEvent>([openedAs(next)]))]]),
});

const anyStep = fc.record({
  verb: fc.constantFrom(
    'open',
    'accept',
    'accept',
    'raise',
    'lower',
    'over-allocate',
    'over-allocate-share',
    'reserve',
    'reserve',
    'reserve',
    'release',
    'commit',
    'commit',
    'reduce',
    'undo',
    'pay',
    'pay',
    'recover',
    'give-back',
    'carry',
    'close',
  ),
  id: fc.integer({ min: 1, max: 5 }),
  of: fc.integer({ min: 1, max: 2 }),
  // A few round sums, so that what is asked for often is all there is, and a penny beside.
  amount: fc.constantFrom(0, 1, 9_999, 10_000, 10_001, 20_000, 40_000, 60_000),
});
type Step = typeof anyStep extends fc.Arbitrary<infer A> ? A : never;

/** Half of the histories begin before the year is opened, half in one that is opened, funded and owed from. */
const begun: ReadonlyArray<Step> = [
  { verb: 'open', id: 1, of: 1, amount: 0 },
  { verb: 'accept', id: 1, of: 1, amount: 40_000 },
  { verb: 'over-allocate', id: 1, of: 1, amount: 20_000 },
  { verb: 'reserve', id: 1, of: 1, amount: 60_000 },
  { verb: 'commit', id: 1, of: 1, amount: 60_000 },
];
const history = fc
  .tuple(fc.boolean(), fc.array(anyStep, { maxLength: 50, size: 'max' }))
  .map(([inYear, steps]) => (inYear ? [...begun, ...steps] : steps));

const purpose = { commission: 'BEDS-2026-0007', line: 'a1' };
const day = '2026-11-23';
const why = 'It was so.';

const commandOf = ({ verb, id, of, amount }: Step): readonly [name: string, command: object] => {
  switch (verb) {
    case 'open':
      return ['open-fund', { fund: reference, stream: 'moj-victims', themes: [] }];
    case 'accept':
      return ['accept-funding', { tranche: `t${id}`, amount, conditions: [], decision }];
    case 'raise':
    case 'lower':
      return ['revise-budget', { revision: `v${id}`, change: verb, amount, decision, reason: why }];
    case 'over-allocate':
      return ['approve-over-allocation', { approval: `o${id}`, amount, decision, until: '2027-03-31' }];
    case 'over-allocate-share':
      return [
        'approve-over-allocation',
        { approval: `o${id}`, amount, percent: 10, decision, until: '2027-03-31' },
      ];
    case 'reserve':
      return ['reserve-funds', { fund: reference, reservation: `r${id}`, amount, for: purpose }];
    case 'release':
      return ['release-reservation', { release: `l${id}`, reservation: `r${of}`, amount, reason: why }];
    case 'commit':
      return ['commit-funds', { commitment: `c${id}`, reservation: `r${of}`, amount, for: purpose }];
    case 'reduce':
      return ['reduce-commitment', { reduction: `d${id}`, commitment: `c${of}`, amount, reason: why }];
    case 'undo':
      return [
        'undo-commitment',
        { undoing: `u${id}`, commitment: `c${of}`, reservation: 'r1', amount, reason: why },
      ];
    case 'pay':
      return ['pay-funds', { payment: `p${id}`, commitment: `c${of}`, amount, paidOn: day }];
    case 'recover':
      return [
        'return-payment',
        { return: `x${id}`, payment: `p${of}`, amount, returnedOn: day, reason: why },
      ];
    case 'give-back':
      return [
        'return-funding',
        { return: `y${id}`, tranche: `t${of}`, amount, returnedOn: day, reason: why },
      ];
    case 'carry':
      return [
        'carry-forward',
        {
          carry: `k${id}`,
          tranche: `t${of}`,
          to: next,
          amount,
          leave: { by: 'Ministry of Justice', reference: 'VG/118', on: day },
          decision,
        },
      ];
    case 'close':
      return ['close-fund', { explanation: why }];
  }
};

const actions = fundActions as unknown as ReadonlyArray<AnyAction>;

/** The fund after a step: what is refused does not happen. */
const after = (state: FundState, step: Step): FundState => {
  const [name, command] = commandOf(step);
  const action = actions.find((each) => each.name === name);
  const decided = action?.decide(command as never, context)(state as never);
  const events = decided !== undefined && E.isRight(decided) ? decided.right : [];
  return fold(fund, state, recorded<FundEvent & DomainEvent>(events as ReadonlyArray<FundEvent>));
};

const total = (sums: Iterable<number>): number => [...sums].reduce((one, other) => one + other, 0);
const amounts = (entries: ReadonlyMap<string, { readonly amount: number }>): number =>
  total([...entries.values()].map(({ amount }) => amount));

/** Holds at every moment, whatever was asked before in whatever order. */
const mustHold = (state: FundState): void => {
  const { budget, reserved, committed, paid, forward } = state;
  const [reservations, commitments, tranches] = [
    [...state.reservations.values()],
    [...state.commitments.values()],
    [...state.tranches.values()],
  ];
  // A pound is in one place at a time: every sum is that of its lines, and no two sums have a line in common.
  const ofReservations = total(reservations.map((each) => each.forward));
  const ofCommitments = total(commitments.map((each) => each.forward));
  expect(reserved).toBe(sumPence(reservations.map(leftOfReservation)) - ofReservations);
  expect(committed).toBe(sumPence(commitments.map(leftOfCommitment)) - ofCommitments);
  expect(forward).toBe(ofReservations + ofCommitments);
  expect(paid).toBe(amounts(state.payments) - amounts(state.paymentReturns));
  const revised = total(
    [...state.revisions.values()].map(({ change, amount }) => (change === 'raise' ? amount : 0 - amount)),
  );
  expect(budget).toBe(sumPence(tranches.map(leftOfTranche)) + revised);
  // What came is here, back with its funder, or in the next year.
  const came = total(tranches.map(({ made: { amount } }) => amount));
  const gone = amounts(state.fundingReturns) + amounts(state.carried);
  expect(came).toBe(sumPence(tranches.map(leftOfTranche)) + gone);
  for (const { payment, amount } of state.payments.values())
    expect(returnedOfPayment(state, payment)).toBeLessThanOrEqual(amount);
  for (const line of [...reservations, ...commitments]) expect(line.forward).toBeGreaterThanOrEqual(0);
  for (const each of [budget, reserved, committed, paid, forward]) expect(each).toBeGreaterThanOrEqual(0);
  // The budget holds.
  expect(paid).toBeLessThanOrEqual(budget);
  expect(promised(state)).toBeLessThanOrEqual(limitOf(state, budget, context.today));
  // Nothing waits for money that is there; before the year is opened everything waits.
  if (state.opened === undefined) expect(reserved + committed + paid + budget).toBe(0);
  else if (forward > 0) expect(roomIn(state, context.today)).toBe(0);
  if (state.closed !== undefined) expect(reserved + committed + forward).toBe(0);
};

test('whatever is asked of a year in whatever order, its budget holds and each pound is in one place', () => {
  fc.assert(
    fc.property(history, (steps) => {
      let state = fund.initial;
      for (const step of steps) {
        state = after(state, step);
        mustHold(state);
      }
    }),
    { numRuns: 120 },
  );
});

test('whatever was asked, asking it again at once changes nothing', () => {
  fc.assert(
    fc.property(history, (steps) => {
      let state = fund.initial;
      for (const step of steps) {
        state = after(state, step);
        expect(after(state, step)).toBe(state);
      }
    }),
    { numRuns: 40 },
  );
});
