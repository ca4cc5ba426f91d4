import type { CommissionEvent, ProviderEvent } from '@commissioning/domain';
import { type Happened, type ProviderRef, parseStreamName } from '@commissioning/kernel';

/** What the record of a provider takes notice of: of what it bid for, nothing. */
export const recordedTypes = [
  'ProviderRegistered',
  'ProviderDetailsChanged',
  'IdentifierClaimed',
  'DiligenceChecked',
  'ProviderExcluded',
  'ProviderReinstated',
  'EntryCorrected',
  'DueDiligenceCompleted',
  'GrantAwarded',
  'ContractAwarded',
  'PriorAwardRecorded',
  'AwardDeclined',
  'AgreementSigned',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
  'BreachResolved',
  'InvoiceReceived',
  'InvoiceDisputed',
  'InvoiceDisputeSettled',
  'PaymentApproved',
  'PaymentMade',
  'PaymentRecovered',
] as const;

export type RecordedEvent = Extract<
  CommissionEvent | ProviderEvent,
  { type: (typeof recordedTypes)[number] }
>;

/** One of these events, by its type. */
export type Told<Type extends RecordedEvent['type']> = Happened<Extract<RecordedEvent, { type: Type }>>;

const idOf = (event: Happened): string => parseStreamName(event.stream)?.id ?? '';

/** The provider whose stream an event stands in. */
export const providerOf = (event: Happened): ProviderRef => idOf(event) as ProviderRef;
