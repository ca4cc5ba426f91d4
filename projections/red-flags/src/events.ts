import type { CommissionEvent, DecisionEvent, DutyEvent, RuleBookEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** The types of the events that flags stand on. */
export const flaggedTypes = [
  'BodyEstablished',
  'RulesAdopted',
  'DecisionTaken',
  'NeedIdentified',
  'RouteChosen',
  'MarketEngaged',
  'DirectAwardAuthorised',
  'SpecPublished',
  'SpecAmended',
  'ClarificationAsked',
  'ClarificationAnswered',
  'InterestDeclared',
  'QuoteReceived',
  'BidReceived',
  'BidWithdrawn',
  'BidsOpened',
  'BidExcluded',
  'BidScored',
  'ScoreModerated',
  'EvaluationCompleted',
  'AwardRecommended',
  'GrantAwarded',
  'ContractAwarded',
  'AwardDeclined',
  'AgreementSigned',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
  'KPIsAgreed',
  'KPIReturned',
  'FinancialReturned',
  'ReturnAccepted',
  'ReturnCorrected',
  'InvoiceReceived',
  'PaymentApproved',
  'PaymentMade',
  'PaymentRecovered',
  'ExceptionRecorded',
  'DutyMissed',
  'DutyMet',
] as const satisfies ReadonlyArray<(CommissionEvent | DecisionEvent | DutyEvent | RuleBookEvent)['type']>;

export type FlaggedEvent = Extract<
  CommissionEvent | DecisionEvent | DutyEvent | RuleBookEvent,
  { type: (typeof flaggedTypes)[number] }
>;

/** One of these events, by its type. */
export type Told<Type extends FlaggedEvent['type']> = Happened<Extract<FlaggedEvent, { type: Type }>>;
