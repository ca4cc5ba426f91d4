import { bidder, establish, handedIn, officer, publishRound } from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const commission = 'BEDS-2026-0001';
const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

const refused = async (action: string, actor: typeof officer, command: unknown): Promise<void> => {
  await expect(opened.done(actor, 'commission', commission, action, command)).rejects.toThrow('Refused');
  await opened.settle();
};

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await publishRound(opened, commission);
  await refused('open-bids', officer, { openers: [officer.id] });
  await opened.done(
    bidder,
    'commission',
    commission,
    'receive-bid',
    handedIn('bid-1', 'BEDS-azalea', 400_000),
  );
  await refused('receive-bid', bidder, handedIn('bid-1', 'BEDS-azalea', 500_000));
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

describe('GET /v1/registers', () => {
  it('tells an auditor what was refused and why, and nothing of who competes before the opening', async () => {
    const { status, body } = await ask('GET', '/v1/registers/refusals', { as: 'auditor' });
    expect(status).toBe(200);
    expect(body['items']).toMatchObject([
      { action: 'open-bids', commission, rule: 'opening.after-deadline', by: officer.id },
    ]);
  });

  it('has the interests that author and panel declared, for one commission where one is asked for', async () => {
    const url = '/v1/registers/interests?commission=';
    const here = await ask('GET', `${url}${commission}&lineage=true`, { as: 'commissioning-officer' });
    expect(here.body['items']).toHaveLength(3);
    expect(here.body['items']).toMatchObject([
      { general: [], bidders: null, lineage: {} },
      { general: [] },
      { general: [] },
    ]);
    const elsewhere = await ask('GET', `${url}BEDS-2026-0099`, { as: 'commissioning-officer' });
    expect(elsewhere.body['items']).toEqual([]);
  });

  it('pages, and stands as at a moment', async () => {
    const first = await ask('GET', '/v1/registers/interests?limit=1', { as: 'auditor' });
    expect(first.body['items']).toHaveLength(1);
    expect(first.headers['link']).toContain('rel="next"');
    const before = await ask('GET', '/v1/registers/interests?as-at=2020-01-01', { as: 'auditor' });
    expect(before.body['items']).toEqual([]);
  });

  it.each([
    ['nobody who has not signed in', undefined, 'exceptions', 401],
    ['no provider', 'provider', 'exceptions', 403],
    ['no member of a panel', 'panel-member', 'interests', 403],
    ['no officer of what was refused', 'commissioning-officer', 'refusals', 403],
    ['no finance officer of interests', 'finance', 'interests', 403],
    ['nobody of a register that is not kept', 'auditor', 'hospitality', 404],
  ] as const)('tells %s', async (_, as, name, status) => {
    const answer = await ask('GET', `/v1/registers/${name}`, as === undefined ? {} : { as });
    expect(answer.status).toBe(status);
  });

  it('names what was wrong with the question', async () => {
    const answer = await ask('GET', '/v1/registers/exceptions?commision=BEDS-2026-0001', { as: 'auditor' });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([400, expect.stringContaining('commision')]);
  });
});
