import type { EntryDocument, PaymentDocument, StepDocument } from './documents';
import { type Change, change, type Effect, found } from './effect';
import { entryAfter, paymentOf } from './entries';
import { referenceOf, type Told } from './events';
import { type HeldAward, heldAwardAfter } from './held';
import { entryKey, paymentKey, pendingKey, stepKey } from './keys';
import { stepAbout, stepOf } from './story';

type UnderAward = Told<'AwardDeclined' | 'AgreementSigned' | 'PaymentMade' | 'PerformanceReviewed'>;

const stepName = (event: UnderAward): ReadonlyArray<string> => {
  switch (event.type) {
    case 'AwardDeclined':
      return ['declined'];
    case 'AgreementSigned':
      return ['signed'];
    case 'PaymentMade':
      return ['payment', event.data.payment];
    case 'PerformanceReviewed':
      return ['review', event.data.review];
  }
};

const paymentLine = (event: Told<'PaymentMade'>): Change => {
  const reference = referenceOf(event);
  const { award, payment, amount, paidOn } = event.data;
  return change<PaymentDocument>(paymentKey(reference, award, payment), (before, lookup) => {
    if (lookup(entryKey(reference, award)) === undefined) return before;
    const { pence, vat } = amount;
    return { commission: reference, award, pence, vat, paidOn, payments: [paymentOf(event)] };
  });
};

/** What happens under an award: told at once where the award is public, kept with it where it is not. */
export const happensUnderAward = (event: UnderAward): Effect => {
  const reference = referenceOf(event);
  const { award } = event.data;
  const entry = entryKey(reference, award);
  return {
    reads: [entry],
    changes: [
      change<EntryDocument>(entry, (before) => before && entryAfter(event, before)),
      change<HeldAward>(
        pendingKey.award(reference, award),
        (before) => before && heldAwardAfter(event, before),
      ),
      change<StepDocument>(stepKey(reference, 'award', award, ...stepName(event)), (before, lookup) => {
        const told = found<EntryDocument>(lookup, entry);
        return told === undefined ? before : stepAbout(told.provider, stepOf(event));
      }),
      ...(event.type === 'PaymentMade' ? [paymentLine(event)] : []),
    ],
  };
};
