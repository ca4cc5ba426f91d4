import type { CommissionEvent, DecisionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** The types of the events that public events come of, in the order of the cycle. */
export const sourceTypes = [
  'PriorAwardRecorded',
  'InstrumentChosen',
  'RouteChosen',
  'SpecPublished',
  'SpecAmended',
  'ClarificationAnswered',
  'GrantAwarded',
  'ContractAwarded',
  'NoAwardMade',
  'AwardDeclined',
  'DecisionTaken',
  'DecisionPublished',
  'CommissionHalted',
  'CommissionResumed',
  'CommissionCancelled',
  'AgreementSigned',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
  'PaymentMade',
  'PaymentRecovered',
  'ItemWithheld',
  'CommissionClosed',
] as const satisfies ReadonlyArray<(CommissionEvent | DecisionEvent)['type']>;

/** What public events come of. */
export type SourceEvent = Extract<CommissionEvent | DecisionEvent, { type: (typeof sourceTypes)[number] }>;

/** One of these events, by its type. */
export type Told<Type extends SourceEvent['type']> = Happened<Extract<SourceEvent, { type: Type }>>;
