import { type DomainEvent, fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { FundingAllocated, FundingReleased } from '../src/commission/plan/events';
import { FundingReallocated } from '../src/commission/plan/reallocation-events';
import { releaseFunding } from '../src/commission/plan/release-funding';
import { awardContract } from '../src/commission/purchase/award-contract';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import type { Context } from '../src/context';
import { type FundEvent, FundsReserved, ReservationReleased } from '../src/fund/events';
import { fund } from '../src/fund/state';
import { act, changeDecision, decided, outside, signedGrant } from './support/agreement';
import { after, fundReference, need, reference } from './support/commission';
import {
  act as toAward,
  awardTo,
  decisionOf,
  evaluated,
  firstDecision,
  lookedInto,
  noSubsidyTo,
  on,
  recommendedFor,
} from './support/awarded-tender';
import { made } from './support/made';
import { actorOf, by, commissionRef, includingVat } from './support/tender';
import { contextOf, recorded } from './support/specification';

const moj = 'BEDS-moj-victims-2026-27';
const officer = actorOf('officer-1', 'commissioning-officer');

const reserved = (allocation: string, amount: number, of = commissionRef) =>
  made(FundsReserved, {
    reservation: `${of.toLowerCase()}--${allocation}`,
    amount,
    for: { commission: of, line: allocation },
  });
const givenUp = (allocation: string, amount: number) =>
  made(ReservationReleased, {
    reservation: `${commissionRef.toLowerCase()}--${allocation}`,
    release: 'r1',
    amount,
    reason: 'Not needed',
  });

/** What surrounds an act where a fund has recorded these events, and no more. */
const where = (around: Context, id: string, ...events: ReadonlyArray<FundEvent>): Context =>
  contextOf({ ...around, funds: new Map([[id, fold(fund, fund.initial, recorded(events))]]) });

/** What is decided of a command on a commission as these events left it: its events, or the rule and its facts. */
const deciding = (
  action: unknown,
  command: object,
  around: Context,
  history: ReadonlyArray<DomainEvent>,
): unknown => {
  const { decide } = action as typeof varyAgreement;
  const state = fold(commission, commission.initial, history as never);
  const outcome = decide(command as never, around)(state);
  return outcome._tag === 'Right'
    ? outcome.right.map(({ type }) => type)
    : { rule: outcome.left.rule.id, facts: outcome.left.facts, field: outcome.left.field };
};

describe('an award', () => {
  const ready = [
    ...by(
      officer,
      '2026-11-23T11:00:00.000Z',
      ...evaluated,
      noSubsidyTo('birch'),
      lookedInto('birch'),
      made(FundingAllocated, { allocation: 'grant', fund: moj, amount: 12_000_000 }),
    ),
    ...by(
      actorOf('officer-9', 'commissioning-officer'),
      '2026-11-23T11:00:00.000Z',
      recommendedFor('birch', 'r1'),
    ),
  ];
  const award = {
    ...awardTo('birch', 'w1', firstDecision),
    provider: 'BEDS-birch',
    paidFrom: [{ allocation: 'grant', amount: 10_000_000 }],
  };
  const decision = decisionOf(firstDecision, [
    toAward('award', { provider: 'BEDS-birch', upTo: includingVat(10_000_000) }),
  ]);
  const asked = (...inFund: ReadonlyArray<FundEvent>) =>
    deciding(awardContract, award, where(on('2026-11-23', [decision]), moj, ...inFund), ready);
  const waits = (setAside: number | null) => ({
    rule: 'award.set-aside-by-fund',
    facts: { fund: moj, allocation: 'grant', taken: 10_000_000, promised: 0, setAside },
    field: '/paidFrom/0',
  });

  test('is made of money that its fund has set aside', () => {
    expect(asked(reserved('grant', 12_000_000))).toEqual(['ContractAwarded']);
  });

  test('waits until its fund has answered', () => {
    expect(asked()).toEqual(waits(null));
    expect(deciding(awardContract, award, on('2026-11-23', [decision]), ready)).toEqual(waits(null));
  });

  test('is not made of what a fund set aside for something else', () => {
    expect(asked(reserved('other', 12_000_000))).toEqual(waits(null));
    expect(asked(reserved('grant', 12_000_000, 'BEDS-2026-0099'))).toEqual(waits(null));
  });

  test('is not made of what went back to the fund, to the penny', () => {
    expect(asked(reserved('grant', 12_000_000), givenUp('grant', 2_000_000))).toEqual(['ContractAwarded']);
    expect(asked(reserved('grant', 12_000_000), givenUp('grant', 2_000_001))).toEqual(waits(9_999_999));
  });
});

describe('a change that raises an agreement', () => {
  const signed = recorded<CommissionEvent>(signedGrant());
  const around = decided([act('vary', { upTo: outside(10_000_000) }), act('extend')]);
  const more = [{ allocation: 'a3', amount: 2_000_000 }];
  const terms = {
    award: 'w1',
    decision: changeDecision,
    agreedOn: '2027-02-26',
    reason: 'Half as many families again.',
    amount: outside(10_000_000),
    years: [{ year: '2026-27', amount: 10_000_000 }],
    more,
  };
  const waits = {
    rule: 'award.set-aside-by-fund',
    facts: { fund: fundReference, allocation: 'a3', taken: 2_000_000, promised: 0, setAside: null },
    field: '/more/0',
  };

  test('waits for the fund like an award', () => {
    const varying = { ...terms, variation: 'v1' };
    expect(deciding(varyAgreement, varying, where(around, fundReference), signed)).toEqual(waits);
    const answered = where(around, fundReference, reserved('a3', 2_000_000, reference));
    expect(deciding(varyAgreement, varying, answered, signed)).toEqual(['AgreementVaried']);
  });

  test('by an extension waits too', () => {
    const extending = {
      ...terms,
      extension: 'x1',
      ends: '2028-05-31',
      pendingRetender: { ground: 'continuation', evidence: 'It goes on until May.' },
    };
    expect(deciding(extendAgreement, extending, where(around, fundReference), signed)).toEqual(waits);
  });
});

describe('what a fund refused to set aside', () => {
  const system = contextOf({ actor: { id: 'system:watch', role: 'system' } as Context['actor'] });
  const asked = made(FundingAllocated, { allocation: 'a1', fund: fundReference, amount: 500 });
  const back = { release: 'refused-by-fund', allocation: 'a1', amount: 500, reason: 'The fund could not.' };
  const released = (release: string, amount: number, reason: string) =>
    made(FundingReleased, { release, allocation: 'a1', fund: fundReference, amount, reason });

  test('goes back whole', () => {
    after(need, asked)
      .when(releaseFunding, back, system)
      .then(released('refused-by-fund', 500, back.reason));
  });

  test('goes back but for what was given up or moved on before the answer came', () => {
    after(need, asked, released('r1', 200, 'Cheaper'))
      .when(releaseFunding, back, system)
      .then(released('refused-by-fund', 300, back.reason));
    after(need, asked, released('r1', 500, 'Not needed'))
      .when(releaseFunding, back, system)
      .then();
    const moved = made(FundingReallocated, {
      release: 'm1',
      allocation: 'a1',
      fund: fundReference,
      amount: 500,
      to: { commission: 'BEDS-2026-0099', allocation: 'moved' },
      decision: 'BEDS-PCC24-0041',
      reason: 'Underspent',
    });
    after(need, asked, moved).when(releaseFunding, back, system).then();
  });

  test('is not what an officer gives back: they say what, and no more than there is', () => {
    after(need, asked, released('r1', 200, 'Cheaper'))
      .when(releaseFunding, { ...back, release: 'r2' })
      .refused('funding.promised-stays', { asked: 500, notPromised: 300 }, '/amount');
  });
});
