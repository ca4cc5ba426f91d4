import { alsoWithheld, correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import { commissionOf, type Happened, parseStreamName } from '@commissioning/kernel';
import {
  byEffects,
  change,
  type DocumentKey,
  type Effect,
  found,
  type Lookup,
  noEffect,
  type Projection,
} from '@commissioning/projecting';
import { awardAfter, type AwardEvent } from './award';
import {
  type AwardDocument,
  type HeldAward,
  performanceCollections,
  type PlanDocument,
  publicPerformanceCollections,
  type ReturnDocument,
} from './documents';
import {
  type Correction,
  type PerformanceEvent,
  performanceTypes,
  type Publication,
  type Told,
} from './events';
import { planAfter } from './plan';
import { namedAs, returnShown } from './public-view';
import { returnAfter, type ReturnEvent } from './returns';
import { lastDaySaid } from './term';

const idOf = (event: Happened, award: string): string => `${commissionOf(event)}/${award}`;

const keyIn =
  (collection: string) =>
  (id: string): DocumentKey => ({ collection, id });
const ofPeriodIn =
  (collection: string) =>
  (award: string, period: string): DocumentKey => ({ collection, id: `${award}/${period}` });

const awardKey = keyIn('awards');
const planKey = keyIn('plans');
const returnKey = ofPeriodIn('returns');
const heldKey = keyIn('pending');
const heldPlanKey = keyIn('pending-plans');
const heldReturnKey = ofPeriodIn('pending-returns');

const goes = (key: DocumentKey) => change(key, () => undefined);

/** An award comes to nothing, and with it whatever was agreed to be returned for it. */
const comesToNothing = (award: string): Effect => ({
  reads: [planKey(award)],
  changes: [goes(awardKey(award)), goes(planKey(award))],
  further: (lookup) => ({
    reads: [],
    changes: (found<PlanDocument>(lookup, planKey(award))?.periods ?? []).map(({ period }) =>
      goes(returnKey(award, period)),
    ),
  }),
});

const isReturn = (event: Told<PerformanceEvent['type']>): event is ReturnEvent => {
  switch (event.type) {
    case 'KPIReturned':
    case 'FinancialReturned':
    case 'ReturnQueried':
    case 'ReturnAccepted':
    case 'ReturnCorrected':
      return true;
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'PriorAwardRecorded':
    case 'KPIsAgreed':
    case 'PaymentMade':
    case 'PaymentRecovered':
    case 'PerformanceReviewed':
    case 'AwardDeclined':
    case 'AgreementVaried':
    case 'AgreementExtended':
    case 'AgreementTerminated':
      return false;
  }
};

const effectOf = (event: Told<PerformanceEvent['type']>): Effect => {
  const award = idOf(event, event.data.award);
  if (isReturn(event))
    return {
      reads: [planKey(award)],
      changes: [
        change<ReturnDocument>(returnKey(award, event.data.period), (before, lookup) =>
          returnAfter(event, found<PlanDocument>(lookup, planKey(award)), before),
        ),
      ],
    };
  if (event.type === 'KPIsAgreed')
    return {
      reads: [awardKey(award)],
      changes: [
        change<PlanDocument>(planKey(award), (before, lookup) =>
          lookup(awardKey(award)) === undefined ? before : planAfter(event, award, before),
        ),
      ],
    };
  if (event.type === 'AwardDeclined') return comesToNothing(award);
  return {
    reads: [],
    changes: [change<AwardDocument>(awardKey(award), (before) => awardAfter(event, before))],
  };
};

/** The award brought in of which a correction puts the title right; undefined of every other correction. */
const titleOf = (event: Correction): string | undefined => {
  const { of } = event.data;
  const award = of === 'PriorAwardRecorded' ? namedIn(event.data, 'award') : undefined;
  return award === undefined ? undefined : idOf(event, award);
};

const withTitle = <Award extends AwardDocument | undefined>(event: Correction, award: Award): Award =>
  award &&
  putRightIn(
    award,
    correctedIn(event.data).filter(({ field }) => field === '/title'),
  );

const entryPutRight = (event: Correction): Effect => {
  const award = titleOf(event);
  if (award === undefined) return noEffect;
  return {
    reads: [],
    changes: [change<AwardDocument | undefined>(awardKey(award), (before) => withTitle(event, before))],
  };
};

type ReadEvent = PerformanceEvent | Extract<Correction, { type: 'EntryCorrected' }>;

/** How awards are doing, for those who work on them: every figure as it was returned. Free text is in none of it. */
export const performance: Projection<ReadEvent> = {
  name: 'performance',
  version: 4,
  sees: 'official',
  collections: performanceCollections,
  handles: [...performanceTypes, 'EntryCorrected'],
  ...byEffects((event: Happened<ReadEvent>) =>
    event.type === 'EntryCorrected' ? entryPutRight(event) : effectOf(event),
  ),
};

type After = (before: HeldAward | undefined) => HeldAward | undefined;

/** What follows from what was held before is asked for several times an event, and worked out once. */
const once = (after: After): After => {
  let last: { readonly before: HeldAward | undefined; readonly after: HeldAward | undefined } | undefined;
  return (before) => {
    if (last === undefined || last.before !== before) last = { before, after: after(before) };
    return last.after;
  };
};

/** What its keepers know of an award after an event, and what of it is public from then on. */
const keptAndShown = (id: string, makes: After): Effect => {
  const held = heldKey(id);
  const after = once(makes);
  return {
    reads: [held],
    changes: [
      change<HeldAward>(held, after),
      change<AwardDocument>(awardKey(id), (before, lookup) => {
        const kept = after(found<HeldAward>(lookup, held));
        // An award that came to nothing is kept no longer, and what was public of it goes with it.
        if (kept === undefined) return undefined;
        if (!kept.released) return before;
        const { award, periods } = kept;
        const told = periods.length > 0 || award.reviews.length > 0;
        return told ? namedAs(award, award.withheld) : before;
      }),
    ],
  };
};

/** What was brought in is public with its source; an award made here, once its decision is published. */
const isReleased = ({ type }: AwardEvent, before: boolean): boolean => {
  switch (type) {
    case 'PriorAwardRecorded':
      return true;
    case 'GrantAwarded':
    case 'ContractAwarded':
      return false;
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
const termWaits = (event: Told<'AgreementVaried' | 'AgreementExtended'>, before: HeldAward): HeldAward => {
  const lastDay = lastDaySaid(event);
  if (lastDay === undefined) return before;
  return { ...before, terms: [...before.terms, { decision: event.data.decision, lastDay }] };
};

const heldAfter = (event: AwardEvent, before: HeldAward | undefined): HeldAward | undefined => {
  if (event.type === 'AgreementVaried' || event.type === 'AgreementExtended')
    return before && termWaits(event, before);
  const award = awardAfter(event, before?.award);
  // The day on which an agreement was ended is public at once; no term it was given before holds after that.
  const terms = event.type === 'AgreementTerminated' ? [] : (before?.terms ?? []);
  const released = isReleased(event, before?.released ?? false);
  return award && { released, award, periods: before?.periods ?? [], terms };
};

/** What of a return is public once its award is. */
const returnOf = (lookup: Lookup, award: string, returned: ReturnDocument | undefined) => {
  const plan = found<PlanDocument>(lookup, heldPlanKey(award));
  return plan && returned && returnShown(plan, returned);
};

const isReturned = (event: ReturnEvent, award: string): Effect => {
  const [held, heldPlan, heldReturn] = [
    heldKey(award),
    heldPlanKey(award),
    heldReturnKey(award, event.data.period),
  ];
  const after = (lookup: Lookup, before: ReturnDocument | undefined) =>
    returnAfter(event, found<PlanDocument>(lookup, heldPlan), before);
  return {
    reads: [held, heldPlan, heldReturn],
    changes: [
      change<ReturnDocument>(heldReturn, (before, lookup) => after(lookup, before)),
      change<ReturnDocument>(returnKey(award, event.data.period), (before, lookup) =>
        found<HeldAward>(lookup, held)?.released === true
          ? returnOf(lookup, award, after(lookup, found<ReturnDocument>(lookup, heldReturn)))
          : before,
      ),
    ],
  };
};

const isAgreed = (event: Told<'KPIsAgreed'>, award: string): Effect => {
  const [held, heldPlan] = [heldKey(award), heldPlanKey(award)];
  const after = (before: PlanDocument | undefined) => planAfter(event, award, before);
  const kept = keptAndShown(
    award,
    (before) =>
      before && {
        ...before,
        periods: [...new Set([...before.periods, ...event.data.periods.map(({ id }) => id)])],
      },
  );
  return {
    reads: [...kept.reads, heldPlan],
    changes: [
      ...kept.changes,
      change<PlanDocument>(heldPlan, (before, lookup) =>
        lookup(held) === undefined ? before : after(before),
      ),
      change<PlanDocument>(planKey(award), (before, lookup) =>
        found<HeldAward>(lookup, held)?.released === true
          ? after(found<PlanDocument>(lookup, heldPlan))
          : before,
      ),
    ],
  };
};

/** A held award comes to nothing: nothing of it is kept any longer, and nothing of it is public. */
const isDeclined = (award: string): Effect => ({
  reads: [heldKey(award)],
  changes: [heldKey, awardKey, heldPlanKey, planKey].map((keyOf) => goes(keyOf(award))),
  further: (lookup) => ({
    reads: [],
    changes: (found<HeldAward>(lookup, heldKey(award))?.periods ?? []).flatMap((period) => [
      goes(heldReturnKey(award, period)),
      goes(returnKey(award, period)),
    ]),
  }),
});

const happens = (event: Told<PerformanceEvent['type']>): Effect => {
  const award = idOf(event, event.data.award);
  if (isReturn(event)) return isReturned(event, award);
  if (event.type === 'KPIsAgreed') return isAgreed(event, award);
  if (event.type === 'AwardDeclined') return isDeclined(award);
  return keptAndShown(award, (before) => heldAfter(event, before));
};

/** An award once a decision that names it is published: public, with the last of the terms it was given under it. */
const published = ({ data }: Publication, { award, terms, periods }: HeldAward): HeldAward => {
  const withheld = alsoWithheld(award.withheld, data.withheld);
  const last = terms.findLastIndex(({ decision }) => decision === data.decision);
  const term = terms[last];
  return {
    released: true,
    award: { ...award, lastDay: term?.lastDay ?? award.lastDay, withheld },
    periods,
    // A term given before this one is of the past, whenever the decision on it becomes public.
    terms: terms.slice(last + 1),
  };
};

/** What was agreed and returned before its award became public comes to light with it. */
const comesToLight = (lookup: Lookup, award: string): Effect => {
  const held = found<HeldAward>(lookup, heldKey(award));
  if (held === undefined || held.released) return noEffect;
  const plan = change<PlanDocument>(planKey(award), (_, seen) =>
    found<PlanDocument>(seen, heldPlanKey(award)),
  );
  const returns = held.periods.map((period) =>
    change<ReturnDocument>(returnKey(award, period), (_, seen) =>
      returnOf(seen, award, found<ReturnDocument>(seen, heldReturnKey(award, period))),
    ),
  );
  return {
    reads: [heldPlanKey(award), ...held.periods.map((period) => heldReturnKey(award, period))],
    changes: [plan, ...returns],
  };
};

const together = (effects: ReadonlyArray<Effect>): Effect => ({
  reads: effects.flatMap(({ reads }) => reads),
  changes: effects.flatMap(({ changes }) => changes),
});

const becomesPublic = (event: Publication): Effect => {
  // A decision's own stream tells of the same publication; awards follow their commission's.
  if (parseStreamName(event.stream)?.kind !== 'commission') return noEffect;
  const awards = [...new Set(event.data.awards ?? [])].map((award) => idOf(event, award));
  return {
    ...together(awards.map((award) => keptAndShown(award, (before) => before && published(event, before)))),
    further: (lookup) => together(awards.map((award) => comesToLight(lookup, award))),
  };
};

const isPutRight = (event: Correction): Effect => {
  const award = titleOf(event);
  return award === undefined
    ? noEffect
    : keptAndShown(award, (before) => before && { ...before, award: withTitle(event, before.award) });
};

type PublicEvent = ReadEvent | Extract<Publication, { type: 'DecisionPublished' }>;

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
