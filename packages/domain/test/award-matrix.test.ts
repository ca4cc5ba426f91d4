import type { CommissionEvent } from '../src/commission/events';
import { FundingConditionsChecked } from '../src/commission/plan/condition-events';
import { RouteChosen } from '../src/commission/plan/events';
import { AwardMatrixSet } from '../src/commission/plan/matrix-events';
import { setAwardMatrix } from '../src/commission/plan/set-award-matrix';
import { awardContract } from '../src/commission/purchase/award-contract';
import { conditionsOfTotal, totalHighEnough } from '../src/commission/purchase/by-matrix';
import { AwardRecommended, EvaluationCompleted } from '../src/commission/purchase/events';
import { callReserve } from '../src/commission/purchase/call-reserve';
import { AwardDeclined, ReserveCalled } from '../src/commission/purchase/reserve-events';
import { recommendAward } from '../src/commission/purchase/recommend-award';
import { FundingAccepted, type FundEvent } from '../src/fund/events';
import { fund } from '../src/fund/state';
import { commission } from '../src/commission/evolve';
import { fold } from '@commissioning/kernel';
import {
  act,
  awardTo,
  decisionOf,
  firstDecision,
  lookedInto,
  named,
  noSubsidyTo,
  on,
  paidFrom,
  contractTo,
} from './support/awarded-tender';
import { openedAs } from './support/fund-years';
import { made } from './support/made';
import { recorded } from './support/specification';
import {
  actorOf,
  after,
  by,
  afterHappened,
  includingVat,
  moderating,
  planned,
  published,
  route,
  rules,
} from './support/tender';

/** Dorset, major grants, out of ten: 4 and less is rejected, 5 and 6 are with conditions, 7 and more recommended. */
const dorset = { withConditionsFrom: 50, recommendedFrom: 70 };
const matrix = made(AwardMatrixSet, dorset);
const day = '2026-11-23';

describe('settling what a total means', () => {
  const setting = (command: object, ...history: ReadonlyArray<CommissionEvent>) =>
    after(...(history.length === 0 ? planned() : history)).when(setAwardMatrix, command, on(day));

  test('says from which total there is an award with conditions, and from which without more', () => {
    setting(dorset).then(matrix);
    const other = { withConditionsFrom: 40, recommendedFrom: 40 };
    setting(other, ...planned(), matrix).then(made(AwardMatrixSet, other));
  });

  test.each([
    [0, 70],
    [71, 70],
    [50, 101],
    [101, 101],
  ])(
    'is in order, within a hundred percent: not from %d and from %d',
    (withConditionsFrom, recommendedFrom) => {
      setting({ withConditionsFrom, recommendedFrom }).refused(
        'matrix.in-order',
        { withConditionsFrom, recommendedFrom },
        '/recommendedFrom',
      );
    },
  );

  test.each([
    [1, 1],
    [1, 100],
    [100, 100],
  ])('may be from %d and from %d', (withConditionsFrom, recommendedFrom) => {
    const all = { withConditionsFrom, recommendedFrom };
    setting(all).then(made(AwardMatrixSet, all));
  });

  test('comes before the specification, and stays; after it the same may be said again', () => {
    setting(dorset, ...planned(), published).refused('matrix.before-publication');
    setting({ ...dorset, recommendedFrom: 60 }, ...planned(), matrix, published).refused(
      'matrix.before-publication',
    );
    setting(dorset, ...planned(), matrix, published).then();
  });

  test('is for a route on which bids are ranked by a total', () => {
    setting(dorset, ...planned().slice(0, 1)).refused('purchase.on-a-route');
    const profile = { ...route, steps: route.steps.filter((step) => step !== 'evaluation') };
    setting(dorset, ...planned({ profile })).refused('matrix.where-bids-are-ranked', { route: 'tender' });
  });

  test('is of the route it was settled for: another route asks for it anew, the same one chosen again does not', () => {
    const chosen = planned().at(-1) as ReturnType<(typeof RouteChosen)['make']>;
    const matrixAfter = (id: string) =>
      fold(
        commission,
        commission.initial,
        recorded([
          ...planned(),
          matrix,
          made(RouteChosen, { ...chosen.data, profile: { ...chosen.data.profile, id } }),
        ]),
      ).matrix;
    expect(matrixAfter('tender')).toEqual(dorset);
    expect(matrixAfter('grant-round')).toBeUndefined();
  });
});

/** A lot in which birch came to this total, in hundredths of a percent, before cedar. */
const totalling = (
  total: number,
  ...before: ReadonlyArray<CommissionEvent>
): ReadonlyArray<CommissionEvent> => [
  ...moderating.slice(0, 5),
  ...before,
  ...moderating.slice(5),
  made(EvaluationCompleted, {
    lot: 'north',
    rounding: 'each criterion half up to hundredths',
    ranking: ['birch', 'cedar'].map((bid, index) => ({
      rank: index + 1,
      bid,
      total: total - index,
      criteria: [{ criterion: 'quality', agreed: 250, weighted: total - index }],
      tieBreaks: [],
    })),
    failed: [],
  }),
];

const recommendation = {
  recommendation: 'r1',
  lot: 'north',
  bid: 'birch',
  amount: includingVat(10_000_000),
  reasons: 'Ranked first',
};
const recommended = made(AwardRecommended, { ...recommendation, recipient: named('birch') });

describe('a bid that is to be recommended', () => {
  const recommending = (total: number, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...totalling(total, ...before)).when(
      recommendAward,
      { ...recommendation, provider: 'BEDS-birch' },
      on(day, [], { actor: actorOf('officer-9', 'commissioning-officer') }),
    );

  test('came to the total that was published for an award, to the hundredth of a percent', () => {
    recommending(5_000, matrix).then(recommended);
    recommending(4_999, matrix).refused(
      'award.total-high-enough',
      { lot: 'north', bid: 'birch', total: 4_999, from: 5_000 },
      '/bid',
    );
  });

  test('may have any total where none was published', () => {
    recommending(1).then(recommended);
  });
});

describe('a reserve', () => {
  const declined = made(AwardDeclined, {
    award: 'w1',
    lot: 'north',
    cause: 'declined',
    reason: 'Its staff left.',
    declinedOn: day,
    givenBack: paidFrom(10_000_000),
  });
  const calling = (birch: number, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...totalling(birch, ...before), contractTo('birch', 'w1', firstDecision), declined).when(
      callReserve,
      { call: 'c1', inPlaceOf: 'w1', bid: 'cedar' },
      on(day, [], { actor: actorOf('officer-9', 'commissioning-officer') }),
    );
  const called = made(ReserveCalled, {
    call: 'c1',
    inPlaceOf: 'w1',
    bid: 'cedar',
    lot: 'north',
    provider: named('cedar'),
    rank: 2,
  });

  test('is called whose total is high enough for an award', () => {
    calling(5_001, matrix).then(called);
    calling(5_000, matrix).refused('award.total-high-enough', { bid: 'cedar', total: 4_999 });
    calling(5_000).then(called);
  });
});

describe('an award', () => {
  const decided = decisionOf(firstDecision, [
    act('award', { provider: 'BEDS-birch', upTo: includingVat(10_000_000) }),
  ]);
  const officer = actorOf('officer-1', 'commissioning-officer');
  const recommender = actorOf('officer-9', 'commissioning-officer');
  const awarding = (
    total: number,
    conditions: ReadonlyArray<string>,
    before: ReadonlyArray<CommissionEvent> = [matrix],
    given: Parameters<typeof on>[2] = {},
  ) => {
    const at = `${day}T11:00:00.000Z`;
    return afterHappened(
      ...by(officer, at, ...totalling(total, ...before), lookedInto('birch'), noSubsidyTo('birch')),
      ...by(recommender, at, recommended),
    ).when(
      awardContract,
      {
        ...awardTo('birch', 'w1', firstDecision),
        provider: 'BEDS-birch',
        paidFrom: paidFrom(10_000_000).map(({ allocation, amount }) => ({ allocation, amount })),
        conditions,
      },
      on(day, [decided], given),
    );
  };
  const awardedOn = (conditions: ReadonlyArray<string>) => {
    const plain = contractTo('birch', 'w1', firstDecision);
    return { ...plain, data: { ...plain.data, conditions } } as typeof plain;
  };

  test('is without conditions from the total published for that, and with some below it', () => {
    awarding(7_000, []).then(awardedOn([]));
    awarding(6_999, []).refused(
      'award.conditions-by-its-total',
      { lot: 'north', bid: 'birch', total: 6_999, from: 7_000 },
      '/conditions',
    );
    awarding(6_999, ['Safeguarding training by June.']).then(awardedOn(['Safeguarding training by June.']));
    awarding(5_000, ['Safeguarding training by June.']).then(awardedOn(['Safeguarding training by June.']));
  });

  test('is not made to a bid below the lowest, on whatever conditions', () => {
    awarding(4_999, ['Safeguarding training by June.']).refused('award.total-high-enough');
  });

  test('is of any total where none was published', () => {
    awarding(1, [], []).then(awardedOn([]));
  });

  test('is not on conditions of its own where it states those of its money alone', () => {
    const thisYear = 'BEDS-moj-victims-2026-27';
    const [condition] = rules.fundingStreams.find(({ id }) => id === 'moj-victims')?.conditions ?? [];
    if (condition === undefined) throw new Error('The victims grant has conditions');
    const accepted = made(FundingAccepted, {
      tranche: 't1',
      amount: 25_000_000,
      conditions: [condition.id],
      decision: 'BEDS-PCC24-0031',
    });
    const money = recorded<FundEvent>([openedAs(thisYear), accepted]);
    const funds = new Map([[thisYear, fold(fund, fund.initial, money)]]) as never;
    const met = made(FundingConditionsChecked, {
      fund: thisYear,
      answers: [{ condition: condition.id, met: true, how: 'It is open to victims alone.' }],
    });
    const asked = (total: number, ...conditions: ReadonlyArray<string>) =>
      awarding(total, conditions, [matrix, met], { funds });
    const { sentence } = condition;
    asked(6_999, sentence).refused('award.conditions-by-its-total');
    asked(7_000, sentence).then(awardedOn([sentence]));
    asked(6_999, sentence, 'Safeguarding training by June.').then(
      awardedOn([sentence, 'Safeguarding training by June.']),
    );
    asked(6_999, 'Safeguarding training by June.').refused('award.carries-conditions');
  });

  test('without a bid, or of one that no ranking has, goes by no total', () => {
    const state = fold(commission, commission.initial, recorded(totalling(4_999, matrix)));
    for (const bid of [undefined, 'azalea']) {
      expect(totalHighEnough(state, 'north', bid)).toMatchObject({ _tag: 'Right' });
      expect(conditionsOfTotal(state, { lot: 'north', bid }, [])).toMatchObject({ _tag: 'Right' });
    }
    expect(totalHighEnough(state, 'south', 'birch')).toMatchObject({ _tag: 'Right' });
  });
});
