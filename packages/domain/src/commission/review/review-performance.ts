import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { interestsSettled } from '../purchase/interests';
import { agreementLive, awardKnown, underAgreement } from './agreements';
import { managerDeclared, mayManage } from './contract-managers';
import { PerformanceReviewed } from './events';

/** Reviews and rates how a provider does under an agreement, and what is to be done. */
export const reviewPerformance = commissionAction({
  name: 'review-performance',
  says: 'Review and rate a provider’s performance under an agreement.',
  command: PerformanceReviewed.codec,
  roles: ['commissioning-officer'],
  rules: [awardKnown, agreementLive, entrySaidOnce, managerDeclared, interestsSettled],
  decide: (command, context) => (commission) =>
    pipe(
      underAgreement(commission, command.award),
      E.chain(({ award }) =>
        saidOnce(award.reviews.get(command.review), command, '/review', () =>
          pipe(
            mayManage(commission, award, context.actor.id),
            E.map(() => [PerformanceReviewed.make(command)]),
          ),
        ),
      ),
    ),
});
