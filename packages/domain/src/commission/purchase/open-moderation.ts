import { LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { allLocked, enoughAssessors, lockedByAll, scoredByEnough } from './evaluating';
import { ModerationOpened } from './events';
import { interestsSettled } from './interests';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { onARoute, routeOf } from './route';

export const moderatedBeforeRanking = rule({
  id: 'moderation.before-ranking',
  sentence: 'The panel agrees its scores before the ranking is computed, never after it is seen.',
  strength: 'integrity',
  source: 'Cabinet Office bid evaluation guidance note (2021): moderation, then the result',
});

/** Opens moderation of a lot: from here on the assessors see each other's scores, and none is given any more. */
export const openModeration = commissionAction({
  name: 'open-moderation',
  says: 'Open moderation of a lot, every assessor having locked.',
  command: t.type({ lot: LocalId }, 'OpenModeration'),
  roles: ['commissioning-officer'],
  rules: [onARoute, lotKnown, moderatedBeforeRanking, allLocked, interestsSettled, enoughAssessors],
  decide:
    ({ lot }) =>
    (commission) => {
      const { moderating, ranking } = evaluationOf(commission, lot);
      if (moderating) return E.right([]);
      return pipe(
        routeOf(commission),
        E.chain((route) =>
          allHold(
            inKnownLot(commission, lot),
            check(ranking === undefined, moderatedBeforeRanking, { lot }),
            lockedByAll(commission, lot),
            scoredByEnough(commission, route, lot),
          ),
        ),
        E.map(() => [ModerationOpened.make({ lot })]),
      );
    },
});
