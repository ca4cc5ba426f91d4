import type { Happened } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { NoticePublished } from '../src/commission/plan/events';
import { assessSubsidy } from '../src/commission/purchase/assess-subsidy';
import { awardContract } from '../src/commission/purchase/award-contract';
import { callReserve } from '../src/commission/purchase/call-reserve';
import { ChallengeRaised, ChallengeResolved } from '../src/commission/purchase/challenge-events';
import { completeDiligence } from '../src/commission/purchase/complete-diligence';
import { declineAward } from '../src/commission/purchase/decline-award';
import {
  AgreementSigned,
  AssessmentSummariesSent,
  AwardRecommended,
  BidExcluded,
  ExceptionRecorded,
  NoAwardMade,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { giveFeedback } from '../src/commission/purchase/give-feedback';
import { makeNoAward } from '../src/commission/purchase/make-no-award';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { AwardDeclined, ReserveCalled, ReservesNamed } from '../src/commission/purchase/reserve-events';
import { sendAssessmentSummaries } from '../src/commission/purchase/send-assessment-summaries';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { releaseFunding } from '../src/commission/plan/release-funding';
import { startStandstill } from '../src/commission/purchase/start-standstill';
import {
  act,
  awardTo,
  contractTo,
  decisionOf,
  evaluated,
  firstDecision,
  inStandstill,
  lookedInto,
  named,
  noSubsidyTo,
  officer,
  officerOn,
  on,
  paidFrom,
  recommendedFor,
  signable,
  signing,
  standstillStarted,
  summariesSent,
} from './support/awarded-tender';
import { made } from './support/made';
import { actorOf, after, afterHappened, includingVat, registered } from './support/tender';
import { ProviderExcluded } from '../src/provider/events';
import { provider } from '../src/provider/state';
import { recorded } from './support/specification';

const asOfficer = (day: string) => on(day, [], { actor: officer });

const declining = {
  award: 'w1',
  cause: 'declined',
  reason: 'It lost the worker it had counted on.',
  declinedOn: '2026-12-10',
};
const declined = made(AwardDeclined, { ...declining, lot: 'north', givenBack: paidFrom(10_000_000) });

const secondDecision = 'BEDS-PCC24-0080';
const calling = { call: 'call-1', inPlaceOf: 'w1', bid: 'cedar' };
const called = made(ReserveCalled, { ...calling, lot: 'north', provider: named('cedar'), rank: 2 });

const fell = [...signable, ...officerOn('2026-12-10', declined)];
const reserved = [...fell, ...officerOn('2026-12-11', called)];

describe('an award that is declined', () => {
  const decline = (change: object = {}, history = signable) =>
    afterHappened(...history).when(declineAward, { ...declining, ...change }, asOfficer('2026-12-10'));

  test('says when and why, and gives back what it would have been paid from', () => {
    decline().then(declined);
  });

  test('is declined before its agreement is signed: after that the agreement is terminated', () => {
    const signed = made(AgreementSigned, signing('w1', '2026-12-09'));
    decline({}, [...signable, ...officerOn('2026-12-09', signed)]).refused(
      'decline.before-signature',
      { award: 'w1' },
      '/award',
    );
  });

  test('is one there is, declined once, between the award and today', () => {
    decline({ award: 'w9' }).refused('award.known');
    decline({ reason: 'Another reason.' }, fell).refused('entry.said-once', {}, '/award');
    decline({ declinedOn: '2026-12-11' }).refused(
      'dates.not-in-the-future',
      { day: '2026-12-11', today: '2026-12-10' },
      '/declinedOn',
    );
    decline({ declinedOn: '2026-11-22' }).refused(
      'decline.after-award',
      { awardedOn: '2026-11-23', declinedOn: '2026-11-22' },
      '/declinedOn',
    );
  });

  test('lapses on what due diligence found', () => {
    const lapsing = { cause: 'diligence-failed', reason: 'Its accounts were not its own.' };
    decline(lapsing).refused('decline.on-its-ground', { cause: 'diligence-failed', award: 'w1' }, '/cause');
    const found = officerOn('2026-12-10', lookedInto('birch', { outcome: 'unsatisfactory' }));
    decline(lapsing, [...signable, ...found]).then(
      made(AwardDeclined, { ...declining, ...lapsing, lot: 'north', givenBack: paidFrom(10_000_000) }),
    );
  });

  test('lapses on a condition that it states', () => {
    const lapsing = { cause: 'conditions-unmet', reason: 'No premises by Christmas.' };
    decline(lapsing).refused('decline.on-its-ground');
    const conditional = signable.map((event) =>
      event.type === 'ContractAwarded'
        ? {
            ...event,
            data: { ...event.data, conditions: ['Premises by Christmas'] as typeof event.data.conditions },
          }
        : event,
    );
    decline(lapsing, conditional).then(
      made(AwardDeclined, { ...declining, ...lapsing, lot: 'north', givenBack: paidFrom(10_000_000) }),
    );
  });

  test('is set aside by a challenge that was resolved so', () => {
    const raised = made(ChallengeRaised, {
      challenge: 'claim',
      by: 'provider',
      means: 'court-proceedings',
      receivedOn: '2026-12-03',
      suspends: 'automatic',
      about: 'Its score.',
      lot: 'north',
    });
    const resolved = (remedy: string) =>
      made(ChallengeResolved, {
        challenge: 'claim',
        outcome: 'upheld',
        resolvedOn: '2026-12-10',
        finding: 'A breach.',
        remedy,
      });
    const setAside = { cause: 'set-aside', challenge: 'claim' };
    const challenged = (remedy: string) => [
      ...inStandstill,
      ...officerOn('2026-12-10', raised, resolved(remedy)),
    ];
    decline(setAside, challenged('damages')).refused('decline.on-its-ground', {}, '/cause');
    decline({ cause: 'set-aside' }, challenged('award-set-aside')).refused('decline.on-its-ground');
    decline(setAside, challenged('award-set-aside')).then(
      made(AwardDeclined, { ...declining, ...setAside, lot: 'north', givenBack: paidFrom(10_000_000) }),
    );
  });

  test('is signed for no more', () => {
    afterHappened(...fell)
      .when(signAgreement, signing('w1', '2026-12-10'), asOfficer('2026-12-10'))
      .refused('award.stands', { cause: 'declined', award: 'w1' }, '/award');
  });

  test('promises its money to nobody: it can be given back, to the penny', () => {
    const releasing = { release: 'x1', allocation: 'first', amount: 25_000_000, reason: 'Not needed.' };
    afterHappened(...signable)
      .when(releaseFunding, releasing)
      .refused('funding.promised-stays', { notPromised: 15_000_000 });
    afterHappened(...fell)
      .when(releaseFunding, { ...releasing, amount: 25_000_001 })
      .refused('funding.promised-stays', { notPromised: 25_000_000 });
  });

  test('lets its provider be assessed for a subsidy anew', () => {
    const anew = { provider: 'BEDS-birch', isSubsidy: false, reason: 'Looked at again.' };
    afterHappened(...signable)
      .when(assessSubsidy, anew, asOfficer('2026-12-10'))
      .refused('subsidy.before-award');
    afterHappened(...fell)
      .when(assessSubsidy, anew, asOfficer('2026-12-10'))
      .then(made(SubsidyAssessed, anew));
  });

  test('leaves its lot undecided, which may end without an award', () => {
    const ending = { lot: 'north', decision: secondDecision, reason: 'Nobody else passed.' };
    const noAward = decisionOf(secondDecision, [act('no-award')]);
    afterHappened(...fell)
      .when(giveFeedback, { lot: 'north', bid: 'azalea', feedback: 'Say who.' })
      .refused('lot.after-decision');
    afterHappened(...fell)
      .when(makeNoAward, ending, on('2026-12-11', [noAward]))
      .then(made(NoAwardMade, ending));
  });
});

describe('naming reserves', () => {
  const recommender = on('2026-11-23', [], { actor: actorOf('officer-9', 'commissioning-officer') });
  const { recipient: _recipient, ...recommending } = recommendedFor('birch', 'r1').data;
  const naming = (
    reserves: ReadonlyArray<string>,
    history: ReadonlyArray<CommissionEvent> = evaluated,
    change: object = {},
  ) =>
    after(...history).when(
      recommendAward,
      { ...recommending, provider: 'BEDS-birch', reserves, ...change },
      recommender,
    );
  const namedInOrder = made(ReservesNamed, {
    recommendation: 'r1',
    lot: 'north',
    reserves: ['cedar', 'azalea'].map((bid) => ({ bid, provider: named(bid) })),
  });

  test('is in the order of the ranking, as many as are wanted', () => {
    naming(['cedar', 'azalea']).then(recommendedFor('birch', 'r1'), namedInOrder);
    naming(['azalea', 'cedar']).refused(
      'reserve.named-in-ranked-order',
      { follow: ['cedar', 'azalea'], lot: 'north', reserves: ['azalea', 'cedar'] },
      '/reserves',
    );
    naming(['azalea']).refused('reserve.named-in-ranked-order');
    naming(['birch']).refused('reserve.named-in-ranked-order');
    naming(['cedar', 'cedar']).refused('reserve.named-in-ranked-order');
    naming(['date']).refused('reserve.named-in-ranked-order');
  });

  test('leaves out what was excluded since', () => {
    const excluded = made(BidExcluded, { bid: 'cedar', ground: 'Debarred', reason: 'On the list.' });
    naming(['azalea'], [...evaluated, excluded]).then(
      recommendedFor('birch', 'r1'),
      made(ReservesNamed, {
        recommendation: 'r1',
        lot: 'north',
        reserves: [{ bid: 'azalea', provider: named('azalea') }],
      }),
    );
  });

  test('is said once, with the recommendation', () => {
    naming(['cedar'], [...evaluated, recommendedFor('birch', 'r1'), namedInOrder]).refused('entry.said-once');
  });
});

describe('calling a reserve', () => {
  const call = (change: object = {}, history = fell, context = asOfficer('2026-12-11')) =>
    afterHappened(...history).when(callReserve, { ...calling, ...change }, context);

  test('goes to the next in the ranking that still competes', () => {
    call().then(called);
    call({ bid: 'azalea' }).refused(
      'reserve.next-in-ranking',
      { next: ['cedar'], lot: 'north', bid: 'azalea' },
      '/bid',
    );
    call({ bid: 'birch' }).refused('reserve.next-in-ranking');
    const out = made(BidExcluded, { bid: 'cedar', ground: 'Debarred', reason: 'On the list.' });
    call({ bid: 'azalea' }, [...fell, ...officerOn('2026-12-10', out)]).then(
      made(ReserveCalled, {
        ...calling,
        bid: 'azalea',
        lot: 'north',
        provider: named('azalea'),
        rank: 3,
      }),
    );
  });

  test('is in the place of an award that came to nothing, and was not replaced', () => {
    call({ inPlaceOf: 'w9' }).refused('award.known');
    call({}, signable).refused('reserve.place-free', { inPlaceOf: 'w1' }, '/inPlaceOf');
    const replaced = officerOn('2026-12-20', contractTo('cedar', 'w2', secondDecision));
    call({ call: 'call-2', bid: 'azalea' }, [...reserved, ...replaced]).refused('reserve.place-free');
  });

  test('goes on to the one after, where the one called does not want it either', () => {
    call({ call: 'call-2', bid: 'azalea' }, reserved).then(
      made(ReserveCalled, {
        call: 'call-2',
        inPlaceOf: 'w1',
        bid: 'azalea',
        lot: 'north',
        provider: named('azalea'),
        rank: 3,
      }),
    );
    call({ bid: 'azalea' }, reserved).refused('entry.said-once', {}, '/call');
  });

  test('is not in a lot that ended without an award', () => {
    const ended = made(NoAwardMade, { lot: 'north', decision: secondDecision, reason: 'No other.' });
    call({}, [...fell, ...officerOn('2026-12-10', ended)]).refused('award.in-open-lot');
  });

  test('is of a provider that is registered and not excluded', () => {
    call({}, fell, on('2026-12-11', [], { actor: officer, providers: new Map() })).refused(
      'purchase.provider-registered',
    );
    const [, cedar] = registered('BEDS-cedar');
    const [out] = recorded([made(ProviderExcluded, { ground: 'Debarred' })]);
    const excluded = out === undefined ? cedar : provider.evolve(cedar, out);
    call(
      {},
      fell,
      on('2026-12-11', [], { actor: officer, providers: new Map([['BEDS-cedar', excluded]]) as never }),
    ).refused('purchase.provider-not-excluded');
  });
});

describe('an award to a reserve', () => {
  const own = decisionOf(secondDecision, [
    act('award', { provider: 'BEDS-cedar', upTo: includingVat(10_000_000) }),
    act('award', { provider: 'BEDS-azalea', upTo: includingVat(10_000_000) }),
  ]);
  const first = decisionOf(firstDecision, [
    act('award', { provider: 'BEDS-cedar', upTo: includingVat(10_000_000) }),
  ]);
  const anew = officerOn(
    '2026-12-14',
    noSubsidyTo('cedar'),
    lookedInto('cedar'),
    recommendedFor('cedar', 'r2'),
  ).map((event) =>
    event.type === 'AwardRecommended'
      ? { ...event, metadata: { ...event.metadata, actor: actorOf('officer-9', 'commissioning-officer') } }
      : event,
  );
  const awarding = (bid: string, decision: string, history: ReadonlyArray<Happened<CommissionEvent>>) =>
    afterHappened(...history).when(
      awardContract,
      {
        ...awardTo(bid, 'w2', decision),
        provider: `BEDS-${bid}`,
        paidFrom: [{ allocation: 'first', amount: 10_000_000 }],
      },
      on('2026-12-15', [own, first]),
    );

  test('needs all that an award needs, and is paid from what the first left', () => {
    awarding('cedar', secondDecision, [...reserved, ...anew]).then(contractTo('cedar', 'w2', secondDecision));
    awarding('cedar', secondDecision, reserved).refused('step.recommendation');
  });

  test('rests on a decision of its own', () => {
    awarding('cedar', firstDecision, [...reserved, ...anew]).refused(
      'reserve.decision-of-its-own',
      { inPlaceOf: 'w1', decision: 'BEDS-PCC24-0072' },
      '/decision',
    );
  });

  test('rests on due diligence done anew, though something good was found before', () => {
    const noSubsidy = anew.slice(0, 1);
    const looked = anew.slice(1, 2);
    const again = anew.slice(2);
    const before = [...signable, ...officerOn('2026-12-09', lookedInto('cedar'))];
    const history = [...before, ...officerOn('2026-12-10', declined), ...officerOn('2026-12-11', called)];
    awarding('cedar', secondDecision, [...history, ...noSubsidy, ...again]).refused(
      'reserve.diligence-anew',
      { provider: 'BEDS-cedar' },
    );
    awarding('cedar', secondDecision, [...history, ...noSubsidy, ...looked, ...again]).then(
      contractTo('cedar', 'w2', secondDecision),
    );
    const excepted = made(ExceptionRecorded, {
      rule: 'reserve.diligence-anew',
      ground: 'Looked into on the day before.',
      authorisedBy: 'approver-1',
      decision: secondDecision,
    });
    awarding('cedar', secondDecision, [
      ...history,
      ...noSubsidy,
      ...again,
      ...officerOn('2026-12-14', excepted),
    ]).then(contractTo('cedar', 'w2', secondDecision));
  });

  test('the same finding may be entered anew once a reserve is called', () => {
    const same = lookedInto('cedar');
    const history = [...signable, ...officerOn('2026-12-09', same), ...officerOn('2026-12-10', declined)];
    afterHappened(...history)
      .when(completeDiligence, same.data, asOfficer('2026-12-11'))
      .then();
    afterHappened(...history, ...officerOn('2026-12-11', called))
      .when(completeDiligence, same.data, asOfficer('2026-12-11'))
      .then(same);
  });

  test('goes to nobody else where the lot has no other room', () => {
    const two = fell.map((event) =>
      event.type === 'SpecPublished'
        ? {
            ...event,
            data: {
              ...event.data,
              lots: event.data.lots.map((lot) => ({ ...lot, maximumAwards: 1 as typeof lot.maximumAwards })),
            },
          }
        : event,
    );
    const departing = made(AwardRecommended, {
      ...recommendedFor('azalea', 'r3').data,
      departure: 'Cedar is too small.',
    });
    const forAzalea = officerOn('2026-12-14', noSubsidyTo('azalea'), lookedInto('azalea'), departing).map(
      (event) => ({
        ...event,
        metadata: { ...event.metadata, actor: actorOf('officer-9', 'commissioning-officer') },
      }),
    );
    awarding('azalea', secondDecision, [...two, ...forAzalea]).refused(
      'reserve.called-first',
      { lot: 'north', bid: 'azalea' },
      '/bid',
    );
    awarding('azalea', secondDecision, [...fell, ...forAzalea]).then(
      contractTo('azalea', 'w2', secondDecision),
    );
  });
});

describe('once a reserve is called', () => {
  const awarded = [...reserved, ...officerOn('2026-12-15', contractTo('cedar', 'w2', secondDecision))];
  const notice = made(NoticePublished, {
    notice: 'uk6',
    kind: 'UK6',
    channel: 'central-platform',
    reference: 'https://example.org/uk6',
    publishedOn: '2026-11-26',
  });
  const noticed = [
    ...inStandstill,
    ...officerOn('2026-11-26', notice),
    ...officerOn('2026-12-10', declined),
    ...officerOn('2026-12-11', called),
    ...officerOn('2026-12-15', contractTo('cedar', 'w2', secondDecision)),
  ];

  test('everybody assessed is told anew, the earlier award notice notwithstanding', () => {
    afterHappened(...noticed)
      .when(sendAssessmentSummaries, summariesSent.data)
      .then(made(AssessmentSummariesSent, summariesSent.data));
  });

  test('a standstill runs anew, after the new summaries', () => {
    const starting = { lot: 'north', noticePublishedOn: '2026-12-17' };
    afterHappened(...awarded)
      .when(startStandstill, starting, asOfficer('2026-12-17'))
      .refused('standstill.after-summaries', { sentOn: null });
    afterHappened(...awarded, ...officerOn('2026-12-16', summariesSent))
      .when(startStandstill, starting, asOfficer('2026-12-17'))
      .then(standstillStarted('2026-12-17', '2026-12-30'));
  });

  test('nothing is signed on the summaries and the standstill of the award that fell', () => {
    const looked = officerOn(
      '2026-12-14',
      noSubsidyTo('cedar'),
      lookedInto('cedar'),
      recommendedFor('cedar', 'r2'),
    );
    afterHappened(...awarded, ...looked)
      .when(signAgreement, signing('w2', '2026-12-16'), asOfficer('2026-12-16'))
      .refused('step.assessment-summaries');
  });
});
