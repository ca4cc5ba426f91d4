import type { CommissionEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** The types of the events that say how an award is doing. */
export const performanceTypes = [
  'GrantAwarded',
  'ContractAwarded',
  'PriorAwardRecorded',
  'KPIsAgreed',
  'KPIReturned',
  'FinancialReturned',
  'ReturnQueried',
  'ReturnAccepted',
  'ReturnCorrected',
  'PaymentMade',
  'PaymentRecovered',
  'PerformanceReviewed',
  'AwardDeclined',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
] as const satisfies ReadonlyArray<CommissionEvent['type']>;

export type PerformanceEvent = Extract<CommissionEvent, { type: (typeof performanceTypes)[number] }>;

/** One of these events, by its type. */
export type Told<Type extends PerformanceEvent['type']> = Happened<Extract<PerformanceEvent, { type: Type }>>;

/** A slip put right in an entry of the commission. */
export type Correction = Happened<Extract<CommissionEvent, { type: 'EntryCorrected' }>>;

/** A decision's publication, by which an award becomes public. */
export type Publication = Happened<Extract<CommissionEvent, { type: 'DecisionPublished' }>>;
