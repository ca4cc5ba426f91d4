import type { CommissionEvent, DecisionEvent, RuleBookEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

type PublicSource = CommissionEvent | DecisionEvent | RuleBookEvent;

/** The types of the events that public events come of, in the order of the cycle. */
export const sourceTypes = [
  'PriorAwardRecorded',
  'ConsultationOpened',
  'ConsultationExtended',
  'ConsultationWithdrawn',
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
  'StatementPublished',
] as const satisfies ReadonlyArray<PublicSource['type']>;

/** What public events come of. */
export type SourceEvent = Extract<PublicSource, { type: (typeof sourceTypes)[number] }>;

/** One of these events, by its type. */
export type Told<Type extends SourceEvent['type']> = Happened<Extract<SourceEvent, { type: Type }>>;
