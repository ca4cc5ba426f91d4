import type { JsonObject } from '@commissioning/kernel';
import { counselling } from '../src/demonstration/uplift';
import { asking, fillWithDemonstration, openOn, type OpenedOffice, temporaryFolder } from './support/office';

// Years are lived through.
jest.setTimeout(60_000);

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  opened = await openOn(folder.path, { demonstration: true, start: '2026-11-23T12:00:00.000Z' });
  ask = asking(opened);
  await fillWithDemonstration(opened);
});
afterAll(async () => {
  await opened.close();
  folder.remove();
});

const registered = async (commission: string, asAt?: string): Promise<JsonObject> =>
  (await ask('GET', `/v1/register/${commission}${asAt === undefined ? '' : `?as-at=${asAt}`}`)).body;
const decision = async (id: string): Promise<unknown> => {
  const { body } = await ask('GET', '/v1/decisions?limit=100');
  return (body['items'] as ReadonlyArray<JsonObject>).find((each) => each['decision'] === id);
};
const opportunity = async (commission: string, asAt: string): Promise<JsonObject> =>
  (await ask('GET', `/v1/opportunities/${commission}?as-at=${asAt}`)).body;
const fund = async (id: string, asAt?: string): Promise<unknown> => {
  const at = asAt === undefined ? '' : `&as-at=${asAt}`;
  const { body } = await ask('GET', `/v1/funds?limit=100${at}`, { as: 'finance' });
  return (body['items'] as ReadonlyArray<JsonObject>).find((each) => each['fund'] === id);
};
const duties = async (commission: string): Promise<ReadonlyArray<JsonObject>> => {
  const { body } = await ask('GET', `/v1/duties?commission=${commission}&limit=100`, {
    as: 'commissioning-officer',
  });
  return body['items'] as ReadonlyArray<JsonObject>;
};
const performance = async (commission: string): Promise<unknown> => {
  const { body } = await ask('GET', '/v1/performance?limit=100');
  return (body['items'] as ReadonlyArray<JsonObject>).find((each) => each['commission'] === commission);
};

const victims = 'BEDS-moj-victims-2025-26';

test('a mid-year uplift of the Ministry is accepted by one decision and passed on by another', async () => {
  expect(await fund(victims, '2025-10-27')).toMatchObject({ budget: 18_000_000 });
  expect(await fund(victims, '2025-10-28')).toMatchObject({ budget: 20_791_127 });
  expect(await decision('BEDS-PCC24-0071')).toMatchObject({ funds: [victims], publishedOn: '2025-10-28' });
  expect(await decision('BEDS-PCC24-0073')).toMatchObject({ commissions: [counselling.commission] });
  expect(await registered(counselling.commission, '2025-11-09')).toMatchObject({
    awards: [{ amount: { pence: 4_800_000, basis: 'outside' } }],
  });
  expect(await registered(counselling.commission, '2025-11-10')).toMatchObject({
    awards: [{ amount: { pence: 7_591_127, basis: 'outside' } }],
  });
  // The Ministry's conditions went on to whoever has its money.
  expect(await registered(counselling.commission)).toMatchObject({
    awards: [
      {
        conditions: [
          'The money supports victims of crime and nothing else.',
          'The service is open to every victim, whether or not the crime was reported and whenever it happened.',
          'What is not spent by 31 March goes back to the funder.',
        ],
      },
    ],
  });
});

test('underspend of one service is moved in the year to another, and all of it is spent', async () => {
  expect(await decision('BEDS-PCC24-0082')).toMatchObject({
    commissions: ['BEDS-2025-0003', counselling.commission],
    funds: [victims],
  });
  expect(await registered('BEDS-2025-0003')).toMatchObject({
    awards: [{ amount: { pence: 3_600_000 }, paid: 3_600_000 }],
    closed: { outcome: 'delivered' },
  });
  expect(await registered(counselling.commission)).toMatchObject({
    awards: [
      { amount: { pence: 8_491_127 }, paid: 8_491_127, paidFrom: [{ fund: victims, pence: 8_491_127 }] },
    ],
  });
  // Moved within the year: what is reserved before and after is the same.
  expect(await fund(victims, '2026-01-12')).toMatchObject({ reserved: 900_000 });
  expect(await fund(victims, '2026-01-13')).toMatchObject({ reserved: 900_000 });
  expect(await fund(victims)).toMatchObject({ reserved: 0, committed: 0, forward: 0 });
});

test('a contract is extended until the next competition, from a year that is not opened yet', async () => {
  const next = 'BEDS-moj-victims-2026-27';
  expect(await fund(next, '2026-02-26')).toMatchObject({ opened: false, forward: 1_920_000, committed: 0 });
  expect(await fund(next, '2026-03-18')).toMatchObject({ opened: true, forward: 0, committed: 1_920_000 });
  expect(await registered('BEDS-2025-0004', '2026-02-25')).toMatchObject({
    route: 'Three written quotes, one of them from a local provider',
    awards: [{ amount: { pence: 3_840_000, basis: 'including' }, ends: '2026-03-31' }],
  });
  expect(await registered('BEDS-2025-0004')).toMatchObject({
    awards: [
      {
        amount: { pence: 5_760_000, basis: 'including' },
        ends: '2026-09-30',
        paid: 5_760_000,
        fundingStream: 'Ministry of Justice victims grant',
      },
    ],
    closed: { outcome: 'delivered' },
  });
  const reviews = (await duties('BEDS-2025-0004')).filter(({ rule }) => rule === 'review-year');
  expect(reviews.map(({ due, standing }) => [due, standing])).toEqual([
    ['2026-07-31', 'met'],
    ['2026-11-30', 'met'],
  ]);
  expect(await performance('BEDS-2025-0004')).toMatchObject({ rating: 'good' });
});

test('what comes after the extension is known to officers and to nobody else yet', async () => {
  expect((await ask('GET', '/v1/register/BEDS-2026-0004')).status).toBe(404);
  const file = await ask('GET', '/v1/commissions/BEDS-2026-0004', { as: 'commissioning-officer' });
  expect(file.status).toBe(200);
});

test('a round is halted and cancelled, both in public, and its money goes back', async () => {
  const halted = 'BEDS-2026-0003';
  expect(await opportunity(halted, '2026-06-07')).toMatchObject({ halts: [] });
  expect(await opportunity(halted, '2026-06-09')).toMatchObject({
    halts: [{ halt: 'councils', since: '2026-06-08' }],
  });
  expect(await opportunity(halted, '2026-07-21')).toMatchObject({ lots: [{ became: 'cancelled' }] });
  for (const id of ['BEDS-PCC24-0108', 'BEDS-PCC24-0115'])
    expect(await decision(id)).toMatchObject({ commissions: [halted], withheld: [] });
  expect(await registered(halted)).toMatchObject({ awards: [], closed: { outcome: 'no-award' } });
  // Beside it stand £250 that the example tender set aside and did not need.
  expect(await fund('BEDS-community-safety-2026-27', '2026-07-19')).toMatchObject({ reserved: 3_025_000 });
  expect(await fund('BEDS-community-safety-2026-27', '2026-07-20')).toMatchObject({ reserved: 25_000 });
});

test('a public body has a grant without competition on the ground that the function is shared', async () => {
  expect(await registered('BEDS-2025-0005')).toMatchObject({
    route: 'Grant without competition, on a ground',
    directAward: { ground: 'public-or-statutory-partner' },
    specification: null,
    awards: [
      {
        amount: { pence: 6_000_000, basis: 'outside' },
        reasons: {
          crimeAndDisorderReduction:
            'Young people who are seen at once come back into custody half as often.',
        },
        paid: 6_000_000,
      },
    ],
  });
});

test('a framework is called off by a competition of its suppliers, with a reason why none is local', async () => {
  expect(await registered('BEDS-2026-0002')).toMatchObject({
    route: 'Three written quotes, one of them from a local provider',
    awards: [{ provider: 'Bridge Languages Ltd (example)', amount: { pence: 2_160_000 }, paid: 2_160_000 }],
  });
  const evaluation = await ask('GET', '/v1/commissions/BEDS-2026-0002/evaluation', { as: 'auditor' });
  expect(evaluation.status).toBe(200);
});

test('a service of £60,000 a year runs over two years and is paid from three', async () => {
  expect(await registered('BEDS-2024-0001')).toMatchObject({
    awards: [
      {
        amount: { pence: 11_880_000 },
        paid: 11_880_000,
        years: [
          { year: '2024-25', pence: 3_465_000 },
          { year: '2025-26', pence: 5_940_000 },
          { year: '2026-27', pence: 2_475_000 },
        ],
      },
    ],
  });
});

test.each([counselling.commission, 'BEDS-2025-0003', 'BEDS-2025-0004', 'BEDS-2025-0005', 'BEDS-2026-0002'])(
  'every duty of %s was met in time',
  async (commission) => {
    const owed = await duties(commission);
    expect(owed.length).toBeGreaterThan(3);
    expect(owed.filter(({ standing }) => standing !== 'met')).toEqual([]);
  },
);

test('a service of three contributors is paid by the one that leads, out of what each of them gave', async () => {
  expect(await fund('BEDS-partner-contributions-2025-26')).toMatchObject({
    budget: 1_800_000,
    reserved: 0,
    committed: 0,
    paid: 1_800_000,
  });
  expect(await registered('BEDS-2025-0006')).toMatchObject({
    awards: [{ amount: { pence: 4_500_000 }, paid: 4_500_000 }],
    closed: { outcome: 'delivered' },
  });
  const { body } = await ask('GET', '/v1/contributions?commission=BEDS-2025-0006', { as: 'finance' });
  expect(body['items']).toMatchObject([
    { partner: 'bedford', agreed: 600_000, received: 600_000 },
    { partner: 'luton', agreed: 1_200_000, received: 1_200_000 },
  ]);
});
