import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { allHold, check } from '../../checks';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import {
  approverApart,
  authorised,
  citedDecision,
  decidedApart,
  decisionAuthorises,
  citable,
} from './authority';
import { awardsIn } from '../standing';
import { NoAwardMade } from './events';
import { interestsSettled } from './interests';
import { evaluationOf, inKnownLot, lotKnown } from './lots';
import { releaseOf } from './release';

const nothingAwarded = rule({
  id: 'no-award.nothing-awarded',
  sentence: 'A lot in which something was awarded does not end without an award.',
  strength: 'integrity',
  source: 'Procurement Act 2023 s.55',
});

/** Ends a lot without an award, under a decision and for a reason. An empty contest ends in an event, not in silence. */
export const makeNoAward = commissionAction({
  name: 'make-no-award',
  says: 'End a lot without an award, under a decision.',
  command: NoAwardMade.codec,
  roles: ['approver'],
  rules: [
    entrySaidOnce,
    lotKnown,
    nothingAwarded,
    ...citable,
    decisionAuthorises,
    approverApart,
    interestsSettled,
  ],
  needs: ({ decision }) => ({ decisions: [decision] }),
  decide: (command, context) => (commission) => {
    const { lot, decision } = command;
    return saidOnce(evaluationOf(commission, lot).noAward, command, '/lot', () =>
      pipe(
        allHold(
          inKnownLot(commission, lot),
          check(awardsIn(commission, lot).length === 0, nothingAwarded, { lot }, '/lot'),
        ),
        E.chain(() => citedDecision(context, decision)),
        E.chainFirst((taken) => {
          const acts = authorised(taken, commission, 'no-award');
          return allHold(
            check(acts.length > 0, decisionAuthorises, { decision, act: 'no-award' }, '/decision'),
            decidedApart(commission, taken, context),
          );
        }),
        E.map(() => [NoAwardMade.make(command), ...releaseOf(context, decision, [])]),
      ),
    );
  },
});
