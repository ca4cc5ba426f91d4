import { fold } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { FundingAllocated } from '../src/commission/plan/events';
import { wholeLife } from '../src/commission/purchase/award-limits';
import { ChallengeRaised, ChallengeResolved } from '../src/commission/purchase/challenge-events';
import { AgreementSigned, SubsidyAssessed } from '../src/commission/purchase/events';
import { resolveChallenge } from '../src/commission/purchase/resolve-challenge';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { withinSubsidyLimit } from '../src/commission/purchase/subsidy-limit';
import { closeCommission } from '../src/commission/review/close-commission';
import { CommissionClosed, KPIsAgreed } from '../src/commission/review/events';
import { AgreementVaried } from '../src/commission/review/life-events';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { returnKpis } from '../src/commission/review/return-kpis';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import { withholdItem } from '../src/commission/review/withhold-item';
import { ItemWithheld } from '../src/commission/review/withholding-events';
import { awardsIn } from '../src/commission/standing';
import { act, changeDecision, decided, outside, share } from './support/agreement';
import {
  after,
  contextAt,
  contractChosen,
  fundReference,
  grantChosen,
  need,
  reference,
  routed,
  rules,
  village,
} from './support/commission';
import { made } from './support/made';
import { contextOf, recorded } from './support/specification';

const whole = 8_000_000;
const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commission, commission.initial, recorded<CommissionEvent>(events));
const broughtAs = (agreement: string) =>
  made(PriorAwardRecorded, {
    reference,
    award: 'w1',
    title: 'Treatment',
    recipient: { provider: village, name: 'Village Hall Trust' },
    amount: { basis: 'total', pence: whole },
    years: ['2026-27'],
    fundingStream: 'Community Safety Fund',
    agreement,
    source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
  });
const brought = broughtAs('live');
const signing = {
  award: 'w1',
  signedOn: '2026-11-23',
  amount: outside(whole),
  term: { starts: '2026-12-01', ends: '2027-11-30' },
};
const signed = made(AgreementSigned, signing);
const spring = contextAt('2027-03-01T09:00:00.000Z');

describe('an award brought in from before this record', () => {
  test('is none that was made here: it counts in no lot, no band and no limit', () => {
    const state = stateAfter(need, brought, signed);
    expect(awardsIn(state, 'whole')).toEqual([]);
    expect(wholeLife(state)).toBe(0);
    const assisted = made(SubsidyAssessed, {
      provider: village,
      isSubsidy: true,
      reason: 'An enterprise.',
      route: 'minimal-financial-assistance',
      confirmation: { received: 0, confirmedOn: '2026-11-20' },
    });
    const limit = withinSubsidyLimit(
      stateAfter(need, brought, signed, assisted),
      contextOf({ rules }),
      village,
      outside(31_500_000) as never,
    );
    expect(E.isRight(limit)).toBe(true);
  });

  test('is signed without the steps that a route of this record asks for', () => {
    after(need, grantChosen, routed('direct-grant', whole), brought)
      .when(signAgreement, signing, contextAt('2026-11-23T12:00:00.000Z'))
      .then(signed);
  });

  test('is signed without the award notice that a public contract of this record asks for', () => {
    const tender = routed('tender', 70_000_000, { regime: 'standard', vat: 'including' });
    after(need, contractChosen, tender, brought)
      .when(signAgreement, signing, contextAt('2026-11-23T12:00:00.000Z'))
      .then(signed);
  });

  test('is raised whatever band the route of this record was chosen for', () => {
    const raising = {
      award: 'w1',
      variation: 'v1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'More families came.',
      amount: outside(9_000_000),
      years: [{ year: '2026-27', amount: 9_000_000 }],
      more: [{ allocation: 'a1', amount: 1_000_000 }],
    };
    const money = made(FundingAllocated, { allocation: 'a1', fund: fundReference, amount: 1_000_000 });
    const small = routed('one-quote', 500_000, { regime: 'below-threshold' });
    after(need, contractChosen, small, money, brought, signed)
      .when(varyAgreement, raising, decided([act('vary', { upTo: outside(9_000_000) })]))
      .then(made(AgreementVaried, { ...raising, more: [share('a1', 1_000_000)] }));
  });

  test('is reported on from when it was brought in, which may be in the middle of its term', () => {
    const said = {
      id: 'said',
      name: 'Families who say it helped',
      figure: 'count',
      unit: 'families',
      direction: 'higher-is-better',
      target: 30,
      frequency: 'once',
      measuresUserFeedback: true,
    };
    const agreeing = {
      award: 'w1',
      kpis: [said],
      periods: [{ id: 'rest', from: '2027-06-01', to: '2027-11-30', due: '2027-12-21' }],
    };
    after(need, grantChosen, routed('small-direct-grant', 300_000), brought, signed)
      .when(agreeKpis, agreeing, spring)
      .then(made(KPIsAgreed, agreeing));
  });

  test('is reported on when its periods have ended, however the route of this record would have it', () => {
    const agreed = made(KPIsAgreed, {
      award: 'w1',
      kpis: [
        {
          id: 'said',
          name: 'Families who say it helped',
          figure: 'count',
          unit: 'families',
          direction: 'higher-is-better',
          target: 30,
          frequency: 'once',
          measuresUserFeedback: true,
        },
      ],
      periods: [{ id: 'all', from: '2026-12-01', to: '2027-11-30', due: '2027-12-21' }],
    });
    const returning = {
      award: 'w1',
      period: 'all',
      values: [{ kpi: 'said', value: 9 }],
      certifiedBy: 'trustee-1',
    };
    after(need, grantChosen, routed('small-direct-grant', 300_000), brought, signed, agreed)
      .when(returnKpis, returning, spring)
      .refused('return.after-its-period', { to: '2027-11-30', today: '2027-03-01' }, '/period');
  });

  test('is closed without the steps that a route of this record asks for', () => {
    const closing = { outcome: 'delivered', summary: 'It ended.', lessons: [] };
    after(need, grantChosen, routed('direct-grant', whole), broughtAs('ended'))
      .when(closeCommission, closing, spring)
      .then(made(CommissionClosed, closing));
  });

  test('is public from the start, so that a part of it can be withheld', () => {
    const withholding = {
      withholding: 'h1',
      award: 'w1',
      item: 'purpose',
      ground: 'national-security',
      inTheViewOf: 'chief-officer-of-police',
      formedOn: '2026-11-23',
    };
    after(need, brought).when(withholdItem, withholding, spring).then(made(ItemWithheld, withholding));
  });

  test('is set aside by no challenge', () => {
    const challenged = made(ChallengeRaised, {
      challenge: 'claim',
      by: 'provider',
      means: 'complaint',
      receivedOn: '2026-11-20',
      suspends: 'none',
      about: 'How it was chosen.',
    });
    const resolving = {
      challenge: 'claim',
      outcome: 'upheld',
      remedy: 'award-set-aside',
      resolvedOn: '2026-11-23',
      finding: 'A breach.',
    };
    after(need, brought, challenged)
      .when(resolveChallenge, resolving, spring)
      .refused('challenge.set-aside-before-signature', {}, '/remedy');
    const damages = { ...resolving, remedy: 'damages' };
    after(need, brought, challenged)
      .when(resolveChallenge, damages, spring)
      .then(made(ChallengeResolved, damages));
  });
});
