import { type Instant, LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import { commissionAction } from '../action';
import type { CommissionState } from '../state';
import { mayAssess, scoredByAssessors, scoredOnceDeclared } from './assessors';
import { competingBids } from './bids';
import { competitorsKnown } from './competition';
import { ScoresLocked } from './events';
import { interestsSettled } from './interests';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { onARoute, routeOf } from './route';

const lockedWhenComplete = rule({
  id: 'lock.when-complete',
  sentence:
    'An assessor locks once it is known who competes and every bid that competes for the lot has their scores.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): every bid is assessed by everyone who assesses',
});

const scoredThemAll = (commission: CommissionState, lot: string, assessor: string, now: Instant): Check => {
  const { scores } = evaluationOf(commission, lot);
  const panelScores = commission.specification?.criteria.some(({ scoredBy }) => scoredBy === 'panel');
  const competing = competingBids(commission, lot).map(({ bid }) => bid);
  const unscored = panelScores ? competing.filter((bid) => scores.get(bid)?.has(assessor) !== true) : [];
  const opened = competitorsKnown(commission, now);
  return check(opened && unscored.length === 0, lockedWhenComplete, { lot, assessor, opened, unscored });
};

/** Locks the scores of whoever asks for a lot. Nobody sees another's before all of them have. */
export const lockScores = commissionAction({
  name: 'lock-scores',
  says: 'Lock your own scores for a lot.',
  command: t.type({ lot: LocalId }, 'LockScores'),
  roles: ['panel-member'],
  rules: [onARoute, lotKnown, scoredByAssessors, scoredOnceDeclared, interestsSettled, lockedWhenComplete],
  decide:
    ({ lot }, { actor, now }) =>
    (commission) => {
      if (evaluationOf(commission, lot).locked.has(actor.id)) return E.right([]);
      return pipe(
        routeOf(commission),
        E.chain((route) =>
          allHold(
            inKnownLot(commission, lot),
            mayAssess(commission, route, lot, actor.id),
            scoredThemAll(commission, lot, actor.id, now),
          ),
        ),
        E.map(() => [ScoresLocked.make({ lot, assessor: actor.id })]),
      );
    },
});
