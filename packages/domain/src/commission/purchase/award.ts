import { LocalId, official, ProviderRef, type Refusal, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import type { PaidFrom } from '../../shapes';
import { type CommissionAction, commissionAction } from '../action';
import { awardedToTheLead, toTheLead } from '../analyse/co-commissioners';
import { bandMet, withinProfile } from '../plan/choose-route';
import {
  carriesConditions,
  conditionsCarried,
  conditionsOfItsOwn,
  conditionsMet,
  fundsOf,
  meetsConditions,
} from '../plan/funding-conditions';
import { belowThreshold } from '../plan/regime';
import type { CommissionState, Route } from '../state';
import { stepRulesOf, stepsDone } from '../steps';
import {
  approverApart,
  awardAuthorised,
  citedDecision,
  decidedApart,
  decisionAuthorises,
  citable,
} from './authority';
import { announcedFirst, transparencyFirst } from './award-notices';
import { diligenceAllows, diligenceDone } from './award-diligence';
import { deepEnough, deepEnoughForAward } from './deep-enough';
import {
  fundedInFull,
  fundsLeft,
  paidInItsYears,
  Shares,
  sharesOfFunds,
  spreadOverYears,
  yearsAddUp,
  yearsCovered,
} from './award-funding';
import {
  awardBasis,
  oneMore,
  withinEnvelope,
  withinLot,
  withinMaximum,
  withinNumber,
  withinOffer,
  withinAsked,
  withinRoute,
} from './award-limits';
import { inOrder, lastsAsPublished, termInOrder, withinPublishedTerm } from './award-term';
import { reasonsStated, reducesCrime, valueForMoney } from './award-reasons';
import { conditionsByMatrix, conditionsOfTotal, highEnough, totalHighEnough } from './by-matrix';
import { awardedInCompetition, fromTheCompetition } from './competition';
import { awardTerms, ContractAwarded, GrantAwarded } from './events';
import { interestsSettled } from './interests';
import { inKnownLot, lotKnown } from './lots';
import { lotOpen, lotStillOpen } from './open-lots';
import { eligibleProvider, providerNotExcluded, providerRegistered } from './providers';
import { enoughQuotes, quotesInvited, quotesLocal, quotesReceived } from './quotes';
import { releaseOf } from './release';
import { diligenceAnew, ownDecision, reserveCalled, reserveInOrder } from './reserves';
import { asksFor, onARoute, routeOf } from './route';
import { setAsideByFund, setAsideByFunds } from './set-aside';
import { subcontractorsInOrder, subcontractorsKnown } from './subcontracting';
import { subsidySumHolds, subsidySumRules } from './subsidy-limit';

import { coveredByPartners, withdrawnReplaced } from './withdrawn-money';

const byInstrument = rule({
  id: 'award.by-instrument',
  sentence: 'A grant is awarded where a grant was chosen, and a contract where a contract was.',
  strength: 'law',
  source: 'Procurement Act 2023 s.3: grants are not procurement',
});

const onAGround = rule({
  id: 'award.on-a-ground',
  sentence:
    'An award without competition rests on a ground that was allowed for it, where the route asks for one.',
  strength: 'law',
  source: 'Procurement Act 2023 s.41 and Schedule 5; GovS 015, grants: direct award evidenced',
});

const Award = struct(
  { ...awardTerms, provider: ProviderRef, paidFrom: official(Shares) },
  { bid: LocalId },
  'Award',
);
type Award = t.TypeOf<typeof Award>;

const chosenInstrument = (
  { instrument: chosen }: CommissionState,
  kind: 'grant' | 'contract',
): E.Either<Refusal, NonNullable<CommissionState['instrument']>> =>
  present(chosen?.instrument === kind ? chosen : undefined, byInstrument, {
    award: kind,
    chosen: chosen?.instrument ?? '',
  });

/** What an award of this id says, as a command would say it; undefined when there is none. */
const saidBefore = (commission: CommissionState, id: string): object | undefined => {
  const before = commission.awards.get(id);
  if (before === undefined) return undefined;
  const { kind, terms } = before;
  if (terms === undefined) return { kind };
  const { recipient, legalPower: _, paidFrom, ...said } = terms;
  const shares = paidFrom.map(({ allocation, amount }) => ({ allocation, amount }));
  return { ...said, kind, provider: recipient.provider, paidFrom: shares };
};

/** The route has been followed up to the award, and it leads to this provider. */
const followed = (commission: CommissionState, route: Route, award: Award): Check => {
  const { lot, provider, bid } = award;
  const { competition, grounds } = route.profile;
  const ground = commission.directAward?.ground;
  const direct = competition === 'none' && grounds.length > 0;
  return allHold(
    awardedToTheLead(commission, provider),
    inKnownLot(commission, lot),
    lotStillOpen(commission, lot),
    stepsDone(commission, 'award', { lot, provider }),
    asksFor(route, 'quotes') ? enoughQuotes(commission, route) : E.right(undefined),
    check(!direct || (ground !== undefined && grounds.includes(ground)), onAGround, {
      ground: ground ?? '',
      grounds,
    }),
    announcedFirst(commission, lot),
    fromTheCompetition(commission, route, lot, provider, bid),
    totalHighEnough(commission, lot, bid),
    subcontractorsInOrder(commission, bid),
    reserveInOrder(commission, route, award),
  );
};

/** What the award says is within what was published, consistent in itself, and says what the law asks. */
const sound = (commission: CommissionState, route: Route, context: Context, award: Award): Check => {
  const { lot, provider, amount, years, term, extensionOptions, conditions } = award;
  const optional = extensionOptions.map(({ upTo }) => upTo.vat);
  return allHold(
    oneMore(commission, lot),
    withinLot(commission, route, lot, amount),
    check(
      optional.every((vat) => vat === amount.vat),
      awardBasis,
      { vat: amount.vat, optional },
      '/extensionOptions',
    ),
    withinRoute(commission, route, context, amount, extensionOptions),
    withinAsked(commission, award),
    inOrder(term),
    lastsAsPublished(commission, term),
    spreadOverYears(years, amount.pence),
    subsidySumHolds(commission, context, provider, amount),
    diligenceAllows(commission, route, context, provider, conditions),
    deepEnoughForAward(commission, route, context, provider, amount.pence),
  );
};

const fundsPaying = (commission: CommissionState, shares: Award['paidFrom']): ReadonlyArray<string> =>
  fundsOf(
    commission,
    shares.map(({ allocation }) => allocation),
  );

/** What is awarded is covered, meets the conditions of the money that pays for it, and says them to whoever gets it. */
const onConditions = (commission: CommissionState, context: Context, award: Award): Check => {
  const { paidFrom, conditions } = award;
  const funds = fundsPaying(commission, paidFrom);
  return allHold(
    coveredByPartners(commission, funds, '/paidFrom'),
    meetsConditions(commission, funds, context),
    carriesConditions(conditions, funds, context),
    conditionsOfTotal(commission, award, conditionsOfItsOwn(conditions, funds, context)),
  );
};

/** The money that pays for it is of its years, and its funds hold it. */
const paidOutOf = (
  commission: CommissionState,
  context: Context,
  { years }: Award,
  paidFrom: PaidFrom,
): Check =>
  allHold(
    paidInItsYears(commission, years, paidFrom),
    setAsideByFunds(commission, paidFrom, context, '/paidFrom'),
  );

/** Awards a grant or a contract: one act, one set of rules. */
export const awardAction = (
  kind: 'grant' | 'contract',
  { name, says }: Pick<CommissionAction<Award>, 'name' | 'says'>,
): CommissionAction<Award> =>
  commissionAction({
    name,
    says,
    command: Award,
    roles: ['approver'],
    rules: [
      entrySaidOnce,
      byInstrument,
      onARoute,
      ...citable,
      providerRegistered,
      providerNotExcluded,
      toTheLead,
      lotKnown,
      lotOpen,
      ...stepRulesOf('award'),
      quotesInvited,
      quotesLocal,
      quotesReceived,
      onAGround,
      transparencyFirst,
      awardedInCompetition,
      highEnough,
      subcontractorsKnown,
      reserveCalled,
      ownDecision,
      diligenceAnew,
      decisionAuthorises,
      approverApart,
      interestsSettled,
      withinNumber,
      awardBasis,
      withinMaximum,
      withinEnvelope,
      withinOffer,
      bandMet,
      withinProfile,
      belowThreshold,
      termInOrder,
      withinPublishedTerm,
      yearsAddUp,
      yearsCovered,
      ...subsidySumRules,
      diligenceDone,
      deepEnough,
      reducesCrime,
      valueForMoney,
      fundedInFull,
      fundsLeft,
      setAsideByFund,
      withdrawnReplaced,
      conditionsMet,
      conditionsCarried,
      conditionsByMatrix,
    ],
    needs: ({ decision, provider, paidFrom }, commission) => ({
      decisions: [decision],
      providers: [provider],
      funds: fundsPaying(commission, paidFrom),
    }),
    decide: (command, context) => (commission) => {
      const { provider, paidFrom: shares, ...terms } = command;
      const { award, decision, amount } = terms;
      return saidOnce(saidBefore(commission, award), { ...command, kind }, '/award', () =>
        pipe(
          E.Do,
          E.bind('chosen', () => chosenInstrument(commission, kind)),
          E.bind('route', () => routeOf(commission)),
          E.bind('taken', () => citedDecision(context, decision)),
          E.bind('registered', () => eligibleProvider(context, provider)),
          E.chainFirst(({ chosen, route, taken }) =>
            allHold(
              followed(commission, route, command),
              awardAuthorised(commission, taken, command),
              decidedApart(commission, taken, context),
              sound(commission, route, context, command),
              reasonsStated(chosen.legalPower, command.statutoryReasons),
            ),
          ),
          E.chainFirst(() => onConditions(commission, context, command)),
          E.bind('paidFrom', () => sharesOfFunds(commission, shares, amount.pence)),
          E.chainFirst(({ paidFrom }) => paidOutOf(commission, context, command, paidFrom)),
          E.map(({ chosen: { legalPower }, registered: { named }, paidFrom }) => {
            const data = { ...terms, recipient: named, legalPower, paidFrom };
            const made = kind === 'grant' ? GrantAwarded.make(data) : ContractAwarded.make(data);
            return [made, ...releaseOf(context, decision, [award])];
          }),
        ),
      );
    },
  });
