import type { CommissionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** The types of the events by which an opportunity comes about, changes and ends. */
export const opportunityTypes = [
  'ConsultationOpened',
  'ConsultationExtended',
  'ConsultationWithdrawn',
  'ConsultationHeld',
  'InstrumentChosen',
  'RouteChosen',
  'AwardMatrixSet',
  'SpecPublished',
  'SpecAmended',
  'ClarificationAnswered',
  'BiddingClosed',
  'BidsOpened',
  'NoticePublished',
  'EntryCorrected',
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
