import { type CommissionEvent, correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import {
  type CommissionRef,
  commissionOf,
  dayOf,
  type EventId,
  type Happened,
  noPence,
  type Pence,
  remaining,
  sumPence,
} from '@commissioning/kernel';
import {
  byEffects,
  change,
  type DocumentKey,
  type Effect,
  found,
  noEffect,
  type Projection,
} from '@commissioning/projecting';
import {
  type AwardDocument,
  type BidDocument,
  type NeedDocument,
  type PaymentDocument,
  promisesCollections,
} from './documents';

const needTypes = ['NeedIdentified', 'NeedsAssessed', 'SpecPublished', 'CommissionClosed'] as const;
type NeedEvent = Extract<CommissionEvent, { type: (typeof needTypes)[number] }>;
type Told<Type extends CommissionEvent['type']> = Happened<Extract<CommissionEvent, { type: Type }>>;

const madeTypes = ['GrantAwarded', 'ContractAwarded', 'PriorAwardRecorded'] as const;
const chainTypes = ['KPIsAgreed', 'PaymentMade', 'PaymentRecovered', 'AwardDeclined'] as const;
type MadeEvent = Extract<CommissionEvent, { type: (typeof madeTypes)[number] }>;
type ChainEvent = Extract<CommissionEvent, { type: (typeof chainTypes)[number] }>;

type PromisesEvent =
  | NeedEvent
  | MadeEvent
  | ChainEvent
  | Extract<CommissionEvent, { type: 'BidsOpened' | 'PaymentApproved' | 'EntryCorrected' }>;

const key = (collection: string, ...about: ReadonlyArray<string>): DocumentKey => ({
  collection,
  id: about.join('/'),
});

const unknownNeed = (commission: CommissionRef): NeedDocument => ({
  commission,
  title: null,
  predecessor: null,
  followedBy: [],
  answerToInsights: null,
  specification: null,
  outcome: null,
});

const needAfter = (event: Told<NeedEvent['type']>, before: NeedDocument): NeedDocument => {
  switch (event.type) {
    case 'NeedIdentified': {
      const { title, predecessor = null } = event.data;
      return { ...before, title, predecessor };
    }
    case 'NeedsAssessed':
      return { ...before, answerToInsights: event.data.answerToInsights ?? null };
    case 'SpecPublished': {
      const { title, outcomes } = event.data;
      return { ...before, title, specification: { event: event.id as EventId, on: dayOf(event), outcomes } };
    }
    case 'CommissionClosed':
      return { ...before, outcome: event.data.outcome };
  }
};

const changedNeed = (commission: CommissionRef, after: (before: NeedDocument) => NeedDocument) =>
  change<NeedDocument>(key('needs', commission), (before) => after(before ?? unknownNeed(commission)));

const needEffect = (event: Told<NeedEvent['type']>): Effect => {
  const commission = commissionOf(event);
  const predecessor = event.type === 'NeedIdentified' ? event.data.predecessor : undefined;
  return {
    reads: [],
    changes: [
      changedNeed(commission, (before) => needAfter(event, before)),
      ...(predecessor === undefined
        ? []
        : [
            changedNeed(predecessor, (before) => ({
              ...before,
              followedBy: [...before.followedBy, commission],
            })),
          ]),
    ],
  };
};

const bidsEffect = (event: Told<'BidsOpened'>): Effect => ({
  reads: [],
  changes: event.data.bids.map(({ bid, promises = [] }) =>
    change<BidDocument>(key('bids', commissionOf(event), bid), () => ({ promises })),
  ),
});

const approvedEffect = (event: Told<'PaymentApproved'>): Effect => {
  const { award, payment, period } = event.data;
  if (period === undefined) return noEffect;
  const approved = key('payments', commissionOf(event), award, payment);
  return { reads: [], changes: [change<PaymentDocument>(approved, () => ({ period }))] };
};

/** What was paid for a period, more by what was paid or less by what came back. */
const paidAfter = (
  before: AwardDocument['paidFor'],
  period: AwardDocument['paidFor'][number]['period'],
  after: (pence: Pence) => Pence,
): AwardDocument['paidFor'] => {
  const known = before.find((each) => each.period === period);
  const paid = { period, pence: after(known?.pence ?? noPence) };
  return known === undefined ? [...before, paid] : before.map((each) => (each === known ? paid : each));
};

const sourcesAfter = (
  { data }: Told<'KPIsAgreed'>,
  before: AwardDocument['sources'],
): AwardDocument['sources'] => {
  const named = data.kpis.flatMap(({ id: kpi, bidPromise: promise }) =>
    promise === undefined ? [] : [{ kpi, promise }],
  );
  return [...before, ...named.filter(({ kpi }) => !before.some((each) => each.kpi === kpi))];
};

const paymentOf = (event: Told<'PaymentMade' | 'PaymentRecovered'>): DocumentKey =>
  key('payments', commissionOf(event), event.data.award, event.data.payment);

const awardKey = (event: Told<MadeEvent['type'] | ChainEvent['type']>): DocumentKey =>
  key('awards', commissionOf(event), event.data.award);

/** An award is made, of the bid that won where there was one. */
const madeEffect = (event: Told<MadeEvent['type']>): Effect => {
  const commission = commissionOf(event);
  const { award, title, recipient } = event.data;
  const bid = 'bid' in event.data ? event.data.bid : undefined;
  const won = bid === undefined ? undefined : key('bids', commission, bid);
  return {
    reads: won === undefined ? [] : [won],
    changes: [
      change<AwardDocument>(awardKey(event), (_before, lookup) => {
        const promises = (won && found<BidDocument>(lookup, won)?.promises) ?? [];
        return {
          commission,
          award,
          title,
          providerReference: recipient.provider ?? null,
          promised: promises.length > 0,
          agreed: null,
          promises,
          sources: [],
          paidFor: [],
        };
      }),
    ],
  };
};

const agreedEffect = (event: Told<'KPIsAgreed'>): Effect => ({
  reads: [],
  changes: [
    change<AwardDocument>(
      awardKey(event),
      (before) =>
        before && {
          ...before,
          promised: true,
          agreed: event.id as EventId,
          sources: sourcesAfter(event, before.sources),
        },
    ),
  ],
});

/** Money went out or came back; of a payment that was approved for a period, for that period. */
const paidEffect = (event: Told<'PaymentMade' | 'PaymentRecovered'>): Effect => {
  const payment = paymentOf(event);
  const { pence } = event.data.amount;
  const after = (paid: Pence): Pence =>
    event.type === 'PaymentMade' ? sumPence([paid, pence]) : remaining(paid, pence);
  return {
    reads: [payment],
    changes: [
      change<AwardDocument>(awardKey(event), (before, lookup) => {
        const approved = found<PaymentDocument>(lookup, payment);
        if (before === undefined || approved === undefined) return before;
        return { ...before, paidFor: paidAfter(before.paidFor, approved.period, after) };
      }),
    ],
  };
};

/** What a need or an award brought in is called, put right. */
const correctedEffect = (event: Told<'EntryCorrected'>): Effect => {
  const commission = commissionOf(event);
  const fields = correctedIn(event.data).filter(({ field }) => field === '/title');
  const award = namedIn(event.data, 'award');
  switch (event.data.of) {
    case 'NeedIdentified':
      return {
        reads: [],
        changes: [
          change<NeedDocument>(key('needs', commission), (before) => before && putRightIn(before, fields)),
        ],
      };
    case 'PriorAwardRecorded':
      return {
        reads: [],
        changes: [
          change<AwardDocument>(
            key('awards', commission, award ?? ''),
            (before) => before && putRightIn(before, fields),
          ),
        ],
      };
    // Nothing else that is shown here may be corrected.
    default:
      return noEffect;
  }
};

const effectOf = (event: Told<PromisesEvent['type']>): Effect => {
  switch (event.type) {
    case 'NeedIdentified':
    case 'NeedsAssessed':
    case 'SpecPublished':
    case 'CommissionClosed':
      return needEffect(event);
    case 'BidsOpened':
      return bidsEffect(event);
    case 'PaymentApproved':
      return approvedEffect(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'PriorAwardRecorded':
      return madeEffect(event);
    case 'KPIsAgreed':
      return agreedEffect(event);
    case 'PaymentMade':
    case 'PaymentRecovered':
      return paidEffect(event);
    case 'AwardDeclined':
      return { reads: [], changes: [change<AwardDocument>(awardKey(event), () => undefined)] };
    case 'EntryCorrected':
      return correctedEffect(event);
  }
};

/**
 * What was promised: a need, what was specified, what the bid promised, the measures that come from it, what was paid for
 * each period, and the commissions that followed. What came of the measures is in the performance of the award.
 */
export const promises: Projection<PromisesEvent> = {
  name: 'promises',
  version: 2,
  sees: 'official',
  collections: promisesCollections,
  handles: [...needTypes, 'BidsOpened', 'PaymentApproved', 'EntryCorrected', ...madeTypes, ...chainTypes],
  ...byEffects((event: Happened<PromisesEvent>) => effectOf(event)),
};
