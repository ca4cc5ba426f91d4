import { alsoWithheld, correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import { commissionOf, type Happened } from '@commissioning/kernel';
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
import {
  type Correction,
  type PerformanceEvent,
  performanceTypes,
  type Publication,
  type Told,
} from './events';
import { publicView } from './public-view';
import { lastDaySaid } from './term';

const idOf = (event: Happened, award: string): string => `${commissionOf(event)}/${award}`;
const awardKey = (id: string): DocumentKey => ({ collection: 'awards', id });
const pendingKey = (id: string): DocumentKey => ({ collection: 'pending', id });

/** The award brought in of which a correction puts the title right; undefined of every other correction. */
const titleOf = (event: Correction): string | undefined => {
  const { of } = event.data;
  const award = of === 'PriorAwardRecorded' ? namedIn(event.data, 'award') : undefined;
  return award === undefined ? undefined : idOf(event, award);
};

const withTitle = <Award extends PerformanceDocument | undefined>(event: Correction, award: Award): Award =>
  award &&
  putRightIn(
    award,
    correctedIn(event.data).filter(({ field }) => field === '/title'),
  );

const ofAward = (event: Happened<PerformanceEvent> | Correction): Effect => {
  const id = event.type === 'EntryCorrected' ? titleOf(event) : idOf(event, event.data.award);
  if (id === undefined) return noEffect;
  const after = (before: PerformanceDocument | undefined): PerformanceDocument | undefined =>
    event.type === 'EntryCorrected' ? withTitle(event, before) : awardAfter(event, before);
  return { reads: [], changes: [change<PerformanceDocument>(awardKey(id), after)] };
};

type AwardEvent = PerformanceEvent | Extract<Correction, { type: 'EntryCorrected' }>;

/** How awards are doing, for those who work on them: every figure as it was returned. Free text is in none of it. */
export const performance: Projection<AwardEvent> = {
  name: 'performance',
  version: 4,
  sees: 'official',
  collections: performanceCollections,
  handles: [...performanceTypes, 'EntryCorrected'],
  ...byEffects((event: Happened<AwardEvent>) => ofAward(event as Happened<PerformanceEvent> | Correction)),
};

type After = (before: HeldPerformance | undefined) => HeldPerformance | undefined;

/** What follows from what was held before is asked for twice an event, and worked out once. */
const once = (after: After): After => {
  let last:
    | { readonly before: HeldPerformance | undefined; readonly after: HeldPerformance | undefined }
    | undefined;
  return (before) => {
    if (last === undefined || last.before !== before) last = { before, after: after(before) };
    return last.after;
  };
};

/** What a document's keepers know after an event, and what of it is public from then on. */
const keptAndShown = (id: string, makes: After): Effect => {
  const held = pendingKey(id);
  const after = once(makes);
  return {
    reads: [held],
    changes: [
      change<HeldPerformance>(held, after),
      change<PerformanceDocument>(awardKey(id), (before, lookup) => {
        const kept = after(found<HeldPerformance>(lookup, held));
        // An award that came to nothing is kept no longer, and what was public of it goes with it.
        if (kept === undefined) return undefined;
        if (!kept.released) return before;
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
    case 'ReturnCorrected':
    case 'PaymentMade':
    case 'PaymentRecovered':
    case 'PerformanceReviewed':
    case 'AwardDeclined':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
      return before;
  }
};

/** A term that an agreement is given is public with the decision on it: which periods are awaited would tell it. */
const termWaits = (event: Told<'AgreementVaried' | 'AgreementExtended'>, before: HeldPerformance) => {
  const lastDay = lastDaySaid(event);
  if (lastDay === undefined) return before;
  return { ...before, terms: [...before.terms, { decision: event.data.decision, lastDay }] };
};

const heldAfter = (
  event: Told<PerformanceEvent['type']>,
  before: HeldPerformance | undefined,
): HeldPerformance | undefined => {
  if (event.type === 'AgreementVaried' || event.type === 'AgreementExtended')
    return before && termWaits(event, before);
  const award = awardAfter(event, before?.award);
  // The day on which an agreement was ended is public at once; no term it was given before holds after that.
  const terms = event.type === 'AgreementTerminated' ? [] : (before?.terms ?? []);
  return award && { released: isReleased(event, before?.released ?? false), award, terms };
};

const happens = (event: Told<PerformanceEvent['type']>): Effect =>
  keptAndShown(idOf(event, event.data.award), (before) => heldAfter(event, before));

/** An award once a decision that names it is published: public, with the last of the terms it was given under it. */
const published = ({ data }: Publication, { award, terms }: HeldPerformance): HeldPerformance => {
  const withheld = alsoWithheld(award.withheld, data.withheld);
  const last = terms.findLastIndex(({ decision }) => decision === data.decision);
  const term = terms[last];
  return {
    released: true,
    award: { ...award, lastDay: term?.lastDay ?? award.lastDay, withheld },
    // A term given before this one is of the past, whenever the decision on it becomes public.
    terms: terms.slice(last + 1),
  };
};

const becomesPublic = (event: Publication): Effect => {
  // A decision's own stream tells of the same publication; awards follow their commission's.
  if (parseStreamName(event.stream)?.kind !== 'commission') return noEffect;
  const effects = [...new Set(event.data.awards ?? [])].map((award) =>
    keptAndShown(idOf(event, award), (before) => before && published(event, before)),
  );
  return {
    reads: effects.flatMap(({ reads }) => reads),
    changes: effects.flatMap(({ changes }) => changes),
  };
};

const isPutRight = (event: Correction): Effect => {
  const id = titleOf(event);
  return id === undefined
    ? noEffect
    : keptAndShown(id, (before) => before && { ...before, award: withTitle(event, before.award) });
};

type PublicEvent = AwardEvent | Extract<Publication, { type: 'DecisionPublished' }>;

const shownBy = (event: Happened<PublicEvent>): Effect => {
  if (event.type === 'DecisionPublished') return becomesPublic(event);
  return event.type === 'EntryCorrected' ? isPutRight(event) : happens(event);
};

/**
 * How awards are doing, for the public. It is given the figures that providers return, which are for those who work on
 * the matter, and lets through those of accepted returns under public awards that point at no small number of people.
 */
export const publicPerformance: Projection<PublicEvent> = {
  name: 'public-performance',
  version: 4,
  sees: 'official',
  collections: publicPerformanceCollections,
  handles: [...performanceTypes, 'EntryCorrected', 'DecisionPublished'],
  ...byEffects(shownBy),
};
