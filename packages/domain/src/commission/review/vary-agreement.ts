import { noPence, type Pence, type Refusal, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { inOrder, termInOrder } from '../purchase/award-term';
import { Shares, yearsAddUp } from '../purchase/award-funding';
import { awardBasis } from '../purchase/award-limits';
import {
  approverApart,
  changeAuthorised,
  citedDecision,
  decisionAuthorises,
  citable,
  deciderApart,
  type Taken,
} from '../purchase/authority';
import { interestsSettled } from '../purchase/interests';
import { inPublic, releaseOf } from '../purchase/release';
import { subsidySumHolds, subsidySumRules } from '../purchase/subsidy-limit';
import type { CommissionState } from '../state';
import {
  agreementRunning,
  agreementSigned,
  awardKnown,
  type Changeable,
  changeableAgreement,
  knownAward,
} from './agreements';
import {
  addedFrom,
  changeFundingRules,
  fundsOfMore,
  moreOnConditions,
  moved,
  takenOff,
} from './change-funding';
import { agreedAfterSigning, agreedInOrder, notBelowApproved, sameBasis, spreadAnew } from './change-terms';
import { allowedChangeRules, staysWithin } from './allowed-changes';
import { changeRouteRules, modifiedLawfully, onKnownGround, routeStillEnough } from './change-route';
import { AgreementVaried, variation } from './life-events';
import { sharesAsStated } from './shares';

const changesSomething = rule({
  id: 'variation.changes-something',
  sentence: 'A variation changes the sum, its years, the term, the outcomes or the conditions.',
  strength: 'integrity',
  source: 'Design of the record',
});

const VaryAgreement = struct(
  variation.always,
  { ...variation.sometimes, more: Shares, less: Shares },
  'VaryAgreement',
);
type VaryAgreement = t.TypeOf<typeof VaryAgreement>;

const somethingChanges = (command: VaryAgreement): Check => {
  const { amount, years, term, outcomes, conditions } = command;
  const named = [amount, years, term, outcomes, conditions].filter((each) => each !== undefined);
  return check(named.length > 0, changesSomething);
};

const sumHolds = ({ award, bond }: Changeable, { amount, years }: VaryAgreement): Check => {
  const sum = amount ?? bond.amount;
  return allHold(
    sameBasis(bond, sum),
    check(
      sum.pence >= award.approvedTotal,
      notBelowApproved,
      { amount: sum.pence, approved: award.approvedTotal },
      '/amount',
    ),
    spreadAnew(bond, sum, years),
  );
};

const holds = (
  commission: CommissionState,
  context: Context,
  changeable: Changeable,
  taken: Taken,
  command: VaryAgreement,
): E.Either<Refusal, void> => {
  const { award: id, amount, term, agreedOn, directAward, modification } = command;
  const { award, bond } = changeable;
  const sum = amount ?? bond.amount;
  const rise = sum.pence - bond.amount.pence;
  const order = term ?? bond.term;
  const raised = { ...sum, pence: Math.max(0, rise) as Pence };
  return allHold(
    somethingChanges(command),
    changeAuthorised(commission, taken, id, sum),
    deciderApart(commission, taken),
    agreedInOrder(context, award, agreedOn),
    sumHolds(changeable, command),
    inOrder(order),
    onKnownGround(context, directAward, rise, '/directAward/ground'),
    routeStillEnough(commission, context, { id, award }, rise, directAward?.ground),
    modifiedLawfully(commission, award, modification, agreedOn),
    staysWithin(commission, context, changeable, modification, { amount: sum, term: order }),
    moreOnConditions(commission, award, command, context),
    rise > 0 ? subsidySumHolds(commission, context, award.provider ?? '', raised) : E.right(undefined),
  );
};

/**
 * Notes what both sides agreed to change: sum, years, term, outcomes, conditions, in the decision's limits. What is added
 * comes from allocations of its own, what is taken off goes back to its funds.
 */
export const varyAgreement = commissionAction({
  name: 'vary-agreement',
  says: 'Note a change that both sides agreed to, under a decision to vary.',
  command: VaryAgreement,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    awardKnown,
    entrySaidOnce,
    agreementSigned,
    agreementRunning,
    ...citable,
    changesSomething,
    decisionAuthorises,
    approverApart,
    interestsSettled,
    datesNotInTheFuture,
    agreedAfterSigning,
    awardBasis,
    notBelowApproved,
    yearsAddUp,
    termInOrder,
    ...changeRouteRules,
    ...allowedChangeRules,
    ...subsidySumRules,
    ...changeFundingRules,
  ],
  needs: ({ decision, more }, commission) => ({
    decisions: [decision],
    funds: fundsOfMore(commission, more),
  }),
  decide: (command, context) => (commission) =>
    pipe(
      knownAward(commission, command.award),
      E.chain(({ life }) => {
        const { more: _more, less, ...terms } = command;
        const before = life.variations.get(command.variation);
        // Where the command leaves what is taken off to proportion, it says nothing other than what was recorded.
        const said = before && sharesAsStated(before, less === undefined ? ['less'] : []);
        return saidOnce(said, command, '/variation', () =>
          pipe(
            E.Do,
            E.bind('changeable', () => changeableAgreement(commission, command.award, context.today)),
            E.bind('taken', () => citedDecision(context, command.decision)),
            E.chainFirst(({ changeable, taken }) => holds(commission, context, changeable, taken, command)),
            E.bind('money', ({ changeable }) => money(commission, changeable, command, context)),
            E.map(({ changeable, money: shares }) => [
              AgreementVaried.make({ ...terms, ...shares }),
              ...releaseOf(context, command.decision, inPublic(changeable.award, command.award)),
            ]),
          ),
        );
      }),
    ),
});

const money = (
  commission: CommissionState,
  { award, bond }: Changeable,
  command: VaryAgreement,
  context: Context,
) => {
  const { amount = bond.amount, more, less } = command;
  const change = amount.pence - bond.amount.pence;
  return pipe(
    E.Do,
    E.bind('added', () => addedFrom(commission, award, more, context)),
    E.bind('taken', () => takenOff(commission, award, change < 0 ? (-change as Pence) : noPence, less)),
    E.chainFirst(({ added, taken }) => moved(award, change, added, taken)),
    E.map(({ added, taken }) => ({ ...(added && { more: added }), ...(taken && { less: taken }) })),
  );
};
