import type { CommissionEvent } from '@commissioning/domain';
import {
  type CalendarDate,
  type CommissionRef,
  effectiveAt,
  type Happened,
  londonDateOf,
  parseStreamName,
} from '@commissioning/kernel';

/** The types of the events by which an opportunity comes about, changes and ends. */
export const opportunityTypes = [
  'InstrumentChosen',
  'RouteChosen',
  'SpecPublished',
  'SpecAmended',
  'ClarificationAnswered',
  'NoticePublished',
  'GrantAwarded',
  'ContractAwarded',
  'NoAwardMade',
  'AwardDeclined',
  'CommissionHalted',
  'CommissionResumed',
  'CommissionCancelled',
  'DecisionPublished',
  'CommissionClosed',
] as const satisfies ReadonlyArray<CommissionEvent['type']>;

/** What opportunities take notice of. */
export type OpportunityEvent = Extract<CommissionEvent, { type: (typeof opportunityTypes)[number] }>;

/** One of these events, by its type. */
export type Told<Type extends OpportunityEvent['type']> = Happened<Extract<OpportunityEvent, { type: Type }>>;

/** The commission whose stream an event stands in. */
export const referenceOf = (event: Happened): CommissionRef =>
  (parseStreamName(event.stream)?.id ?? '') as CommissionRef;

/** The London day on which an event took effect. */
export const dayOf = (event: Happened): CalendarDate => londonDateOf(effectiveAt(event.metadata));
