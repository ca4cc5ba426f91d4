import {
  atLeastOne,
  CalendarDate,
  Line,
  LocalId,
  Money,
  official,
  Pence,
  rule,
  struct,
  sumPence,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, type Check, check, present } from '../../checks';
import type { Context, Decision } from '../../context';
import { saidOnce } from '../../entries';
import { deliveredInTime, inTime } from '../../fund/delivered-in-time';
import { paidWithinBudget, withinBudget } from '../../fund/paid-within-budget';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import type { PaidFrom } from '../../shapes';
import { totalOf } from '../../totals';
import { commissionAction } from '../action';
import type { CommissionEvent } from '../events';
import { inTurn, part } from '../in-turn';
import type { CommissionState } from '../state';
import { approvePayment } from './approve-payment';
import { knownAward } from './agreements';
import { PaymentMade } from './events';
import { fromCoveredYears, paidFromCoveredYears, payableNow } from './payable-now';
import { payableFrom, proRata } from './shares';

const paidAsApproved = rule({
  id: 'payment.as-approved',
  sentence: 'What is paid is a payment that was approved, in the sum that was approved.',
  strength: 'integrity',
  source: 'Separation of duties, CIPFA financial management code',
});

const paidFromItsFunds = rule({
  id: 'payment.from-its-allocations',
  sentence:
    'A payment comes from the allocations of its award, from each something within its share, together the whole sum.',
  strength: 'integrity',
  source: 'Conditions travel with the money; each pound is in one place at a time',
});

const approvedAtOnce = rule({
  id: 'payment.approved-at-once',
  sentence:
    'A payment is approved as it is recorded by an approver, where the route asks for one return at the end.',
  strength: 'integrity',
  source: 'Ceremony follows size; separation of duties, CIPFA financial management code',
});

const RecordPayment = struct(
  { award: LocalId, payment: LocalId, amount: Money, paidOn: CalendarDate },
  {
    reference: official(Line),
    /** The last day of the activity that is paid for; of a payment for a period, the period's last day. */
    deliveredUntil: CalendarDate,
    /** From which allocations, in pence; where it is not said, in proportion to what each can pay now. */
    from: atLeastOne(t.type({ allocation: LocalId, amount: Pence }, 'Share')),
    /** Approves the payment in the same act. */
    approve: struct({ for: Line }, { invoice: LocalId, period: LocalId }),
  },
  'RecordPayment',
);
type RecordPayment = t.TypeOf<typeof RecordPayment>;

const sharesOf = (
  { amount, from }: RecordPayment,
  left: ReadonlyArray<PaidFrom[number]>,
  payable: ReadonlyArray<PaidFrom[number]>,
): ReadonlyArray<PaidFrom[number]> => {
  if (from === undefined) return proRata(amount.pence, payable);
  return from.flatMap((share) => {
    const of = left.find(({ allocation }) => allocation === share.allocation);
    return of !== undefined && share.amount <= of.amount ? [{ ...of, amount: share.amount }] : [];
  });
};

const fromItsFunds = (command: RecordPayment, shares: ReadonlyArray<PaidFrom[number]>): Check => {
  const given = command.from ?? [];
  const found = shares.map(({ allocation, amount }) => ({ allocation, amount }));
  const total = totalOf(shares.map(({ amount }) => amount));
  const once = new Set(shares.map(({ allocation }) => allocation)).size === shares.length;
  return check(
    once &&
      shares.length > 0 &&
      shares.every(({ amount }) => amount > 0) &&
      total === command.amount.pence &&
      (command.from === undefined || given.length === shares.length),
    paidFromItsFunds,
    { amount: command.amount.pence, covered: found },
    '/from',
  );
};

/** The last day of what is paid for: as it is said, or that of the period whose returns it is paid on. */
const deliveryOf = (
  commission: CommissionState,
  { award: id, payment, deliveredUntil }: RecordPayment,
): CalendarDate | undefined => {
  const award = commission.awards.get(id);
  const period = award?.payments.get(payment)?.period;
  return deliveredUntil ?? (period === undefined ? undefined : award?.periods.get(period)?.to);
};

/** Each fund that pays can still pay for what was delivered that day, and has that much of its budget left to pay. */
const payableByFunds = (
  shares: ReadonlyArray<PaidFrom[number]>,
  paidOn: CalendarDate,
  deliveredUntil: CalendarDate | undefined,
  { funds }: Context,
): Check =>
  allHold(
    ...[...new Set(shares.map(({ fund }) => fund))].flatMap((id) => {
      const fund = funds.get(id);
      const amount = sumPence(shares.filter((share) => share.fund === id).map((share) => share.amount));
      const delivered = deliveredUntil === undefined ? {} : { deliveredUntil };
      return fund === undefined
        ? []
        : [withinBudget(fund, amount, '/from'), inTime(fund, { amount, paidOn, ...delivered })];
    }),
  );

const pay =
  (command: RecordPayment, context: Context) =>
  (commission: CommissionState): Decision<CommissionEvent> => {
    const { award, payment, amount, paidOn, from, reference } = command;
    const deliveredUntil = deliveryOf(commission, command);
    const approved = commission.awards.get(award)?.payments.get(payment);
    const made = approved?.made;
    const said = made && {
      amount: made.amount,
      paidOn: made.paidOn,
      reference: made.reference,
      deliveredUntil: made.deliveredUntil,
      // Where the command leaves the shares to proportion, it says nothing other than what was recorded.
      from: from && made.from.map((share) => ({ allocation: share.allocation, amount: share.amount })),
    };
    return saidOnce(said, { amount, paidOn, reference, deliveredUntil, from }, '/payment', () => {
      const known = commission.awards.get(award);
      const left = known === undefined ? [] : payableFrom(commission, known);
      const payable = payableNow(commission, award, left, context);
      const shares = sharesOf(command, left, payable);
      return pipe(
        present(approved, paidAsApproved, { payment }, '/payment'),
        E.chain((approval) =>
          allHold(
            check(
              alike(approval.amount, amount),
              paidAsApproved,
              { approved: approval.amount, paid: amount },
              '/amount',
            ),
            notInTheFuture(context, paidOn, '/paidOn'),
            fromItsFunds(command, shares),
            fromCoveredYears(shares, payable),
            payableByFunds(shares, paidOn, deliveredUntil, context),
          ),
        ),
        E.map(() => [
          PaymentMade.make({
            award,
            payment,
            amount,
            paidOn,
            from: shares,
            ...(reference && { reference }),
            ...(deliveredUntil && { deliveredUntil }),
          }),
        ]),
      );
    });
  };

const mayApprove = (
  { route, awards }: CommissionState,
  { award }: RecordPayment,
  { actor }: Context,
): Check => {
  const once = route?.profile.returns === 'once' && awards.get(award)?.kind !== 'prior';
  return check(
    once && actor.role === 'approver',
    approvedAtOnce,
    { role: actor.role, returns: route?.profile.returns ?? null },
    '/approve',
  );
};

/**
 * Notes that an approved payment was made. On a route with one return at the end an approver may approve it in the same
 * act, under the rules of `approve-payment`: never for an award that they recommended.
 */
export const recordPayment = commissionAction({
  name: 'record-payment',
  says: 'Note a payment that was made, approving it in the same act where the route is small.',
  command: RecordPayment,
  roles: ['finance', 'approver'],
  rules: [
    ...approvePayment.rules,
    approvedAtOnce,
    paidAsApproved,
    datesNotInTheFuture,
    paidFromItsFunds,
    paidFromCoveredYears,
    paidWithinBudget,
    deliveredInTime,
  ],
  needs: ({ award }, commission) => {
    const known = commission.awards.get(award);
    return { funds: known === undefined ? [] : payableFrom(commission, known).map(({ fund }) => fund) };
  },
  decide: (command, context) => (commission) => {
    const { award, payment, amount, approve } = command;
    const same = { '/award': '/award', '/payment': '/payment', '/amount': '/amount' };
    const fields = { ...same, '/invoice': '/approve/invoice', '/period': '/approve/period' };
    const approving =
      approve === undefined ? [] : [part(approvePayment, { award, payment, amount, ...approve }, fields)];
    return pipe(
      knownAward(commission, award),
      E.chain(() => (approve === undefined ? E.right(undefined) : mayApprove(commission, command, context))),
      E.chain(() => inTurn(...approving, (around) => pay(command, around))(context)(commission)),
    );
  },
});
