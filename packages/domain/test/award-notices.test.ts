import type { CommissionEvent } from '../src/commission/events';
import { NoticePublished } from '../src/commission/plan/events';
import { awardContract } from '../src/commission/purchase/award-contract';
import { ContractAwarded, StandstillEnded } from '../src/commission/purchase/events';
import { AwardDeclined, ReserveCalled } from '../src/commission/purchase/reserve-events';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { startStandstill } from '../src/commission/purchase/start-standstill';
import { DecisionPublished } from '../src/decision/events';
import type { RouteProfile } from '../src/rulebook/events';
import {
  act,
  awardedToBirch,
  awardTo,
  contractTo,
  decisionOf,
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
} from './support/awarded-tender';
import { made } from './support/made';
import { onRoute } from './support/other-route';
import { afterHappened, includingVat } from './support/tender';

const notice = (kind: string, publishedOn: string, more: object = {}) =>
  made(NoticePublished, {
    notice: `${kind.toLowerCase()}-${publishedOn}`,
    kind,
    channel: 'central-platform',
    reference: `2026/S ${kind}`,
    publishedOn,
    ...more,
  });

const publishedWith = (award: string) =>
  made(DecisionPublished, {
    decision: 'BEDS-PCC24-0080',
    channel: 'website',
    reference: 'https://example.org/0080',
    withheld: [],
    awards: [award],
  });

type Told = Readonly<typeof awardedToBirch>;

/** The same under another regime, by a route that asks for these steps and goes with competition or without. */
const under = (told: Told, regime: string, profile: Partial<RouteProfile> = {}): Told =>
  onRoute(told, { regime, profile });
const publicRegimes = ['standard', 'light-touch'];
const otherRegimes = ['below-threshold', 'exempt'];

describe('a contract that nobody competed for', () => {
  const direct = { competition: 'none', steps: [], grounds: [] } as const;
  const decisions = [
    decisionOf(firstDecision, [
      act('award', { provider: 'BEDS-birch', lot: 'north', upTo: includingVat(10_000_000) }),
    ]),
  ];
  const awarding = {
    ...awardTo('birch', 'w1', firstDecision),
    provider: named('birch').provider,
    paidFrom: [{ allocation: 'first', amount: 10_000_000 }],
  };
  const awarded = contractTo('birch', 'w1', firstDecision);
  const ready = (
    regime: string,
    profile: Partial<RouteProfile>,
    ...before: ReadonlyArray<CommissionEvent>
  ) => [...under(awardedToBirch.slice(0, -1), regime, profile), ...officerOn('2026-11-23', ...before)];
  const ask = (regime: string, profile: Partial<RouteProfile>, ...before: ReadonlyArray<CommissionEvent>) =>
    afterHappened(...ready(regime, profile, ...before)).when(
      awardContract,
      awarding,
      on('2026-11-24', decisions),
    );

  test.each(publicRegimes)('under %s was announced in a transparency notice first', (regime) => {
    ask(regime, direct).refused('award.after-transparency-notice', { lot: 'north' });
    for (const lot of [{ lot: 'north' }, {}])
      ask(regime, direct, notice('UK5', '2026-11-23', lot)).then(awarded);
    for (const other of [notice('UK5', '2026-11-23', { lot: 'south' }), notice('UK4', '2026-11-23')])
      ask(regime, direct, other).refused('award.after-transparency-notice', { lot: 'north' });
  });

  test.each(otherRegimes)('under %s was not', (regime) => {
    ask(regime, direct).then(awarded);
  });

  test('nor was one that others competed for', () => {
    ask('standard', { ...direct, competition: 'open' }).then(awarded);
    ask('standard', { ...direct, competition: 'quotes' }).then(awarded);
  });

  test('a winner that was not asked for its subcontractors is not awarded a public contract', () => {
    const unasked = ready('light-touch', { ...direct, competition: 'open' }).filter(
      ({ type }) => type !== 'SubcontractorsChecked',
    );
    afterHappened(...unasked)
      .when(awardContract, awarding, on('2026-11-24', decisions))
      .refused('award.after-subcontractors-checked', { bid: 'birch', asked: false }, '/bid');
  });

  test('was awarded from the money that was set aside', () => {
    expect(made(ContractAwarded, { ...awarded.data, paidFrom: paidFrom(10_000_000) })).toEqual(awarded);
  });
});

describe('a contract that is signed', () => {
  const steps = { steps: [] };
  const today = on('2026-12-15', [], { actor: officer });
  const sign = (told: Told, signedOn = '2026-12-10') =>
    afterHappened(...told).when(signAgreement, signing('w1', signedOn), today);
  const published = (regime: string, ...more: ReadonlyArray<CommissionEvent>): Told => [
    ...under(awardedToBirch, regime, steps),
    ...officerOn('2026-11-26', ...more),
  ];
  const signed = [{ data: { award: 'w1' } }];

  test.each(publicRegimes)('under %s was noticed by that day', (regime) => {
    sign(published(regime)).refused(
      'agreement.after-award-notice',
      { lot: 'north', noticed: [], signedOn: '2026-12-10' },
      '/signedOn',
    );
    for (const more of [{}, { lot: 'north' }]) {
      const told = published(regime, notice('UK6', '2026-11-26', more));
      // A standard one asks for its standstill besides.
      if (regime === 'standard') sign(told).refused('agreement.after-lawful-standstill');
      else expect(sign(told).decided).toMatchObject({ right: signed });
    }
    sign(published(regime, notice('UK6', '2026-11-26', { lot: 'south' }))).refused(
      'agreement.after-award-notice',
      { noticed: [] },
    );
    sign(published(regime, notice('UK7', '2026-11-26'))).refused('agreement.after-award-notice');
  });

  test('was noticed on the day itself or before, not after it', () => {
    const noticedOn = published('light-touch', notice('UK6', '2026-12-10'));
    expect(sign(noticedOn).decided).toMatchObject({ right: signed });
    sign(noticedOn, '2026-12-09').refused('agreement.after-award-notice', {
      noticed: ['2026-12-10'],
      signedOn: '2026-12-09',
    });
  });

  test('was noticed on the day of its award or later: a notice before that is of something else', () => {
    sign(published('light-touch', notice('UK6', '2026-11-22'))).refused('agreement.after-award-notice', {
      awardedOn: '2026-11-23',
      noticed: ['2026-11-22'],
    });
    const sameDay = published('light-touch', notice('UK6', '2026-11-23'));
    expect(sign(sameDay).decided).toMatchObject({ right: signed });
  });

  test('was noticed where its standstill began with the notice', () => {
    const ended = made(StandstillEnded, { lot: 'north', lastDay: '2026-12-08' });
    const told = [...under(inStandstill, 'standard', steps), ...officerOn('2026-12-09', ended)];
    expect(sign(told).decided).toMatchObject({ right: signed });
  });

  test('with a reserve was noticed anew: the notice of the award that came to nothing does not tell of it', () => {
    const fell = made(AwardDeclined, {
      award: 'w1',
      lot: 'north',
      cause: 'declined',
      reason: 'It has no staff.',
      declinedOn: '2026-11-27',
      givenBack: paidFrom(10_000_000),
    });
    const called = made(ReserveCalled, {
      call: 'call-1',
      inPlaceOf: 'w1',
      bid: 'cedar',
      lot: 'north',
      provider: named('cedar'),
      rank: 2,
    });
    const reserved = [
      ...published('light-touch', notice('UK6', '2026-11-26')),
      ...officerOn('2026-11-28', fell, called, contractTo('cedar', 'w2', 'BEDS-PCC24-0080')),
    ];
    const signReserve = (...more: ReadonlyArray<CommissionEvent>) =>
      afterHappened(...reserved, ...officerOn('2026-12-01', ...more)).when(
        signAgreement,
        signing('w2', '2026-12-10'),
        today,
      );
    signReserve().refused('agreement.after-award-notice', { noticed: [] });
    expect(signReserve(notice('UK6', '2026-12-01')).decided).toMatchObject({
      right: [{ data: { award: 'w2' } }],
    });
  });

  test.each(otherRegimes)('under %s needs no notice', (regime) => {
    expect(sign(published(regime)).decided).toMatchObject({ right: signed });
  });
});

describe('a second award in a lot, made once the standstill of the first had begun', () => {
  const second = contractTo('cedar', 'w2', 'BEDS-PCC24-0080');
  const told = [
    ...signable,
    ...officerOn(
      '2026-12-10',
      recommendedFor('cedar', 'r2'),
      noSubsidyTo('cedar'),
      lookedInto('cedar'),
      second,
      publishedWith('w2'),
    ),
  ];
  const standstill = standstillStarted('2026-12-11', '2026-12-22');
  const ended = made(StandstillEnded, { lot: 'north', lastDay: '2026-12-22' });
  const sign = (award: string, before: Told) =>
    afterHappened(...before).when(
      signAgreement,
      signing(award, '2026-12-23'),
      on('2026-12-23', [], { actor: officer }),
    );
  const start = (before: Told, noticePublishedOn: string) =>
    afterHappened(...before).when(
      startStandstill,
      { lot: 'north', noticePublishedOn },
      on('2026-12-11', [], { actor: officer }),
    );

  test('is not signed on the notice and the standstill of the first', () => {
    expect(sign('w1', told).decided).toMatchObject({ right: [{ data: { award: 'w1' } }] });
    sign('w2', told).refused('step.standstill');
    sign('w2', under(told, 'standard', { steps: [] })).refused('agreement.after-award-notice', {
      awardedOn: '2026-12-10',
      noticed: ['2026-11-26'],
    });
    const noticed = [...told, ...officerOn('2026-12-11', notice('UK6', '2026-12-11'))];
    sign('w2', under(noticed, 'standard', { steps: [] })).refused('agreement.after-lawful-standstill', {
      awardedOn: '2026-12-10',
    });
  });

  test('has a notice and a standstill of its own, which both then wait for', () => {
    start(told, '2026-12-11').then(standstill);
    start(told, '2026-12-09').refused('standstill.on-an-award', {}, '/noticePublishedOn');
    start(signable, '2026-12-10').refused('entry.said-once', {}, '/lot');
    start(told, '2026-11-26').then();
    const running = [...told, ...officerOn('2026-12-11', standstill)];
    start(running, '2026-12-11').then();
    sign('w1', running).refused('step.standstill');
    for (const award of ['w1', 'w2'])
      expect(sign(award, [...running, ...officerOn('2026-12-23', ended)]).decided).toMatchObject({
        right: [{ data: { award } }],
      });
  });
});
