import { fold, type Happened } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import { agreeContribution } from '../src/commission/analyse/agree-contribution';
import {
  CoCommissionerJoined,
  CoCommissionerLeft,
  ContributionAgreed,
  ContributionReceived,
  ContributionWithdrawn,
} from '../src/commission/analyse/co-commissioning-events';
import { joinCoCommissioner } from '../src/commission/analyse/join-co-commissioner';
import { leaveCoCommissioner } from '../src/commission/analyse/leave-co-commissioner';
import { receiveContribution } from '../src/commission/analyse/receive-contribution';
import { withdrawContribution } from '../src/commission/analyse/withdraw-contribution';
import { contributed, toCome, uncovered } from '../src/commission/contributions';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import { FundingAllocated, RouteChosen, SpecPublished } from '../src/commission/plan/events';
import { publishSpec } from '../src/commission/plan/publish-spec';
import { closeCommission } from '../src/commission/review/close-commission';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { AgreementSigned, ExceptionRecorded, GrantAwarded } from '../src/commission/purchase/events';
import { FundingAccepted, FundOpened } from '../src/fund/events';
import { fund } from '../src/fund/state';
import {
  after,
  allocated,
  context,
  lot,
  need,
  plannedRound,
  published,
  publishing,
} from './support/commission';
import { made } from './support/made';
import { contextOf, finance, recorded } from './support/specification';
import { awardGrant } from '../src/commission/purchase/award-grant';
import { act, decided, outside, share, signedGrant } from './support/agreement';

const partnersFund = 'BEDS-partners-2026-27';
const joining = { partner: 'luton', name: 'Luton Council', leads: false, since: '2026-09-07' };
const joined = made(CoCommissionerJoined, joining);
const leading = made(CoCommissionerJoined, { ...joining, leads: true, provider: 'BEDS-luton' });
const agreeing = {
  contribution: 'luton-2026',
  partner: 'luton',
  amount: 2_000_000,
  agreedOn: '2026-09-14',
  fund: partnersFund,
};
const agreed = made(ContributionAgreed, agreeing);
const { fund: _fund, ...direct } = agreeing;
const receiving = {
  contribution: 'luton-2026',
  receipt: 'october',
  amount: 1_500_000,
  receivedOn: '2026-10-05',
  tranche: 'luton',
};
const received = made(ContributionReceived, { ...receiving, fund: partnersFund });
const withdrawing = {
  contribution: 'luton-2026',
  withdrawal: 'w',
  amount: 500_000,
  withdrawnOn: '2026-11-20',
  reason: 'Its budget was cut.',
};
const withdrawn = (amount: number, more: object = {}) =>
  made(ContributionWithdrawn, { ...withdrawing, amount, ...more });

const accepted = (pence: number) =>
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
      made(FundingAccepted, { tranche: 'luton', amount: pence, conditions: [], decision: 'BEDS-PCC24-0031' }),
    ]),
  );
const asFinance = contextOf({
  ...context,
  actor: finance,
  funds: new Map([[partnersFund, accepted(1_800_000)]]),
});

describe('commissioning together', () => {
  test('a body joins as a contributor, or as the one that leads', () => {
    after(need).when(joinCoCommissioner, joining, context).then(joined);
    after(need)
      .when(joinCoCommissioner, { ...joining, leads: true, provider: 'BEDS-luton' }, context)
      .then(leading);
  });

  test('is said once of each, on a day that has come', () => {
    after(need, joined)
      .when(joinCoCommissioner, { ...joining, name: 'Luton' }, context)
      .refused('entry.said-once', {}, '/partner');
    after(need)
      .when(joinCoCommissioner, { ...joining, since: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/since');
  });

  test('one body leads, from the start', () => {
    after(need, leading)
      .when(joinCoCommissioner, { ...joining, partner: 'bedford', name: 'Bedford', leads: true }, context)
      .refused('partner.one-leads', { leads: 'Luton Council' }, '/leads');
    after(...plannedRound, published)
      .when(joinCoCommissioner, { ...joining, leads: true }, context)
      .refused('partner.leads-from-the-start', {}, '/leads');
    after(...plannedRound, published)
      .when(joinCoCommissioner, joining, context)
      .then(joined);
  });

  test('where a partner leads, our body publishes no specification', () => {
    after(...plannedRound, leading)
      .when(publishSpec, publishing, context)
      .refused('spec.by-the-lead-body', { leads: 'Luton Council' });
    const left = made(CoCommissionerLeft, { partner: 'luton', leftOn: '2026-11-20', reason: 'It ended.' });
    expect(
      E.isRight(after(...plannedRound, leading, left).when(publishSpec, publishing, context).decided),
    ).toBe(true);
  });

  test('a partner leaves once what it agreed to give has come or was withdrawn', () => {
    const leaving = { partner: 'luton', leftOn: '2026-11-20', reason: 'It provides the service itself.' };
    after(need, joined, agreed)
      .when(leaveCoCommissioner, leaving, context)
      .refused('partner.nothing-to-come', { contributions: ['luton-2026'] }, '/partner');
    after(need, joined, agreed, received, withdrawn(500_000))
      .when(leaveCoCommissioner, leaving, context)
      .then(made(CoCommissionerLeft, leaving));
    after(need, joined, made(ContributionAgreed, direct))
      .when(leaveCoCommissioner, leaving, context)
      .then(made(CoCommissionerLeft, leaving));
    after(need)
      .when(leaveCoCommissioner, leaving, context)
      .refused('partner.known', { partner: 'luton' }, '/partner');
    after(need, joined)
      .when(leaveCoCommissioner, { ...leaving, leftOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/leftOn');
  });
});

describe('a contribution', () => {
  test('is agreed with a partner, into a fund of ours, or paid by it to the provider', () => {
    after(need, joined).when(agreeContribution, agreeing, context).then(agreed);
    after(need, joined).when(agreeContribution, direct, context).then(made(ContributionAgreed, direct));
    after(need).when(agreeContribution, agreeing, context).refused('partner.known', {}, '/partner');
    after(
      need,
      joined,
      made(CoCommissionerLeft, { partner: 'luton', leftOn: '2026-11-20', reason: 'Ended.' }),
    )
      .when(agreeContribution, agreeing, context)
      .refused('partner.known');
    after(need, joined)
      .when(agreeContribution, { ...agreeing, amount: 0 }, context)
      .refused('funding.more-than-nothing', { amount: 0 }, '/amount');
    after(need, joined)
      .when(agreeContribution, { ...agreeing, fund: 'LUTON-partners-2026-27' }, context)
      .refused('contribution.into-a-fund-of-ours', { body: 'BEDS', fund: 'LUTON-partners-2026-27' }, '/fund');
    after(need, joined, agreed)
      .when(agreeContribution, { ...agreeing, amount: 1 }, context)
      .refused('entry.said-once', {}, '/contribution');
  });

  test('is received once finance has accepted it into the fund that was named', () => {
    after(need, joined, agreed).when(receiveContribution, receiving, asFinance).then(received);
    const rule = 'contribution.into-its-tranche';
    after(need, joined, agreed)
      .when(receiveContribution, { ...receiving, tranche: 'bedford' }, asFinance)
      .refused(
        rule,
        { fund: 'BEDS-partners-2026-27', tranche: 'bedford', accepted: null, before: 0, amount: 1_500_000 },
        '/tranche',
      );
    after(need, joined, agreed, received)
      .when(receiveContribution, { ...receiving, receipt: 'january', amount: 300_001 }, asFinance)
      .refused(rule, { accepted: 1_800_000, before: 1_500_000 }, '/tranche');
    after(need, joined, made(ContributionAgreed, direct))
      .when(receiveContribution, receiving, asFinance)
      .refused(rule, { fund: null, tranche: 'luton' }, '/contribution');
    after(need, joined)
      .when(receiveContribution, receiving, asFinance)
      .refused('contribution.known', { contribution: 'luton-2026' }, '/contribution');
  });

  test('comes in and is withdrawn within what is to come', () => {
    const rule = 'contribution.within-what-is-to-come';
    const small = made(ContributionAgreed, { ...agreeing, amount: 1_000_000 });
    after(need, joined, small)
      .when(receiveContribution, receiving, asFinance)
      .refused(rule, { amount: 1_500_000, toCome: 1_000_000 }, '/amount');
    after(need, joined, agreed, received)
      .when(withdrawContribution, { ...withdrawing, amount: 500_001 }, context)
      .refused(rule, { amount: 500_001, toCome: 500_000 }, '/amount');
    after(need, joined, agreed, received)
      .when(withdrawContribution, withdrawing, context)
      .then(withdrawn(500_000));
    after(need, joined, agreed)
      .when(withdrawContribution, { ...withdrawing, withdrawnOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/withdrawnOn');
    after(need, joined, agreed, withdrawn(500_000))
      .when(withdrawContribution, { ...withdrawing, reason: 'Another.' }, context)
      .refused('entry.said-once', {}, '/withdrawal');
    after(need, joined).when(withdrawContribution, withdrawing, context).refused('contribution.known');
  });
});

const partnersMoney = (pence: number) =>
  made(FundingAllocated, { allocation: 'a2', fund: partnersFund, amount: pence });
const planned = plannedRound.filter((event) => event !== allocated);
const ours = made(FundingAllocated, {
  allocation: 'a1',
  fund: 'BEDS-community-safety-2026-27',
  amount: 7_000_000,
});

describe('what a specification offers', () => {
  const publish = (...events: ReadonlyArray<CommissionEvent>) =>
    after(...planned, joined, ...events).when(
      publishSpec,
      { ...publishing, lots: [lot('north', 9_000_000)] },
      context,
    );

  test('is within what is set aside and what partners agreed to give', () => {
    publish(ours, agreed).then(made(SpecPublished, { ...publishing, lots: [lot('north', 9_000_000)] }));
    publish(ours, made(ContributionAgreed, { ...agreeing, amount: 1_999_999 })).refused(
      'spec.envelopes-funded',
      { envelopes: 9_000_000, allocated: 7_000_000, contributed: 1_999_999 },
    );
    publish(ours, agreed, withdrawn(1)).refused('spec.envelopes-funded', { contributed: 1_999_999 });
  });

  test('counts money that came in, and was set aside here, once', () => {
    publish(ours, agreed, received, partnersMoney(1_500_000)).then(
      made(SpecPublished, { ...publishing, lots: [lot('north', 9_000_000)] }),
    );
    publish(ours, agreed, received, partnersMoney(1_500_000), withdrawn(500_000)).refused(
      'spec.envelopes-funded',
      {
        allocated: 8_500_000,
        contributed: 0,
      },
    );
  });

  test('counts what a partner pays to the provider itself', () => {
    publish(ours, made(ContributionAgreed, direct)).then(
      made(SpecPublished, { ...publishing, lots: [lot('north', 9_000_000)] }),
    );
  });
});

/** The grant of the support, £5,000 of which a partner is to give. */
const unsigned = signedGrant().flatMap((event): ReadonlyArray<CommissionEvent> => {
  if (event.type === 'AgreementSigned') return [];
  // What else the route asks for before a signature is not what is looked at here.
  if (event.type === 'RouteChosen')
    return [made(RouteChosen, { ...event.data, profile: { ...event.data.profile, steps: [] } })];
  if (event.type === 'GrantAwarded')
    return [
      made(GrantAwarded, {
        ...event.data,
        paidFrom: [share('a1', 7_500_000), share('p1', 500_000, partnersFund)],
      }),
    ];
  return [event];
});
const fromPartners = [
  joined,
  made(ContributionAgreed, { ...agreeing, amount: 600_000 }),
  made(FundingAllocated, { allocation: 'p1', fund: partnersFund, amount: 600_000 }),
];
const signing = signedGrant().find(({ type }) => type === 'AgreementSigned')?.data;
const excepted = made(ExceptionRecorded, {
  rule: 'contribution.withdrawn-replaced',
  ground: 'Reserves answer for it.',
  authorisedBy: 'approver-1',
  decision: 'BEDS-PCC24-0041',
});

describe('money that a partner withdraws', () => {
  const rule = 'contribution.withdrawn-replaced';
  const sign = (...events: ReadonlyArray<CommissionEvent>) =>
    after(...fromPartners, ...unsigned, ...events).when(signAgreement, signing, context);

  test('keeps what rests on it from being signed, until something takes its place', () => {
    sign().then(made(AgreementSigned, signing));
    sign(withdrawn(100_000)).refused(rule, { fund: partnersFund, uncovered: 100_000 }, '/award');
    const bedford = made(CoCommissionerJoined, { ...joining, partner: 'bedford', name: 'Bedford' });
    const instead = made(ContributionAgreed, {
      ...agreeing,
      contribution: 'bedford-2026',
      partner: 'bedford',
      amount: 100_000,
    });
    sign(withdrawn(100_000), bedford, instead).then(made(AgreementSigned, signing));
    sign(withdrawn(100_000), excepted).then(made(AgreementSigned, signing));
  });

  test('keeps what is signed from being raised out of it, and leaves what is owed to be paid', () => {
    const raise = (...events: ReadonlyArray<CommissionEvent>) =>
      after(...fromPartners, ...signedGrant(), ...events).when(
        varyAgreement,
        {
          award: 'w1',
          variation: 'v1',
          decision: 'BEDS-PCC24-0041',
          agreedOn: '2027-03-01',
          reason: 'More families.',
          amount: outside(8_600_000),
          years: [{ year: '2026-27', amount: 8_600_000 }],
          more: [{ allocation: 'p1', amount: 600_000 }],
          directAward: { ground: 'small-sum', evidence: 'It stays below the limit.' },
        },
        decided([act('vary', { upTo: outside(8_600_000) })]),
      );
    raise(withdrawn(100_000)).refused(rule, { uncovered: 100_000 }, '/more');
  });

  test('is nothing to worry about where less was set aside than partners still give', () => {
    const less = fromPartners.slice(0, 2);
    const some = made(FundingAllocated, { allocation: 'p1', fund: partnersFund, amount: 500_000 });
    after(...less, some, ...unsigned, withdrawn(100_000))
      .when(signAgreement, signing, context)
      .then(made(AgreementSigned, signing));
  });
});

test('where a partner leads, what is awarded goes to it', () => {
  const asking = (provider: string) => ({
    award: 'w9',
    lot: 'whole',
    decision: 'BEDS-PCC24-0041',
    amount: outside(1),
    years: [{ year: '2026-27', amount: 1 }],
    term: { starts: '2026-12-01', ends: '2027-11-30' },
    extensionOptions: [],
    title: 'Our share',
    purpose: 'Our share of the service.',
    outcomes: [],
    conditions: [],
    statutoryReasons: {},
    provider,
    paidFrom: [{ allocation: 'a3', amount: 1 }],
  });
  const alone = unsigned.filter(({ type }) => type !== 'GrantAwarded' && type !== 'DecisionPublished');
  after(...alone, leading)
    .when(awardGrant, asking('BEDS-village-hall'), decided([]))
    .refused('award.to-the-lead-body', { leads: 'Luton Council', provider: 'BEDS-luton' }, '/provider');
});

test('a commission closes once nothing that partners agreed to give is to come', () => {
  const close = (...events: ReadonlyArray<CommissionEvent>) =>
    after(need, joined, agreed, ...events).when(
      closeCommission,
      { outcome: 'no-award', summary: 'It was not needed.', lessons: [] },
      context,
    );
  close().refused('closing.contributions-settled', { contributions: ['luton-2026'] });
  expect(E.isRight(close(withdrawn(2_000_000)).decided)).toBe(true);
});

/** What partners do to one another's sums, in any order. */
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom('agree', 'receive', 'withdraw', 'allocate'),
    contribution: fc.constantFrom('c1', 'c2', 'c3'),
    amount: fc.integer({ min: 1, max: 1_000 }),
  }),
  { maxLength: 20 },
);

test('whatever happens, each penny of a contribution is to come, received or withdrawn, and none counts twice', () => {
  fc.assert(
    fc.property(happenings, (all) => {
      let happened: ReadonlyArray<CommissionEvent> = [need, joined];
      for (const [index, { what, contribution, amount }] of all.entries()) {
        const state = fold(
          commission,
          commission.initial,
          recorded(happened) as ReadonlyArray<Happened<CommissionEvent>>,
        );
        const known = state.contributions.get(contribution);
        const id = `n${index}`;
        if (what === 'allocate')
          happened = [...happened, made(FundingAllocated, { allocation: id, fund: partnersFund, amount })];
        else if (what === 'agree' && known === undefined)
          happened = [...happened, made(ContributionAgreed, { ...agreeing, contribution, amount })];
        else if (known !== undefined && what !== 'agree' && amount <= toCome(known))
          happened = [
            ...happened,
            what === 'receive'
              ? made(ContributionReceived, { ...received.data, contribution, receipt: id, amount })
              : made(ContributionWithdrawn, { ...withdrawing, contribution, withdrawal: id, amount }),
          ];
      }
      const state = fold(
        commission,
        commission.initial,
        recorded(happened) as ReadonlyArray<Happened<CommissionEvent>>,
      );
      let given = 0;
      for (const {
        agreed: { amount },
        receipts,
        withdrawals,
      } of state.contributions.values()) {
        const [came, went] = [receipts, withdrawals].map((sums) =>
          [...sums.values()].reduce((sum, each) => sum + each.amount, 0),
        ) as [number, number];
        expect(toCome({ agreed: { amount } as never, receipts, withdrawals })).toBe(amount - came - went);
        given += amount - went;
      }
      const allocations = [...state.allocations.values()].reduce((sum, { amount }) => sum + amount, 0);
      expect(allocations + contributed(state)).toBe(Math.max(given, allocations));
      expect(uncovered(state, partnersFund)).toBeLessThanOrEqual(Math.max(0, allocations - given));
    }),
  );
});
