import { bedfordshireRules } from '@commissioning/domain';
import type { Actor } from '@commissioning/kernel';
import type { ReadStore } from '@commissioning/read-store';
import { watchOf } from '@services/watch';
import {
  administrator,
  approver,
  evidence,
  finance,
  fund,
  need,
  officer,
  type Process,
  type Stores,
  theme,
} from '../../commands/test/support/world';
import { anOffice } from './support/an-office';
import { stateOf } from './support/state-of';

const commission = 'BEDS-2026-0001';
const partners = 'BEDS-partner-contributions-2026-27';
const provider = 'BEDS-treatment';
const sum = (pence: number) => ({ pence, vat: 'outside' });

let stores: Stores;
let reads: ReadStore;
let office: Process;
let failures: Array<unknown>;

const done = async (...of: Parameters<Process['done']>): Promise<void> => {
  await office.done(...of);
  const report = (failed: unknown) => void failures.push(failed);
  await watchOf({ ...stores, reads, commands: office.commands, report }).catchUp();
};
const here = (actor: Actor, action: string, command: unknown) =>
  done(actor, 'commission', commission, action, command);
const refused = async (actor: Actor, action: string, command: unknown): Promise<object> => {
  const failure = await office.failed(actor, 'commission', commission, action, command);
  return failure._tag === 'Refused' ? { rule: failure.refusal.rule.id, ...failure.refusal.facts } : failure;
};

let decisions = 300;
const decided = async (...authorises: ReadonlyArray<object>): Promise<string> => {
  decisions += 1;
  const decision = `BEDS-PCC24-0${decisions}`;
  await done(approver, 'decision', decision, 'take-decision', {
    title: 'Treatment for families in the court',
    delegation: 'commissioner',
    background: 'Four bodies pay for it together.',
    reasons: 'It serves the plan.',
    advice: [],
    interests: [],
    authorises,
    publication: { channel: 'website', reference: `Decision ${decisions}`, withheld: [] },
  });
  return decision;
};

const accepts = async (tranche: string, amount: number): Promise<void> => {
  const decision = await decided({ act: 'accept-funding', fund: partners, amount: sum(amount) });
  await done(finance, 'fund', partners, 'accept-funding', { tranche, amount, conditions: [], decision });
};

/** How the fund of the partners stands, in pence. */
const standing = async () => {
  const { budget, reserved, committed, paid } = await stateOf(stores, 'fund', partners);
  return { budget, reserved, committed, paid };
};

const term = { starts: '2026-10-01', ends: '2027-03-31' };
const signing = { award: 'treatment', signedOn: '2026-09-10', amount: sum(9_000_000), term };

beforeEach(async () => {
  failures = [];
  ({ stores, reads, office } = await anOffice());
  const rules = bedfordshireRules.at(-1);
  await done(administrator, 'rulebook', 'BEDS', 'adopt-rules', {
    ...rules,
    version: (rules?.version ?? 0) + 1,
    inForceFrom: '2026-09-01',
    fundingStreams: [
      ...(rules?.fundingStreams ?? []),
      {
        id: 'partner-contributions',
        name: 'Contributions of partners',
        funder: 'Partners',
        themes: [],
        conditions: [],
      },
    ],
  });
  await done(finance, 'fund', partners, 'open-fund', { stream: 'partner-contributions', themes: [] });
});

/** A service for £90,000 a year: £60,000 of ours, £20,000 of Luton, £10,000 of Bedford; the health board pays its own part. */
const begun = async (): Promise<void> => {
  await done(officer, 'provider', provider, 'register-provider', {
    name: 'Treatment Trust',
    sector: 'public',
    local: true,
  });
  await here(officer, 'identify-need', { ...need, title: 'Treatment for families in the court' });
  for (const [partner, name] of [
    ['luton', 'Luton Council'],
    ['bedford', 'Bedford Borough Council'],
    ['health', 'Integrated Care Board'],
  ])
    await here(officer, 'join-co-commissioner', { partner, name, leads: false, since: '2026-08-24' });
  const agreed = (partner: string, amount: number, more: object) =>
    here(officer, 'agree-contribution', {
      contribution: partner,
      partner,
      amount,
      agreedOn: '2026-08-28',
      ...more,
    });
  await agreed('luton', 2_000_000, { fund: partners });
  await agreed('bedford', 1_000_000, { fund: partners });
  await agreed('health', 500_000, {});
  await here(officer, 'add-evidence', evidence('figures'));
  await here(officer, 'add-evidence', evidence('voices', 'qualitative'));
  await here(officer, 'assess-need', {
    demand: '140 families a year.',
    gaps: 'No treatment within the first month.',
    equalityImpact: 'Women are two thirds.',
    conclusion: 'commission',
  });
};

/** Everything up to the award, which is to be paid from what is set aside. */
const awarded = async (): Promise<void> => {
  await here(officer, 'choose-instrument', {
    instrument: 'grant',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'A statutory partner does it.',
  });
  await here(officer, 'choose-route', {
    profile: 'direct-grant',
    value: sum(9_000_000),
    estimate: 'Two workers.',
    regime: 'grant',
  });
  await here(officer, 'authorise-direct-award', {
    ground: 'public-or-statutory-partner',
    evidence: 'Crime and Disorder Act 1998 s.39.',
  });
  await here(officer, 'assess-conflicts', { finding: 'None.', mitigations: [] });
  await here(officer, 'receive-quote', {
    quote: 'request',
    provider,
    amount: sum(9_000_000),
    for: 'Two workers.',
  });
  await here(officer, 'declare-interests', { stage: 'general', interests: [] });
  await here(officer, 'assess-subsidy', { provider, isSubsidy: false, reason: 'A public body.' });
  await here(officer, 'complete-diligence', {
    provider,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'A public body.',
    goodUntil: '2027-08-31',
  });
  await here(officer, 'recommend-award', {
    recommendation: 'r1',
    lot: 'whole',
    provider,
    amount: sum(9_000_000),
    reasons: 'It has done it well.',
  });
  const decision = await decided({ act: 'award', commission, provider, upTo: sum(9_000_000) });
  await here(approver, 'award-grant', {
    award: 'treatment',
    lot: 'whole',
    decision,
    provider,
    amount: sum(9_000_000),
    years: [{ year: '2026-27', amount: 9_000_000 }],
    term,
    extensionOptions: [],
    title: 'Treatment for families in the court',
    purpose: 'Treatment within four weeks.',
    outcomes: ['Sooner.'],
    conditions: [],
    statutoryReasons: { crimeAndDisorderReduction: 'Fewer come back.' },
    paidFrom: [
      { allocation: 'ours', amount: 6_000_000 },
      { allocation: 'theirs', amount: 3_000_000 },
    ],
  });
};

const ours = { allocation: 'ours', fund, amount: 6_000_000, theme };
const theirs = { allocation: 'theirs', fund: partners, amount: 3_000_000 };

describe('a service with three contributors', () => {
  it('is paid by the body that leads, out of its own money and what partners gave', async () => {
    await begun();
    await accepts('luton', 2_000_000);
    await accepts('bedford', 1_000_000);
    const received = (contribution: string, amount: number, tranche: string) =>
      here(finance, 'receive-contribution', {
        contribution,
        receipt: 'all',
        amount,
        receivedOn: '2026-09-01',
        tranche,
      });
    await received('luton', 2_000_000, 'luton');
    await received('bedford', 1_000_000, 'bedford');
    await here(finance, 'allocate-funding', ours);
    await here(finance, 'allocate-funding', theirs);
    await awarded();
    office.setClock('2026-09-10T09:00:00.000Z');
    await here(officer, 'sign-agreement', signing);
    expect(await standing()).toEqual({ budget: 3_000_000, reserved: 0, committed: 3_000_000, paid: 0 });
    await here(approver, 'approve-payment', {
      award: 'treatment',
      payment: 'p1',
      amount: sum(3_000_000),
      for: 'The first third',
    });
    await here(finance, 'record-payment', {
      award: 'treatment',
      payment: 'p1',
      amount: sum(3_000_000),
      paidOn: '2026-09-10',
    });
    expect(await standing()).toEqual({
      budget: 3_000_000,
      reserved: 0,
      committed: 2_000_000,
      paid: 1_000_000,
    });
    expect(failures).toEqual([]);
  });

  it('sets aside money that is not in only as far as somebody decided to answer for it', async () => {
    await begun();
    await accepts('luton', 2_000_000);
    expect(await refused(finance, 'allocate-funding', theirs)).toEqual({
      rule: 'funding.available',
      asked: 3_000_000,
      available: 2_000_000,
    });
    const decision = await decided({
      act: 'over-allocate',
      fund: partners,
      amount: sum(1_000_000),
      until: '2027-03-31',
    });
    await done(approver, 'fund', partners, 'approve-over-allocation', {
      approval: 'bedford',
      amount: 1_000_000,
      until: '2027-03-31',
      decision,
    });
    await here(finance, 'allocate-funding', theirs);
    expect(await standing()).toMatchObject({ budget: 2_000_000, reserved: 3_000_000 });
  });

  it('is not signed on money that was withdrawn, and is once another partner gives it instead', async () => {
    await begun();
    await accepts('luton', 2_000_000);
    const decision = await decided({
      act: 'over-allocate',
      fund: partners,
      amount: sum(1_000_000),
      until: '2027-03-31',
    });
    await done(approver, 'fund', partners, 'approve-over-allocation', {
      approval: 'bedford',
      amount: 1_000_000,
      until: '2027-03-31',
      decision,
    });
    await here(finance, 'allocate-funding', ours);
    await here(finance, 'allocate-funding', theirs);
    await awarded();
    office.setClock('2026-09-10T09:00:00.000Z');
    await here(officer, 'withdraw-contribution', {
      contribution: 'bedford',
      withdrawal: 'half',
      amount: 500_000,
      withdrawnOn: '2026-09-08',
      reason: 'Its budget was cut.',
    });
    expect(await refused(officer, 'sign-agreement', signing)).toEqual({
      rule: 'contribution.withdrawn-replaced',
      fund: partners,
      uncovered: 500_000,
    });
    await here(officer, 'agree-contribution', {
      contribution: 'health-more',
      partner: 'health',
      amount: 500_000,
      agreedOn: '2026-09-09',
      fund: partners,
    });
    await here(officer, 'sign-agreement', signing);
    expect(await standing()).toMatchObject({ committed: 3_000_000 });
  });
});
