import { acceptFunding } from './accept-funding';
import { approveOverAllocation } from './approve-over-allocation';
import { bringForward } from './bring-forward';
import { carryForward } from './carry-forward';
import { closeFund } from './close-fund';
import { correctFundEntry } from './correct-entry';
import { commitFunds } from './commit-funds';
import { openFund } from './open-fund';
import { payFunds } from './pay-funds';
import { recordPriorFunding } from './record-prior-funding';
import { reduceCommitment } from './reduce-commitment';
import { releaseReservation } from './release-reservation';
import { reserveFunds } from './reserve-funds';
import { returnFunding } from './return-funding';
import { returnPayment } from './return-payment';
import { reviseBudget } from './revise-budget';
import { sendFunderReturn } from './send-funder-return';
import { undoCommitment } from './undo-commitment';

/** What can be done with a fund, in the order in which it is done. */
export const fundActions = [
  recordPriorFunding,
  openFund,
  acceptFunding,
  reviseBudget,
  approveOverAllocation,
  reserveFunds,
  releaseReservation,
  commitFunds,
  reduceCommitment,
  undoCommitment,
  payFunds,
  returnPayment,
  sendFunderReturn,
  returnFunding,
  carryForward,
  bringForward,
  closeFund,
  correctFundEntry,
] as const;
