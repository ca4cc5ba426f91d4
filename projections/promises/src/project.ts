import type { CommissionEvent } from '@commissioning/domain';
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
import { awardAfter, type PerformanceEvent, performanceTypes } from '@projections/performance';
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
type PromisesEvent =
  | NeedEvent
  | PerformanceEvent
  | Extract<CommissionEvent, { type: 'BidsOpened' | 'PaymentApproved' }>;

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

/** The chain about an award, beside what performance says of it. */
const chainAfter = (
  event: Told<PerformanceEvent['type']>,
  before: AwardDocument,
  payment: PaymentDocument | undefined,
): AwardDocument => {
  if (event.type === 'KPIsAgreed')
    return {
      ...before,
      promised: true,
      agreed: event.id as EventId,
      sources: sourcesAfter(event, before.sources),
    };
  if (payment === undefined) return before;
  const { period } = payment;
  if (event.type === 'PaymentMade') {
    const { pence } = event.data.amount;
    return { ...before, paidFor: paidAfter(before.paidFor, period, (paid) => sumPence([paid, pence])) };
  }
  if (event.type === 'PaymentRecovered') {
    const { pence } = event.data.amount;
    return { ...before, paidFor: paidAfter(before.paidFor, period, (paid) => remaining(paid, pence)) };
  }
  return before;
};

/** What an event looks up to be told of an award: the bid that won, the period that was paid for. */
const lookedUp = (event: Told<PerformanceEvent['type']>): ReadonlyArray<DocumentKey> => {
  const commission = commissionOf(event);
  if (event.type === 'GrantAwarded' || event.type === 'ContractAwarded')
    return event.data.bid === undefined ? [] : [key('bids', commission, event.data.bid)];
  return event.type === 'PaymentMade' || event.type === 'PaymentRecovered'
    ? [key('payments', commission, event.data.award, event.data.payment)]
    : [];
};

const awardEffect = (event: Told<PerformanceEvent['type']>): Effect => {
  const commission = commissionOf(event);
  const { award } = event.data;
  const reads = lookedUp(event);
  const [read] = reads;
  return {
    reads,
    changes: [
      change<AwardDocument>(key('awards', commission, award), (before, lookup) => {
        const performance = awardAfter(event, before?.performance);
        if (performance === undefined) return undefined;
        const { title, providerReference } = performance;
        const seen = read && found<BidDocument & PaymentDocument>(lookup, read);
        const begun: AwardDocument = before ?? {
          commission,
          award,
          title,
          providerReference,
          promised: (seen?.promises ?? []).length > 0,
          agreed: null,
          promises: seen?.promises ?? [],
          sources: [],
          paidFor: [],
          performance,
        };
        return chainAfter(event, { ...begun, performance }, before && seen);
      }),
    ],
  };
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
    case 'KPIsAgreed':
    case 'KPIReturned':
    case 'FinancialReturned':
    case 'ReturnQueried':
    case 'ReturnAccepted':
    case 'ReturnCorrected':
    case 'PaymentMade':
    case 'PaymentRecovered':
    case 'PerformanceReviewed':
    case 'AwardDeclined':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
      return awardEffect(event);
  }
};

/**
 * What was promised and what came of it: a need, what was specified, what the bid promised, the measures that come from
 * it, their returns and payments, and the commissions that followed.
 */
export const promises: Projection<PromisesEvent> = {
  name: 'promises',
  version: 1,
  sees: 'official',
  collections: promisesCollections,
  handles: [...needTypes, 'BidsOpened', 'PaymentApproved', ...performanceTypes],
  ...byEffects((event: Happened<PromisesEvent>) => effectOf(event)),
};
