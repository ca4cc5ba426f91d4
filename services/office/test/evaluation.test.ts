import { tokenFor } from '@commissioning/http';
import type { Actor, JsonObject, Role } from '@commissioning/kernel';
import {
  bidder,
  colleague,
  establish,
  handedIn,
  officer,
  publishRound,
} from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice, type Seen, temporaryFolder } from './support/office';

const commission = 'BEDS-2026-0001';
const url = `/v1/commissions/${commission}/evaluation`;

const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;

const member = (id: string) => ({ id, role: 'panel-member' }) as Actor;
const [one, two, stranger] = [member('assessor-1'), member('assessor-2'), member('assessor-9')];

const readAs = (actor: Actor, path = url): Promise<Seen> =>
  ask('GET', path, {
    headers: { authorization: `Bearer ${tokenFor(opened.office.signInKey, actor)}` },
  });
const readers = ['commissioning-officer', 'approver', 'auditor'] as const;

const here = async (actor: Actor, action: string, command: unknown): Promise<void> => {
  await opened.done(actor, 'commission', commission, action, command);
  await opened.settle();
};

const scoresOf = (rationale: string, score: number) => ({
  bid: 'bid-1',
  lot: 'main',
  scores: ['quality', 'value', 'social'].map((criterion) => ({
    criterion,
    score,
    rationale,
    passage: 'Section 2',
  })),
});

const lotIn = ({ body }: Seen) => (body['lots'] as unknown as ReadonlyArray<JsonObject>)[0] ?? {};
const assessorsIn = (seen: Seen) =>
  (lotIn(seen)['scores'] as unknown as ReadonlyArray<JsonObject>).map(({ assessor }) => assessor);

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  await establish(opened);
  await publishRound(opened, commission);
  await here(bidder, 'receive-bid', handedIn('bid-1', 'BEDS-azalea', 400_000));
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

describe('an evaluation', () => {
  it('is nothing but its lots before bids are opened', async () => {
    const empty = {
      lot: 'main',
      title: 'Youth activities',
      locked: [],
      scoresOpened: false,
      scores: [],
      moderationOpenedAt: null,
      movements: [],
      ranking: null,
      robustness: null,
      failed: null,
    };
    for (const as of readers)
      expect((await ask('GET', url, { as })).body).toEqual({ id: commission, lots: [empty] });
    expect((await readAs(one)).body).toEqual({ id: commission, lots: [empty] });
  });

  it('shows each assessor their own scores while they score, and nobody another’s', async () => {
    opened.setClock('2026-10-19T09:00:00.000Z');
    await here(officer, 'open-bids', { openers: [officer.id, colleague.id] });
    for (const assessor of [one, two])
      await here(assessor, 'declare-interests', { stage: 'bidders', interests: [] });
    await here(one, 'score-bid', scoresOf('The first says so.', 3));
    await here(two, 'score-bid', scoresOf('The second says so.', 4));
    await here(one, 'lock-scores', { lot: 'main' });

    const own = await readAs(one);
    expect(lotIn(own)).toMatchObject({
      scoresOpened: false,
      locked: [{ assessor: one.id }],
      scores: [
        {
          bid: 'bid-1',
          assessor: one.id,
          lockedAt: '2026-10-19T09:00:00.000Z',
          scores: [
            { criterion: 'quality', score: 3, rationale: 'The first says so.', passage: 'Section 2' },
            {},
            {},
          ],
        },
      ],
    });
    expect(JSON.stringify(own.body)).not.toContain('The second');
    expect(assessorsIn(await readAs(two))).toEqual([two.id]);
    for (const as of readers) expect(assessorsIn(await ask('GET', url, { as }))).toEqual([]);
  });

  it('does so also when all have locked, until moderation is opened', async () => {
    await here(two, 'lock-scores', { lot: 'main' });
    expect(assessorsIn(await readAs(one))).toEqual([one.id]);
    for (const as of readers) expect(assessorsIn(await ask('GET', url, { as }))).toEqual([]);
  });

  it('then shows all of them, every movement and the ranking', async () => {
    await here(officer, 'open-moderation', { lot: 'main' });
    for (const seen of [await readAs(one), await readAs(two), await ask('GET', url, { as: 'auditor' })]) {
      expect(assessorsIn(seen)).toEqual([one.id, two.id]);
      expect(lotIn(seen)).toMatchObject({ scoresOpened: true, movements: [], ranking: null });
    }
    const movement = {
      bid: 'bid-1',
      criterion: 'quality',
      from: 350,
      to: 400,
      reason: 'Agreed.',
      passage: 'Section 2',
    };
    await here(officer, 'moderate-score', { lot: 'main', ...movement });
    await here(officer, 'complete-evaluation', { lot: 'main' });
    expect(lotIn(await ask('GET', url, { as: 'approver' }))).toMatchObject({
      moderationOpenedAt: '2026-10-19T09:00:00.000Z',
      movements: [{ ...movement, by: officer.id, at: '2026-10-19T09:00:00.000Z' }],
      ranking: [{ rank: 1, bid: 'bid-1', criteria: [{ criterion: 'quality', agreed: 400 }, {}, {}] }],
      failed: [],
    });
  });

  it.each(['public', 'provider', 'finance', 'administrator'] as const)('is not for %s', async (as: Role) => {
    const seen = await ask('GET', url, { as });
    expect([seen.status, seen.body['status']]).toEqual([403, 403]);
  });

  it('is for those on the panel of this commission, and asks everybody to sign in', async () => {
    expect((await readAs(stranger)).status).toBe(403);
    expect((await readAs(bidder)).status).toBe(403);
    expect((await ask('GET', url)).status).toBe(401);
  });

  it('of no commission is not found; as at a moment, and what it does not know, are refused', async () => {
    expect((await ask('GET', '/v1/commissions/BEDS-2026-9999/evaluation', { as: 'auditor' })).status).toBe(
      404,
    );
    for (const query of ['as-at=2026-10-19', 'known-at=2026-10-19', 'lot=main', 'after=nonsense'])
      expect((await ask('GET', `${url}?${query}`, { as: 'auditor' })).status).toBe(400);
    expect((await readAs(one, `${url}?after=nonsense`)).status).toBe(403);
  });

  it('can be waited for', async () => {
    const position = (await ask('GET', '/v1/commissions', { as: 'auditor' })).body['position'];
    const seen = await ask('GET', `${url}?after=${encodeURIComponent(position as string)}`, {
      as: 'auditor',
    });
    expect(seen.status).toBe(200);
  });
});
