import { addDays, addMonths, type CalendarDate, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { datesNotInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { Shares, yearsAddUp } from '../purchase/award-funding';
import { awardBasis } from '../purchase/award-limits';
import {
  approverApart,
  authorised,
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
import type { Award, CommissionState } from '../state';
import {
  agreementRunning,
  agreementSigned,
  awardKnown,
  type Changeable,
  changeableAgreement,
  knownAward,
} from './agreements';
import { addedFrom, changeFundingRules, fundsOfMore, moreOnConditions, moved } from './change-funding';
import { agreedAfterSigning, agreedInOrder, sameBasis, spreadAnew } from './change-terms';
import { allowedChangeRules, staysWithin } from './allowed-changes';
import { changeRouteRules, modifiedLawfully, onKnownGround, routeStillEnough } from './change-route';
import { AgreementExtended, extension } from './life-events';
import { sharesAsStated } from './shares';

const optionOrRetender = rule({
  id: 'extension.option-or-retender',
  sentence:
    'An agreement is extended by an option of its award, or on a ground until the next competition has ended; by one of them.',
  strength: 'integrity',
  source: 'What was competed for is what may be had without competing again',
});

const optionKnown = rule({
  id: 'extension.option-of-the-award',
  sentence: 'An option is one that the award has, and is taken up once.',
  strength: 'integrity',
  source: 'What was competed for is what may be had without competing again',
});

const optionWithin = rule({
  id: 'extension.within-the-option',
  sentence: 'An option adds no more months and no more money than the award says.',
  strength: 'integrity',
  source: 'Procurement Act 2023 Schedule 8 para 1: provided for in the contract as awarded',
});

const longer = rule({
  id: 'extension.runs-longer',
  sentence: 'An extension makes an agreement run longer, and for no less money.',
  strength: 'integrity',
  source: 'Design of the record: any other change is a variation',
});

const ExtendAgreement = struct(extension.always, { ...extension.sometimes, more: Shares }, 'ExtendAgreement');
type ExtendAgreement = t.TypeOf<typeof ExtendAgreement>;

/** The last day when so many months are added: they begin with the day after the last one. */
const lastDayWith = (ends: CalendarDate, months: number): CalendarDate =>
  addDays(addMonths(addDays(ends, 1), months), -1);

/** What an extension adds to the sum, in pence; below zero where it would lower it. */
const added = ({ bond }: Changeable, { amount }: ExtendAgreement): number =>
  (amount ?? bond.amount).pence - bond.amount.pence;

const byOption = (changeable: Changeable, command: ExtendAgreement, place: number): Check => {
  const { award, bond } = changeable;
  const taken = [...award.life.extensions.values()].some(({ option }) => option === place);
  return pipe(
    present(
      taken ? undefined : award.terms?.extensionOptions[place],
      optionKnown,
      { option: place, options: award.terms?.extensionOptions.length ?? 0, taken },
      '/option',
    ),
    E.chain(({ months, upTo }) => {
      const lastDay = lastDayWith(bond.term.ends, months);
      const facts = { months, lastDay, upTo: upTo.pence, added: added(changeable, command) };
      return allHold(
        check(command.ends <= lastDay, optionWithin, facts, '/ends'),
        check(facts.added <= facts.upTo, optionWithin, facts, '/amount'),
      );
    }),
  );
};

/** An option was decided on with the award; whatever else adds to the sum needs a decision that covers it. */
const authorisedToExtend = (
  commission: CommissionState,
  taken: Taken,
  changeable: Changeable,
  command: ExtendAgreement,
): Check => {
  const { award, option, amount, decision } = command;
  const acts = authorised(taken, commission, 'extend').filter((act) => act.award === award);
  return allHold(
    check(acts.length > 0, decisionAuthorises, { decision, act: 'extend', award }, '/decision'),
    option === undefined && added(changeable, command) > 0
      ? changeAuthorised(commission, taken, award, amount ?? changeable.bond.amount)
      : E.right(undefined),
  );
};

/** By how much the whole-life value rises, in pence: an option that is taken up was in it to its full sum. */
const riseOf = ({ terms }: Award, option: number | undefined, more: number): number =>
  option === undefined ? more : more - (terms?.extensionOptions[option]?.upTo.pence ?? 0);

const sumHolds = ({ bond }: Changeable, { amount, years }: ExtendAgreement): Check => {
  const sum = amount ?? bond.amount;
  return allHold(sameBasis(bond, sum), spreadAnew(bond, sum, years));
};

const holds = (
  commission: CommissionState,
  context: Context,
  changeable: Changeable,
  taken: Taken,
  command: ExtendAgreement,
): Check => {
  const { award: id, agreedOn, ends, option, pendingRetender, modification } = command;
  const { award, bond } = changeable;
  const more = added(changeable, command);
  const one = (option === undefined) !== (pendingRetender === undefined);
  const rise = riseOf(award, option, more);
  const raised = { ...bond.amount, pence: Math.max(0, more) as typeof bond.amount.pence };
  return allHold(
    check(one, optionOrRetender, { option: option ?? null }),
    authorisedToExtend(commission, taken, changeable, command),
    deciderApart(commission, taken),
    agreedInOrder(context, award, agreedOn),
    check(ends > bond.term.ends, longer, { ends, before: bond.term.ends }, '/ends'),
    check(more >= 0, longer, { change: more }, '/amount'),
    sumHolds(changeable, command),
    option === undefined ? E.right(undefined) : byOption(changeable, command, option),
    onKnownGround(context, pendingRetender, more, '/pendingRetender/ground'),
    routeStillEnough(commission, context, { id, award }, rise, pendingRetender?.ground),
    modifiedLawfully(commission, award, modification, agreedOn),
    staysWithin(commission, context, changeable, modification, {
      amount: command.amount ?? bond.amount,
      term: { ...bond.term, ends },
    }),
    moreOnConditions(commission, award, command.more === undefined ? {} : { more: command.more }, context),
    more > 0 ? subsidySumHolds(commission, context, award.provider ?? '', raised) : E.right(undefined),
  );
};

/**
 * Makes an agreement run longer before it ends: by an option of its award, once and within it, or on a ground until the
 * next competition has ended. Money it adds has been set aside.
 */
export const extendAgreement = commissionAction({
  name: 'extend-agreement',
  says: 'Extend an agreement under a decision, by an option or until the next competition has ended.',
  command: ExtendAgreement,
  roles: ['commissioning-officer', 'approver'],
  rules: [
    awardKnown,
    entrySaidOnce,
    agreementSigned,
    agreementRunning,
    ...citable,
    optionOrRetender,
    decisionAuthorises,
    approverApart,
    interestsSettled,
    datesNotInTheFuture,
    agreedAfterSigning,
    longer,
    awardBasis,
    yearsAddUp,
    optionKnown,
    optionWithin,
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
        const { more, ...terms } = command;
        const before = life.extensions.get(command.extension);
        return saidOnce(before && sharesAsStated(before), command, '/extension', () =>
          pipe(
            E.Do,
            E.bind('changeable', () => changeableAgreement(commission, command.award, context.today)),
            E.bind('taken', () => citedDecision(context, command.decision)),
            E.chainFirst(({ changeable, taken }) => holds(commission, context, changeable, taken, command)),
            E.bind('from', ({ changeable: { award } }) => addedFrom(commission, award, more, context)),
            E.chainFirst(({ changeable, from }) =>
              moved(changeable.award, added(changeable, command), from, undefined),
            ),
            E.map(({ changeable, from }) => [
              AgreementExtended.make({ ...terms, ...(from && { more: from }) }),
              ...releaseOf(context, command.decision, inPublic(changeable.award, command.award)),
            ]),
          ),
        );
      }),
    ),
});
