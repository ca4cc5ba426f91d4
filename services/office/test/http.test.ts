import { EventStoreError } from '@commissioning/event-store';
import { tokenFor } from '@commissioning/http';
import type { Instant, JsonObject, Role } from '@commissioning/kernel';
import { drivenClock } from '@services/commands';
import { serverOf } from '@services/office';
import * as E from 'fp-ts/Either';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { establish, freshCommandId, handedIn, need, publishRound } from '../../commands/test/support/world';
import { healthRoutes } from '../src/health';
import { asking, openOn, type OpenedOffice, type Seen, temporaryFolder } from './support/office';

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;
let inject: OpenedOffice['server']['inject'];

const prior = (index: number, more: object = {}) => ({
  kind: 'award',
  id: `row-${index}`,
  title: `Service ${index}`,
  provider: `Provider ${index % 3}`,
  amount: String(1_000 * (index + 1)),
  years: '2024-25',
  decidedOn: `2024-05-${String((index % 28) + 1).padStart(2, '0')}`,
  decision: `PCC/D/${100 + index}`,
  source: 'https://example.org/decisions',
  read: '2026-08-01',
  ...more,
});

const hostile = '<script>alert("title")</script> & "quotes"';

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  inject = opened.server.inject.bind(opened.server);
  await establish(opened);
  await publishRound(opened, 'BEDS-2026-0001');
  const rows = Array.from({ length: 7 }, (_each, index) => ({
    line: index + 1,
    fields: prior(index, index === 6 ? { title: hostile } : {}),
  }));
  const brought = await ask('POST', '/v1/portfolio', { as: 'commissioning-officer', payload: { rows } });
  expect(brought.body).toEqual({ recorded: 7, already: 0 });
  await opened.settle();
  opened.office.projecting.start();
  await opened.office.projecting.catchUp();
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

/** A field of an answer that is text. */
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
};

const itemsOf = ({ body }: Seen) => body['items'] as unknown as ReadonlyArray<JsonObject>;

/** Every error is a problem of RFC 9457. */
const expectProblem = (seen: Seen, status: number, about: object = {}) => {
  expect(seen.body).toMatchObject({
    status,
    type: expect.stringMatching(/^\/(problems|v1\/rules)\/./) as string,
    title: expect.stringMatching(/\S/) as string,
    ...about,
  });
  expect(seen.status).toBe(status);
  expect(seen.headers['content-type']).toBe('application/problem+json; charset=utf-8');
};

describe('lists', () => {
  it('page by cursor, with a link to the next page, repeat nothing and leave out nothing', async () => {
    const ids: Array<unknown> = [];
    let url: string | undefined = '/v1/register?limit=3&order=title';
    const sizes: Array<number> = [];
    while (url !== undefined) {
      const seen: Seen = await ask('GET', url);
      expect(seen.status).toBe(200);
      ids.push(...itemsOf(seen).map(({ id }) => id));
      sizes.push(itemsOf(seen).length);
      // Positions count what is recorded, sealed bids too.
      expect(seen.body['position']).toBeUndefined();
      const link = seen.headers['link'] as string | undefined;
      expect(link === undefined).toBe(seen.body['next'] === undefined);
      url = link === undefined ? undefined : /^<(.+)>; rel="next"$/.exec(link)?.[1];
    }
    expect(sizes).toEqual([3, 3, 1]);
    expect(new Set(ids).size).toBe(7);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['as-at=yesterday', 'as-at'],
    ['as-at=2026-02-30', 'as-at'],
    ['as-at=2026-02-30T12:00:00Z', 'as-at'],
    ['as-at=2026-11-23T12:00:00', 'as-at'],
    ['known-at=23/11/2026', 'known-at'],
    ['lineage=yes', 'lineage'],
    ['order=best', 'order'],
    ['order=title&order=newest', 'order'],
    ['year=2026', 'year'],
    ['year=2026-28', 'year'],
    ['origin=nowhere', 'origin'],
    ['as_at=2026-11-23', 'as_at'],
  ])('refuse what they do not understand and name it: %s', async (query, parameter) => {
    const seen = await ask('GET', `/v1/register?${query}`);
    expectProblem(seen, 400, {
      parameter,
      detail: expect.stringContaining(`${parameter}: expected`) as string,
    });
  });

  it('refuse a cursor they never gave out, and one of another question', async () => {
    const other = await ask('GET', '/v1/register?limit=2&order=title');
    for (const cursor of ['nonsense', text(other.body['next'])])
      expectProblem(
        await ask('GET', `/v1/register?limit=2&order=amount&cursor=${encodeURIComponent(cursor)}`),
        400,
        {
          title: 'That cursor does not belong to this list.',
        },
      );
  });

  it('answer as at a moment: a day means its end in London', async () => {
    const titles = async (query: string) =>
      itemsOf(await ask('GET', `/v1/register?order=title&${query}`)).map(({ title }) => title);
    expect(await titles('as-at=2024-04-30')).toEqual([]);
    expect(await titles('as-at=2024-05-02')).toEqual(['Service 0', 'Service 1']);
    expect(await titles('as-at=2024-05-01T22:59:59.999Z')).toEqual(['Service 0']);
    expect(await titles('as-at=2024-05-01T23:59:59%2B01:00')).toEqual(['Service 0']);
    // Recorded in September 2026: nobody knew of any of it in 2025.
    expect(await titles('as-at=2024-05-02&known-at=2025-01-01')).toEqual([]);
    expect(await titles('known-at=2026-09-01')).toHaveLength(7);
  });

  it('can be narrowed to a year, and to what was there before the record', async () => {
    expect(itemsOf(await ask('GET', '/v1/register?year=2024-25'))).toHaveLength(7);
    expect(itemsOf(await ask('GET', '/v1/register?year=2025-26'))).toEqual([]);
    expect(itemsOf(await ask('GET', '/v1/register?origin=here'))).toEqual([]);
    expect(itemsOf(await ask('GET', '/v1/register?year='))).toHaveLength(7);
  });

  it('say of each figure which event it comes from, when asked', async () => {
    const [entry] = itemsOf(await ask('GET', '/v1/register?limit=1&lineage=true'));
    const lineage = entry?.['lineage'] as JsonObject;
    expect(Object.values(lineage).length).toBeGreaterThan(0);
    for (const event of Object.values(lineage)) expect(event).toMatch(/^[0-9a-f-]{36}$/);
    expect(itemsOf(await ask('GET', '/v1/register?limit=1'))[0]).not.toHaveProperty('lineage');
  });
});

describe('reading after writing', () => {
  it('waits for the position the write answered with', async () => {
    for (let number = 1; number <= 3; number += 1) {
      const written = await ask('POST', '/v1/commissions/BEDS-2026-0001/record-insight', {
        as: 'commissioning-officer',
        headers: { 'idempotency-key': freshCommandId() },
        payload: { insight: `insight-${number}`, text: 'Fridays.' },
      });
      expect(written.status).toBe(201);
      const after = encodeURIComponent(text(written.body['position']));
      const file = await ask('GET', `/v1/commissions/BEDS-2026-0001?after=${after}`, { as: 'auditor' });
      expect(file.body['revision']).toBe(written.body['revision']);
      expect(file.headers['etag']).toBe(written.headers['etag']);
    }
  });

  it('is for those who work here: anybody else could count what is recorded', async () => {
    const position = text((await ask('GET', '/v1/register', { as: 'auditor' })).body['position']);
    expect(position).toMatch(/:\d+/);
    const after = encodeURIComponent(position);
    for (const url of [`/v1/register?after=${after}`, `/v1/register/BEDS-2026-0001?after=${after}`])
      expectProblem(await ask('GET', url), 403, {
        title: 'Only those who work here may wait for a position.',
      });
    expect(JSON.stringify((await ask('GET', '/v1/register/BEDS-2026-0001')).body)).not.toContain(
      position.split(':')[0],
    );
    expect(JSON.stringify((await ask('GET', '/health/ready')).body)).not.toContain(position.split(':')[0]);
  });

  it('refuses positions of another record, and what is none', async () => {
    const position = text((await ask('GET', '/v1/register', { as: 'auditor' })).body['position']);
    for (const after of [`another${position}`, 'nonsense'])
      expectProblem(
        await ask('GET', `/v1/register?after=${encodeURIComponent(after)}`, { as: 'auditor' }),
        400,
        {
          title: 'That position belongs to another record.',
        },
      );
  });
});

describe('who may', () => {
  const insiders: ReadonlyArray<Role> = [
    'commissioning-officer',
    'finance',
    'approver',
    'auditor',
    'administrator',
  ];
  const signedIn = [
    '/v1/commissions',
    '/v1/commissions/BEDS-2026-0001',
    '/v1/commissions/BEDS-2026-0001?as-at=2026-11-01',
    '/v1/commissions/BEDS-2026-0001/history',
    '/v1/funds',
  ];
  const open = ['/v1/register', '/v1/decisions', '/v1/rules', '/v1/rules/bid.before-deadline'];

  it.each(signedIn)('read %s: those who work here, nobody else', async (url) => {
    const nobody = await ask('GET', url);
    expectProblem(nobody, 401);
    expect(nobody.headers['www-authenticate']).toBe('Bearer');
    for (const role of ['public', 'provider', 'panel-member'] as const)
      expectProblem(await ask('GET', url, { as: role }), 403);
    for (const role of insiders) expect((await ask('GET', url, { as: role })).status).toBe(200);
  });

  it.each(open)('read %s: everybody', async (url) => {
    expect((await ask('GET', url)).status).toBe(200);
  });

  it('rebuild a read model: an auditor or an administrator', async () => {
    const url = '/v1/read-models/funds/rebuild';
    expectProblem(await ask('POST', url), 401);
    expectProblem(await ask('POST', url, { as: 'commissioning-officer' }), 403);
    const rebuilt = await ask('POST', url, { as: 'auditor' });
    expect(itemsOf(rebuilt)).toMatchObject([{ projection: 'funds', parked: 0 }]);
    expectProblem(await ask('POST', '/v1/read-models/nonsense/rebuild', { as: 'auditor' }), 404);
  });

  it('bring in a portfolio: an officer', async () => {
    for (const url of ['/v1/portfolio', '/v1/portfolio/check']) {
      expectProblem(await ask('POST', url, { payload: { rows: [] } }), 401);
      expectProblem(await ask('POST', url, { as: 'auditor', payload: { rows: [] } }), 403);
      expectProblem(
        await ask('POST', url, { as: 'commissioning-officer', payload: { rows: [{ line: 1 }] } }),
        400,
      );
    }
  });

  it('is known by a token that this office signed, and by no other', async () => {
    const good = opened.tokenOf('auditor');
    const [role = '', id = '', signature = ''] = good.split('.');
    const encoded = (text: string) => Buffer.from(text).toString('base64url');
    const forged = [
      `administrator.${id}.${signature}`,
      `${role}.${encoded('local:administrator')}.${signature}`,
      `${role}.${id}.${signature.slice(0, -1)}`,
      `${role}.${id}.`,
      `${role}.${id}`,
      `${good}.more`,
      `${role}.${encoded('')}.${signature}`,
      'nonsense',
      '',
      tokenFor(Buffer.alloc(32), { id: 'local:auditor' as never, role: 'auditor' }),
    ];
    for (const token of forged) {
      const headers = { authorization: `Bearer ${token}` };
      expectProblem(await ask('GET', '/v1/funds', { headers }), 401);
    }
    for (const authorization of [`Bearer ${good}`, `bearer ${good}`, `BEARER  ${good}`])
      expect((await ask('GET', '/v1/funds', { headers: { authorization } })).status).toBe(200);
    expectProblem(await ask('GET', '/v1/funds', { headers: { authorization: `Basic ${good}` } }), 401);
  });

  it('signs in by a link, which leaves a cookie that no script and no other site can use', async () => {
    const good = opened.tokenOf('auditor');
    const link = await inject(`/sign-in?token=${good}`);
    expect(link.statusCode).toBe(303);
    expect(link.headers['location']).toBe('/');
    const cookie = text(link.headers['set-cookie']);
    expect(cookie).toMatch(/^commissioning-session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    const headers = { cookie: `other=1; ${cookie.split(';')[0] ?? ''}` };
    expect((await ask('GET', '/v1/funds', { headers })).status).toBe(200);
    for (const query of ['', '?token=', '?token=nonsense', `?token=${good}x`, `?token=${good}&token=${good}`])
      expectProblem(await ask('GET', `/sign-in${query}`), 401);
  });
});

describe('one commission', () => {
  it('names its revision as ETag, which a command can name in turn', async () => {
    const file = await ask('GET', '/v1/commissions/BEDS-2026-0001', { as: 'commissioning-officer' });
    const etag = text(file.headers['etag']);
    expect(etag).toBe(JSON.stringify(JSON.stringify(file.body['revision'])));
    const write = (ifMatch: string) =>
      ask('POST', '/v1/commissions/BEDS-2026-0001/record-insight', {
        as: 'commissioning-officer',
        headers: { 'idempotency-key': freshCommandId(), 'if-match': ifMatch },
        payload: { insight: freshCommandId(), text: 'Evenings.' },
      });
    const written = await write(etag);
    expect(written.status).toBe(201);
    expect(written.headers['etag']).toBe(`"${Number(file.body['revision']) + 1}"`);
    expectProblem(await write(etag), 412, {
      type: '/problems/stale',
      named: Number(file.body['revision']),
      actual: written.body['revision'],
    });
    for (const wrong of ['*', '12', 'W/"1"', '"one"', '"1", "2"']) expectProblem(await write(wrong), 400);
  });

  it('is shown as it stood, and is not there before it began', async () => {
    const at = (moment: string) =>
      ask('GET', `/v1/commissions/BEDS-2026-0001?as-at=${moment}`, { as: 'auditor' });
    expect((await at('2026-09-01')).body).toMatchObject({ id: 'BEDS-2026-0001', at: {} });
    expectProblem(await at('2026-08-31'), 404);
  });

  it('that nobody began is not there, nor is its history', async () => {
    for (const url of [
      '/v1/commissions/BEDS-2026-9999',
      '/v1/commissions/BEDS-2026-9999/history',
      '/v1/commissions/nonsense',
    ])
      expectProblem(await ask('GET', url, { as: 'auditor' }), 404);
    expectProblem(await ask('GET', '/v1/register/BEDS-2026-9999'), 404);
  });

  it('has a history in order, page by page, and it says so when asked what it does not keep', async () => {
    const first = await ask('GET', '/v1/commissions/BEDS-2026-0001/history?limit=5', { as: 'auditor' });
    expect(itemsOf(first).map(({ order, type }) => [order, type])).toEqual([
      [0, 'NeedIdentified'],
      [1, 'EvidenceAdded'],
      [2, 'EvidenceAdded'],
      [3, 'NeedsAssessed'],
      [4, 'ConsultationHeld'],
    ]);
    expect(first.headers['link']).toContain('rel="next"');
    for (const url of ['/v1/commissions/BEDS-2026-0001/history', '/v1/commissions'])
      expectProblem(await ask('GET', `${url}?as-at=2026-09-01`, { as: 'auditor' }), 400);
  });
});

describe('ETags', () => {
  it('change when the answer does, and only then; who has the answer gets 304', async () => {
    const url = '/v1/register?limit=2';
    const first = await inject(url);
    const etag = text(first.headers['etag']);
    expect((await inject(url)).headers['etag']).toBe(etag);
    const again = await inject({ url, headers: { 'if-none-match': etag } });
    expect([again.statusCode, again.payload]).toEqual([304, '']);
    expect((await inject('/v1/register?limit=3')).headers['etag']).not.toBe(etag);
  });
});

describe('commands', () => {
  const insight = (text = 'Fridays.') => ({ insight: freshCommandId(), text });
  const write = (payload: unknown, headers: Record<string, string> = {}, action = 'record-insight') =>
    ask('POST', `/v1/commissions/BEDS-2026-0001/${action}`, {
      as: 'commissioning-officer',
      headers,
      payload,
    });

  it('need somebody, and an id of their own', async () => {
    const url = '/v1/commissions/BEDS-2026-0001/record-insight';
    expectProblem(
      await ask('POST', url, { payload: insight(), headers: { 'idempotency-key': freshCommandId() } }),
      401,
    );
    for (const key of [undefined, '', 'short', '"', 'ümlaut-1234', 'a'.repeat(129), 'with space 1'])
      expectProblem(await write(insight(), key === undefined ? {} : { 'idempotency-key': key }), 400, {
        type: '/problems/idempotency-key',
      });
  });

  it.each(['"quoted-key-1"', 'bare-token-1', ' "spaced-key-1" '])('take their id as %s', async (key) => {
    const payload = insight();
    const first = await write(payload, { 'idempotency-key': key });
    expect(first.status).toBe(201);
    const again = await write(payload, { 'idempotency-key': key.trim().replaceAll('"', '') });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expectProblem(await write(insight(), { 'idempotency-key': key }), 422, {
      type: '/problems/idempotency-key-reused',
    });
  });

  it('answer with what was recorded, or that there was nothing to do', async () => {
    const payload = insight();
    const done = await write(payload, { 'idempotency-key': freshCommandId() });
    expect(done).toMatchObject({
      status: 201,
      body: {
        events: [{ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, type: 'InsightRecorded' }],
        position: expect.stringContaining(':') as string,
      },
    });
    const nothing = await write(payload, { 'idempotency-key': freshCommandId() });
    expect(nothing).toMatchObject({ status: 200, body: { events: [], revision: done.body['revision'] } });
  });

  it('that a rule refuses say which, how strongly it binds, in which version, and the facts', async () => {
    const payload = { allocation: 'more', fund: 'BEDS-community-safety-2026-27', amount: 99_000_000 };
    const refused = await write(payload, { 'idempotency-key': freshCommandId() }, 'allocate-funding');
    expectProblem(refused, 409, {
      type: '/v1/rules/funding.available',
      rule: { id: 'funding.available', strength: 'integrity', version: expect.any(Number) as number },
      facts: { asked: 99_000_000, available: 9_000_000 },
      field: '/amount',
      detail: expect.stringContaining('asked: 99000000') as string,
    });
    // The type of the problem is an address where the rule is explained.
    expect((await ask('GET', text(refused.body['type']))).body).toMatchObject({
      id: 'funding.available',
      sentence: refused.body['title'],
      actions: expect.arrayContaining(['allocate-funding']) as unknown,
    });
  });

  it('that are malformed say where', async () => {
    expectProblem(await write({ insight: 'No Id', text: '' }, { 'idempotency-key': freshCommandId() }), 400, {
      faults: [
        { pointer: '/insight', expected: 'LocalId', found: '"No Id"' },
        { pointer: '/text', found: '""', expected: expect.any(String) as string },
      ],
    });
    expectProblem(await write({ ...insight(), txet: 1 }, { 'idempotency-key': freshCommandId() }), 400, {
      faults: [{ pointer: '/txet' }],
    });
  });

  it('that cannot be read as JSON, are too large or are of another type are refused', async () => {
    const raw = async (payload: string, type = 'application/json') => {
      const response = await inject({
        method: 'POST',
        url: '/v1/commissions/BEDS-2026-0001/record-insight',
        headers: {
          authorization: `Bearer ${opened.tokenOf('commissioning-officer')}`,
          'idempotency-key': freshCommandId(),
          'content-type': type,
        },
        payload,
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        body: JSON.parse(response.payload) as JsonObject,
      };
    };
    expectProblem(await raw('{"insight":'), 400);
    expectProblem(await raw(''), 400);
    expectProblem(await raw('insight=1', 'application/x-www-form-urlencoded'), 415);
    expectProblem(await raw(JSON.stringify({ text: 'x'.repeat(1_100_000) })), 413);
    expectProblem(await raw('{"__proto__":{"insight":"a","text":"b"}}'), 400);
  });

  it('for what is not there, or what nobody can do, are not found', async () => {
    const key = () => ({ 'idempotency-key': freshCommandId() });
    const post = (url: string) =>
      ask('POST', url, { as: 'commissioning-officer', headers: key(), payload: insight() });
    expectProblem(await post('/v1/commissions/BEDS-2026-9999/record-insight'), 404, {
      title: 'There is no commission BEDS-2026-9999.',
    });
    expectProblem(await post('/v1/commissions/BEDS-2026-0001/make-coffee'), 404, {
      type: '/problems/unknown-action',
    });
    expectProblem(await post('/v1/commissions/nonsense/record-insight'), 400);
    expectProblem(await post('/v1/refusals/BEDS-2026/record-insight'), 404);
    expectProblem(await post('/v1/nothing/here'), 404);
  });

  it('are for some roles alone', async () => {
    const headers = { 'idempotency-key': freshCommandId() };
    const seen = await ask('POST', '/v1/commissions/BEDS-2026-0001/record-insight', {
      as: 'provider',
      headers,
      payload: insight(),
    });
    expectProblem(seen, 403, { detail: expect.stringContaining('you are signed in as provider') as string });
  });

  it('can begin a commission, which gets the next reference, and the same one for the same key', async () => {
    const headers = { 'idempotency-key': freshCommandId() };
    const begin = (payload: unknown) =>
      ask('POST', '/v1/commissions', { as: 'commissioning-officer', headers, payload });
    const begun = await begin(need);
    expect(begun).toMatchObject({ status: 201, body: { reference: 'BEDS-2026-0002', revision: 0 } });
    expect((await begin(need)).body).toEqual(begun.body);
    expectProblem(await begin({ ...need, title: 'Another' }), 422);
    const misplaced = await ask('POST', '/v1/commissions/new/record-insight', {
      as: 'commissioning-officer',
      headers: { 'idempotency-key': freshCommandId() },
      payload: insight(),
    });
    expectProblem(misplaced, 404);
  });

  it('carry a trace through to the record, and are not lost for a wrong one', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    for (const traceparent of [trace, 'x'.repeat(400), 'nonsense\u00a0']) {
      const headers = { 'idempotency-key': freshCommandId(), traceparent };
      expect((await write(insight(), headers)).status).toBe(201);
    }
    const traced: Array<unknown> = [];
    for await (const page of opened.office.events.readStream('commission-BEDS-2026-0001'))
      for (const { metadata } of page)
        if (metadata.traceparent !== undefined) traced.push(metadata.traceparent);
    expect(traced).toEqual([trace]);
  });

  it('on decisions, funds, providers and the rule book have addresses of their own', async () => {
    const post = (url: string, as: Role, payload: unknown) =>
      ask('POST', url, { as, headers: { 'idempotency-key': freshCommandId() }, payload });
    const azalea = { name: 'Azalea', sector: 'private', local: false };
    expect(
      await post('/v1/providers/BEDS-azalea/register-provider', 'commissioning-officer', azalea),
    ).toMatchObject({
      status: 201,
    });
    expectProblem(await post('/v1/funds/BEDS-nothing-2026-27/accept-funding', 'finance', {}), 400);
    expectProblem(await post('/v1/decisions/BEDS-PCC24-0901/take-decision', 'auditor', {}), 403);
    expectProblem(await post('/v1/rulebook/BEDS/adopt-rules', 'administrator', {}), 400);
  });

  describe('that took effect at another time', () => {
    const effect = async (at: string, as: Role = 'commissioning-officer') => {
      const payload = insight();
      const headers = { 'idempotency-key': freshCommandId(), 'effective-at': at };
      const seen = await ask('POST', '/v1/commissions/BEDS-2026-0001/record-insight', {
        as,
        headers,
        payload,
      });
      return { seen, payload, headers };
    };
    const lastOf = async () => {
      let last: JsonObject | undefined;
      for await (const page of opened.office.events.readStream('commission-BEDS-2026-0001'))
        last = page.at(-1)?.metadata as unknown as JsonObject;
      return last;
    };

    it.each([
      ['2026-07-01', '2026-06-30T23:00:00.000Z'],
      ['2026-07-01T09:30:00Z', '2026-07-01T09:30:00.000Z'],
      ['2026-07-01T09:30:00.250+01:00', '2026-07-01T08:30:00.250Z'],
    ])('say so in Effective-At: %s', async (given, moment) => {
      const { seen } = await effect(given);
      expect(seen.status).toBe(201);
      expect(await lastOf()).toMatchObject({
        effectiveAt: moment,
        recordedAt: '2026-09-01T09:00:00.000Z',
      });
    });

    it('are the same command only with the same time, however that is written', async () => {
      const { seen, payload, headers } = await effect('2026-07-01T09:30:00Z');
      const again = (at: string) => write(payload, { ...headers, 'effective-at': at });
      expect(await again('2026-07-01T10:30:00+01:00')).toMatchObject({ status: 201, body: seen.body });
      expectProblem(await again('2026-07-02'), 422, { type: '/problems/idempotency-key-reused' });
      expectProblem(await write(payload, { 'idempotency-key': headers['idempotency-key'] }), 422);
    });

    it('take effect as they are recorded where nothing is said', async () => {
      expect((await write(insight(), { 'idempotency-key': freshCommandId() })).status).toBe(201);
      expect(await lastOf()).not.toHaveProperty('effectiveAt');
    });

    it.each([
      '',
      'yesterday',
      '01/07/2026',
      '2026-02-30',
      '2026-02-30T12:00:00Z',
      '2026-07-01T09:30:00',
      '2026-07-01, 2026-07-02',
      '0000-01-01T00:00:00+05:00',
    ])('are refused when it is no time: %j', async (given) => {
      expectProblem((await effect(given)).seen, 400, {
        type: '/problems/malformed',
        faults: [
          {
            pointer: '/effectiveAt',
            expected: expect.stringContaining('a day like 2026-11-23') as string,
            found: JSON.stringify(given),
          },
        ],
      });
    });

    it.each(['2026-09-02', '2026-09-01T09:00:00.001Z', '9999-12-31T23:00:00Z'])(
      'are refused when it has not come yet: %s',
      async (given) => {
        expectProblem((await effect(given)).seen, 400, {
          faults: [{ pointer: '/effectiveAt', expected: 'a moment not after 2026-09-01T09:00:00.000Z' }],
          detail: expect.stringContaining('/effectiveAt: expected a moment not after') as string,
        });
      },
    );

    it('are for those who work here: what others do takes effect as it comes in', async () => {
      for (const as of ['provider', 'panel-member', 'public'] as const)
        expectProblem((await effect('2026-07-01', as)).seen, 403, {
          title: 'Only those who work here say when something took effect.',
        });
    });

    it('can be those that begin a commission', async () => {
      const begun = await ask('POST', '/v1/commissions', {
        as: 'commissioning-officer',
        headers: { 'idempotency-key': freshCommandId(), 'effective-at': '2026-08-14' },
        payload: { ...need, title: 'Known since August' },
      });
      expect(begun.status).toBe(201);
      const [entry] = itemsOf(
        await ask('GET', `/v1/commissions/${text(begun.body['reference'])}/history`, { as: 'auditor' }),
      );
      expect(entry).toMatchObject({ effectiveAt: '2026-08-13T23:00:00.000Z' });
    });

    it('are never in time for a deadline by it: that goes by when they were received', async () => {
      const late = await openOn(temporaryFolderOf('late'));
      await establish(late);
      await publishRound(late, 'BEDS-2026-0001');
      late.setClock('2026-10-16T11:00:00.001Z');
      const seen = await asking(late)('POST', '/v1/commissions/BEDS-2026-0001/receive-bid', {
        as: 'commissioning-officer',
        headers: { 'idempotency-key': freshCommandId(), 'effective-at': '2026-10-16T10:00:00Z' },
        payload: handedIn('late', 'BEDS-late', 100_000),
      });
      expectProblem(seen, 409, { rule: { id: 'bid.before-deadline' } });
      await late.close();
    });
  });
});

describe('a portfolio over HTTP', () => {
  const rows = (...fields: ReadonlyArray<object>) => ({
    rows: fields.map((each, index) => ({ line: index + 1, fields: each })),
  });
  const as = 'commissioning-officer';

  it('is refused whole for one bad row, and looking at it records nothing', async () => {
    const head = () => opened.office.events.head();
    const before = await head();
    const payload = rows(prior(50), prior(51, { amount: '12,5' }));
    const checked = await ask('POST', '/v1/portfolio/check', { as, payload });
    expect(checked.body['faults']).toMatchObject([{ line: 2, field: 'amount', found: '12,5' }]);
    expect(await ask('POST', '/v1/portfolio', { as, payload })).toMatchObject({
      status: 409,
      body: checked.body,
    });
    expect(await head()).toEqual(before);
  });

  it('may be large', async () => {
    const fields = Array.from({ length: 3_000 }, (_each, index) => ({
      nonsense: `${index}`.padEnd(400, 'x'),
    }));
    const checked = await ask('POST', '/v1/portfolio/check', { as, payload: rows(...fields) });
    expect(checked.status).toBe(200);
    expect(checked.body['faults']).toHaveLength(3_000);
  });
});

describe('limits', () => {
  it('are said in headers, count by person, and are answered as a problem when passed', async () => {
    const limited = await openOn(temporaryFolderOf('limits'));
    const seen = asking(limited);
    const statuses: Array<number> = [];
    for (let count = 0; count < 61; count += 1) statuses.push((await seen('GET', '/sign-in?token=x')).status);
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 401));
    const over = await seen('GET', '/sign-in?token=x');
    expectProblem(over, 429, { type: '/problems/too-many-requests' });
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect((await seen('GET', '/v1/rules')).headers['x-ratelimit-limit']).toBe('3000');
    expect((await seen('GET', '/sign-in', { as: 'auditor' })).status).toBe(401);
    await limited.close();
  });
});

const more: Array<ReturnType<typeof temporaryFolder>> = [];
const temporaryFolderOf = (_what: string): string => {
  const made = temporaryFolder();
  more.push(made);
  return made.path;
};
afterAll(() => more.forEach(({ remove }) => remove()));

describe('health', () => {
  it('is ready once every read model follows the log, and not before or after', async () => {
    const young = await openOn(temporaryFolderOf('health'));
    const seen = asking(young);
    expect((await seen('GET', '/health/live')).status).toBe(200);
    expect(await seen('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'not ready' } });
    await establish(young);
    young.office.projecting.start();
    await young.office.projecting.catchUp();
    expect(await seen('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    await young.office.projecting.stop();
    expect((await seen('GET', '/health/ready')).status).toBe(503);
    await young.close();
  });
});

describe('an engine that is away', () => {
  const saying = async (head: () => Promise<unknown>) => {
    const app = fastify();
    const projecting = { health: () => [] };
    const reads = { engine: 'memory', settings: async () => E.right({}) };
    const documents = { engine: 'folder', has: () => async () => E.right(false) };
    healthRoutes(app, {
      events: { engine: 'eventstoredb', head },
      reads,
      documents,
      projecting,
      services: new Set(['queries']),
      clock: drivenClock(() => '2026-09-01T09:00:00.000Z' as Instant),
    } as never);
    const response = await app.inject({ method: 'GET', url: '/health/ready' });
    await app.close();
    return [response.statusCode, (response.json() as { engines: ReadonlyArray<object> }).engines[0]];
  };
  const away = [503, { port: 'event-store', engine: 'eventstoredb', reachable: false }];

  it('is said, and that it is not ready: whether it fails, breaks or does not answer', async () => {
    expect(await saying(async () => E.left({ _tag: 'StoreUnavailable' }))).toEqual(away);
    expect(await saying(() => Promise.reject(new Error('broken')))).toEqual(away);
    expect(await saying(() => new Promise(() => undefined))).toEqual(away);
    expect((await saying(async () => E.right(undefined)))[0]).toBe(200);
  });
});

describe('an office whose log cannot say which body it is', () => {
  it('asks for the same command again, and begins nothing', async () => {
    const asked = await openOn(temporaryFolderOf('away'));
    const failure = {
      _tag: 'StoreUnavailable',
      engine: 'eventstoredb',
      operation: 'head',
      reason: 'away',
    } as const;
    const office = { ...asked.office, body: () => Promise.reject(new EventStoreError(failure)) };
    const server = serverOf(office, pino({ level: 'silent' }));
    const begun = await asking({ ...asked, server })('POST', '/v1/commissions', {
      as: 'commissioning-officer',
      headers: { 'idempotency-key': freshCommandId() },
      payload: need,
    });
    expectProblem(begun, 503, {
      type: '/problems/unavailable',
      detail: 'Send the same command with the same Idempotency-Key again: it will not be carried out twice.',
    });
    await server.close();
    await asked.close();
  });
});

describe('an office without a body', () => {
  it('says what to do first, and waits for nothing', async () => {
    const empty = await openOn(temporaryFolderOf('empty'));
    const seen = asking(empty);
    const headers = { 'idempotency-key': freshCommandId() };
    const begun = await seen('POST', '/v1/commissions', {
      as: 'commissioning-officer',
      headers,
      payload: need,
    });
    expectProblem(begun, 409, { type: '/problems/no-body' });
    await empty.settle();
    expect((await seen('GET', '/v1/register')).body).toEqual({ items: [] });
    await empty.close();
  });
});

describe('pages', () => {
  const page = async (url: string) => {
    const response = await inject(url);
    return { status: response.statusCode, html: response.payload, headers: response.headers };
  };

  it.each([
    '/',
    '/decisions',
    '/rules',
    '/commissions/BEDS-2024-0001',
    '/?year=2024-25&order=amount',
    '/?as-at=2024-05-02',
    '/?as-at=2024-05-02T12:00:00Z',
  ])('answer at %s, allow nothing from elsewhere, and call nothing here a demonstration', async (url) => {
    const { status, html, headers } = await page(url);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(html).toContain('<html lang="en-GB">');
    expect(html).not.toContain('DEMONSTRATION');
  });

  it('show what people wrote as they wrote it, and run none of it', async () => {
    for (const url of ['/?order=title&limit=100', '/decisions', '/commissions/BEDS-2024-0007']) {
      const { html } = await page(url);
      expect(html).not.toContain('<script');
      expect(html).toContain(
        '&lt;script&gt;alert(&quot;title&quot;)&lt;/script&gt; &amp; &quot;quotes&quot;',
      );
    }
    const { html } = await page('/commissions/%3Cscript%3Ealert(1)%3C%2Fscript%3E');
    expect(html).not.toContain('<script');
    const filtered = await page('/?year=%22%3E%3Cscript%3E');
    expect(filtered.html).not.toContain('<script');
  });

  it('say what was wrong with the question, and what is not there', async () => {
    expect(await page('/?as-at=nonsense')).toMatchObject({ status: 400 });
    expect(await page('/?limit=0')).toMatchObject({ status: 400 });
    expect(await page('/decisions?cursor=nonsense')).toMatchObject({ status: 400 });
    expect((await page('/commissions/BEDS-2026-9999')).html).toContain(
      'Nothing is public under BEDS-2026-9999.',
    );
  });

  it('have their style, and lead from page to page', async () => {
    expect((await inject('/assets/style.css')).headers['content-type']).toBe('text/css; charset=utf-8');
    const { html } = await page('/?limit=3');
    const next = /<a href="([^"]+)" rel="next">/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    expect((await page(next ?? '')).status).toBe(200);
  });
});
