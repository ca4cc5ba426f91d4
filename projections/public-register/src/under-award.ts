import { commissionOf } from '@commissioning/kernel';
import type { EntryDocument, PaymentDocument, StepDocument } from './documents';
import { type Change, change, type Effect, found } from '@commissioning/projecting';
import { entryAfter, lineAfter, paymentOf } from './entries';
import type { Told, UnderAwardType } from './events';
import { type HeldAward, heldAwardAfter } from './held';
import { earlierPaymentsKey, entryKey, paymentKey, pendingKey, stepKey } from './keys';
import { stepAbout, stepOf } from './story';

type UnderAward = Told<UnderAwardType>;

const stepName = (event: UnderAward): ReadonlyArray<string> => {
  switch (event.type) {
    case 'AwardDeclined':
      return ['declined'];
    case 'AgreementSigned':
      return ['signed'];
    case 'SubsidyEntered':
      return ['subsidy', event.data.entry];
    case 'PaymentMade':
      return ['payment', event.data.payment];
    case 'PaymentRecovered':
      return ['recovery', event.data.recovery];
    case 'PerformanceReviewed':
      return ['review', event.data.review];
    case 'AgreementTerminated':
      return ['ended'];
  }
};

const paymentLine = (event: Told<'PaymentMade'>): Change => {
  const reference = commissionOf(event);
  const { award, payment, amount, paidOn } = event.data;
  return change<PaymentDocument>(paymentKey(reference, award, payment), (before, lookup) => {
    if (lookup(entryKey(reference, award)) === undefined) return before;
    const { pence, vat } = amount;
    return { commission: reference, award, pence, vat, paidOn, payments: [paymentOf(event)] };
  });
};

/** What came back is taken off the line that tells of the payment: its own, or that of those made before publication. */
const recoveredLines = (event: Told<'PaymentRecovered'>): ReadonlyArray<Change> => {
  const reference = commissionOf(event);
  const { award, payment } = event.data;
  return [paymentKey(reference, award, payment), earlierPaymentsKey(reference, award)].map((line) =>
    change<PaymentDocument>(line, (before) => before && lineAfter(event, before)),
  );
};

const linesOf = (event: UnderAward): ReadonlyArray<Change> => {
  if (event.type === 'PaymentMade') return [paymentLine(event)];
  return event.type === 'PaymentRecovered' ? recoveredLines(event) : [];
};

/** What happens under an award: told at once where the award is public, kept with it where it is not. */
export const happensUnderAward = (event: UnderAward): Effect => {
  const reference = commissionOf(event);
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
      ...linesOf(event),
    ],
  };
};
