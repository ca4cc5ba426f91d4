import { bedfordshireRules } from '@commissioning/domain';
import type { Instant } from '@commissioning/kernel';
import { sweep } from '@services/sweep';
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

const swept = async (payload: unknown = {}) => {
  const answer = await ask('POST', '/v1/sweep', { as: 'auditor', payload });
  return { ...answer, body: answer.body as unknown as Awaited<ReturnType<typeof sweep>> };
};

it('every act of the demonstration, decided again, comes to the events that were recorded', async () => {
  const { status, body } = await swept();
  expect(status).toBe(200);
  expect(body).toMatchObject({ breaches: { count: 0, first: [] }, notDecided: [] });
  expect(body.acts).toBeGreaterThan(300);
  expect(body.same).toBe(body.acts);
});

it('under the rules of its own day nothing of it would have been refused, nor recorded otherwise', async () => {
  const latest = bedfordshireRules.at(-1);
  const under = await swept({ version: latest?.version });
  expect(under.body.breaches.count).toBe(0);
  expect(under.body.under?.rules.version).toBe(latest?.version);
});

it('under the bands of 2023 it says which acts would have been refused, by rule', async () => {
  const { body } = await swept({ version: 1 });
  const { refused } = body.under ?? {};
  expect(refused?.count).toBe(Object.values(refused?.byRule ?? {}).reduce((sum, acts) => sum + acts, 0));
  // Decisions were numbered in another series then.
  expect(refused?.byRule).toHaveProperty(['decision.numbered-in-series']);
});

it.each([
  [undefined, 401],
  ['commissioning-officer', 403],
  ['administrator', 403],
  ['provider', 403],
] as const)('only an auditor sweeps: %s %i', async (as, status) => {
  const given = as === undefined ? {} : { as };
  expect((await ask('POST', '/v1/sweep', { ...given, payload: {} })).status).toBe(status);
});

it.each([
  [{ version: 99 }, 422],
  [{ candidate: { bands: [] } }, 422],
  [{ version: 'five' }, 400],
  [{ version: 1, candidate: {} }, 400],
])('there are no such rules: %j', async (payload, status) => {
  expect((await swept(payload)).status).toBe(status);
});
