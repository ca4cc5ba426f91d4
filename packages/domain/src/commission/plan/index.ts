import { allocateFunding } from './allocate-funding';
import { amendSpec } from './amend-spec';
import { answerClarification } from './answer-clarification';
import { askClarification } from './ask-clarification';
import { assessConflicts } from './assess-conflicts';
import { authoriseDirectAward } from './authorise-direct-award';
import { checkFundingConditions } from './check-funding-conditions';
import { chooseInstrument } from './choose-instrument';
import { chooseRoute } from './choose-route';
import { engageMarket } from './engage-market';
import { extendConsultation } from './extend-consultation';
import { holdConsultation } from './hold-consultation';
import { involveProcurementTeam } from './involve-procurement-team';
import { openConsultation } from './open-consultation';
import { publishNotice } from './publish-notice';
import { publishSpec } from './publish-spec';
import { reallocateFunding } from './reallocate-funding';
import { releaseFunding } from './release-funding';
import { requestDirectGrant } from './request-direct-grant';
import { setAwardMatrix } from './set-award-matrix';
import { setOpeningKeys } from './set-opening-keys';
import { shareDraftSpec } from './share-draft-spec';
import { withdrawConsultation } from './withdraw-consultation';

/** What is done to plan how a need is met, in the order of the cycle. */
export const planActions = [
  openConsultation,
  extendConsultation,
  withdrawConsultation,
  holdConsultation,
  engageMarket,
  shareDraftSpec,
  allocateFunding,
  releaseFunding,
  reallocateFunding,
  checkFundingConditions,
  chooseInstrument,
  chooseRoute,
  involveProcurementTeam,
  authoriseDirectAward,
  requestDirectGrant,
  assessConflicts,
  setOpeningKeys,
  setAwardMatrix,
  publishSpec,
  amendSpec,
  askClarification,
  answerClarification,
  publishNotice,
] as const;
