import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { asksFor, onARoute, routeOf } from '../purchase/route';
import { AwardMatrixSet } from './matrix-events';

const matrixBeforePublication = rule({
  id: 'matrix.before-publication',
  sentence: 'From which total a bid is awarded is settled before the specification is published, and stays.',
  strength: 'law',
  source: 'Procurement Act 2023 s.23(3): how tenders are assessed is stated; by policy for grants',
});

const matrixWhereRanked = rule({
  id: 'matrix.where-bids-are-ranked',
  sentence: 'What a total means is settled where the route has bids ranked by one.',
  strength: 'integrity',
  source: 'Design of the record',
});

const matrixInOrder = rule({
  id: 'matrix.in-order',
  sentence:
    'The total from which a bid is recommended is no lower than that from which it is with conditions; both are of one to a hundred percent.',
  strength: 'integrity',
  source: 'Design of the record',
});

/** Settles what a total means for an award. Set again before publication, the last stands. */
export const setAwardMatrix = commissionAction({
  name: 'set-award-matrix',
  says: 'Settle below which total no bid is awarded, and from which one is without further conditions.',
  command: AwardMatrixSet.codec,
  roles: ['commissioning-officer'],
  rules: [onARoute, matrixBeforePublication, matrixWhereRanked, matrixInOrder],
  decide: (command) => (commission) => {
    if (alike(commission.matrix, command)) return E.right([]);
    const { withConditionsFrom, recommendedFrom } = command;
    const inOrder =
      withConditionsFrom >= 1 && withConditionsFrom <= recommendedFrom && recommendedFrom <= 100;
    return pipe(
      routeOf(commission),
      E.chain((route) =>
        allHold(
          check(commission.specification === undefined, matrixBeforePublication),
          check(asksFor(route, 'evaluation'), matrixWhereRanked, { route: route.profile.id }),
          check(inOrder, matrixInOrder, { withConditionsFrom, recommendedFrom }, '/recommendedFrom'),
        ),
      ),
      E.map(() => [AwardMatrixSet.make(command)]),
    );
  },
});
