import type { Instant, JsonObject, Role } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { fillDemonstration } from '../src/demonstration';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

// Years are lived through.
jest.setTimeout(60_000);

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  opened = await openOn(folder.path, { demonstration: true, start: '2026-11-23T12:00:00.000Z' });
  ask = asking(opened);
  const filled = await fillDemonstration(opened.office, (now: Instant) => opened.setClock(now));
  if (E.isLeft(filled)) throw new Error(filled.left);
  await opened.settle();
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

interface Told {
  readonly commission: string;
  readonly promises: ReadonlyArray<{ readonly standing: string; readonly promise: string | null }>;
}

const told = async (query: string, as?: Role): Promise<ReadonlyArray<Told>> => {
  const { status, body } = await ask('GET', `/v1/promises${query}`, as === undefined ? {} : { as });
  expect(status).toBe(200);
  return body['items'] as unknown as ReadonlyArray<Told>;
};

it('those who work on the matter are told whole, from the need to what came next', async () => {
  const items = await told('?limit=100', 'commissioning-officer');
  expect(items.length).toBeGreaterThan(2);
  for (const item of items) {
    expect(item).toMatchObject({ need: {}, next: expect.any(Array) as unknown });
    expect(item.promises.length).toBeGreaterThan(0);
  }
});

it.each([undefined, 'provider', 'panel-member', 'finance', 'administrator'] as const)(
  'everybody else is told what is public of performance and no more: %s',
  async (as) => {
    const items = await told('?limit=100', as);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(item).not.toHaveProperty('need');
      for (const { promise } of item.promises) expect(promise).toBeNull();
    }
  },
);

it('they are asked for by commission and by how they stand, page by page', async () => {
  const [first] = await told('?limit=1', 'auditor');
  expect(await told(`?commission=${first?.commission}&limit=100`, 'auditor')).toContainEqual(first);
  for (const standing of ['kept', 'broken', 'never-measured'])
    for (const { promises } of await told(`?standing=${standing}&limit=100`, 'auditor'))
      expect(new Set(promises.map((each) => each.standing))).toEqual(new Set([standing]));
  const paged = await ask('GET', '/v1/promises?limit=1', { as: 'auditor' });
  expect(paged.headers['link']).toContain('rel="next"');
  expect(await told('?as-at=2010-01-01', 'auditor')).toEqual([]);
  for (const query of ['standing=good', 'award=w1', 'limit=0'])
    expect((await ask('GET', `/v1/promises?${query}`, { as: 'auditor' })).status).toBe(400);
});

it('the page of a service says what was promised and how often it was met', async () => {
  const [item] = (await ask('GET', '/v1/promises?limit=1')).body[
    'items'
  ] as unknown as ReadonlyArray<JsonObject>;
  const { payload } = await opened.server.inject({
    url: `/commissions/${String(item?.['commission'] as string)}`,
  });
  expect(payload).toContain('What was promised');
  expect(payload).toContain('Each measure that was agreed, and how often it was met so far.');
});
