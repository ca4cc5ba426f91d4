import { tokenFor } from '@commissioning/http';
import { type Actor, ActorId, type JsonObject, type Role } from '@commissioning/kernel';
import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import { foldersOf } from '@services/office';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(60_000);

const folders: Array<ReturnType<typeof temporaryFolder>> = [];
const offices: Array<RunningOffice> = [];
afterAll(async () => {
  for (const office of offices) await office.stop('SIGKILL');
  for (const { remove } of folders) remove();
});

const fresh = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
};

const start = async (cwd: string, settings: Record<string, string> = {}): Promise<RunningOffice> => {
  const office = await startOffice(cwd, settings);
  offices.push(office);
  return office;
};

const json = async (url: string, init: RequestInit = {}): Promise<{ status: number; body: JsonObject }> => {
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as JsonObject };
};

const ready = async ({ url }: RunningOffice): Promise<void> => {
  while ((await fetch(`${url}/health/ready`)).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

const items = async (
  url: string,
  headers: Record<string, string> = {},
): Promise<ReadonlyArray<JsonObject>> => {
  const all: Array<JsonObject> = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const { status, body } = await json(`${url}${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`, {
      headers,
    });
    expect(status).toBe(200);
    all.push(...(body['items'] as unknown as ReadonlyArray<JsonObject>));
    next = body['next'] as string | undefined;
  }
  return all;
};

/** Everything an office tells the public and its auditor, as data. */
const told = async (office: RunningOffice): Promise<JsonObject> => {
  await ready(office);
  const auditor = { authorization: `Bearer ${signedInAs(office, 'auditor')}` };
  const commissions = await items(`${office.url}/v1/commissions?limit=100`, auditor);
  return {
    register: await items(`${office.url}/v1/register?limit=100`),
    decisions: await items(`${office.url}/v1/decisions?limit=100`),
    funds: await items(`${office.url}/v1/funds?limit=100`, auditor),
    duties: await items(`${office.url}/v1/duties?limit=100`, auditor),
    commissions,
  } as unknown as JsonObject;
};

/** The token that the office printed for a role. */
const signedInAs = (office: RunningOffice, role: Role): string => {
  const link = new RegExp(`  ${role} +http\\S+/sign-in\\?token=(\\S+)`).exec(office.printed());
  if (link?.[1] === undefined) throw new Error(`No sign-in link for ${role} was printed`);
  return link[1];
};

describe('an office started on nothing', () => {
  let cwd: string;
  let office: RunningOffice;

  beforeAll(async () => {
    cwd = fresh();
    office = await start(cwd);
  });

  it('says where everything is, and that it is a demonstration', () => {
    const printed = office.printed();
    for (const line of ['DEMONSTRATION', '/decisions', '/rules', '/v1/register', 'data/demo', 'Sign in as'])
      expect(printed).toContain(line);
  });

  it('has pages and data from the first moment, and the links it prints sign in', async () => {
    for (const path of ['/', '/decisions', '/rules', '/?order=amount']) {
      const page = await fetch(`${office.url}${path}`);
      expect([path, page.status]).toEqual([path, 200]);
      expect(await page.text()).toContain('DEMONSTRATION –');
    }
    expect((await items(`${office.url}/v1/register?limit=100`)).length).toBeGreaterThan(20);
    const link = await fetch(`${office.url}/sign-in?token=${signedInAs(office, 'auditor')}`, {
      redirect: 'manual',
    });
    expect(link.status).toBe(303);
    const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await json(`${office.url}/v1/funds`, { headers: { cookie } })).status).toBe(200);
    expect((await json(`${office.url}/v1/funds`)).status).toBe(401);
  });

  it('tells people whom a decision is about by name, and machines by reference', async () => {
    const html = await (await fetch(`${office.url}/decisions`)).text();
    expect(html).toContain('Award up to £3,000 to Example Parish Council under BEDS-2026-0001');
    expect(html).not.toContain('BEDS-example-parish');
    const decisions = await items(`${office.url}/v1/decisions?limit=100`);
    expect(JSON.stringify(decisions)).toContain('to BEDS-example-parish under BEDS-2026-0001');
  });

  it('killed and started again, has everything it had; and so it has after a rebuild from the log', async () => {
    const before = await told(office);
    await office.stop('SIGKILL');
    office = await start(cwd);
    expect(await told(office)).toEqual(before);

    const rebuilt = await json(`${office.url}/v1/read-models/all/rebuild`, {
      method: 'POST',
      headers: { authorization: `Bearer ${signedInAs(office, 'auditor')}` },
    });
    expect(rebuilt.body['items']).toEqual(
      expect.arrayContaining([expect.objectContaining({ projection: 'public-register', parked: 0 })]),
    );
    expect(await told(office)).toEqual(before);
  });

  it('stops when it is asked to, and says so with its exit code', async () => {
    await office.stop('SIGTERM');
    expect(office.process.exitCode).toBe(0);
  });
});

describe('a small grant, in an office of its own', () => {
  const amount = 300_000;
  const sum = { pence: amount, vat: 'outside' };
  const today = new Date().toISOString().slice(0, 10);
  const inDays = (days: number): string =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const month = Number(today.slice(5, 7));
  const firstYear = Number(today.slice(0, 4)) - (month < 4 ? 1 : 0);
  const year = `${firstYear}-${String((firstYear + 1) % 100).padStart(2, '0')}`;
  const fund = `BEDS-community-safety-${year}`;
  const acted: Array<string> = [];
  let office: RunningOffice;
  let key: Uint8Array;
  let commands = 0;

  const act = async (id: string, role: Role, path: string, body: unknown): Promise<JsonObject> => {
    if (!ActorId.is(id)) throw new Error(id);
    const actor: Actor = { id, role };
    commands += 1;
    const done = await json(`${office.url}/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenFor(key, actor)}`,
        'content-type': 'application/json',
        'idempotency-key': `"command-number-${commands}"`,
      },
      body: JSON.stringify(body),
    });
    if (done.status !== 201) throw new Error(`${path}: ${JSON.stringify(done.body)}`);
    return done.body;
  };

  beforeAll(async () => {
    const cwd = fresh();
    office = await start(cwd, { OFFICE_DATA: 'live' });
    key = readFileSync(join(foldersOf(join(cwd, 'live')).keys, 'sign-in.key'));
    await act('anna', 'administrator', 'rulebook/BEDS/establish-body', bedfordshireBody);
    for (const rules of bedfordshireRules)
      await act('anna', 'administrator', 'rulebook/BEDS/adopt-rules', rules);
    await act('fay', 'finance', `funds/${fund}/open-fund`, { stream: 'community-safety', themes: [] });
    await act('pat', 'approver', 'decisions/BEDS-PCC24-0900/take-decision', {
      title: 'Community Safety Fund',
      delegation: 'commissioner',
      background: 'Part of the plan.',
      reasons: 'Affordable.',
      advice: [],
      interests: [],
      authorises: [{ act: 'accept-funding', fund, amount: { pence: 40_000_000, vat: 'outside' } }],
      publication: { channel: 'website', reference: 'Decision 900', withheld: [] },
    });
    await act('fay', 'finance', `funds/${fund}/accept-funding`, {
      tranche: 'annual',
      amount: 40_000_000,
      conditions: [],
      decision: 'BEDS-PCC24-0900',
    });
  });

  it('is empty and no demonstration', async () => {
    const page = await (await fetch(office.url)).text();
    expect(page + office.printed()).not.toContain('DEMONSTRATION');
    expect(await items(`${office.url}/v1/register?limit=100`)).toEqual([]);
  });

  it('goes from the first letter to the end report in at most seven commands of two people', async () => {
    const setUp = commands;
    const here = async (id: string, role: Role, path: string, body: unknown): Promise<JsonObject> => {
      acted.push(id);
      return act(id, role, path, body);
    };
    const provider = 'BEDS-example-parish';
    await here('olive', 'commissioning-officer', `providers/${provider}/register-provider`, {
      name: 'Example Parish Council',
      sector: 'public',
      local: true,
    });
    const { reference } = await here(
      'olive',
      'commissioning-officer',
      'commissions/new/request-direct-grant',
      {
        title: 'Speed indicator',
        summary: 'Residents report speeding.',
        objectives: ['local-policing'],
        areas: ['Central Bedfordshire'],
        standingAssessment: 'Road safety needs assessment 2025',
        provider,
        amount,
        for: 'One mobile speed indicator.',
        fund,
        profile: 'small-direct-grant',
        legalPower: 'crime-and-disorder-reduction-grant',
        ground: 'small-sum',
        evidence: 'Two catalogue prices.',
        reasons: 'The parish council owns the street furniture.',
        interests: [],
        subsidy: { isSubsidy: false, reason: 'A public body.' },
        diligence: { outcome: 'satisfactory', finding: 'Audited accounts.', goodUntil: inDays(300) },
      },
    );
    const commission = reference as string;
    const decision = 'BEDS-PCC24-0901';
    await here('pat', 'approver', `decisions/${decision}/take-decision`, {
      title: 'Grant for a speed indicator',
      delegation: 'commissioner',
      background: 'A parish council asked for £3,000.',
      reasons: 'The sum is small and the price the lowest found.',
      advice: [{ kind: 'officer', by: 'olive', text: 'Recommended.' }],
      interests: [],
      authorises: [{ act: 'award', commission, provider, lot: 'whole', upTo: sum }],
      publication: { channel: 'website', reference: 'Decision 901', withheld: [] },
    });
    const term = { starts: today, ends: today };
    await here('pat', 'approver', `commissions/${commission}/award-grant`, {
      award: 'award-1',
      lot: 'whole',
      decision,
      provider,
      amount: sum,
      years: [{ year, amount }],
      term,
      extensionOptions: [],
      title: 'Speed indicator',
      purpose: 'One mobile speed indicator.',
      outcomes: ['Lower average speed.'],
      conditions: [],
      statutoryReasons: { crimeAndDisorderReduction: 'Speeding is an offence.' },
      paidFrom: [{ allocation: 'funding', amount }],
    });
    await here('olive', 'commissioning-officer', `commissions/${commission}/sign-agreement`, {
      award: 'award-1',
      signedOn: today,
      amount: sum,
      term,
      kpis: [
        {
          id: 'speed',
          name: 'Average speed',
          unit: 'miles an hour',
          figure: 'average',
          direction: 'lower-is-better',
          target: 30,
          frequency: 'once',
          measuresUserFeedback: false,
        },
      ],
      periods: [{ id: 'whole', from: today, to: today, due: inDays(21) }],
    });
    await here('pat', 'approver', `commissions/${commission}/record-payment`, {
      award: 'award-1',
      payment: 'payment-1',
      amount: sum,
      paidOn: today,
      approve: { for: 'The whole grant, on signature' },
    });
    const last = await here(
      'olive',
      'commissioning-officer',
      `commissions/${commission}/close-with-end-report`,
      {
        award: 'award-1',
        values: [{ kpi: 'speed', value: 28.4 }],
        lines: [{ id: 'all', heading: 'Indicator', budget: amount, actual: amount, forecastUnderspend: 0 }],
        certifiedBy: 'parish-clerk',
        rating: 'good',
        finding: 'Speeds fell.',
        outcome: 'delivered',
        summary: 'Drivers slowed down.',
        lessons: ['Ask for speeds before and after.'],
      },
    );

    expect(commands - setUp).toBeLessThanOrEqual(7);
    expect(new Set(acted).size).toBe(2);

    const after = encodeURIComponent(last['position'] as string);
    const { body: public_ } = await json(`${office.url}/v1/register/${commission}?after=${after}`, {
      headers: { authorization: `Bearer ${tokenFor(key, { id: 'pat' as Actor['id'], role: 'approver' })}` },
    });
    expect(public_).toMatchObject({
      awards: [{ provider: 'Example Parish Council', amount: { pence: amount }, paid: amount }],
    });
    // The fund follows by itself: what was set aside was committed and paid, and nothing is left over.
    const headers = {
      authorization: `Bearer ${tokenFor(key, { id: 'fay' as Actor['id'], role: 'finance' })}`,
    };
    let money: JsonObject | undefined;
    while (money?.['paid'] !== amount) [money] = await items(`${office.url}/v1/funds?year=${year}`, headers);
    expect(money).toMatchObject({
      budget: 40_000_000,
      reserved: 0,
      committed: 0,
      paid: amount,
      available: 39_700_000,
    });
  });
});

describe('an office that cannot start says why in a sentence, with exit code 2', () => {
  it.each([
    [{ OFFICE_PORT: 'http' }, 'OFFICE_PORT is "http"; it must be a port from 0 to 65535.'],
    [{ EVENT_STORE: 'eventstoredb' }, 'EVENTSTOREDB_URL does not say where it is'],
    [
      { OFFICE_HOST: '192.0.2.1', OFFICE_DATA: 'unreachable' },
      'OFFICE_HOST 192.0.2.1 and OFFICE_PORT 0 cannot be listened on',
    ],
  ])('%j', async (settings, sentence) => {
    await expect(start(fresh(), settings as Record<string, string>)).rejects.toThrow(
      new RegExp(`ended with 2: The office cannot start\\..*${sentence.replaceAll(/[.?]/g, '\\$&')}`),
    );
  });

  it('when its folder is held', async () => {
    const cwd = fresh();
    await start(cwd, { OFFICE_DATA: 'live' });
    await expect(start(cwd, { OFFICE_DATA: 'live' })).rejects.toThrow(
      /ended with 2: .*held by another process/,
    );
  });
});
