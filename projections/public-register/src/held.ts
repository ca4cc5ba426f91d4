import { correctedIn, putRightIn } from '@commissioning/domain';
import { commissionOf, noPence, orNull } from '@commissioning/kernel';
import * as t from 'io-ts';
import { commissionAfter, commissionCalled, contributionsAfter } from './commissions';
import {
  CommissionDocument,
  EntryDocument,
  PartnerContribution,
  type PaymentDocument,
  PaymentMade,
  StepDocument,
} from './documents';
import { type Change, change } from '@commissioning/projecting';
import { HeldChanges } from './changes';
import { entryAfter, entryOfAward, lineAfter, paymentOf, type Surroundings } from './entries';
import type { Told, UnderAwardType } from './events';
import { pendingKey } from './keys';
import { stepOf } from './story';

/** A fund, by the name under which an award says it is paid from it. */
export const HeldFund = t.type({ name: t.string }, 'HeldFund');
export type HeldFund = t.TypeOf<typeof HeldFund>;

/** A commission as it will be public, with the steps of its story that wait with it. */
export const HeldCommission = t.type(
  {
    commission: CommissionDocument,
    /** Whether a specification or a decision was published: what is said of it from then on is public at once. */
    released: t.boolean,
    identified: orNull(StepDocument),
    /** A specification releases the rest; this waits for a published decision. */
    directAward: CommissionDocument.props.directAward,
    /** So does this. */
    contributions: t.readonlyArray(PartnerContribution),
    closing: orNull(StepDocument),
  },
  'HeldCommission',
);
export type HeldCommission = t.TypeOf<typeof HeldCommission>;

/** An award as it will be public, with what happened under it meanwhile. */
export const HeldAward = t.type(
  {
    entry: EntryDocument,
    awarded: StepDocument,
    declined: orNull(StepDocument),
    signed: orNull(StepDocument),
    payments: t.readonlyArray(PaymentMade),
    lastPayment: orNull(StepDocument),
    reviewed: orNull(StepDocument),
    subsidyEntered: orNull(StepDocument),
    lastRecovery: orNull(StepDocument),
    ended: orNull(StepDocument),
  },
  'HeldAward',
);
export type HeldAward = t.TypeOf<typeof HeldAward>;

/** Lots that ended without an award under one decision, and the step of the last of them. */
export const HeldNoAward = t.type(
  { lots: CommissionDocument.props.withoutAward, last: StepDocument },
  'HeldNoAward',
);
export type HeldNoAward = t.TypeOf<typeof HeldNoAward>;

/** A halt, its end or a cancellation, with the lots it is about and the reason that waits for its decision. */
const HeldInterruption = t.type(
  { step: StepDocument, lots: t.readonlyArray(t.string), reason: t.string },
  'HeldInterruption',
);

/** What was interrupted under one decision, by what became of it. */
export const HeldInterruptions = t.type(
  {
    halted: orNull(HeldInterruption),
    resumed: orNull(HeldInterruption),
    cancelled: orNull(HeldInterruption),
  },
  'HeldInterruptions',
);
export type HeldInterruptions = t.TypeOf<typeof HeldInterruptions>;

/** What the collection `pending` holds. */
export const HeldDocument = t.union(
  [HeldFund, HeldCommission, HeldAward, HeldNoAward, HeldInterruptions, HeldChanges],
  'HeldDocument',
);

/** A commission of which nothing has been released. */
const held = (commission: CommissionDocument): HeldCommission => ({
  commission,
  released: false,
  identified: null,
  directAward: null,
  contributions: [],
  closing: null,
});

type Heard = Told<
  | 'PriorAwardRecorded'
  | 'NeedIdentified'
  | 'CoCommissionerJoined'
  | 'CoCommissionerLeft'
  | 'ContributionAgreed'
  | 'ContributionWithdrawn'
  | 'NeedsAssessed'
  | 'ConsultationHeld'
  | 'DraftSpecShared'
  | 'InstrumentChosen'
  | 'RouteChosen'
  | 'DirectAwardAuthorised'
  | 'SpecPublished'
  | 'SpecAmended'
  | 'DecisionPublished'
  | 'CommissionClosed'
  | 'EntryCorrected'
>;

/** A commission as the first event that names it begins it. */
const begun = (event: Heard): HeldCommission | undefined =>
  'title' in event.data ? held(commissionCalled(commissionOf(event), event.data.title)) : undefined;

/** A commission that waits, after an event of it. It goes on being kept when it has been released. */
export const heldCommissionAfter = (
  event: Heard,
  known: HeldCommission | undefined,
): HeldCommission | undefined => {
  const before = known ?? begun(event);
  if (before === undefined) return undefined;
  const after = { ...before, commission: commissionAfter(event, before.commission) };
  switch (event.type) {
    case 'NeedIdentified':
      return { ...after, identified: stepOf(event) };
    case 'DirectAwardAuthorised': {
      const { ground, evidence } = event.data;
      return { ...after, directAward: { ground, evidence } };
    }
    case 'ContributionAgreed':
    case 'ContributionWithdrawn':
      return { ...after, contributions: contributionsAfter(event, before.contributions) };
    case 'SpecPublished':
    case 'DecisionPublished':
      return { ...after, released: true };
    case 'CommissionClosed':
      return { ...after, closing: stepOf(event) };
    case 'EntryCorrected': {
      const closing = after.closing && putRightIn(after.closing, correctedIn(event.data), () => '/detail');
      return event.data.of === 'CommissionClosed' ? { ...after, closing } : after;
    }
    case 'PriorAwardRecorded':
    case 'CoCommissionerJoined':
    case 'CoCommissionerLeft':
    case 'NeedsAssessed':
    case 'ConsultationHeld':
    case 'DraftSpecShared':
    case 'InstrumentChosen':
    case 'RouteChosen':
    case 'SpecAmended':
      return after;
  }
};

/** Whatever becomes public of a commission, it is kept whole beside it. */
export const commissionKept = (event: Heard): Change =>
  change<HeldCommission>(pendingKey.commission(commissionOf(event)), (before) =>
    heldCommissionAfter(event, before),
  );

/** An award that waits, from when it is made. */
export const heldAward = (
  event: Told<'GrantAwarded' | 'ContractAwarded'>,
  surroundings: Surroundings,
): HeldAward => ({
  entry: entryOfAward(event, surroundings),
  awarded: stepOf(event),
  declined: null,
  signed: null,
  payments: [],
  lastPayment: null,
  reviewed: null,
  subsidyEntered: null,
  lastRecovery: null,
  ended: null,
});

/** An award that waits, after something happened under it. */
export const heldAwardAfter = (event: Told<UnderAwardType>, before: HeldAward): HeldAward => {
  const entry = entryAfter(event, before.entry);
  switch (event.type) {
    case 'AwardDeclined':
      return { ...before, entry, declined: stepOf(event) };
    case 'AgreementSigned':
      return { ...before, entry, signed: stepOf(event) };
    case 'PaymentMade':
      return {
        ...before,
        entry,
        payments: [...before.payments, paymentOf(event)],
        lastPayment: stepOf(event),
      };
    case 'PaymentRecovered': {
      const { payments } = lineAfter(event, { pence: noPence, payments: before.payments });
      return { ...before, entry, payments, lastRecovery: stepOf(event) };
    }
    case 'SubsidyEntered':
      return { ...before, entry, subsidyEntered: stepOf(event) };
    case 'PerformanceReviewed':
      return { ...before, entry, reviewed: stepOf(event) };
    case 'AgreementTerminated':
      return { ...before, entry, ended: stepOf(event) };
  }
};

/** The payments that waited with an award, as one line of its total; undefined when there were none. */
export const earlierPayments = ({ entry, payments }: HeldAward): PaymentDocument | undefined => {
  const last = payments.at(-1);
  if (last === undefined || entry.paid === null) return undefined;
  const { commission, award, amount, paid } = entry;
  const paidOn = payments.map((each) => each.paidOn).reduce((one, other) => (one > other ? one : other));
  return { commission, award, pence: paid, vat: amount.basis, paidOn, payments };
};
