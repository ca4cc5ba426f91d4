import { correctedFields } from '@commissioning/domain';
import { dayOf, commissionOf, dayInWords, formatPence, sumPence } from '@commissioning/kernel';
import type { PaymentMade, StepDocument } from './documents';
import { type StoryEvent, storyTypes, type Told } from './events';

type Telling = Pick<StepDocument, 'what' | 'detail'> & { readonly on?: StepDocument['on'] };

/**
 * Sorts the steps of a story by the day they happened, then by when they were recorded; those of one moment come in
 * the order of the cycle. Made of nothing that counts events.
 */
const orderOf = (event: Told<StoryEvent['type']>, on: string): string =>
  `${on} ${event.metadata.recordedAt} ${String(storyTypes.indexOf(event.type)).padStart(2, '0')}`;

/** A step that an event makes: on the day that the event itself took effect, unless another is told. */
const step = (event: Told<StoryEvent['type']>, telling: Telling): StepDocument => {
  const { on = dayOf(event), what, detail } = telling;
  return {
    commission: commissionOf(event),
    order: orderOf(event, on),
    on,
    what,
    detail,
    who: null,
    event: event.id as StepDocument['event'],
  };
};

/** A step about one award or lot among others says which: a round has many. */
export const stepAbout = (who: string | null, told: StepDocument): StepDocument => ({
  ...told,
  who,
  detail: [who, told.detail].filter((part) => part !== null).join(': ') || null,
});

/** The payments of an award that were made before it became public, in one step as of the last of them. */
export const earlierPaymentsStep = (
  last: StepDocument,
  payments: ReadonlyArray<PaymentMade>,
): StepDocument => ({
  ...last,
  what: 'Paid before the award was published',
  detail: formatPence(sumPence(payments.map(({ pence }) => pence))),
});

/** What the story says of a halt, its end or a cancellation: which lots, where not all, and why once that is public. */
export const interruptedStep = (
  told: StepDocument,
  lots: ReadonlyArray<string>,
  reason: string | null,
): StepDocument => ({ ...told, detail: [...lots, ...(reason === null ? [] : [reason])].join('; ') || null });

/** What the story says of lots that ended without an award under a decision. */
export const noAwardStep = (
  last: StepDocument,
  lots: ReadonlyArray<{ readonly title: string; readonly reason: string }>,
): StepDocument => ({ ...last, detail: lots.map(({ title, reason }) => `${title}: ${reason}`).join(' ') });

/** Why an award came to nothing, as the public is told. */
const causeInWords: Readonly<Record<Told<'AwardDeclined'>['data']['cause'], string>> = {
  declined: 'Its provider declined it',
  'diligence-failed': 'Due diligence',
  'conditions-unmet': 'A condition of the award was not met',
  'set-aside': 'Set aside after a challenge',
  cancelled: 'Cancelled before an agreement was signed',
};

/** What the public is told of a notice; that something was left out of it, and on which ground, is itself public. */
const noticeInWords = ({
  kind,
  reference,
  noEngagementNotice: why,
  reservedFor,
  leftOut = [],
}: Told<'NoticePublished'>['data']): string => {
  const more = [
    ...(reservedFor === undefined ? [] : [`reserved for ${reservedFor.replaceAll('-', ' ')}`]),
    ...(why === undefined ? [] : [`no market engagement notice: ${why}`]),
    ...leftOut.map(({ item, ground }) => `left out: ${item} (${ground.replaceAll('-', ' ')})`),
  ];
  // The reference comes last: there a slip in it is looked for.
  return `${kind}${more.length === 0 ? '' : ` (${more.join('; ')})`}: ${reference}`;
};

/** The step of a story that an event makes. */
export const stepOf = (
  event: Told<
    Exclude<
      StoryEvent['type'],
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
    >
  >,
): StepDocument => {
  switch (event.type) {
    case 'NeedIdentified':
      return step(event, { what: 'Need identified', detail: null });
    case 'SpecPublished':
      return step(event, { what: 'Specification published', detail: event.data.title });
    case 'SpecAmended':
      return step(event, { what: 'Specification amended for everybody', detail: event.data.change });
    case 'ClarificationAnswered':
      return step(event, { what: 'Question answered to everybody', detail: event.data.asked });
    case 'NoticePublished': {
      const { publishedOn: on } = event.data;
      return step(event, { what: 'Notice published', detail: noticeInWords(event.data), on });
    }
    case 'GrantAwarded':
      return step(event, { what: 'Grant awarded', detail: formatPence(event.data.amount.pence) });
    case 'ContractAwarded':
      return step(event, { what: 'Contract awarded', detail: formatPence(event.data.amount.pence) });
    case 'NoAwardMade':
      return step(event, { what: 'Ended without an award', detail: null });
    case 'AwardDeclined': {
      const { cause, declinedOn } = event.data;
      return step(event, { what: 'Award came to nothing', detail: causeInWords[cause], on: declinedOn });
    }
    case 'ChallengeRaised': {
      const { by, suspends, receivedOn } = event.data;
      const waits = suspends === 'none' ? '' : '; nothing is signed until it is resolved';
      const detail = `By a ${by.replaceAll('-', ' ')}${waits}`;
      return step(event, { what: 'Challenge received', detail, on: receivedOn });
    }
    case 'SuspensionLifted': {
      const { by, liftedOn } = event.data;
      const what = 'Signing waits for a challenge no longer';
      return step(event, { what, detail: `Lifted by the ${by}`, on: liftedOn });
    }
    case 'ChallengeResolved': {
      const { outcome, remedy, resolvedOn } = event.data;
      const detail = [outcome, remedy?.replaceAll('-', ' ')].filter((part) => part !== undefined).join('; ');
      return step(event, { what: 'Challenge resolved', detail, on: resolvedOn });
    }
    case 'CommissionHalted':
      return step(event, { what: 'Halted', detail: null });
    case 'CommissionResumed':
      return step(event, { what: 'Resumed', detail: null });
    case 'CommissionCancelled':
      return step(event, { what: 'Cancelled', detail: null });
    case 'DecisionPublished':
      return step(event, {
        what: (event.data.awards ?? []).length > 0 ? 'Award decision published' : 'Decision published',
        detail: `Decision ${event.data.decision}`,
      });
    case 'StandstillStarted': {
      const { lastDay, noticePublishedOn } = event.data;
      return step(event, {
        what: 'Standstill began',
        detail: `Until ${dayInWords(lastDay)}`,
        on: noticePublishedOn,
      });
    }
    case 'StandstillEnded':
      return step(event, { what: 'Standstill ended', detail: null });
    case 'AgreementSigned':
      return step(event, { what: 'Agreement signed', detail: null, on: event.data.signedOn });
    case 'SubsidyEntered': {
      const { amount, enteredOn: on } = event.data;
      return step(event, { what: 'Entered in the subsidy database', detail: formatPence(amount), on });
    }
    case 'PaymentMade': {
      const { amount, paidOn } = event.data;
      return step(event, { what: 'Payment made', detail: formatPence(amount.pence), on: paidOn });
    }
    case 'PerformanceReviewed':
      return step(event, { what: 'Performance reviewed', detail: event.data.rating.replaceAll('-', ' ') });
    case 'AgreementVaried': {
      const { amount, agreedOn } = event.data;
      const detail = amount === undefined ? null : `To ${formatPence(amount.pence)}`;
      return step(event, { what: 'Agreement varied', detail, on: agreedOn });
    }
    case 'AgreementExtended': {
      const { ends, agreedOn } = event.data;
      return step(event, { what: 'Agreement extended', detail: `Until ${dayInWords(ends)}`, on: agreedOn });
    }
    case 'AgreementTerminated':
      return step(event, {
        what: 'Agreement ended early',
        detail: `Last day ${dayInWords(event.data.lastDay)}`,
      });
    case 'PaymentRecovered': {
      const { amount, recoveredOn } = event.data;
      return step(event, { what: 'Payment recovered', detail: formatPence(amount.pence), on: recoveredOn });
    }
    case 'ItemWithheld': {
      const { item, ground } = event.data;
      return step(event, { what: 'Part withheld', detail: `${item}: ${ground.replaceAll('-', ' ')}` });
    }
    case 'EntryCorrected': {
      const fields = correctedFields(event).map(({ field }) => field);
      return step(event, { what: 'Slip put right', detail: fields.join(', ') });
    }
    case 'CommissionClosed':
      return step(event, { what: 'Closed', detail: event.data.summary });
    case 'PriorAwardRecorded': {
      const { source, decidedOn } = event.data;
      return step(event, {
        what: 'Award made before this record began',
        detail: `As published by its source: ${source.id}`,
        ...(decidedOn && { on: decidedOn }),
      });
    }
  }
};
