import type { Actor, Instant } from '@commissioning/kernel';
import { analyseActions } from '../src/commission/analyse';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { planActions } from '../src/commission/plan';
import { DirectAwardAuthorised, NoticePublished, RouteChosen } from '../src/commission/plan/events';
import { purchaseActions } from '../src/commission/purchase';
import { assessSubsidy } from '../src/commission/purchase/assess-subsidy';
import { awardContract } from '../src/commission/purchase/award-contract';
import { awardGrant } from '../src/commission/purchase/award-grant';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { completeEvaluation } from '../src/commission/purchase/complete-evaluation';
import { endStandstill } from '../src/commission/purchase/end-standstill';
import {
  AssessmentSummariesSent,
  AwardRecommended,
  BidExcluded,
  ContractAwarded,
  DueDiligenceCompleted,
  ExceptionRecorded,
  FeedbackGiven,
  GrantAwarded,
  NoAwardMade,
  QuoteInvited,
  QuoteReceived,
  StandstillEnded,
  StandstillStarted,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { giveFeedback } from '../src/commission/purchase/give-feedback';
import { makeNoAward } from '../src/commission/purchase/make-no-award';
import { publishAwards } from '../src/commission/purchase/publish-awards';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { sendAssessmentSummaries } from '../src/commission/purchase/send-assessment-summaries';
import { startStandstill } from '../src/commission/purchase/start-standstill';
import { DecisionPublished } from '../src/decision/events';
import { type DecisionState, noDecision } from '../src/decision/state';
import type { RouteProfile } from '../src/rulebook/events';
import { made } from './support/made';
import { approver, contextOf, recorded } from './support/specification';
