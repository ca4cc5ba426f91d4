import type { Actor } from '@commissioning/kernel';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import type { ReadStore } from '@commissioning/read-store';
import type { CommandFailure } from '@services/commands';
import { watchOf } from '@services/watch';
import {
  approver,
  colleague,
  evidence,
  finance,
  fund,
  logOf,
  need,
  officer,
  type Process,
  type Stores,
  streamOf,
  theme,
} from '../../commands/test/support/world';
import { anOffice } from './support/an-office';
import { stateOf } from './support/state-of';

const nextYear = 'BEDS-community-safety-2027-28';
const victims = 'BEDS-moj-victims-2026-27';
const sum = (pence: number) => ({ pence, vat: 'outside' });

let stores: Stores;
let reads: ReadStore;
let office: Process;
let reported: Array<{ readonly action: string; readonly failure: CommandFailure }>;

beforeEach(async () => {
  reported = [];
  ({ stores, reads, office } = await anOffice(20_000_000));
});

/** Everything between aggregates is carried over before anybody does the next thing. */
const carriedOver = async (): Promise<void> => {
  const { commands } = office;
  const report = ({ action, failure }: { action: string; failure: CommandFailure }) =>
    void reported.push({ action, failure });
  await watchOf({ ...stores, reads, commands, report }).catchUp();
};

const done = async (...of: Parameters<Process['done']>): Promise<void> => {
  await office.done(...of);
  await carriedOver();
};

/** How a fund stands, in pence. */
const standing = async (reference: string) => {
  const { budget, reserved, committed, paid, forward } = await stateOf(stores, 'fund', reference);
  return { budget, reserved, committed, paid, forward };
};

let decisions = 100;
/** Takes and publishes a decision, and gives its number. */
const decided = async (title: string, ...authorises: ReadonlyArray<object>): Promise<string> => {
  decisions += 1;
  const decision = `BEDS-PCC24-0${decisions}`;
  await done(approver, 'decision', decision, 'take-decision', {
    title,
    delegation: 'commissioner',
    background: 'As the report says.',
    reasons: 'It serves the plan.',
    advice: [],
    interests: [],
    authorises,
    publication: { channel: 'website', reference: `Decision ${decisions}`, withheld: [] },
  });
  return decision;
};

const accepts = async (
  of: string,
  tranche: string,
  amount: number,
  conditions: ReadonlyArray<string>,
  spendBy?: string,
) => {
  const decision = await decided('Funding', { act: 'accept-funding', fund: of, amount: sum(amount) });
  await done(finance, 'fund', of, 'accept-funding', {
    tranche,
    amount,
    conditions,
    decision,
    ...(spendBy === undefined ? {} : { spendBy }),
  });
};

/** Two allocations of a service for so much a year, each of the fund of its year. */
const allocations = (amount: number) => [
  { allocation: 'this-year', fund, amount, theme },
  { allocation: 'next-year', fund: nextYear, amount, theme },
];

const custodyTriage = 'BEDS-2026-0001';
const yearly = 6_000_000;

/** A direct grant to a statutory partner of £60,000 a year for two years, up to its signed agreement. */
const twoYears = async (): Promise<void> => {
  const here = (actor: Actor, action: string, command: unknown) =>
    done(actor, 'commission', custodyTriage, action, command);
  await done(officer, 'provider', 'BEDS-bedford-yos', 'register-provider', {
    name: 'Bedford Youth Offending Service',
    sector: 'public',
    local: true,
  });
  await here(officer, 'identify-need', { ...need, title: 'Custody triage' });
  await here(officer, 'add-evidence', evidence('figures'));
  await here(officer, 'add-evidence', evidence('voices', 'qualitative'));
  await here(officer, 'assess-need', {
    demand: 'Nine hundred young people a year.',
    gaps: 'Nobody sees them in custody.',
    equalityImpact: 'Black boys are held more often.',
    conclusion: 'commission',
  });
  await here(officer, 'choose-instrument', {
    instrument: 'grant',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'A statutory partner does it.',
  });
  await here(officer, 'choose-route', {
    profile: 'direct-grant',
    value: sum(2 * yearly),
    estimate: 'As in the years before.',
    regime: 'grant',
  });
  await here(officer, 'authorise-direct-award', {
    ground: 'public-or-statutory-partner',
    evidence: 'Crime and Disorder Act 1998 s.39.',
  });
  await here(officer, 'assess-conflicts', { finding: 'None.', mitigations: [] });
  for (const allocation of allocations(yearly)) await here(finance, 'allocate-funding', allocation);
  const provider = 'BEDS-bedford-yos';
  await here(officer, 'receive-quote', {
    quote: 'request',
    provider,
    amount: sum(2 * yearly),
    for: 'Two workers in custody.',
  });
  await here(officer, 'declare-interests', { stage: 'general', interests: [] });
  await here(officer, 'assess-subsidy', { provider, isSubsidy: false, reason: 'A public body.' });
  await here(officer, 'complete-diligence', {
    provider,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'A council service.',
    goodUntil: '2027-08-31',
  });
  await here(officer, 'recommend-award', {
    recommendation: 'r1',
    lot: 'whole',
    provider,
    amount: sum(2 * yearly),
    reasons: 'It has done it well.',
  });
  const decision = await decided('Custody triage', {
    act: 'award',
    commission: custodyTriage,
    provider,
    upTo: sum(2 * yearly),
  });
  const term = { starts: '2026-09-01', ends: '2028-03-31' };
  await here(approver, 'award-grant', {
    award: 'triage',
    lot: 'whole',
    decision,
    provider,
    amount: sum(2 * yearly),
    years: [
      { year: '2026-27', amount: yearly },
      { year: '2027-28', amount: yearly },
    ],
    term,
    extensionOptions: [],
    title: 'Custody triage',
    purpose: 'Young people are seen in custody.',
    outcomes: ['Fewer come back.'],
    conditions: ['The second year is subject to its budget.'],
    statutoryReasons: { crimeAndDisorderReduction: 'Fewer come back.' },
    paidFrom: [
      { allocation: 'this-year', amount: yearly },
      { allocation: 'next-year', amount: yearly },
    ],
  });
  await here(officer, 'sign-agreement', {
    award: 'triage',
    signedOn: '2026-09-01',
    amount: sum(2 * yearly),
    term,
  });
};

/** A payment of so much, as it is recorded. */
const paying = (payment: string, paidOn: string, allocation: string, amount: number) => ({
  award: 'triage',
  payment,
  amount: sum(amount),
  paidOn,
  from: [{ allocation, amount }],
});

const approved = (payment: string, amount: number): Promise<void> =>
  done(approver, 'commission', custodyTriage, 'approve-payment', {
    award: 'triage',
    payment,
    amount: sum(amount),
    for: 'A year of work',
  });
const recorded = (command: object): Promise<void> =>
  done(finance, 'commission', custodyTriage, 'record-payment', command);

describe('a service of £60,000 a year for two years, of which the second is not open at the award', () => {
  it('is owed from both years, the second subject to its budget', async () => {
    await twoYears();
    expect(await standing(fund)).toMatchObject({ committed: yearly, forward: 0 });
    expect(await standing(nextYear)).toEqual({
      budget: 0,
      reserved: 0,
      committed: 0,
      paid: 0,
      forward: yearly,
    });
    expect(reported).toEqual([]);
    expect((await logOf(stores.events)).filter(({ type }) => type === 'CommandRefused')).toEqual([]);
  });

  it('is an ordinary commitment once the second year is opened and funded, and is paid from it', async () => {
    await twoYears();
    await done(finance, 'fund', nextYear, 'open-fund', { stream: 'community-safety', themes: [theme] });
    expect(await standing(nextYear)).toMatchObject({ budget: 0, forward: yearly });
    await accepts(nextYear, 'first-half', yearly / 2, []);
    expect(await standing(nextYear)).toMatchObject({ committed: yearly / 2, forward: yearly / 2 });
    await accepts(nextYear, 'second-half', yearly, []);
    expect(await standing(nextYear)).toMatchObject({ committed: yearly, forward: 0 });
    office.setClock('2027-04-20T09:00:00.000Z');
    await approved('year-2', yearly);
    await recorded(paying('year-2', '2027-04-19', 'next-year', yearly));
    expect(await standing(nextYear)).toMatchObject({ committed: 0, paid: yearly });
    expect(reported).toEqual([]);
  });

  it('is paid in the first year from the first alone, also where nobody says from which', async () => {
    await twoYears();
    await approved('q1', yearly / 4);
    const { from: _from, ...unsaid } = paying('q1', '2026-09-01', 'this-year', yearly / 4);
    await recorded(unsaid);
    expect(await standing(fund)).toMatchObject({ committed: (yearly / 4) * 3, paid: yearly / 4 });
    await approved('early', 1);
    expect(
      await office.failed(
        finance,
        'commission',
        custodyTriage,
        'record-payment',
        paying('early', '2026-09-01', 'next-year', 1),
      ),
    ).toMatchObject({ refusal: { rule: { id: 'payment.from-covered-years' }, facts: { covered: 0 } } });
    await done(finance, 'fund', nextYear, 'open-fund', { stream: 'community-safety', themes: [theme] });
    await accepts(nextYear, 'first', 100, []);
    await approved('more', 101);
    expect(
      await office.failed(
        finance,
        'commission',
        custodyTriage,
        'record-payment',
        paying('more', '2026-09-01', 'next-year', 101),
      ),
    ).toMatchObject({ refusal: { rule: { id: 'payment.from-covered-years' }, facts: { covered: 100 } } });
    expect(reported).toEqual([]);
  });

  it('is paid after 31 March for what was delivered by then, and for nothing later', async () => {
    await twoYears();
    await done(finance, 'fund', nextYear, 'open-fund', { stream: 'community-safety', themes: [theme] });
    await accepts(nextYear, 'grant', yearly, [], '2028-03-31');
    office.setClock('2028-04-20T09:00:00.000Z');
    const late = { ...paying('year-2', '2028-04-19', 'next-year', yearly) };
    await done(officer, 'commission', custodyTriage, 'complete-diligence', {
      provider: 'BEDS-bedford-yos',
      depth: 'full',
      outcome: 'satisfactory',
      finding: 'As before.',
      goodUntil: '2028-12-31',
    });
    await approved('year-2', yearly);
    expect(await office.failed(finance, 'commission', custodyTriage, 'record-payment', late)).toMatchObject({
      refusal: { rule: { id: 'fund.delivered-in-time' }, field: '/deliveredUntil' },
    });
    await recorded({ ...late, deliveredUntil: '2028-03-31' });
    expect(await standing(nextYear)).toMatchObject({ committed: 0, paid: yearly });
    expect(reported).toEqual([]);
  });

  it('is promised of no year that has no stream, and of no earlier year', async () => {
    await done(officer, 'commission', custodyTriage, 'identify-need', need);
    const asked = (of: string) =>
      office.failed(finance, 'commission', custodyTriage, 'allocate-funding', {
        allocation: 'a1',
        fund: of,
        amount: 1,
      });
    expect(await asked('BEDS-lottery-2027-28')).toMatchObject({
      refusal: { rule: { id: 'fund.promised-of-a-known-stream' } },
    });
    expect(await asked('BEDS-community-safety-2025-26')).toMatchObject({
      refusal: { rule: { id: 'funding.fund-open' } },
    });
  });
});

describe('underspend of the year', () => {
  const [from, to] = ['BEDS-2026-0001', 'BEDS-2026-0002'];
  const underspend = 2_706_400;
  const reallocating = {
    release: 'underspend',
    allocation: 'service',
    amount: underspend,
    to: { commission: to, allocation: 'top-up' },
    reason: 'A post stayed vacant until September.',
  };
  beforeEach(async () => {
    for (const commission of [from, to]) await done(officer, 'commission', commission, 'identify-need', need);
    const all = { allocation: 'service', fund, amount: 20_000_000, theme };
    await done(finance, 'commission', from, 'allocate-funding', all);
  });

  it('is released here and allocated there, by one decision', async () => {
    const decision = await decided('Reallocation of underspend', {
      act: 'reallocate',
      fund,
      from,
      to,
      amount: sum(underspend),
    });
    await done(colleague, 'commission', from, 'reallocate-funding', { ...reallocating, decision });
    await carriedOver();
    expect(await standing(fund)).toMatchObject({ budget: 20_000_000, reserved: 20_000_000 });
    const reservations = (await streamOf(stores.events, `fund-${fund}`)).filter(
      ({ type }) => type === 'FundsReserved' || type === 'ReservationReleased',
    );
    expect(reservations.map(({ type, data }) => [type, data['reservation']])).toEqual([
      ['FundsReserved', 'beds-2026-0001--service'],
      ['ReservationReleased', 'beds-2026-0001--service'],
      ['FundsReserved', 'beds-2026-0002--top-up'],
    ]);
    expect((await streamOf(stores.events, `commission-${to}`)).map(({ type }) => type)).toEqual([
      'NeedIdentified',
      'FundingAllocated',
    ]);
    expect(reported).toEqual([]);
  });

  it('goes nowhere without a decision that says so', async () => {
    const decision = await decided('Something else', { act: 'halt', commission: from });
    expect(
      await office.failed(colleague, 'commission', from, 'reallocate-funding', { ...reallocating, decision }),
    ).toMatchObject({ refusal: { rule: { id: 'funding.reallocated-under-decision' } } });
  });

  it('answered again after a crash moves nothing twice', async () => {
    const decision = await decided('Reallocation', {
      act: 'reallocate',
      fund,
      from,
      to,
      amount: sum(underspend),
    });
    await done(colleague, 'commission', from, 'reallocate-funding', { ...reallocating, decision });
    await carriedOver();
    const settled = (await logOf(stores.events)).length;
    reads = openMemoryReadStore();
    await carriedOver();
    expect((await logOf(stores.events)).length).toBe(settled);
  });
});

describe('an uplift in the middle of the year', () => {
  beforeEach(async () => {
    await done(finance, 'fund', victims, 'open-fund', { stream: 'moj-victims', themes: [] });
    await accepts(victims, 'core', 40_000_000, ['only-victims', 'every-victim', 'spent-within-year']);
  });

  it('is a tranche of its own, on a decision of its own, and goes onward from there', async () => {
    await accepts(victims, 'uplift-june', 6_855_132, ['only-victims', 'every-victim']);
    expect(await standing(victims)).toMatchObject({ budget: 46_855_132 });
    await done(officer, 'commission', 'BEDS-2026-0001', 'identify-need', need);
    await done(finance, 'commission', 'BEDS-2026-0001', 'allocate-funding', {
      allocation: 'therapy',
      fund: victims,
      amount: 46_855_132,
    });
    expect(await standing(victims)).toMatchObject({ reserved: 46_855_132 });
  });

  it('not spent goes on to the next year by the Ministry’s leave, with its conditions', async () => {
    const next = 'BEDS-moj-victims-2027-28';
    await accepts(victims, 'uplift-june', 6_855_132, ['only-victims', 'every-victim']);
    await done(finance, 'fund', next, 'open-fund', { stream: 'moj-victims', themes: [] });
    const decision = await decided('Carry forward', {
      act: 'carry-forward',
      fund: victims,
      to: next,
      amount: sum(1_500_000),
    });
    await done(finance, 'fund', victims, 'carry-forward', {
      carry: 'counselling',
      tranche: 'uplift-june',
      to: next,
      amount: 1_500_000,
      leave: { by: 'Ministry of Justice', reference: 'VG/118', on: '2026-08-31' },
      decision,
      spendBy: '2027-09-30',
    });
    expect(await standing(victims)).toMatchObject({ budget: 45_355_132 });
    expect(await standing(next)).toMatchObject({ budget: 1_500_000 });
    expect((await streamOf(stores.events, `fund-${next}`)).at(-1)).toMatchObject({
      type: 'FundingBroughtForward',
      data: { tranche: 'carried-2026-27--counselling', conditions: ['only-victims', 'every-victim'] },
    });
    // Looked at again from the beginning, it is taken in once.
    reads = openMemoryReadStore();
    await carriedOver();
    expect(await standing(next)).toMatchObject({ budget: 1_500_000 });
    expect(reported).toEqual([]);
  });
});
