import { fold } from '@commissioning/kernel';
import {
  CoCommissionerJoined,
  CoCommissionerLeft,
  ContributionAgreed,
  ContributionReceived,
  ContributionWithdrawn,
} from '../src/commission/analyse/co-commissioning-events';
import { agreeContribution } from '../src/commission/analyse/agree-contribution';
import { awardedToTheLead } from '../src/commission/analyse/co-commissioners';
import { joinCoCommissioner } from '../src/commission/analyse/join-co-commissioner';
import { leaveCoCommissioner } from '../src/commission/analyse/leave-co-commissioner';
import { receiveContribution } from '../src/commission/analyse/receive-contribution';
import { withdrawContribution } from '../src/commission/analyse/withdraw-contribution';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { FundingAccepted, FundOpened } from '../src/fund/events';
import { fund } from '../src/fund/state';
import { after, context, need } from './support/commission';
import { signedGrant } from './support/agreement';
import { made } from './support/made';
import { contextOf, finance, recorded } from './support/specification';

const partnersFund = 'BEDS-partners-2026-27';
const agreeing = {
  contribution: 'luton-2026',
  partner: 'luton',
  amount: 2_000_000,
  agreedOn: '2026-09-14',
  fund: partnersFund,
};
const joined = made(CoCommissionerJoined, {
  partner: 'luton',
  name: 'Luton Council',
  leads: false,
  since: '2026-09-07',
});
const agreed = made(ContributionAgreed, agreeing);
const other = made(ContributionAgreed, { ...agreeing, contribution: 'luton-more' });
const receiving = {
  contribution: 'luton-2026',
  receipt: 'october',
  amount: 1_500_000,
  receivedOn: '2026-10-05',
  tranche: 'luton',
};
const received = (change: object = {}) =>
  made(ContributionReceived, { ...receiving, fund: partnersFund, ...change });
const asFinance = contextOf({
  ...context,
  actor: finance,
  funds: new Map([
    [
      partnersFund,
      fold(
        fund,
        fund.initial,
        recorded([
          made(FundOpened, {
            fund: partnersFund,
            stream: 'partners',
            name: 'Partners',
            year: '2026-27',
            funder: 'Partners',
            themes: [],
          }),
          made(FundingAccepted, {
            tranche: 'luton',
            amount: 1_800_000,
            conditions: [],
            decision: 'BEDS-PCC24-0031',
          }),
        ]),
      ),
    ],
  ]),
});
const asked = (change: object, ...before: ReadonlyArray<CommissionEvent>) =>
  after(need, joined, agreed, ...before).when(receiveContribution, { ...receiving, ...change }, asFinance);

describe('a contribution that comes in', () => {
  test('may be all that finance accepted, and all that is to come', () => {
    asked({ amount: 1_800_000 }).then(received({ amount: 1_800_000 }));
    const before = received({ receipt: 'september', tranche: 'earlier', amount: 500_000 });
    asked({}, before).then(received());
  });

  test('is counted against the tranche it came in, and no other of that fund or name', () => {
    const elsewhere = [
      other,
      received({ contribution: 'luton-more', receipt: 'r1', tranche: 'earlier', amount: 900_000 }),
      received({ contribution: 'luton-more', receipt: 'r2', fund: 'BEDS-partners-2025-26', amount: 900_000 }),
    ];
    asked({}, ...elsewhere).then(received());
    const there = received({ contribution: 'luton-more', receipt: 'r3', amount: 300_001 });
    asked({}, other, there).refused(
      'contribution.into-its-tranche',
      { accepted: 1_800_000, before: 300_001, amount: 1_500_000 },
      '/tranche',
    );
  });

  test('is something, on a day that has been, said once', () => {
    asked({ amount: 0 }).refused('funding.more-than-nothing', { amount: 0 }, '/amount');
    asked({ receivedOn: '2026-11-24' }).refused(
      'dates.not-in-the-future',
      { day: '2026-11-24', today: '2026-11-23' },
      '/receivedOn',
    );
    asked({ amount: 1 }, received()).refused('entry.said-once', {}, '/receipt');
  });

  test('is looked for in the fund that was named for it', () => {
    const state = fold(commission, commission.initial, recorded([need, joined, agreed]));
    expect(receiveContribution.needs(receiving as never, state)).toEqual({ funds: [partnersFund] });
    expect(receiveContribution.needs({ ...receiving, contribution: 'none' } as never, state)).toEqual({});
  });

  test('is known to be missing where the fund was not found', () => {
    after(need, joined, agreed)
      .when(receiveContribution, receiving, contextOf({ actor: finance }))
      .refused('contribution.into-its-tranche', { accepted: null }, '/tranche');
  });
});

describe('a contribution that is withdrawn', () => {
  const withdrawing = {
    contribution: 'luton-2026',
    withdrawal: 'w',
    amount: 2_000_000,
    withdrawnOn: '2026-11-20',
    reason: 'Its budget was cut.',
  };

  test('may be all that is to come, and is never nothing', () => {
    after(need, joined, agreed)
      .when(withdrawContribution, withdrawing, context)
      .then(made(ContributionWithdrawn, withdrawing));
    after(need, joined, agreed)
      .when(withdrawContribution, { ...withdrawing, amount: 0 }, context)
      .refused('funding.more-than-nothing', { amount: 0 }, '/amount');
  });
});

describe('bodies that commission together', () => {
  const leading = (provider?: string) =>
    made(CoCommissionerJoined, {
      partner: 'bedford',
      name: 'Bedford Council',
      leads: true,
      since: '2026-09-07',
      ...(provider && { provider }),
    });
  const stateOf = (...events: ReadonlyArray<CommissionEvent>) =>
    fold(commission, commission.initial, recorded<CommissionEvent>(events));

  test('agree on a day that has been', () => {
    after(need, joined)
      .when(agreeContribution, { ...agreeing, agreedOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/agreedOn');
  });

  test('lead from the start: not once something was awarded', () => {
    const { partner, name, since } = leading().data;
    after(...signedGrant())
      .when(joinCoCommissioner, { partner, name, since, leads: true, provider: 'BEDS-bedford' }, context)
      .refused('partner.leads-from-the-start', {}, '/leads');
  });

  test('award to the one that leads, and to nobody else', () => {
    expect(awardedToTheLead(stateOf(need, leading('BEDS-bedford')), 'BEDS-bedford')).toMatchObject({
      _tag: 'Right',
    });
    expect(awardedToTheLead(stateOf(need, leading('BEDS-bedford')), 'BEDS-luton')).toMatchObject({
      left: { facts: { leads: 'Bedford Council', provider: 'BEDS-bedford' }, field: '/provider' },
    });
    expect(awardedToTheLead(stateOf(need, joined), 'BEDS-luton')).toMatchObject({ _tag: 'Right' });
  });

  test('leave whatever is to come from another', () => {
    const bedford = made(ContributionAgreed, {
      ...agreeing,
      contribution: 'bedford-2026',
      partner: 'bedford',
    });
    const leaving = { partner: 'luton', leftOn: '2026-11-20', reason: 'It provides the service itself.' };
    after(need, joined, leading('BEDS-bedford'), bedford)
      .when(leaveCoCommissioner, leaving, context)
      .then(made(CoCommissionerLeft, leaving));
  });
});
