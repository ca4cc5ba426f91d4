import { acceptFunding } from './accept-funding';
import { commitFunds } from './commit-funds';
import { openFund } from './open-fund';
import { payFunds } from './pay-funds';
import { recordPriorFunding } from './record-prior-funding';
import { reduceCommitment } from './reduce-commitment';
import { releaseReservation } from './release-reservation';
import { reserveFunds } from './reserve-funds';
import { undoCommitment } from './undo-commitment';

/** What can be done with a fund, in the order in which it is done. */
export const fundActions = [
  recordPriorFunding,
  openFund,
  acceptFunding,
  reserveFunds,
  releaseReservation,
  commitFunds,
  reduceCommitment,
  undoCommitment,
  payFunds,
] as const;
