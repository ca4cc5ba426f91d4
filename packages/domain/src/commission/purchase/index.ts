import { analyseActions } from '../analyse';
import { historyActions } from '../history';
import { rulesOf } from '../in-turn';
import { planActions } from '../plan';
import { reviewActions } from '../review';
import { appointPanel } from './appoint-panel';
import { assessSubsidy } from './assess-subsidy';
import { awardContract } from './award-contract';
import { awardGrant } from './award-grant';
import { checkSubcontractors } from './check-subcontractors';
import { closeBidding } from './close-bidding';
import { completeDiligence } from './complete-diligence';
import { completeEvaluation } from './complete-evaluation';
import { confirmAssistance } from './confirm-assistance';
import { considerLowBid } from './consider-low-bid';
import { declareInterests } from './declare-interests';
import { declineQuote } from './decline-quote';
import { endStandstill } from './end-standstill';
import { enterSubsidy } from './enter-subsidy';
import { excludeBid } from './exclude-bid';
import { giveFeedback } from './give-feedback';
import { inviteQuote } from './invite-quote';
import { lockScores } from './lock-scores';
import { makeNoAward } from './make-no-award';
import { manageInterest } from './manage-interest';
import { moderateScore } from './moderate-score';
import { notifyAssistance } from './notify-assistance';
import { notifyExclusion } from './notify-exclusion';
import { notifyExclusionProceedings } from './notify-exclusion-proceedings';
import { notifyLowBid } from './notify-low-bid';
import { openBids } from './open-bids';
import { openModeration } from './open-moderation';
import { publishAwards } from './publish-awards';
import { receiveBid } from './receive-bid';
import { receiveQuote } from './receive-quote';
import { recommendAward } from './recommend-award';
import { recordExceptionTo } from './record-exception';
import { refuseLateBid } from './refuse-late-bid';
import { replacePanelMember } from './replace-panel-member';
import { scoreBid } from './score-bid';
import { sendAssessmentSummaries } from './send-assessment-summaries';
import { signAgreement } from './sign-agreement';
import { startStandstill } from './start-standstill';
import { callReserve } from './call-reserve';
import { cancelCommission } from './cancel-commission';
import { declineAward } from './decline-award';
import { haltCommission } from './halt-commission';
import { liftSuspension } from './lift-suspension';
import { raiseChallenge } from './raise-challenge';
import { resolveChallenge } from './resolve-challenge';
import { resumeCommission } from './resume-commission';
import { withdrawBid } from './withdraw-bid';

const fromPanelToAgreement = [
  appointPanel,
  replacePanelMember,
  declareInterests,
  manageInterest,
  inviteQuote,
  receiveQuote,
  declineQuote,
  receiveBid,
  withdrawBid,
  refuseLateBid,
  closeBidding,
  openBids,
  notifyLowBid,
  considerLowBid,
  excludeBid,
  notifyExclusion,
  notifyExclusionProceedings,
  checkSubcontractors,
  scoreBid,
  lockScores,
  openModeration,
  moderateScore,
  completeEvaluation,
  recommendAward,
  notifyAssistance,
  assessSubsidy,
  completeDiligence,
  awardGrant,
  awardContract,
  makeNoAward,
  publishAwards,
  sendAssessmentSummaries,
  giveFeedback,
  startStandstill,
  endStandstill,
  signAgreement,
  confirmAssistance,
  enterSubsidy,
] as const;

/** What interrupts a commission, and what follows when an award falls through. */
const interrupting = [
  declineAward,
  callReserve,
  raiseChallenge,
  liftSuspension,
  resolveChallenge,
  haltCommission,
  resumeCommission,
  cancelCommission,
] as const;

const recordException = recordExceptionTo(
  rulesOf(
    ...analyseActions,
    ...planActions,
    ...fromPanelToAgreement,
    ...interrupting,
    ...reviewActions,
    ...historyActions,
  ),
);

/** What is done to find who provides, in the order of the cycle; an exception may be recorded to any rule of policy. */
export const purchaseActions = [...fromPanelToAgreement, ...interrupting, recordException] as const;
