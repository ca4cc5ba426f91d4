import type { Happened } from '@commissioning/kernel';
import { parseStreamName } from '@commissioning/kernel';
import {
  byEffects,
  change,
  type DocumentKey,
  type Effect,
  found,
  noEffect,
  type Projection,
} from '@commissioning/projecting';
import { awardAfter } from './award';
import {
  type HeldPerformance,
  performanceCollections,
  type PerformanceDocument,
  publicPerformanceCollections,
} from './documents';
import { type PerformanceEvent, performanceTypes, type Publication, referenceOf, type Told } from './events';
import { publicView } from './public-view';

const idOf = (event: Happened, award: string): string => `${referenceOf(event)}/${award}`;
const awardKey = (id: string): DocumentKey => ({ collection: 'awards', id });
const pendingKey = (id: string): DocumentKey => ({ collection: 'pending', id });

/** How awards are doing, for those who work on them: every figure as it was returned. Free text is in none of it. */
export const performance: Projection<PerformanceEvent> = {
  name: 'performance',
  version: 1,
  sees: 'official',
  collections: performanceCollections,
  handles: performanceTypes,
  ...byEffects((event: Happened<PerformanceEvent>) => ({
    reads: [],
    changes: [
      change<PerformanceDocument>(awardKey(idOf(event, event.data.award)), (before) =>
        awardAfter(event, before),
      ),
    ],
  })),
};

/** What a document's keepers know after an event, and what of it is public from then on. */
const keptAndShown = (
  id: string,
  after: (before: HeldPerformance | undefined) => HeldPerformance | undefined,
): Effect => {
  const held = pendingKey(id);
  return {
    reads: [held],
    changes: [
      change<HeldPerformance>(held, after),
      change<PerformanceDocument>(awardKey(id), (before, lookup) => {
        const kept = after(found<HeldPerformance>(lookup, held));
        if (kept === undefined || !kept.released) return before;
        const { award } = kept;
        const told = award.measures.length > 0 || award.reviews.length > 0;
        return told ? publicView(award, award.withheld) : before;
      }),
    ],
  };
};

/** What was brought in is public with its source; an award made here, once its decision is published. */
const isReleased = ({ type }: Told<PerformanceEvent['type']>, before: boolean): boolean => {
  switch (type) {
    case 'PriorAwardRecorded':
      return true;
    case 'GrantAwarded':
    case 'ContractAwarded':
      return false;
    case 'KPIsAgreed':
    case 'KPIReturned':
    case 'FinancialReturned':
    case 'ReturnQueried':
    case 'ReturnAccepted':
    case 'PaymentMade':
    case 'PerformanceReviewed':
      return before;
  }
};

const happens = (event: Told<PerformanceEvent['type']>): Effect =>
  keptAndShown(idOf(event, event.data.award), (before) => {
    const award = awardAfter(event, before?.award);
    return award && { released: isReleased(event, before?.released ?? false), award };
  });

const becomesPublic = (event: Publication): Effect => {
  // A decision's own stream tells of the same publication; awards follow their commission's.
  if (parseStreamName(event.stream)?.kind !== 'commission') return noEffect;
  const { awards = [], withheld } = event.data;
  const effects = [...new Set(awards)].map((award) =>
    keptAndShown(
      idOf(event, award),
      (before) => before && { released: true, award: { ...before.award, withheld } },
    ),
  );
  return {
    reads: effects.flatMap(({ reads }) => reads),
    changes: effects.flatMap(({ changes }) => changes),
  };
};

type PublicEvent = PerformanceEvent | Extract<Publication, { type: 'DecisionPublished' }>;

/**
 * How awards are doing, for the public. It is given the figures that providers return, which are for those who work on
 * the matter, and lets through those of accepted returns under public awards that point at no small number of people.
 */
export const publicPerformance: Projection<PublicEvent> = {
  name: 'public-performance',
  version: 1,
  sees: 'official',
  collections: publicPerformanceCollections,
  handles: [...performanceTypes, 'DecisionPublished'],
  ...byEffects((event: Happened<PublicEvent>) =>
    event.type === 'DecisionPublished' ? becomesPublic(event) : happens(event),
  ),
};
