import { atLeastOne, refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, type Check, check } from '../../checks';
import type { Context, Decision } from '../../context';
import { saidOnce } from '../../entries';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { Kpi } from '../../shapes';
import { commissionAction } from '../action';
import type { CommissionEvent } from '../events';
import { inTurn, part } from '../in-turn';
import { conditionsMet, fundsOf, meetsConditions } from '../plan/funding-conditions';
import type { Award, CommissionState } from '../state';
import { stepRulesOf, stepsDone } from '../steps';
import { agreeKpis } from '../review/agree-kpis';
import { knownAward } from '../review/agreements';
import { diligenceOn, diligenceValid } from '../review/diligence';
import { ReturnPeriod } from '../review/events';
import { awardNoticeFirst, noticedFirst } from './award-notices';
import { observedByLaw, standstillObserved } from './standstill-by-law';
import { challengeSuspends, notSuspended } from './challenges';
import { awardStands, standingAward } from './declined';
import { AgreementSigned } from './events';
import { notExcludedOn, providerNotExcluded } from './providers';

import { coveredByPartners, withdrawnReplaced } from './withdrawn-money';

const signedAsAwarded = rule({
  id: 'agreement.as-awarded',
  sentence: 'An agreement is signed for the sum that was awarded, within the term it was awarded for.',
  strength: 'integrity',
  source: 'What is signed is what was decided',
});

const signedAfterAward = rule({
  id: 'agreement.after-award',
  sentence: 'An agreement is signed on the day of the award or later.',
  strength: 'integrity',
  source: 'Police Reform and Social Responsibility Act 2011 s.18: no commitment before the decision',
});

const signedAfterStandstill = rule({
  id: 'agreement.after-standstill',
  sentence: 'Nothing is signed before the standstill has passed.',
  strength: 'law',
  source: 'Procurement Act 2023 s.51(1)',
});

const kpisWithPeriods = rule({
  id: 'agreement.measures-with-periods',
  sentence: 'Measures are agreed together with the periods they are returned for.',
  strength: 'integrity',
  source: 'Design of the record',
});

const SignAgreement = t.intersection(
  [AgreementSigned.codec, t.partial({ kpis: atLeastOne(Kpi), periods: atLeastOne(ReturnPeriod) })],
  'SignAgreement',
);

type Agreement = t.TypeOf<typeof AgreementSigned.codec>;

const asAwarded = ({ kind, awarded, terms }: Award, agreement: Agreement): Check => {
  const term = terms?.term;
  const { amount } = agreement;
  // What a source says of an award brought in may be a sum a year, and not say whether VAT is in it.
  const sum = kind === 'prior' || alike(awarded, amount);
  const within =
    term === undefined || (agreement.term.starts >= term.starts && agreement.term.ends <= term.ends);
  return allHold(
    check(sum, signedAsAwarded, { awarded: awarded ?? null, signed: amount }, '/amount'),
    check(
      within && agreement.term.starts <= agreement.term.ends,
      signedAsAwarded,
      { awarded: term ?? null, signed: agreement.term },
      '/term',
    ),
  );
};

const inTime = (
  commission: CommissionState,
  { awardedOn, lot }: Award,
  agreement: Agreement,
  context: Context,
): Check => {
  const { signedOn } = agreement;
  const lastDay = commission.evaluations.get(lot)?.standstill?.lastDay;
  return allHold(
    notInTheFuture(context, signedOn, '/signedOn'),
    check(
      awardedOn === undefined || signedOn >= awardedOn,
      signedAfterAward,
      { signedOn, awardedOn: awardedOn ?? null },
      '/signedOn',
    ),
    check(
      lastDay === undefined || signedOn > lastDay,
      signedAfterStandstill,
      { signedOn, lastDay: lastDay ?? null },
      '/signedOn',
    ),
  );
};

const stepsTaken = (commission: CommissionState, id: string, { kind, lot, provider }: Award): Check =>
  kind === 'prior' ? E.right(undefined) : stepsDone(commission, 'signature', { lot, provider, award: id });

/** Conditions may have come with money that was accepted since the award. */
const fundsPaying = (commission: CommissionState, { paidFrom }: Award): ReadonlyArray<string> =>
  fundsOf(
    commission,
    paidFrom.map(({ allocation }) => allocation),
  );

const sign =
  (agreement: Agreement, context: Context) =>
  (commission: CommissionState): Decision<CommissionEvent> =>
    pipe(
      knownAward(commission, agreement.award),
      E.chain((award) =>
        saidOnce(award.agreement, agreement, '/award', () =>
          pipe(
            allHold(
              standingAward(award, agreement.award),
              asAwarded(award, agreement),
              inTime(commission, award, agreement, context),
              stepsTaken(commission, agreement.award, award),
              award.kind === 'prior'
                ? E.right(undefined)
                : allHold(
                    noticedFirst(commission, award, agreement.signedOn),
                    observedByLaw(commission, award, context),
                    notExcludedOn(context, award.provider ?? '', agreement.signedOn, '/award'),
                  ),
              coveredByPartners(
                commission,
                award.paidFrom.map(({ fund }) => fund),
                '/award',
              ),
              meetsConditions(commission, fundsPaying(commission, award), context),
              notSuspended(commission, award.lot, agreement.award),
              diligenceOn(commission, award, agreement.signedOn),
            ),
            E.map(() => [AgreementSigned.make(agreement)]),
          ),
        ),
      ),
    );

/**
 * Notes that both sides signed the agreement for an award, or the agreement of an award brought in. Measures and
 * periods may be agreed in the same act.
 */
export const signAgreement = commissionAction({
  name: 'sign-agreement',
  says: 'Note the signed agreement for an award, with its measures where they are settled.',
  command: SignAgreement,
  roles: ['commissioning-officer'],
  rules: [
    ...stepRulesOf('signature'),
    awardStands,
    providerNotExcluded,
    withdrawnReplaced,
    conditionsMet,
    challengeSuspends,
    signedAsAwarded,
    datesNotInTheFuture,
    signedAfterAward,
    signedAfterStandstill,
    awardNoticeFirst,
    standstillObserved,
    diligenceValid,
    kpisWithPeriods,
    ...agreeKpis.rules,
  ],
  needs: ({ award }, commission) => {
    const signed = commission.awards.get(award);
    if (signed === undefined) return {};
    const providers = signed.provider === undefined ? [] : [signed.provider];
    return { funds: fundsPaying(commission, signed), providers };
  },
  decide: (command, context) => (commission) => {
    const { kpis, periods, ...agreement } = command;
    if (kpis === undefined && periods === undefined) return sign(agreement, context)(commission);
    if (kpis === undefined || periods === undefined)
      return E.left(refusal(kpisWithPeriods, {}, kpis === undefined ? '/kpis' : '/periods'));
    const { award } = agreement;
    const fields = { '/award': '/award', '/kpis': '/kpis', '/periods': '/periods' };
    return inTurn(
      (around) => sign(agreement, around),
      part(agreeKpis, { award, kpis, periods }, fields),
    )(context)(commission);
  },
});
