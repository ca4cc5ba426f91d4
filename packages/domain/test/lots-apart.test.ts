import type { Happened } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { AgreementSigned, BidScored, BidsOpened, NoAwardMade } from '../src/commission/purchase/events';
import { makeNoAward } from '../src/commission/purchase/make-no-award';
import { scoreBid } from '../src/commission/purchase/score-bid';
import { PerformanceReviewed } from '../src/commission/review/events';
import { reviewPerformance } from '../src/commission/review/review-performance';
import { act, decisionOf, officer, officerOn, on, signable, signing } from './support/awarded-tender';
import { made } from './support/made';
import { actorOf, afterHappened, declared, openedBid, scores } from './support/tender';

/** Birch and cedar bid for the north, azalea for both lots. */
const bids = [
  openedBid('azalea', 10_000_000, ['north', 'south']),
  openedBid('birch', 10_500_000),
  openedBid('cedar', 10_800_000),
];

/** The north is agreed with birch and signed on 9 December; nobody has looked at the south yet. */
const northSigned: ReadonlyArray<Happened<CommissionEvent>> = [
  ...signable.map((event) =>
    event.type === 'BidsOpened' ? { ...event, ...made(BidsOpened, { ...event.data, bids }) } : event,
  ),
  ...officerOn(
    '2026-12-09',
    declared('officer-1', 'general'),
    made(AgreementSigned, signing('w1', '2026-12-09')),
  ),
];

const later = '2027-06-01';
const reviewing = {
  award: 'w1',
  review: 'q1',
  rating: 'good',
  finding: 'All targets were met.',
  actions: [],
};
const scoring = { bid: 'azalea', lot: 'south', scores: scores(3, 3) };
const decision = 'BEDS-PCC24-0090';
const deciding = on(later, [decisionOf(decision, [act('no-award')])]);
const ending = { lot: 'south', decision, reason: 'One bid, and it missed the pass mark.' };

describe('a lot', () => {
  test('is under review while another is still scored', () => {
    afterHappened(...northSigned)
      .when(reviewPerformance, reviewing, on(later, [], { actor: officer }))
      .then(made(PerformanceReviewed, reviewing));
    afterHappened(...northSigned, ...officerOn(later, made(PerformanceReviewed, reviewing)))
      .when(scoreBid, scoring, on(later, [], { actor: actorOf('ann') }))
      .then(made(BidScored, { ...scoring, assessor: 'ann' }));
  });

  test('may end without an award while another is under review, and that goes on', () => {
    afterHappened(...northSigned)
      .when(makeNoAward, ending, deciding)
      .then(made(NoAwardMade, ending));
    afterHappened(...northSigned, ...officerOn(later, made(NoAwardMade, ending)))
      .when(reviewPerformance, reviewing, on(later, [], { actor: officer }))
      .then(made(PerformanceReviewed, reviewing));
  });
});
