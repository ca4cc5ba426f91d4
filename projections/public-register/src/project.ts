import type { CommissionEvent } from '@commissioning/domain';
import { type Happened, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import { type CommissionDocument, type EntryDocument, registerCollections } from './documents';
import { entryAfter, entryOfAward, entryOfPriorAward, paymentOf, referenceOf } from './entries';
import { commissionAfter, needOf, stepOf } from './story';

const needKey = (event: Happened<CommissionEvent>): DocumentKey => ({
  collection: 'pending',
  id: `need/${referenceOf(event)}`,
});
const pendingKey = (event: Happened<CommissionEvent>, award: string): DocumentKey => ({
  collection: 'pending',
  id: `award/${referenceOf(event)}/${award}`,
});
const entryKey = (event: Happened<CommissionEvent>, award: string): DocumentKey => ({
  collection: 'entries',
  id: `${referenceOf(event)}/${award}`,
});
const commissionKey = (event: Happened<CommissionEvent>): DocumentKey => ({
  collection: 'commissions',
  id: referenceOf(event),
});
const stepKey = (event: Happened<CommissionEvent>): DocumentKey => ({
  collection: 'steps',
  id: `${referenceOf(event)}/${String(event.revision).padStart(6, '0')}`,
});

const keys = (event: Happened<CommissionEvent>): ReadonlyArray<DocumentKey> => {
  // A decision's own stream tells of the same publication; the register follows the commission's.
  if (parseStreamName(event.stream)?.kind !== 'commission') return [];
  switch (event.type) {
    case 'NeedIdentified':
      return [needKey(event)];
    case 'GrantAwarded':
    case 'ContractAwarded':
      return [pendingKey(event, event.data.award)];
    case 'DecisionPublished':
      return [
        commissionKey(event),
        stepKey(event),
        ...(event.data.awards ?? []).flatMap((award) => [entryKey(event, award), pendingKey(event, award)]),
      ];
    case 'AgreementSigned':
      return [entryKey(event, event.data.award), pendingKey(event, event.data.award)];
    case 'PerformanceReviewed':
      return [entryKey(event, event.data.award), stepKey(event)];
    case 'PaymentMade': {
      const { award, payment } = event.data;
      const id = `${referenceOf(event)}/${award}/${payment}`;
      return [
        entryKey(event, award),
        pendingKey(event, award),
        { collection: 'payments', id },
        stepKey(event),
      ];
    }
    case 'PriorAwardRecorded':
      return [entryKey(event, event.data.award), commissionKey(event), stepKey(event)];
    case 'SpecPublished':
    case 'SpecAmended':
    case 'CommissionClosed':
      return [commissionKey(event), stepKey(event)];
    default:
      return [stepKey(event)];
  }
};

const reads = (event: Happened<CommissionEvent>): ReadonlyArray<DocumentKey> => {
  switch (event.type) {
    case 'SpecPublished':
      return [needKey(event)];
    case 'DecisionPublished':
      return [needKey(event), ...(event.data.awards ?? []).map((award) => pendingKey(event, award))];
    default:
      return [];
  }
};

const pendingAfter = (
  event: Happened<CommissionEvent>,
  before: EntryDocument | CommissionDocument | undefined,
): EntryDocument | CommissionDocument | undefined => {
  switch (event.type) {
    case 'NeedIdentified':
      return needOf(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return entryOfAward(event);
    case 'DecisionPublished':
      return undefined;
    default:
      return before === undefined ? undefined : entryAfter(event, before as EntryDocument);
  }
};

const published = (
  event: Happened<CommissionEvent>,
  pending: EntryDocument | undefined,
): EntryDocument | undefined => {
  const step = stepOf(event);
  return pending && { ...pending, publishedOn: step?.on ?? null };
};

/** The public register: services commissioned now and before, and the story of each commission. */
export const publicRegister: Projection<CommissionEvent> = {
  name: 'public-register',
  version: 1,
  sees: 'released',
  collections: registerCollections,
  handles: [
    'NeedIdentified',
    'SpecPublished',
    'SpecAmended',
    'ClarificationAnswered',
    'NoticePublished',
    'GrantAwarded',
    'ContractAwarded',
    'DecisionPublished',
    'StandstillStarted',
    'StandstillEnded',
    'AgreementSigned',
    'PaymentMade',
    'PerformanceReviewed',
    'CommissionClosed',
    'PriorAwardRecorded',
  ],
  keys,
  reads,
  project: (event, key, document, lookup) => {
    const before = document as unknown;
    const after = (): unknown => {
      switch (key.collection) {
        case 'pending':
          return pendingAfter(event, before as EntryDocument | CommissionDocument | undefined);
        case 'entries': {
          const entry = before as EntryDocument | undefined;
          if (event.type === 'PriorAwardRecorded') return entryOfPriorAward(event);
          if (event.type !== 'DecisionPublished') return entry && entryAfter(event, entry);
          const award = key.id.slice(referenceOf(event).length + 1);
          return (
            entry ??
            published(event, lookup(pendingKey(event, award)) as unknown as EntryDocument | undefined)
          );
        }
        case 'commissions': {
          const asksForNeed = event.type === 'SpecPublished' || event.type === 'DecisionPublished';
          const need = asksForNeed
            ? (lookup(needKey(event)) as unknown as CommissionDocument | undefined)
            : undefined;
          return commissionAfter(event, before as CommissionDocument | undefined, need);
        }
        case 'payments':
          return event.type === 'PaymentMade' ? paymentOf(event) : before;
        default:
          return stepOf(event);
      }
    };
    return after() as JsonObject | undefined;
  },
};
