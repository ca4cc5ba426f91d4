import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import type { Award } from '../state';
import { agreementLive, awardKnown, underAgreement } from './agreements';
import { ImprovementAgreed } from './learning-events';
import { isPoor } from './poor-ratings';

const afterPoorRating = rule({
  id: 'improvement.after-a-poor-rating',
  sentence:
    'An improvement answers a review of the award that rated it as requiring improvement or as inadequate.',
  strength: 'integrity',
  source: 'Commissioning Strategy 2024, review: a business case for improvement',
});

const actionsInOrder = rule({
  id: 'improvement.actions-in-order',
  sentence: 'Each action to improve has an id of its own and a day that is not before it was agreed.',
  strength: 'integrity',
  source: 'Design of the record',
});

type Improvement = t.TypeOf<typeof ImprovementAgreed.codec>;

const answersReview = ({ reviews }: Award, { review }: Improvement): Check => {
  const rating = reviews.get(review)?.rating;
  return check(isPoor(rating), afterPoorRating, { review, rating: rating ?? null }, '/review');
};

const inOrder = ({ actions, agreedOn }: Improvement): Check => {
  const ids = actions.map(({ id }) => id);
  const early = actions.filter(({ by }) => by < agreedOn).map(({ id }) => id);
  const facts = { actions: ids, beforeAgreed: early };
  return check(new Set(ids).size === ids.length && early.length === 0, actionsInOrder, facts, '/actions');
};

/** Agrees with a provider that was rated poorly what is done to improve, by when, and why that is worth its cost. */
export const agreeImprovement = commissionAction({
  name: 'agree-improvement',
  says: 'Agree with a provider what is done to improve after a poor rating.',
  command: ImprovementAgreed.codec,
  roles: ['commissioning-officer'],
  rules: [awardKnown, agreementLive, entrySaidOnce, afterPoorRating, datesNotInTheFuture, actionsInOrder],
  decide: (command, context) => (commission) =>
    pipe(
      underAgreement(commission, command.award),
      E.chain(({ award }) =>
        saidOnce(award.life.improvements.get(command.improvement), command, '/improvement', () =>
          pipe(
            allHold(
              answersReview(award, command),
              notInTheFuture(context, command.agreedOn, '/agreedOn'),
              inOrder(command),
            ),
            E.map(() => [ImprovementAgreed.make(command)]),
          ),
        ),
      ),
    ),
});
