import { bedfordshireRules } from '@commissioning/domain';
import type { JsonObject, Role } from '@commissioning/kernel';
import { administrator, establish, fund, need, officer, theme } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  // What the body owes for itself is asked for elsewhere.
  const rules = bedfordshireRules.at(-1);
  const duties = rules?.duties.filter(({ metBy }) => metBy !== 'statement-published');
  await opened.done(administrator, 'rulebook', 'BEDS', 'adopt-rules', { ...rules, version: 6, duties });
  for (const commission of ['BEDS-2026-0001', 'BEDS-2026-0002']) {
    const here = (action: string, command: object) =>
      opened.done(officer, 'commission', commission, action, command);
    await here('identify-need', need);
    for (const allocation of ['first', 'second'])
      await here('allocate-funding', { allocation, fund, amount: 1_000, theme });
    await here('release-funding', { release: 'r', allocation: 'first', amount: 1_000, reason: 'Not needed' });
  }
  await opened.office.dutyClock.catchUp();
  opened.setClock('2027-03-31T23:00:00.000Z');
  await opened.office.dutyClock.catchUp();
  await opened.settle();
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const dutiesAsked = async (query: string) => {
  const seen = await ask('GET', `/v1/duties${query}`, { as: 'commissioning-officer' });
  expect(seen.status).toBe(200);
  return seen.body['items'] as unknown as ReadonlyArray<JsonObject>;
};

test('who owes what is told: what was met, and what was missed and to whom it went', async () => {
  const told = (await dutiesAsked('?commission=BEDS-2026-0001')).map(
    ({ duty, owedBy, liesWith, standing, metOn }) => ({ duty, owedBy, liesWith, standing, metOn }),
  );
  const owedBy = 'commissioning-officer';
  expect(told).toEqual([
    {
      duty: 'place-money/first/2027-03-31',
      owedBy,
      liesWith: owedBy,
      standing: 'met',
      metOn: '2026-09-01',
    },
    { duty: 'place-money/second/2027-03-31', owedBy, liesWith: 'finance', standing: 'overdue', metOn: null },
  ]);
});

test('duties are asked for by standing, by who is to act and by day, page by page', async () => {
  expect(await dutiesAsked('')).toHaveLength(4);
  expect(await dutiesAsked('?commission=BEDS')).toEqual([]);
  expect(await dutiesAsked('?standing=open&owner=finance')).toHaveLength(2);
  expect(await dutiesAsked('?standing=due')).toEqual([]);
  expect(await dutiesAsked('?due-by=2027-03-30')).toEqual([]);
  const first = await ask('GET', '/v1/duties?limit=3', { as: 'auditor' });
  expect(first.headers['link']).toContain('rel="next"');
  const second = await dutiesAsked(`?limit=3&cursor=${first.body['next'] as string}`);
  expect(second).toHaveLength(1);
});

test('as they were known before the day had ended they were due', async () => {
  expect(await dutiesAsked('?standing=due&known-at=2027-03-30')).toHaveLength(2);
});

test.each([
  ['?standing=late', 'standing'],
  ['?owner=boss', 'owner'],
  ['?commission=beds', 'commission'],
  ['?due-by=tomorrow', 'due-by'],
  ['?rule=pay-invoice', 'rule'],
])('%s is not understood, and said to be', async (query, parameter) => {
  const seen = await ask('GET', `/v1/duties${query}`, { as: 'finance' });
  expect(seen).toMatchObject({ status: 400, body: { parameter } });
});

test('they are for those who work on commissions, not for providers, panel members or administrators', async () => {
  expect((await ask('GET', '/v1/duties')).status).toBe(401);
  for (const as of ['public', 'provider', 'panel-member', 'administrator'] as const)
    expect((await ask('GET', '/v1/duties', { as })).status).toBe(403);
  for (const as of ['commissioning-officer', 'finance', 'approver', 'auditor'] as const)
    expect((await ask('GET', '/v1/duties', { as })).status).toBe(200);
});

test('the work list shows what is still owed, in words, to those who may read it', async () => {
  const page = async (url: string, role?: Role) => {
    const headers = role === undefined ? {} : { authorization: `Bearer ${opened.tokenOf(role)}` };
    const { statusCode, payload, headers: answered } = await opened.server.inject({ url, headers });
    return { statusCode, payload, cached: answered['cache-control'] };
  };
  expect((await page('/duties')).statusCode).toBe(401);
  expect((await page('/duties', 'administrator')).statusCode).toBe(403);
  const open = await page('/duties', 'finance');
  expect(open.statusCode).toBe(200);
  expect(open.cached).toBe('private, no-store');
  expect(open.payload).toContain('2 duties.');
  expect(open.payload).toContain('Money set aside is awarded or given back by the end of the financial year');
  expect(open.payload).toContain('31 March 2027');
  expect((await page('/duties?standing=met', 'finance')).payload).toContain('1 September 2026');
  expect((await page('/duties?owner=provider', 'finance')).payload).toContain('No duty matches.');
  // A form sends what was left empty too.
  expect((await page('/duties?standing=open&owner=&commission=', 'auditor')).payload).toContain('2 duties.');
  expect((await page('/duties?standing=late', 'auditor')).statusCode).toBe(400);
});

test('nobody asks for duties to be noted: that is the clock’s alone', async () => {
  const payload = { commission: 'BEDS-2026-0001', findings: [] };
  const seen = await ask('POST', '/v1/duties/BEDS-2026-0001/note-duties', { as: 'administrator', payload });
  expect(seen.status).toBe(404);
});
