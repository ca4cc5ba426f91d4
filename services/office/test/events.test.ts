import { get } from 'node:http';
import type { JsonObject } from '@commissioning/kernel';
import { establish, freshCommandId, handedIn, publishRound } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;
let url: string;

const reference = 'BEDS-2026-0001';
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_each, index) => ({
    line: index + 1,
    fields: {
      kind: 'award',
      id: `row-${from + index}`,
      title: `Service ${from + index}`,
      provider: 'Village Hall Trust',
      amount: '1000',
      years: '2024-25',
      source: 'https://example.org/decisions',
      read: '2026-08-01',
    },
  }));

/** Brings in awards made before; each is public at once. */
const bringIn = async (from: number, count: number): Promise<void> => {
  const payload = { rows: rows(from, count) };
  const brought = await ask('POST', '/v1/portfolio', { as: 'commissioning-officer', payload });
  expect(brought.body).toMatchObject({ recorded: count });
  await opened.settle();
};

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await publishRound(opened, reference);
  await bringIn(0, 6);
  opened.office.projecting.start();
  await opened.office.projecting.catchUp();
  url = await opened.server.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const itemsOf = (body: JsonObject): ReadonlyArray<JsonObject> =>
  body['items'] as unknown as ReadonlyArray<JsonObject>;

/** A part of an answer that is text. */
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
};

const idsOf = (items: ReadonlyArray<JsonObject>): ReadonlyArray<string> => items.map(({ id }) => text(id));

describe('events, page by page', () => {
  test('are given in order, each once, and where to go on', async () => {
    const all = await ask('GET', '/v1/events');
    expect(all.status).toBe(200);
    expect(itemsOf(all.body)).toHaveLength(8);
    expect(itemsOf(all.body)[1]).toMatchObject({
      specversion: '1.0',
      source: '/commissioning/BEDS/public',
      type: 'uk.police.pcc.commissioning.opportunity-published.v1',
      subject: reference,
      dataschema: `${url}/schemas/events/opportunity-published.v1`,
    });
    const seen: Array<string> = [];
    let next: string | undefined = '/v1/events?limit=3';
    while (next !== undefined) {
      const page: Awaited<ReturnType<typeof ask>> = await ask('GET', next);
      seen.push(...idsOf(itemsOf(page.body)));
      next = /^<(.*)>; rel="next"$/.exec(text(page.headers['link'] ?? ''))?.[1];
    }
    expect(seen).toEqual(idsOf(itemsOf(all.body)));
    const rest = await ask('GET', `/v1/events?after=${text(all.body['next'])}`);
    expect(rest.body).toEqual({ items: [], next: all.body['next'] });
  });

  test('name no position, and are the same however many bids came', async () => {
    const before = await ask('GET', '/v1/events');
    const bids = await ask('POST', `/v1/commissions/${reference}/receive-bid`, {
      as: 'commissioning-officer',
      headers: { 'idempotency-key': freshCommandId() },
      payload: handedIn('bid-1', 'BEDS-azalea', 400_000),
    });
    expect(bids.status).toBe(201);
    await opened.settle();
    expect((await ask('GET', '/v1/events')).body).toEqual(before.body);
    const head = await opened.office.events.head();
    expect(JSON.stringify(before.body)).not.toContain(head._tag === 'Right' ? head.right?.split(':')[0] : '');
  });

  test.each([
    ['/v1/events?after=nothing', 400],
    ['/v1/events?limit=0', 400],
    ['/v1/events?limit=101', 400],
    ['/v1/events?feed=secret', 400],
    ['/v1/events?since=1', 400],
    ['/v1/events/stream?after=nothing', 400],
    ['/v1/events?feed=internal', 401],
    ['/v1/events/stream?feed=internal', 401],
    ['/schemas/events/nothing.v1', 404],
  ])('answer %s with a problem, %i', async (path, status) => {
    const seen = await ask('GET', path);
    expect(seen.body).toMatchObject({ status });
    expect(text(seen.headers['content-type'])).toContain('application/problem+json');
  });

  test('as they were recorded are for those who read all of a file', async () => {
    const all = await ask('GET', '/v1/events?feed=internal&limit=100', { as: 'auditor' });
    const types = itemsOf(all.body).map(({ data }) => (data as JsonObject)['type']);
    expect(types).toEqual(expect.arrayContaining(['SpecPublished.v2', 'PriorAwardRecorded']));
    expect(types).not.toContain('BidReceived');
    for (const as of ['finance', 'administrator', 'panel-member', 'provider', 'public'] as const)
      expect((await ask('GET', '/v1/events?feed=internal', { as })).status).toBe(403);
  });
});

/** Listens until so many events came. */
const listen = (
  path: string,
  count: number,
  headers: Record<string, string> = {},
): Promise<ReadonlyArray<{ readonly id: string; readonly event: string; readonly data: JsonObject }>> =>
  new Promise((resolve, reject) => {
    const request = get(`${url}${path}`, { headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const heard = [...text.matchAll(/id: (.*)\nevent: (.*)\ndata: (.*)\n\n/g)].map(
          ([, id = '', event = '', data = '']) => ({ id, event, data: JSON.parse(data) as JsonObject }),
        );
        if (heard.length < count) return;
        request.destroy();
        resolve(heard);
      });
    });
    request.once('error', reject);
  });

describe('events as they come', () => {
  test('begin where all began, and go on with what comes', async () => {
    const there = itemsOf((await ask('GET', '/v1/events')).body);
    const heard = listen('/v1/events/stream', there.length + 2);
    await bringIn(100, 2);
    const all = await heard;
    expect(all.map(({ data }) => data).slice(0, there.length)).toEqual(there);
    expect(all.slice(-2).map(({ event }) => event.split('.').at(-2))).toEqual([
      'prior-award-recorded',
      'prior-award-recorded',
    ]);
    for (const { id, event, data } of all) expect(data).toMatchObject({ id, type: event });
  });

  test('go on after the last that was heard, with all that came meanwhile', async () => {
    const all = idsOf(itemsOf((await ask('GET', '/v1/events')).body));
    const last = all[3] ?? '';
    const resumed = await listen('/v1/events/stream?after=nothing-of-this', all.length - 4, {
      'last-event-id': last,
    });
    expect(resumed.map(({ id }) => id)).toEqual(all.slice(4));
    const other = await listen(`/v1/events/stream?after=${last}`, all.length - 4);
    expect(other).toEqual(resumed);
  });

  test('as they were recorded go on after a position', async () => {
    const headers = { authorization: `Bearer ${opened.tokenOf('auditor')}` };
    const all = await listen('/v1/events/stream?feed=internal', 5, headers);
    const rest = await listen('/v1/events/stream?feed=internal', 2, {
      ...headers,
      'last-event-id': all[1]?.id ?? '',
    });
    expect(rest.slice(0, 2).map(({ data }) => data['id'])).toEqual(
      all.slice(2, 4).map(({ data }) => data['id']),
    );
  });

  test('end when the office does, and hold it up no longer', async () => {
    const other = temporaryFolder();
    const office = await openOn(other.path);
    office.office.projecting.start();
    const at = await office.server.listen({ port: 0, host: '127.0.0.1' });
    const ended = new Promise<void>((resolve, reject) => {
      get(`${at}/v1/events/stream`, (response) => {
        response.once('data', () => void office.close());
        response.once('end', () => resolve());
      }).once('error', reject);
    });
    await ended;
    other.remove();
  });
});

describe('what events look like', () => {
  test('is described, with a schema for each of them', async () => {
    const { body } = await ask('GET', '/asyncapi.json');
    expect(body).toMatchObject({ asyncapi: '3.0.0', channels: { 'grant-awarded': {}, recorded: {} } });
    for (const { dataschema } of itemsOf((await ask('GET', '/v1/events')).body)) {
      const seen = await ask('GET', new URL(text(dataschema)).pathname);
      expect(seen.status).toBe(200);
      expect(seen.body['$id']).toBe(dataschema);
    }
  });
});
