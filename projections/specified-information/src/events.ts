import type { CommissionEvent, DecisionEvent, RuleBookEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** What the lists take notice of. */
export const specifiedTypes = [
  'RulesAdopted',
  'InstrumentChosen',
  'SpecPublished',
  'GrantAwarded',
  'ContractAwarded',
  'PriorAwardRecorded',
  'AwardDeclined',
  'DecisionTaken',
  'DecisionPublished',
  'MinutesPublished',
  'EntryCorrected',
  'AgreementSigned',
  'AgreementVaried',
  'AgreementExtended',
  'PaymentMade',
] as const;

export type SpecifiedEvent = Extract<
  CommissionEvent | DecisionEvent | RuleBookEvent,
  { type: (typeof specifiedTypes)[number] }
>;

/** One of these events, by its type. */
export type Told<Type extends SpecifiedEvent['type']> = Happened<Extract<SpecifiedEvent, { type: Type }>>;
