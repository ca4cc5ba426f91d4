import {
  CalendarDate,
  Line,
  LocalId,
  Money,
  official,
  remaining,
  rule,
  struct,
  sumPence,
  Text,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import type { PaidFrom } from '../../shapes';
import { totalOf } from '../../totals';
import { commissionAction } from '../action';
import { Shares } from '../purchase/award-funding';
import type { Award } from '../state';
import { awardKnown, knownAward } from './agreements';
import { PaymentRecovered } from './dispute-events';
import { proRata } from './shares';

const paymentMade = rule({
  id: 'recovery.of-a-payment',
  sentence: 'What is recovered is all or part of a payment that was made, after it was made.',
  strength: 'integrity',
  source: 'GovS 015, grants: recovery of what was not spent as agreed',
});

const withinPayment = rule({
  id: 'recovery.within-payment',
  sentence: 'No more of a payment comes back than was paid and has not come back already, on its VAT basis.',
  strength: 'integrity',
  source: 'Arithmetic',
});

const backWhereItCameFrom = rule({
  id: 'recovery.to-its-allocations',
  sentence:
    'What comes back goes where the payment came from, to each allocation something and no more than it had paid.',
  strength: 'integrity',
  source: 'Conditions travel with the money; each pound is in one place at a time',
});

const RecoverPayment = struct(
  {
    award: LocalId,
    payment: LocalId,
    recovery: LocalId,
    amount: Money,
    recoveredOn: CalendarDate,
    reason: official(Text),
  },
  {
    reference: official(Line),
    /** To which allocations, in pence; where it is not said, in proportion to what is left of what each had paid. */
    from: Shares,
  },
  'RecoverPayment',
);
type RecoverPayment = t.TypeOf<typeof RecoverPayment>;

/** What is left of each share of a payment after what came back of it before. */
const leftOf = ({ life }: Award, payment: string, from: PaidFrom): ReadonlyArray<PaidFrom[number]> => {
  const back = [...life.recoveries.values()].filter((recovery) => recovery.payment === payment);
  return from.map((share) => {
    const before = back.flatMap((recovery) =>
      recovery.from.filter(({ allocation }) => allocation === share.allocation),
    );
    return { ...share, amount: remaining(share.amount, sumPence(before.map(({ amount }) => amount))) };
  });
};

const sharesOf = (
  left: ReadonlyArray<PaidFrom[number]>,
  { amount, from }: RecoverPayment,
): ReadonlyArray<PaidFrom[number]> => {
  if (from === undefined) return proRata(amount.pence, left);
  return from.flatMap((share) => {
    const of = left.find(({ allocation }) => allocation === share.allocation);
    return of !== undefined && share.amount <= of.amount ? [{ ...of, amount: share.amount }] : [];
  });
};

const toItsAllocations = (command: RecoverPayment, shares: ReadonlyArray<PaidFrom[number]>): Check => {
  const { amount, from } = command;
  const once = new Set(shares.map(({ allocation }) => allocation)).size === shares.length;
  const all = from === undefined || from.length === shares.length;
  const some = shares.every((share) => share.amount > 0);
  return check(
    once && all && some && totalOf(shares.map((share) => share.amount)) === amount.pence,
    backWhereItCameFrom,
    { amount: amount.pence, shares: shares.map((share) => ({ ...share })) },
    '/from',
  );
};

/**
 * Records that money came back: its fund has it again. It does not make room for another payment: a sum that was paid and
 * came back is agreed anew by a variation, or not at all.
 */
export const recoverPayment = commissionAction({
  name: 'recover-payment',
  says: 'Record that all or part of a payment came back, and why.',
  command: RecoverPayment,
  roles: ['finance'],
  rules: [awardKnown, paymentMade, entrySaidOnce, withinPayment, backWhereItCameFrom, datesNotInTheFuture],
  decide: (command, context) => (commission) =>
    pipe(
      E.Do,
      E.bind('award', () => knownAward(commission, command.award)),
      E.bind('paid', ({ award }) =>
        present(
          award.payments.get(command.payment)?.made,
          paymentMade,
          { payment: command.payment },
          '/payment',
        ),
      ),
      E.chain(({ award, paid }) => {
        const before = award.life.recoveries.get(command.recovery);
        return saidOnce(before && asStated(before, command.from === undefined), command, '/recovery', () => {
          const { amount, recoveredOn } = command;
          const left = leftOf(award, command.payment, paid.from);
          const shares = sharesOf(left, command);
          const most = sumPence(left.map((share) => share.amount));
          return pipe(
            allHold(
              check(
                amount.pence > 0 && amount.pence <= most && amount.vat === paid.amount.vat,
                withinPayment,
                { amount: amount.pence, left: most },
                '/amount',
              ),
              check(
                recoveredOn >= paid.paidOn,
                paymentMade,
                { recoveredOn, paidOn: paid.paidOn },
                '/recoveredOn',
              ),
              notInTheFuture(context, recoveredOn, '/recoveredOn'),
              toItsAllocations(command, shares),
            ),
            E.map(() => [PaymentRecovered.make({ ...command, from: shares as unknown as PaidFrom })]),
          );
        });
      }),
    ),
});

/** A recovery as a command would say it. */
const asStated = ({ from, ...said }: t.TypeOf<typeof PaymentRecovered.codec>, unnamed: boolean): object => ({
  ...said,
  ...(unnamed ? {} : { from: from.map(({ allocation, amount }) => ({ allocation, amount })) }),
});
