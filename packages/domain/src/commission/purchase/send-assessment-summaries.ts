import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { awardNoticedOn } from './award-notices';
import { afterDecision, decidedLot } from './decided-lots';
import { AssessmentSummariesSent } from './events';
import { evaluationOf, inKnownLot, lotKnown } from './lots';

const toEveryAssessedBidder = rule({
  id: 'summaries.to-every-assessed-bidder',
  sentence: 'Every bidder whose bid was assessed gets its summary, all of them at once and nobody else.',
  strength: 'law',
  source: 'Procurement Act 2023 s.50(3); Procurement Regulations 2024 r.31',
});

const beforeAwardNotice = rule({
  id: 'summaries.before-award-notice',
  sentence: 'Assessment summaries are sent before the contract award notice is published.',
  strength: 'law',
  source: 'Procurement Act 2023 s.50(3)',
});

const toAllAssessed = (commission: CommissionState, lot: string, bids: ReadonlyArray<string>): Check => {
  const { ranking = [], failed } = evaluationOf(commission, lot);
  const assessed = new Set<string>([...ranking, ...failed].map(({ bid }) => bid));
  const missing = [...assessed].filter((bid) => !bids.includes(bid));
  const others = bids.filter((bid, index) => !assessed.has(bid) || bids.indexOf(bid) !== index);
  return check(
    missing.length + others.length === 0,
    toEveryAssessedBidder,
    { lot, missing, others },
    '/bids',
  );
};

/** Notes that the assessment summaries of a lot were sent. */
export const sendAssessmentSummaries = commissionAction({
  name: 'send-assessment-summaries',
  says: 'Note that every assessed bidder of a lot was sent its assessment summary.',
  command: AssessmentSummariesSent.codec,
  roles: ['commissioning-officer'],
  rules: [entrySaidOnce, lotKnown, afterDecision, toEveryAssessedBidder, beforeAwardNotice],
  decide: (command) => (commission) => {
    const { lot, bids } = command;
    const sent = evaluationOf(commission, lot).summaries;
    return saidOnce(sent && { lot: sent.lot, bids: sent.bids }, command, '/bids', () =>
      pipe(
        allHold(
          inKnownLot(commission, lot),
          decidedLot(commission, lot),
          toAllAssessed(commission, lot, bids),
          check(awardNoticedOn(commission, lot).length === 0, beforeAwardNotice, { lot }, '/lot'),
        ),
        E.map(() => [AssessmentSummariesSent.make(command)]),
      ),
    );
  },
});
