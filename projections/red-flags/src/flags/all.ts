import { acrossFlags } from './across';
import { agreementFlags } from './agreement';
import { biddingFlags } from './bidding';
import { competitionFlags } from './competition';
import { evaluationFlags } from './evaluation';
import type { Flag } from './flag';

/** Every flag that the events of this record can raise. */
export const flags: ReadonlyArray<Flag> = [
  ...competitionFlags,
  ...evaluationFlags,
  ...agreementFlags,
  ...acrossFlags,
  ...biddingFlags,
];
