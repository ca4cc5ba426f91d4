import { acceptReturn } from './accept-return';
import { agreeKpis } from './agree-kpis';
import { agreeImprovement } from './agree-improvement';
import { approvePayment } from './approve-payment';
import { correctReturn } from './correct-return';
import { recordFeedback } from './record-feedback';
import { disputeInvoice } from './dispute-invoice';
import { resolveBreach } from './resolve-breach';
import { extendAgreement } from './extend-agreement';
import { recoverPayment } from './recover-payment';
import { settleInvoiceDispute } from './settle-invoice-dispute';
import { terminateAgreement } from './terminate-agreement';
import { varyAgreement } from './vary-agreement';
import { withholdItem } from './withhold-item';
import { closeCommission } from './close-commission';
import { closeWithEndReport } from './close-with-end-report';
import { queryReturn } from './query-return';
import { receiveInvoice } from './receive-invoice';
import { recordInsight } from './record-insight';
import { recordPayment } from './record-payment';
import { returnFinances } from './return-finances';
import { returnKpis } from './return-kpis';
import { reviewPerformance } from './review-performance';

/** What is done to see that what was agreed is delivered and paid for, in the order of the cycle. */
export const reviewActions = [
  agreeKpis,
  receiveInvoice,
  returnKpis,
  returnFinances,
  acceptReturn,
  queryReturn,
  correctReturn,
  approvePayment,
  recordPayment,
  disputeInvoice,
  settleInvoiceDispute,
  recoverPayment,
  recordFeedback,
  reviewPerformance,
  agreeImprovement,
  resolveBreach,
  varyAgreement,
  extendAgreement,
  terminateAgreement,
  recordInsight,
  withholdItem,
  closeCommission,
  closeWithEndReport,
] as const;
