import type { Role } from '@commissioning/kernel';
import { bidder, establish, handedIn, officer, publishRound } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const commission = 'BEDS-2026-0001';
const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await publishRound(opened, commission);
  await publishRound(opened, 'BEDS-2026-0002');
  await opened.done(officer, 'commission', commission, 'ask-clarification', {
    question: 'vans',
    text: 'May the money buy a van?',
  });
  await opened.done(
    bidder,
    'commission',
    commission,
    'receive-bid',
    handedIn('bid-1', 'BEDS-azalea', 400_000),
  );
  opened.setClock('2026-10-17T09:00:00.000Z');
  await opened.settle();
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const flagsFound = async (query: string) => {
  const { status, body } = await ask('GET', `/v1/red-flags${query}`, { as: 'auditor' });
  expect(status).toBe(200);
  return body['items'] as unknown as ReadonlyArray<{ readonly flag: string; readonly reference: string }>;
};

describe('GET /v1/red-flags', () => {
  it('says where it is worth a look, on which events, and with which thresholds that was worked out', async () => {
    const found = await flagsFound('');
    expect(found).toMatchObject([
      {
        flag: 'R039',
        name: 'A question without an answer',
        subject: 'commission',
        reference: commission,
        standing: 'raised',
        figures: { question: 'vans', answered: 'not yet' },
        events: [expect.any(String)],
        explanations: [],
        thresholds: 2,
      },
    ]);
  });

  it('says nothing of who competes before bids are opened, whatever it is asked', async () => {
    const found = await flagsFound(`?commission=${commission}&standing=all`);
    expect(found.map(({ flag }) => flag)).toEqual(['R003', 'R039']);
  });

  it('finds by flag, by commission and by standing, and names what it is not asked by', async () => {
    expect(await flagsFound('?flag=R003&standing=clear')).toHaveLength(2);
    expect(await flagsFound('?flag=R039&commission=BEDS-2026-0002')).toEqual([]);
    expect(await flagsFound('?provider=BEDS-azalea')).toEqual([]);
    for (const query of ['flag=R999', 'standing=late', 'commission=7', 'provider=!', 'flags=R003'])
      expect((await ask('GET', `/v1/red-flags?${query}`, { as: 'auditor' })).status).toBe(400);
  });

  it('pages by what flags are asked of, and stands as at a moment', async () => {
    const first = await ask('GET', '/v1/red-flags?flag=R003&standing=clear&limit=1', { as: 'auditor' });
    expect(first.body['items']).toMatchObject([{ reference: commission }]);
    expect(first.headers['link']).toContain('rel="next"');
    const next = encodeURIComponent(first.body['next'] as string);
    expect(await flagsFound(`?flag=R003&standing=clear&limit=1&cursor=${next}`)).toMatchObject([
      { reference: 'BEDS-2026-0002' },
    ]);
    expect(await flagsFound('?as-at=2026-10-01')).toEqual([]);
  });

  it.each([
    [undefined, 401],
    ['provider', 403],
    ['panel-member', 403],
    ['finance', 403],
    ['approver', 403],
    ['administrator', 403],
    ['commissioning-officer', 200],
    ['auditor', 200],
  ] as const)('is read by those who look into it and those who can answer it: %s %i', async (as, status) => {
    const given = as === undefined ? {} : { as };
    expect((await ask('GET', '/v1/red-flags', given)).status).toBe(status);
    expect((await ask('GET', '/v1/red-flags/definitions', given)).status).toBe(status);
  });

  it('says how each flag is defined, and which questions are not asked and why', async () => {
    const { body } = await ask('GET', '/v1/red-flags/definitions', { as: 'auditor' });
    const items = body['items'] as unknown as ReadonlyArray<Record<string, unknown>>;
    expect(items.length).toBeGreaterThan(30);
    for (const item of items) {
      expect(Object.keys(item).toSorted()).toEqual([
        'asks',
        'id',
        'inputs',
        'minimum',
        'name',
        'source',
        'subject',
      ]);
    }
    expect(body['notAsked']).toContainEqual(expect.objectContaining({ id: 'E4' }));
    expect(body['thresholds']).toMatchObject({ version: 2 });
  });
});

describe('the page of red flags', () => {
  const page = async (url: string, role?: Role) => {
    const headers = role === undefined ? {} : { authorization: `Bearer ${opened.tokenOf(role)}` };
    return opened.server.inject({ url, headers });
  };

  it('asks a question and gives no finding, to those who read it', async () => {
    expect((await page('/red-flags')).statusCode).toBe(401);
    expect((await page('/red-flags', 'finance')).statusCode).toBe(403);
    const seen = await page('/red-flags', 'auditor');
    expect(seen.statusCode).toBe(200);
    expect(seen.headers['cache-control']).toBe('private, no-store');
    expect(seen.payload).toContain('nothing here says that anything was wrong');
    expect(seen.payload).toContain('A question without an answer');
    expect(seen.payload).toContain('No reason is recorded.');
    const none = await page('/red-flags?flag=E2&standing=&commission=&provider=', 'commissioning-officer');
    expect(none.payload).toContain('Nothing to look at here.');
    expect((await page('/red-flags?flag=none', 'auditor')).statusCode).toBe(400);
  });
});
