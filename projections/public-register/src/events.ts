import type { CommissionEvent, FundEvent, RuleBookEvent } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';

/** The types of the events of which a commission's story is told, in the order of the cycle. */
export const storyTypes = [
  'PriorAwardRecorded',
  'NeedIdentified',
  'CoCommissionerJoined',
  'CoCommissionerLeft',
  'ContributionAgreed',
  'ContributionWithdrawn',
  'NeedsAssessed',
  'ConsultationHeld',
  'DraftSpecShared',
  'InstrumentChosen',
  'RouteChosen',
  'DirectAwardAuthorised',
  'SpecPublished',
  'NoticePublished',
  'SpecAmended',
  'ClarificationAnswered',
  'GrantAwarded',
  'ContractAwarded',
  'AwardDeclined',
  'NoAwardMade',
  'DecisionPublished',
  'StandstillStarted',
  'StandstillEnded',
  'ChallengeRaised',
  'SuspensionLifted',
  'ChallengeResolved',
  'CommissionHalted',
  'CommissionResumed',
  'CommissionCancelled',
  'AgreementSigned',
  'SubsidyEntered',
  'PaymentMade',
  'PerformanceReviewed',
  'AgreementVaried',
  'AgreementExtended',
  'AgreementTerminated',
  'PaymentRecovered',
  'ItemWithheld',
  'EntryCorrected',
  'CommissionClosed',
] as const satisfies ReadonlyArray<CommissionEvent['type']>;

/** The events of which a commission's story is told. */
export type StoryEvent = Extract<CommissionEvent, { type: (typeof storyTypes)[number] }>;

/** One event of a story, by its type. */
export type Told<Type extends StoryEvent['type']> = Happened<Extract<StoryEvent, { type: Type }>>;

/** What happens under an award and is told with it. */
export type UnderAwardType =
  | 'AwardDeclined'
  | 'AgreementSigned'
  | 'SubsidyEntered'
  | 'PaymentMade'
  | 'PaymentRecovered'
  | 'PerformanceReviewed'
  | 'AgreementTerminated';

type FundNamed = Extract<FundEvent, { type: 'FundOpened' }>;

/** What is told of the body itself. */
export type BodyEvent = Extract<RuleBookEvent, { type: 'BodyEstablished' | 'BodySucceeded' }>;

/** What the register takes notice of. */
export type RegisterEvent = StoryEvent | FundNamed | BodyEvent;
