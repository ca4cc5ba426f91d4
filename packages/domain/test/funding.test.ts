import { fold, type Happened } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { commission } from '../src/commission/evolve';
import { paidInItsYears } from '../src/commission/purchase/award-funding';
import { ExceptionRecorded } from '../src/commission/purchase/events';
import { allocateFunding } from '../src/commission/plan/allocate-funding';
import { checkFundingConditions } from '../src/commission/plan/check-funding-conditions';
import { FundingConditionsChecked } from '../src/commission/plan/condition-events';
import { FundingAllocated, FundingReleased } from '../src/commission/plan/events';
import { publishSpec } from '../src/commission/plan/publish-spec';
import { FundingReallocated } from '../src/commission/plan/reallocation-events';
import { reallocateFunding } from '../src/commission/plan/reallocate-funding';
import { releaseFunding } from '../src/commission/plan/release-funding';
import { awardGrant } from '../src/commission/purchase/award-grant';
import type { CommissionEvent } from '../src/commission/events';
import { FundClosed, type FundEvent, FundingAccepted, FundOpened } from '../src/fund/events';
import { fund } from '../src/fund/state';
import {
  after,
  allocated,
  allocating,
  assessed,
  authorDeclared,
  conflictsAssessed,
  consulted,
  context,
  counted,
  courts,
  fundReference,
  grantChosen,
  need,
  published,
  publishing,
  reference,
  routed,
  voices,
} from './support/commission';
import { allSuperseded, deciding, sum } from './support/decisions';
import { made } from './support/made';
import { recorded } from './support/specification';

describe('setting funds aside of a later year', () => {
  const later = { ...allocating, fund: 'BEDS-community-safety-2027-28' };
  const without = { ...context, funds: new Map() };

  test('may be done before that year is opened, subject to its budget', () => {
    after(need).when(allocateFunding, later, without).then(made(FundingAllocated, later));
  });

  test('is of a stream and theme of the rule book, under rules', () => {
    after(need)
      .when(allocateFunding, { ...later, fund: 'BEDS-lottery-2027-28' }, without)
      .refused('fund.promised-of-a-known-stream', { stream: 'lottery' }, '/fund');
    after(need)
      .when(allocateFunding, { ...later, theme: 'Fireworks' }, without)
      .refused('fund.promised-of-a-known-stream');
    after(need)
      .when(allocateFunding, later, { ...without, rules: undefined })
      .refused('rulebook.adopted');
  });

  test('is not done of this year, nor of a year that was closed', () => {
    after(need)
      .when(allocateFunding, allocating, without)
      .refused('funding.fund-open', { fund: 'BEDS-community-safety-2026-27' }, '/fund');
    const closed = fold(
      fund,
      context.funds.get(fundReference) ?? fund.initial,
      recorded<FundEvent>([made(FundClosed, { left: 0 })]),
    );
    after(need)
      .when(allocateFunding, allocating, { ...context, funds: new Map([[fundReference, closed]]) })
      .refused('funding.fund-open', { fund: 'BEDS-community-safety-2026-27' }, '/fund');
  });
});

describe('reallocating what is not needed', () => {
  const decision = 'BEDS-PCC24-0099';
  const other = 'BEDS-2026-0011';
  const reallocating = {
    release: 'underspend',
    allocation: 'a1',
    amount: 2_706_400,
    to: { commission: other, allocation: 'top-up' },
    decision,
    reason: 'A post stayed vacant until September.',
  };
  const act = {
    act: 'reallocate',
    fund: fundReference,
    from: reference,
    to: other,
    amount: sum(2_706_400),
  };
  const reallocated = made(FundingReallocated, { ...reallocating, fund: fundReference, theme: courts });
  const under = (...acts: ReadonlyArray<object>) => ({ ...context, decisions: deciding(decision, ...acts) });

  test('gives it to another commission, with its theme, under one decision', () => {
    after(need, allocated).when(reallocateFunding, reallocating, under(act)).then(reallocated);
  });

  test('is not done under a decision that a later one has taken the place of', () => {
    after(need, allocated)
      .when(reallocateFunding, reallocating, allSuperseded(under(act)))
      .refused('authority.decision-stands', { decision }, '/decision');
  });

  test.each([
    ['another fund', { fund: 'BEDS-moj-victims-2026-27' }],
    ['from another commission', { from: 'BEDS-2026-0012' }],
    ['to another commission', { to: 'BEDS-2026-0012' }],
  ])('is not done under a decision about %s', (_what, change) => {
    after(need, allocated)
      .when(reallocateFunding, reallocating, under({ ...act, ...change }))
      .refused(
        'funding.reallocated-under-decision',
        {
          authorised: null,
          decision: 'BEDS-PCC24-0099',
          fund: 'BEDS-community-safety-2026-27',
          to: 'BEDS-2026-0011',
          amount: 2_706_400,
        },
        '/decision',
      );
  });

  test('stays within what the decision says, with what went under it before', () => {
    after(need, allocated)
      .when(reallocateFunding, { ...reallocating, amount: 2_706_401 }, under(act))
      .refused('funding.reallocated-under-decision', { authorised: 2_706_400 }, '/amount');
    after(need, allocated, reallocated)
      .when(reallocateFunding, { ...reallocating, release: 'more', amount: 1 }, under(act))
      .refused('funding.reallocated-under-decision', { before: 2_706_400 }, '/amount');
  });

  test('leaves what is promised, and goes to another commission', () => {
    const all = under({ ...act, amount: sum(100_000_000) });
    after(need, allocated)
      .when(reallocateFunding, { ...reallocating, amount: 9_000_001 }, all)
      .refused('funding.promised-stays', { notPromised: 9_000_000, asked: 9_000_001 }, '/amount');
    const own = { ...reallocating, to: { commission: reference, allocation: 'a2' } };
    after(need, allocated)
      .when(reallocateFunding, own, under(act))
      .refused('funding.reallocated-to-another', { to: 'BEDS-2026-0007' }, '/to/commission');
    after(need)
      .when(reallocateFunding, reallocating, under(act))
      .refused('funding.allocation-known', { allocation: 'a1' }, '/allocation');
    after(need, allocated)
      .when(reallocateFunding, { ...reallocating, amount: 0 }, under(act))
      .refused('funding.more-than-nothing', { amount: 0 }, '/amount');
  });

  test('is one of the ways in which an allocation gives back: a name stands for one of them', () => {
    const releasing = { release: 'underspend', allocation: 'a1', amount: 2_706_400, reason: 'Less.' };
    after(need, allocated, reallocated).when(releaseFunding, releasing).refused('entry.said-once');
    after(need, allocated, made(FundingReleased, { ...releasing, fund: fundReference }))
      .when(reallocateFunding, reallocating, under(act))
      .refused('entry.said-once', {}, '/release');
    after(need, allocated, reallocated)
      .when(releaseFunding, { ...releasing, release: 'rest', amount: 6_293_601 })
      .refused('funding.promised-stays', { notPromised: 6_293_600 });
  });
});

describe('the conditions of the money', () => {
  const grant = 'BEDS-moj-domestic-abuse-sexual-violence-2026-27';
  const sentence = 'The money does not pay for accommodation.';
  const withConditions = (...conditions: ReadonlyArray<string>) =>
    fold(
      fund,
      fund.initial,
      recorded<FundEvent>([
        made(FundOpened, {
          fund: grant,
          stream: 'moj-domestic-abuse-sexual-violence',
          name: 'Ministry of Justice domestic abuse and sexual violence grant',
          year: '2026-27',
          funder: 'Ministry of Justice',
          themes: [],
        }),
        made(FundingAccepted, { tranche: 't1', amount: 9_000_000, conditions, decision: 'BEDS-PCC24-0057' }),
      ]),
    );
  const around = {
    ...context,
    funds: new Map([[grant, withConditions('new-activity-only', 'not-accommodation')]]),
  };
  const fromGrant = made(FundingAllocated, { allocation: 'a1', fund: grant, amount: 9_000_000 });
  const planned: ReadonlyArray<CommissionEvent> = [
    need,
    counted,
    voices,
    assessed,
    consulted,
    fromGrant,
    grantChosen,
    routed('grant-round', 9_000_000),
    conflictsAssessed,
    authorDeclared,
  ];
  const answer = (condition: string, met = true, how = 'A worker more than last year.') => ({
    condition,
    met,
    how,
  });
  const checking = {
    fund: grant,
    answers: [answer('new-activity-only'), answer('not-accommodation', true, 'Outreach alone.')],
  };
  const checked = made(FundingConditionsChecked, checking);

  test('are held against what is to be bought, as often as things change', () => {
    after(need, fromGrant).when(checkFundingConditions, checking, around).then(checked);
    const again = { ...checking, answers: [answer('not-accommodation', false, 'Two rooms are rented.')] };
    after(need, fromGrant, checked)
      .when(checkFundingConditions, again, around)
      .then(made(FundingConditionsChecked, again));
  });

  test('are those of money that is set aside here, each answered once', () => {
    after(need)
      .when(checkFundingConditions, checking, around)
      .refused('funding.conditions-of-its-money', { fund: grant }, '/fund');
    after(need, fromGrant)
      .when(checkFundingConditions, { ...checking, answers: [answer('road-safety')] }, around)
      .refused(
        'funding.conditions-of-its-money',
        {
          condition: 'road-safety',
          known: [
            'only-victims',
            'every-victim',
            'spent-within-year',
            'only-domestic-abuse-sexual-violence',
            'new-activity-only',
            'not-accommodation',
          ],
        },
        '/answers/0/condition',
      );
    const twice = [answer('not-accommodation'), answer('not-accommodation', false)];
    after(need, fromGrant)
      .when(checkFundingConditions, { ...checking, answers: twice }, around)
      .refused('funding.conditions-of-its-money', {}, '/answers/1/condition');
    after(need, fromGrant)
      .when(checkFundingConditions, checking, { ...around, rules: undefined })
      .refused('rulebook.adopted');
  });

  test('are met before a specification is published; the refusal names the one that is not', () => {
    after(...planned, checked)
      .when(publishSpec, publishing, around)
      .then(published);
    after(...planned)
      .when(publishSpec, publishing, around)
      .refused('funding.conditions-met', { fund: grant, condition: 'new-activity-only', answered: null });
    const unmet = made(FundingConditionsChecked, {
      ...checking,
      answers: [answer('new-activity-only'), answer('not-accommodation', false, 'Two rooms are rented.')],
    });
    after(...planned, unmet)
      .when(publishSpec, publishing, around)
      .refused('funding.conditions-met', {
        condition: 'not-accommodation',
        sentence,
        answered: 'Two rooms are rented.',
      });
  });

  test('bind only while the money is set aside from the fund that has them', () => {
    const released = made(FundingReleased, {
      release: 'all',
      allocation: 'a1',
      fund: grant,
      amount: 9_000_000,
      reason: 'From the Community Safety Fund instead.',
    });
    after(...planned, released, allocated, made(FundingAllocated, { ...allocating, allocation: 'a2' }))
      .when(publishSpec, publishing, around)
      .then(published);
  });

  test('a fund is read for them: by a specification all that pay for it, by an award those it is paid from', () => {
    const state = { allocations: new Map([['a1', { fund: grant, amount: 1, releases: new Map() }]]) };
    expect(publishSpec.needs({} as never, state as never)).toEqual({ funds: [grant] });
    const award = { decision: 'BEDS-PCC24-0099', provider: 'BEDS-oak', paidFrom: [{ allocation: 'a1' }] };
    expect(awardGrant.needs(award as never, state as never)).toMatchObject({ funds: [grant] });
  });
});

describe('the years of an award', () => {
  const thisYear = { allocation: 'a1', fund: 'BEDS-community-safety-2026-27', amount: 60 };
  const nextYear = { allocation: 'a2', fund: 'BEDS-community-safety-2027-28', amount: 40 };
  const profile = (first: number, second: number) => [
    { year: '2026-27', amount: first },
    { year: '2027-28', amount: second },
  ];
  const held = (years: unknown, paidFrom: unknown, ...events: ReadonlyArray<CommissionEvent>) => {
    const state = fold(
      commission,
      commission.initial,
      recorded([need, ...events]) as ReadonlyArray<Happened<CommissionEvent>>,
    );
    return paidInItsYears(state, years as never, paidFrom as never);
  };

  test('are paid from the money of each, or of the one before', () => {
    expect(E.isRight(held(profile(60, 40), [thisYear, nextYear]))).toBe(true);
    expect(E.isRight(held(profile(50, 50), [thisYear, nextYear]))).toBe(true);
    expect(E.isRight(held(profile(0, 60), [thisYear]))).toBe(true);
  });

  test('are not paid from a later one, unless an exception says who answers for it', () => {
    expect(held(profile(61, 39), [thisYear, nextYear])).toMatchObject({
      left: {
        rule: { id: 'award.years-covered' },
        facts: { short: [{ year: '2026-27', due: 61, covered: 60 }] },
        field: '/years',
      },
    });
    const excepted = made(ExceptionRecorded, {
      rule: 'award.years-covered',
      ground: 'The provider waits for its money until April.',
      authorisedBy: 'approver-1',
      decision: 'BEDS-PCC24-0041',
    });
    expect(E.isRight(held(profile(61, 39), [thisYear, nextYear], excepted))).toBe(true);
  });
});
