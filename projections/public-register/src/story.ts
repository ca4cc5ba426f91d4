import { dayInWords, formatPence, type Happened } from '@commissioning/kernel';
import type { CommissionDocument, StepDocument } from './documents';
import { dayOf, referenceOf, type StoryEvent } from './entries';

type Telling = { readonly what: string; readonly detail: string | null };

/**
 * What the story of a commission says of an event; undefined for what is no part of it or not public by then. An award
 * is told by the publication of its decision, never before.
 */
const tellingOf = (event: Happened<StoryEvent>): Telling | undefined => {
  switch (event.type) {
    case 'SpecPublished':
      return { what: 'Specification published', detail: event.data.title };
    case 'SpecAmended':
      return { what: 'Specification amended for everybody', detail: event.data.change };
    case 'ClarificationAnswered':
      return { what: 'Question answered to everybody', detail: event.data.asked };
    case 'NoticePublished':
      return { what: `Notice ${event.data.kind} published`, detail: event.data.reference };
    case 'DecisionPublished':
      return { what: 'Award decision published', detail: `Decision ${event.data.decision}` };
    case 'StandstillStarted':
      return { what: 'Standstill began', detail: `Until ${dayInWords(event.data.lastDay)}` };
    case 'StandstillEnded':
      return { what: 'Standstill ended', detail: null };
    case 'PaymentMade':
      return { what: 'Payment made', detail: formatPence(event.data.amount.pence) };
    case 'PerformanceReviewed':
      return { what: 'Performance reviewed', detail: event.data.rating.replaceAll('-', ' ') };
    case 'AgreementSigned':
      return { what: 'Agreement signed', detail: null };
    case 'CommissionClosed':
      return { what: 'Closed', detail: event.data.summary };
    case 'PriorAwardRecorded':
      return {
        what: 'Award made before this record began',
        detail: `As published by its source: ${event.data.source.id}`,
      };
    case 'NeedIdentified':
    case 'GrantAwarded':
    case 'ContractAwarded':
      return undefined;
  }
};

/** The first step of a story, told once the need is public: when it was identified. */
export const needStep = (need: CommissionDocument, event: Happened<StoryEvent>): StepDocument => ({
  commission: need.reference,
  order: 0,
  on: need.identifiedOn ?? '',
  what: 'Need identified',
  detail: null,
  event: event.id,
});

/** The step of the story that an event makes. */
export const stepOf = (event: Happened<StoryEvent>): StepDocument | undefined => {
  const told = tellingOf(event);
  return (
    told && {
      commission: referenceOf(event),
      order: event.revision,
      on: dayOf(event),
      ...told,
      event: event.id,
    }
  );
};

const unknownCommission = (reference: string, title: string): CommissionDocument => ({
  reference,
  title,
  summary: null,
  themes: [],
  areas: [],
  identifiedOn: null,
  specification: null,
  closed: null,
});

/** The need as it will be public once a specification or a decision is published. */
export const needOf = (
  event: Happened<Extract<StoryEvent, { type: 'NeedIdentified' }>>,
): CommissionDocument => {
  const { reference, title, summary, themes, areas } = event.data;
  return { ...unknownCommission(reference, title), summary, themes, areas, identifiedOn: dayOf(event) };
};

/** What is public of a commission after an event. `need` is what was held back until now. */
export const commissionAfter = (
  event: Happened<StoryEvent>,
  before: CommissionDocument | undefined,
  need: CommissionDocument | undefined,
): CommissionDocument | undefined => {
  switch (event.type) {
    case 'SpecPublished': {
      const { title, need: text, outcomes, criteria, opens, closes } = event.data;
      const specification = {
        title,
        need: text,
        outcomes: outcomes.map(({ outcome }) => outcome),
        criteria: criteria.map(({ title: criterion, category, weight }) => ({
          title: criterion,
          category,
          weight,
        })),
        opens,
        closes,
        publishedOn: dayOf(event),
      };
      return { ...(before ?? need ?? unknownCommission(referenceOf(event), title)), specification };
    }
    case 'SpecAmended': {
      const { closes } = event.data;
      const specification = before?.specification;
      if (before === undefined || !specification || closes === undefined) return before;
      return { ...before, specification: { ...specification, closes } };
    }
    case 'DecisionPublished':
      return before ?? need;
    case 'CommissionClosed': {
      const { outcome, summary } = event.data;
      return before && { ...before, closed: { outcome, summary, on: dayOf(event) } };
    }
    case 'PriorAwardRecorded': {
      const { reference, title } = event.data;
      return before ?? unknownCommission(reference, title);
    }
    case 'NeedIdentified':
    case 'ClarificationAnswered':
    case 'NoticePublished':
    case 'GrantAwarded':
    case 'ContractAwarded':
    case 'StandstillStarted':
    case 'StandstillEnded':
    case 'AgreementSigned':
    case 'PaymentMade':
    case 'PerformanceReviewed':
      return before;
  }
};
