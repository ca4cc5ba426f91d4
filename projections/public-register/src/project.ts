import type { FundEvent } from '@commissioning/domain';
import { type Happened, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { DocumentKey, Lookup, Projection } from '@commissioning/projecting';
import { type CommissionDocument, type EntryDocument, registerCollections } from './documents';
import {
  type AwardMade,
  dayOf,
  entryAfter,
  entryOfAward,
  entryOfPriorAward,
  paymentOf,
  referenceOf,
  type StoryEvent,
  storyTypes,
} from './entries';
import { commissionAfter, needOf, needStep, stepOf } from './story';

type FundNamed = Extract<FundEvent, { type: 'FundOpened' }>;
type RegisterEvent = StoryEvent | FundNamed;

const fundKey = (fund: string): DocumentKey => ({ collection: 'pending', id: `fund/${fund}` });
const needKey = (event: Happened<RegisterEvent>): DocumentKey => ({
  collection: 'pending',
  id: `need/${referenceOf(event)}`,
});
const pendingKey = (event: Happened<RegisterEvent>, award: string): DocumentKey => ({
  collection: 'pending',
  id: `award/${referenceOf(event)}/${award}`,
});
const entryKey = (event: Happened<RegisterEvent>, award: string): DocumentKey => ({
  collection: 'entries',
  id: `${referenceOf(event)}/${award}`,
});
const commissionKey = (event: Happened<RegisterEvent>): DocumentKey => ({
  collection: 'commissions',
  id: referenceOf(event),
});
const stepKey = (event: Happened<RegisterEvent>): DocumentKey => ({
  collection: 'steps',
  id: `${referenceOf(event)}/${String(event.revision).padStart(6, '0')}`,
});

/** The need comes first in its story, though it is told with what made it public. */
const needStepKey = (event: Happened<RegisterEvent>): DocumentKey => ({
  collection: 'steps',
  id: `${referenceOf(event)}/need`,
});

const keys = (event: Happened<RegisterEvent>): ReadonlyArray<DocumentKey> => {
  if (event.type === 'FundOpened') return [fundKey(event.data.fund)];
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
        needStepKey(event),
        stepKey(event),
        ...(event.data.awards ?? []).flatMap((award) => [entryKey(event, award), pendingKey(event, award)]),
      ];
    case 'AgreementSigned':
      return [entryKey(event, event.data.award), pendingKey(event, event.data.award), stepKey(event)];
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
      return [commissionKey(event), needStepKey(event), stepKey(event)];
    case 'SpecAmended':
    case 'CommissionClosed':
      return [commissionKey(event), stepKey(event)];
    case 'ClarificationAnswered':
    case 'NoticePublished':
    case 'StandstillStarted':
    case 'StandstillEnded':
      return [stepKey(event)];
  }
};

const reads = (event: Happened<RegisterEvent>): ReadonlyArray<DocumentKey> => {
  switch (event.type) {
    case 'SpecPublished':
      return [needKey(event)];
    case 'GrantAwarded':
    case 'ContractAwarded':
      return event.data.paidFrom.map(({ fund }) => fundKey(fund));
    case 'AgreementSigned':
      return [entryKey(event, event.data.award)];
    case 'DecisionPublished':
      return [needKey(event), ...(event.data.awards ?? []).map((award) => pendingKey(event, award))];
    case 'FundOpened':
    case 'NeedIdentified':
    case 'SpecAmended':
    case 'ClarificationAnswered':
    case 'NoticePublished':
    case 'StandstillStarted':
    case 'StandstillEnded':
    case 'PaymentMade':
    case 'PerformanceReviewed':
    case 'CommissionClosed':
    case 'PriorAwardRecorded':
      return [];
  }
};

/** The names of the funds that pay for an award, each once. */
const fundNames = (event: Happened<AwardMade>, lookup: Lookup): string => {
  const names = event.data.paidFrom.map(
    ({ fund }) => (lookup(fundKey(fund)) as { readonly name: string } | undefined)?.name ?? fund,
  );
  return [...new Set(names)].join(', ');
};

const pendingAfter = (
  event: Happened<RegisterEvent>,
  before: JsonObject | undefined,
  lookup: Lookup,
): unknown => {
  switch (event.type) {
    case 'FundOpened':
      return { name: event.data.name };
    case 'NeedIdentified':
      return needOf(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return entryOfAward(event, fundNames(event, lookup));
    case 'DecisionPublished':
      return undefined;
    case 'SpecPublished':
    case 'SpecAmended':
    case 'ClarificationAnswered':
    case 'NoticePublished':
    case 'StandstillStarted':
    case 'StandstillEnded':
    case 'AgreementSigned':
    case 'PaymentMade':
    case 'PerformanceReviewed':
    case 'CommissionClosed':
    case 'PriorAwardRecorded':
      return before && entryAfter(event, before as unknown as EntryDocument);
  }
};

const entryFrom = (
  event: Happened<StoryEvent>,
  key: DocumentKey,
  before: EntryDocument | undefined,
  lookup: Lookup,
): EntryDocument | undefined => {
  if (event.type === 'PriorAwardRecorded') return entryOfPriorAward(event);
  if (event.type !== 'DecisionPublished' || before !== undefined) return before && entryAfter(event, before);
  const award = key.id.slice(referenceOf(event).length + 1);
  const pending = lookup(pendingKey(event, award)) as unknown as EntryDocument | undefined;
  return pending && { ...pending, publishedOn: dayOf(event) };
};

const releasesNeed = (event: Happened<StoryEvent>): boolean =>
  event.type === 'SpecPublished' || event.type === 'DecisionPublished';

const stepFrom = (
  event: Happened<StoryEvent>,
  key: DocumentKey,
  before: JsonObject | undefined,
  lookup: Lookup,
): unknown => {
  if (key.id === needStepKey(event).id) {
    const need = lookup(needKey(event)) as unknown as CommissionDocument | undefined;
    return before ?? (need && needStep(need, event));
  }
  // That something was signed says that something was awarded: it waits until that is public.
  const told = event.type !== 'AgreementSigned' || lookup(entryKey(event, event.data.award)) !== undefined;
  return told ? stepOf(event) : undefined;
};

/** The public register: services commissioned now and before, and the story of each commission. */
export const publicRegister: Projection<RegisterEvent> = {
  name: 'public-register',
  version: 1,
  sees: 'released',
  collections: registerCollections,
  handles: ['FundOpened', ...storyTypes],
  keys,
  reads,
  project: (event, key, before, lookup) => {
    const after = (): unknown => {
      if (key.collection === 'pending' || event.type === 'FundOpened')
        return pendingAfter(event, before, lookup);
      switch (key.collection) {
        case 'entries':
          return entryFrom(event, key, before as unknown as EntryDocument | undefined, lookup);
        case 'commissions': {
          const need = releasesNeed(event) ? lookup(needKey(event)) : undefined;
          return commissionAfter(
            event,
            before as unknown as CommissionDocument | undefined,
            need as unknown as CommissionDocument | undefined,
          );
        }
        case 'payments':
          return event.type === 'PaymentMade' ? paymentOf(event) : before;
        default:
          return stepFrom(event, key, before, lookup);
      }
    };
    return after() as JsonObject | undefined;
  },
  totals: [
    {
      collection: 'entries',
      pointer: '/paid',
      lines: {
        collection: 'payments',
        where: ({ body }) => {
          const { commission, award } = body as unknown as EntryDocument;
          return [
            { field: 'commission', is: commission },
            { field: 'award', is: award },
          ];
        },
        pointer: '/pence',
      },
    },
  ],
};
