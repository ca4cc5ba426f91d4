import { tokenFor } from '@commissioning/http';
import type { Actor, JsonObject, Role } from '@commissioning/kernel';
import {
  approver,
  bidder,
  colleague,
  establish,
  freshCommandId,
  handedIn,
  officer,
  publishRound,
} from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, type Seen, temporaryFolder } from './support/office';

const commission = 'BEDS-2026-0001';
const url = `/v1/commissions/${commission}`;

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await publishRound(opened, commission);
  await opened.settle();
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const member = (id: string) => ({ id, role: 'panel-member' }) as Actor;
const [one, two] = [member('assessor-1'), member('assessor-2')];

const headersOf = (actor: Actor): Record<string, string> => ({
  authorization: `Bearer ${tokenFor(opened.office.signInKey, actor)}`,
});
const readAs = (actor: Actor, path = url): Promise<Seen> => ask('GET', path, { headers: headersOf(actor) });

const here = async (actor: Actor, action: string, command: unknown): Promise<void> => {
  await opened.done(actor, 'commission', commission, action, command);
  await opened.settle();
};

const partsIn = ({ body }: Seen) => body['parts'] as unknown as ReadonlyArray<JsonObject>;
const kindsIn = (seen: Seen) => [...new Set(partsIn(seen).map(({ kind }) => kind as string))];
const partIn = (seen: Seen, kind: string, id: string) =>
  partsIn(seen).find((part) => part['kind'] === kind && part['id'] === id);
const typesIn = ({ body }: Seen) =>
  (body['items'] as unknown as ReadonlyArray<JsonObject>).map(({ type }) => type);

const roles: ReadonlyArray<Role> = [
  'commissioning-officer',
  'finance',
  'approver',
  'auditor',
  'administrator',
];

describe('while bids are sealed', () => {
  beforeAll(async () => {
    await here(bidder, 'receive-bid', handedIn('bid-1', 'BEDS-canary', 493_827));
    await here(bidder, 'receive-bid', handedIn('bid-2', 'BEDS-canary', 493_827));
    await here(bidder, 'withdraw-bid', { bid: 'bid-2' });
  });

  it.each(roles)('%s sees nothing of one, in the file, as at any moment, or in the history', async (as) => {
    for (const path of [url, `${url}?as-at=2026-11-01`, `${url}?lineage=true`, `${url}/history?limit=100`]) {
      const seen = await ask('GET', path, { as });
      expect(seen.status).toBe(200);
      expect(JSON.stringify(seen.body)).not.toMatch(/bid-1|bid-2|BidReceived|BidWithdrawn|"kind":"bid"/);
    }
  });

  it('a member of the panel reads the file without what counts bids', async () => {
    const seen = await readAs(one);
    expect(seen.status).toBe(200);
    expect(seen.body).toMatchObject({ id: commission, title: 'Activities for young people' });
    for (const counting of ['revision', 'changedAt', 'position'])
      expect(seen.body).not.toHaveProperty(counting);
    expect(seen.headers['etag']).not.toMatch(/^"\d+"$/);
    expect(kindsIn(seen).toSorted()).toEqual(['interests', 'lot', 'need', 'panel-member', 'specification']);
    expect(JSON.stringify(await readAs(one, `${url}?lineage=true`))).not.toContain('/revision');
  });

  it('a member of the panel is told no revision when they act, and can name none', async () => {
    const act = (headers: Record<string, string> = {}) =>
      ask('POST', `${url}/declare-interests`, {
        headers: { ...headersOf(one), 'idempotency-key': freshCommandId(), ...headers },
        payload: { stage: 'general', interests: [] },
      });
    const done = await act();
    expect([done.status, done.body]).toEqual([200, { events: [] }]);
    expect(done.headers['etag']).toBeUndefined();
    expect((await act({ 'if-match': '"0"' })).status).toBe(403);
  });

  it('a member of the panel waits for no position, and reads neither list nor history', async () => {
    const position = (await ask('GET', url, { as: 'auditor' })).body['position'] as string;
    for (const path of [`${url}?after=${encodeURIComponent(position)}`, '/v1/commissions', `${url}/history`])
      expect((await readAs(one, path)).status).toBe(403);
  });
});

describe('who does not work on it', () => {
  it.each(['public', 'provider', 'panel-member'] as const)('%s reads nothing', async (as) => {
    for (const path of [url, `${url}?as-at=2026-11-01`, `${url}/history`, '/v1/commissions/BEDS-2026-9999']) {
      const seen = await ask('GET', path, { as });
      expect(seen.status).toBe(403);
      expect(seen.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('a bidder reads nothing either, not even of its own bid', async () => {
    expect((await readAs(bidder)).status).toBe(403);
  });

  it('nobody signed in is asked to sign in', async () => {
    expect((await ask('GET', url)).status).toBe(401);
  });
});

describe('once bids are opened', () => {
  beforeAll(async () => {
    opened.setClock('2026-10-19T09:00:00.000Z');
    await here(officer, 'open-bids', { openers: [officer.id, colleague.id] });
  });

  it('officers, approvers and auditors read them, and that one was withdrawn', async () => {
    for (const as of ['commissioning-officer', 'approver', 'auditor'] as const) {
      const seen = await ask('GET', url, { as });
      expect(partIn(seen, 'bid', 'bid-1')).toMatchObject({
        standing: 'opened',
        bidder: { provider: 'BEDS-canary' },
        offers: [{ lot: 'main', price: { pence: 493_827 } }],
      });
      expect(partIn(seen, 'bid', 'bid-2')).toMatchObject({ standing: 'withdrawn' });
      expect(typesIn(await ask('GET', `${url}/history?limit=100`, { as }))).toEqual(
        expect.arrayContaining(['BidReceived', 'BidWithdrawn', 'BidsOpened']),
      );
    }
  });

  it('also as the file stood while they were sealed', async () => {
    const stood = await ask('GET', `${url}?as-at=2026-10-01`, { as: 'auditor' });
    expect(partsIn(stood).filter(({ kind }) => kind === 'bid')).toMatchObject([
      { standing: 'sealed' },
      { standing: 'withdrawn' },
    ]);
  });

  it('finance reads of the money and an administrator what is public: neither reads a bid', async () => {
    const finance = await ask('GET', url, { as: 'finance' });
    expect(kindsIn(finance)).toEqual(expect.arrayContaining(['allocation', 'route', 'specification']));
    const administrator = await ask('GET', url, { as: 'administrator' });
    expect(kindsIn(administrator).toSorted()).toEqual(['lot', 'need', 'specification']);
    for (const seen of [finance, administrator]) expect(JSON.stringify(seen.body)).not.toContain('canary');
    for (const as of ['finance', 'administrator'] as const)
      expect(typesIn(await ask('GET', `${url}/history?limit=100`, { as }))).not.toContain('BidsOpened');
  });

  it('a history that leaves events out pages on without an empty page', async () => {
    const paged: Array<unknown> = [];
    let next: string | undefined = `${url}/history?limit=2`;
    while (next !== undefined) {
      const seen: Seen = await ask('GET', next, { as: 'finance' });
      expect(typesIn(seen).length).toBeGreaterThan(0);
      paged.push(...typesIn(seen));
      next = /^<(.+)>; rel="next"$/.exec(seen.headers['link'] as string)?.[1];
    }
    expect(paged).toEqual(typesIn(await ask('GET', `${url}/history?limit=100`, { as: 'finance' })));
  });

  it('a member of the panel reads whose they are, and the rest once they declared against the bidders', async () => {
    const first = partIn(await readAs(one), 'bid', 'bid-1');
    expect(first).toMatchObject({ standing: 'opened', bidder: { provider: 'BEDS-canary' } });
    expect(first).not.toHaveProperty('offers');
    expect(first).not.toHaveProperty('promises');
    await here(one, 'declare-interests', { stage: 'bidders', interests: [] });
    expect(partIn(await readAs(one), 'bid', 'bid-1')).toMatchObject({
      offers: [{ lot: 'main' }],
      promises: [{ promise: 'Every Friday' }],
    });
    const stood = await readAs(one, `${url}?known-at=2026-10-01`);
    expect(kindsIn(stood)).toContain('bid');
  });

  it('a member of the panel whose interest waits to be settled reads no bid, at once', async () => {
    const interest = { nature: 'A cousin runs it.', provider: 'BEDS-canary' };
    await opened.done(two, 'commission', commission, 'declare-interests', {
      stage: 'bidders',
      interests: [interest],
    });
    const waiting = await readAs(two);
    expect(partIn(waiting, 'bid', 'bid-1')).not.toHaveProperty('offers');
    await opened.settle();
    expect(partIn(await readAs(two), 'interests', two.id)).toMatchObject({ bidders: [interest] });
    expect(partIn(await readAs(one), 'interests', two.id)).toBeUndefined();
    await here(approver, 'manage-interest', {
      actor: two.id,
      handled: 'removed-from-panel',
      reason: 'A cousin.',
    });
    expect((await readAs(two)).status).toBe(403);
  });
});
