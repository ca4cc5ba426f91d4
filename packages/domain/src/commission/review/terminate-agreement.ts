import { type Money, type Pence, remaining, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import { Shares } from '../purchase/award-funding';
import { awardBasis } from '../purchase/award-limits';
import {
  approverApart,
  changeAuthorised,
  citedDecision,
  decisionAuthorises,
  citable,
  deciderApart,
} from '../purchase/authority';
import { interestsSettled } from '../purchase/interests';
import { releaseOf } from '../purchase/release';
import type { CommissionState } from '../state';
import {
  agreementRunning,
  agreementSigned,
  awardKnown,
  type Changeable,
  changeableAgreement,
  knownAward,
} from './agreements';
import { changeFundingRules, moved, takenOff } from './change-funding';
import { AgreementTerminated, termination } from './life-events';
import { sharesAsStated } from './shares';
import { notBelowApproved } from './change-terms';

const endsEarlier = rule({
  id: 'termination.ends-earlier',
  sentence: 'An agreement that is ended ends before its last day, and not before it was signed.',
  strength: 'integrity',
  source: 'What runs to its last day ends by itself',
});

const owedWithinSum = rule({
  id: 'termination.owed-within-sum',
  sentence:
    'What was paid and what is still owed of an agreement that is ended come to no more than its sum.',
  strength: 'integrity',
  source: 'No payment beyond what is owed',
});

const backWithinPaid = rule({
  id: 'termination.back-within-paid',
  sentence: 'No more comes back than was paid and has not come back already.',
  strength: 'integrity',
  source: 'Arithmetic',
});

const endedByDecision = rule({
  id: 'termination.by-decision',
  sentence:
    'Where the body ends an agreement, alone or with the provider, a decision lets it come to what was paid and is owed.',
  strength: 'law',
  source: 'Police Reform and Social Responsibility Act 2011 s.18; scheme of delegation',
});

const TerminateAgreement = struct(
  termination.always,
  { ...termination.sometimes, less: Shares },
  'TerminateAgreement',
);
type TerminateAgreement = t.TypeOf<typeof TerminateAgreement>;

/** What the agreement comes to when it is ended: what was paid and what is still owed. */
const sumAtEnd = ({ award, bond }: Changeable, { stillOwed }: TerminateAgreement): Money => ({
  vat: bond.amount.vat,
  pence: (award.paidTotal + stillOwed.pence) as Pence,
});

const inOrder = (changeable: Changeable, command: TerminateAgreement): Check => {
  const { award, bond } = changeable;
  const { lastDay, stillOwed, comesBack } = command;
  const { amount: sum, term } = bond;
  const signedOn = award.agreement?.signedOn ?? lastDay;
  const atEnd = sumAtEnd(changeable, command).pence;
  const paid = remaining(award.paidTotal, award.life.recoveredTotal);
  const bases = [stillOwed.vat, comesBack.vat];
  return allHold(
    check(
      lastDay < term.ends && lastDay >= signedOn,
      endsEarlier,
      { lastDay, ends: term.ends, signedOn },
      '/lastDay',
    ),
    check(
      bases.every((vat) => vat === sum.vat),
      awardBasis,
      { bases, asked: sum.vat },
      '/stillOwed/vat',
    ),
    check(atEnd <= sum.pence, owedWithinSum, { sum: sum.pence, atEnd }, '/stillOwed'),
    check(
      atEnd >= award.approvedTotal,
      notBelowApproved,
      { amount: atEnd, approved: award.approvedTotal },
      '/stillOwed',
    ),
    check(comesBack.pence <= paid, backWithinPaid, { comesBack: comesBack.pence, paid }, '/comesBack'),
  );
};

const decided = (
  commission: CommissionState,
  context: Context,
  changeable: Changeable,
  command: TerminateAgreement,
): Check => {
  const { award, by, decision } = command;
  if (decision === undefined)
    return check(by === 'provider', endedByDecision, { by, decision: null }, '/decision');
  return pipe(
    citedDecision(context, decision),
    E.chain((taken) =>
      allHold(
        changeAuthorised(commission, taken, award, sumAtEnd(changeable, command)),
        deciderApart(commission, taken),
      ),
    ),
  );
};

/**
 * Ends an agreement before its time. What is not owed any longer goes back to its funds; what is to come back is recorded
 * with `recover-payment` when it does.
 */
export const terminateAgreement = commissionAction({
  name: 'terminate-agreement',
  says: 'End an agreement before its time, with what is still owed and what comes back.',
  command: TerminateAgreement,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    awardKnown,
    entrySaidOnce,
    agreementSigned,
    agreementRunning,
    endsEarlier,
    awardBasis,
    owedWithinSum,
    notBelowApproved,
    backWithinPaid,
    endedByDecision,
    ...citable,
    decisionAuthorises,
    approverApart,
    interestsSettled,
    ...changeFundingRules,
  ],
  needs: ({ decision }) => (decision === undefined ? {} : { decisions: [decision] }),
  decide: (command, context) => (commission) =>
    pipe(
      knownAward(commission, command.award),
      E.chain(({ life: { terminated: before } }) => {
        const { less, ...terms } = command;
        const leftOut = less === undefined ? ['amount', 'less'] : ['amount'];
        return saidOnce(before && sharesAsStated(before, leftOut), command, '/award', () =>
          pipe(
            E.Do,
            E.bind('changeable', () => changeableAgreement(commission, command.award, context.today)),
            E.chainFirst(({ changeable }) =>
              allHold(inOrder(changeable, command), decided(commission, context, changeable, command)),
            ),
            E.bind('amount', ({ changeable }) => E.right(sumAtEnd(changeable, command))),
            E.bind('off', ({ changeable: { award, bond }, amount }) => {
              const fall = remaining(bond.amount.pence, amount.pence);
              return pipe(
                takenOff(commission, award, fall, less),
                E.chainFirst((off) => moved(award, 0 - fall, undefined, off)),
              );
            }),
            E.map(({ amount, off }) => [
              AgreementTerminated.make({ ...terms, amount, ...(off && { less: off }) }),
              ...(command.decision === undefined ? [] : releaseOf(context, command.decision, [])),
            ]),
          ),
        );
      }),
    ),
});
