import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '@commissioning/domain';
import type { JsonObject, Role } from '@commissioning/kernel';
import { chainCheck } from '@commissioning/event-store/migration';
import { openData } from '@commissioning/record';
import * as fc from 'fast-check';
import { administrator, establish, logOf, officer, publishRound } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

jest.setTimeout(120_000);

const commission = 'BEDS-2026-0001';
const roles: ReadonlyArray<Role | undefined> = [
  undefined,
  'provider',
  'panel-member',
  'commissioning-officer',
  'finance',
  'approver',
  'auditor',
  'administrator',
];
const providers = ['BEDS-azalea', 'BEDS-birch'];
const persons = ['clerk', 'treasurer'];

const moments = ['2026-09-02T09:00:00.000Z', '2026-09-03T09:00:00.000Z'];

const pages = [
  '/',
  '/registers?register=exceptions',
  '/registers?register=interests',
  '/decisions',
  '/duties',
  '/rules',
  '/red-flags',
  '/opportunities',
  '/specified-information',
  `/commissions/${commission}`,
  `/opportunities/${commission}`,
];
const lists = [
  'register',
  'decisions',
  'commissions',
  'opportunities',
  'performance',
  'promises',
  'funds',
  'duties',
  'contributions',
  'red-flags',
  'bodies',
  'specified-information/decisions',
  ...['refusals', 'corrections', 'interests', 'exceptions'].map((name) => `registers/${name}`),
  ...providers.map((provider) => `providers/${provider}`),
  `commissions/${commission}`,
  `commissions/${commission}/history?limit=100`,
  ...moments.flatMap((at) => [
    `commissions/${commission}?as-at=${at}`,
    `commissions/${commission}?known-at=${at}`,
    `register?as-at=${at}`,
    `registers/refusals?as-at=${at}`,
    `providers/${providers[0]}?as-at=${at}`,
  ]),
].map((list) => `/v1/${list}`);
const feeds = ['/v1/events?limit=500', '/v1/events?feed=internal&limit=500'];

/** Where something stands in the log is another matter after anything was recorded. */
const withoutPlaces = (text: string): string =>
  text
    .replaceAll(/"position":"[^"]*"/g, '')
    .replaceAll(/True up to[^<]*/g, '')
    .replaceAll(/[a-z0-9]{12}:\d{20}/g, '');

/** All that anybody is told over HTTP, by who asks and for what. */
const toldBy = async ({ server, tokenOf }: OpenedOffice, urls: ReadonlyArray<string>) => {
  const told = new Map<string, string>();
  for (const role of roles)
    for (const url of urls) {
      const headers = role === undefined ? {} : { authorization: `Bearer ${tokenOf(role)}` };
      const { statusCode, payload } = await server.inject({ url, headers });
      told.set(`${role ?? 'nobody'} ${url}`, `${statusCode} ${withoutPlaces(payload)}`);
    }
  return told;
};

const opened = async ({ office }: OpenedOffice) =>
  (await logOf(office.events)).map((event) => ({
    ...event,
    opened: openData(registry, office.keys, event, 'personal'),
  }));

const bytesIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'))
    .join('\n');

interface Named {
  readonly provider: string;
  readonly person: string;
  readonly name: string;
  readonly email: string | undefined;
}

/** Values that stand nowhere else, so that they are known wherever they turn up. */
const aNamed: fc.Arbitrary<Named> = fc.record({
  provider: fc.constantFrom(...providers),
  person: fc.constantFrom(...persons),
  name: fc.stringMatching(/^Canary [A-Z][a-z]{8,20}$/),
  email: fc.option(fc.stringMatching(/^canary\.[a-z]{8,20}@example\.org$/), { nil: undefined }),
});

const record = async (office: OpenedOffice, all: ReadonlyArray<Named>): Promise<void> => {
  for (const [index, { provider, person, name, email }] of all.entries())
    await office.done(officer, 'provider', provider, 'change-details', {
      change: `change-${index}`,
      changedOn: '2026-09-01',
      contact: { person, name, ...(email === undefined ? {} : { email }) },
    });
};

const replaced = (contact: JsonObject): JsonObject => ({
  ...contact,
  name: '[erased]',
  ...('email' in contact ? { email: '[erased]' } : {}),
});

it('after an erasure nobody is told anything of the person, at any moment; all else is as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(aNamed, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
      fc.nat(),
      async (all, pick) => {
        const { provider, person } = all[pick % all.length] as Named;
        const folder = temporaryFolder();
        const office = await openOn(folder.path);
        await establish(office);
        for (const each of providers)
          await office.done(officer, 'provider', each, 'register-provider', {
            name: `The club of ${each}`,
            sector: 'private',
            local: true,
          });
        await publishRound(office, commission);
        office.setClock(moments[0] as string);
        await record(office, all);
        office.setClock(moments[1] as string);
        await office.settle();
        const before = { told: await toldBy(office, [...pages, ...lists]), log: await opened(office) };

        await office.done(administrator, 'provider', provider, 'erase-person', {
          person,
          ground: 'objection',
        });
        await office.settle();
        const after = { told: await toldBy(office, [...pages, ...lists]), log: await opened(office) };
        const fed = [...(await toldBy(office, feeds)).values()];

        const isTheirs = (each: Named): boolean => each.provider === provider && each.person === person;
        const values = all.flatMap(({ name, email }) => (email === undefined ? [name] : [name, email]));
        for (const url of [...pages, ...lists])
          expect([
            url,
            roles.some((role) => before.told.get(`${role ?? 'nobody'} ${url}`)?.startsWith('200')),
          ]).toEqual([url, true]);
        expect(after.told).toEqual(before.told);
        for (const text of [...after.told.values(), ...fed, bytesIn(folder.path)])
          for (const value of values) expect(text).not.toContain(value);

        // The log is what it was, and one event; what opens in it opens, but for what was theirs.
        const [appended] = after.log.slice(before.log.length);
        expect(appended).toMatchObject({ type: 'PersonErased', stream: `provider-${provider}` });
        expect(after.log).toHaveLength(before.log.length + 1);
        const faultIn = chainCheck();
        for (const event of after.log) expect(faultIn(event)).toBeUndefined();
        const contactIn = (data: JsonObject): JsonObject | undefined =>
          data['contact'] as JsonObject | undefined;
        const expected = before.log.map((event) => {
          const contact = contactIn(event.opened);
          return event.stream === `provider-${provider}` && contact?.['person'] === person
            ? { ...event, opened: { ...event.opened, contact: replaced(contact) } }
            : event;
        });
        expect(after.log.slice(0, -1)).toEqual(expected);
        const open = after.log.flatMap((event) => contactIn(event.opened)?.['name'] ?? []);
        const theirs = all.filter(isTheirs).length;
        expect(open.filter((name) => name === '[erased]')).toHaveLength(theirs);
        expect(open.filter((name) => name !== '[erased]')).toEqual(
          all.filter((each) => !isTheirs(each)).map(({ name }) => name),
        );

        await office.close();
        folder.remove();
      },
    ),
    { numRuns: 5 },
  );
});

it('what was held in memory is forgotten too: the next decision sees the person erased', async () => {
  const folder = temporaryFolder();
  const office = await openOn(folder.path);
  await establish(office);
  const contact = { person: 'clerk', name: 'Canary Clerk' };
  await office.done(officer, 'provider', 'BEDS-azalea', 'register-provider', {
    name: 'Azalea',
    sector: 'private',
    local: true,
    contact,
  });
  const erase = { person: 'clerk', ground: 'objection' };
  await office.done(administrator, 'provider', 'BEDS-azalea', 'erase-person', erase);
  const again = await asking(office)('POST', '/v1/providers/BEDS-azalea/change-details', {
    as: 'commissioning-officer',
    headers: { 'idempotency-key': '"name-them-again"' },
    payload: { change: 'c1', changedOn: '2026-09-01', contact },
  });
  expect(again).toMatchObject({ status: 409, body: { rule: { id: 'erasure.not-named-again' } } });
  // What is noted of the refusal names the id, and nobody.
  await office.settle();
  const refusals = await asking(office)('GET', '/v1/registers/refusals', { as: 'auditor' });
  expect(JSON.stringify(refusals.body)).toContain('erasure.not-named-again');
  expect(JSON.stringify(refusals.body)).not.toContain('Canary');
  expect(bytesIn(folder.path)).not.toContain('Canary');
  await office.close();
  folder.remove();
});

describe('a contact of a provider that had money', () => {
  const folder = temporaryFolder();
  let office: OpenedOffice;
  const erase = { person: 'clerk', ground: 'no-longer-needed' };
  const asked = (commandId: string) =>
    asking(office)('POST', '/v1/providers/BEDS-azalea/erase-person', {
      as: 'administrator',
      headers: { 'idempotency-key': `"${commandId}"` },
      payload: erase,
    });

  beforeAll(async () => {
    office = await openOn(folder.path);
    await establish(office);
    await office.done(officer, 'provider', 'BEDS-azalea', 'register-provider', {
      name: 'Azalea',
      sector: 'private',
      local: true,
      contact: { person: 'clerk', name: 'Canary Clerk', email: 'old.canary@example.org' },
    });
    await office.done(officer, 'provider', 'BEDS-azalea', 'change-details', {
      change: 'address',
      changedOn: '2026-09-01',
      contact: { person: 'clerk', name: 'Canary Clerk', email: 'canary@example.org' },
    });
    await office.done(officer, 'commission', commission, 'record-prior-award', {
      award: 'refuge',
      title: 'Sanctuary scheme',
      recipient: { name: 'Azalea', provider: 'BEDS-azalea' },
      amount: { basis: 'total' },
      years: ['2024-25'],
      fundingStream: 'Community Safety Fund',
      agreement: 'ended',
      ends: '2025-03-31',
      source: { id: 'row-1', url: 'https://example.org', read: '2026-08-01' },
    });
    await office.done(administrator, 'rulebook', 'BEDS', 'adopt-retention', {
      schedule: 'schedule-2026',
      inForceFrom: '2026-01-01',
      source: 'Records retention schedule, 2026',
      contactMonths: 24,
    });
  });
  afterAll(async () => {
    await office.close();
    folder.remove();
  });

  it('is kept as long as the retention schedule says, and can be erased after that', async () => {
    expect(await asked('erase-too-soon')).toMatchObject({
      status: 409,
      body: {
        rule: { id: 'erasure.kept-long-enough', strength: 'law' },
        facts: { schedule: 'schedule-2026', until: '2027-03-31' },
      },
    });
    office.setClock('2027-04-01T09:00:00.000Z');
    expect((await asked('erase-in-time')).status).toBe(201);
  });

  it('stands on the page of erasures by the id the provider gave them, for those who may read it', async () => {
    await office.done(administrator, 'provider', 'BEDS-birch', 'register-provider', {
      name: 'Birch',
      sector: 'private',
      local: true,
    });
    await office.done(administrator, 'provider', 'BEDS-birch', 'hold-records', {
      hold: 'audit-2027',
      reason: 'The auditor asked for all of it.',
    });
    await office.settle();
    const page = async (role: Role) => {
      const headers = { authorization: `Bearer ${office.tokenOf(role)}` };
      return office.server.inject({ url: '/registers?register=erasures', headers });
    };
    const { statusCode, payload } = await page('auditor');
    expect(statusCode).toBe(200);
    for (const shown of ['Person erased', 'clerk', 'no longer needed', 'Records held', 'audit-2027'])
      expect(payload).toContain(shown);
    expect(payload).not.toContain('Canary');
    expect((await page('commissioning-officer')).statusCode).toBe(403);
  });

  it('and deciding all of it again is no breach, though what was decided on is gone', async () => {
    await office.settle();
    const swept = await asking(office)('POST', '/v1/sweep', { as: 'auditor', payload: {} });
    expect(swept).toMatchObject({ status: 200, body: { breaches: { count: 0 } } });
    // Whether the change said anything new cannot be known any more; that it was erased lawfully can.
    expect(JSON.stringify(swept.body['notDecided'])).toContain('ProviderDetailsChanged');
    expect(JSON.stringify(swept.body['notDecided'])).not.toContain('PersonErased');
  });
});
