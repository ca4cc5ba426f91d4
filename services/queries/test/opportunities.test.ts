import { momentOf, inStream, like, noon, type World, worldOf } from '../../../test/support/read-models';
import { commissionFile } from '@projections/commission-file';
import { opportunities } from '@projections/opportunities';
import { publicRegister } from '@projections/public-register';
import { asking } from './support/asking';

let world: World;
let now = momentOf(noon('2027-01-06'));
const ask = (url: string, role?: 'auditor') =>
  asking(world, () => now)(url, role && { id: 'somebody', role });

const closing = ['2027-01-10', '2027-01-20', '2027-02-10'];

beforeEach(async () => {
  now = momentOf(noon('2027-01-06'));
  world = worldOf(opportunities, publicRegister, commissionFile);
  for (const [index, day] of closing.entries())
    await world.tell(
      ...inStream(
        `commission-BEDS-2026-000${index + 1}`,
        like('SpecPublished', { opens: noon('2026-12-01'), closes: noon(day) }),
        like('ClarificationAnswered'),
        like('BidReceived'),
      ),
    );
});

const named = ({ items }: Record<string, unknown>) =>
  (items as ReadonlyArray<{ readonly id: string }>).map(({ id }) => id.slice(-1));

test('anybody is told what is open, page by page, though time passes between the pages', async () => {
  const first = await ask('/v1/opportunities?limit=2');
  expect(first.status).toBe(200);
  expect(named(first.json())).toEqual(['1', '2']);
  now = momentOf(noon('2027-01-15'));
  const next = /^<(.*)>; rel="next"$/.exec(String(first.headers['link']))?.[1] ?? '';
  const second = await ask(next);
  expect(named(second.json())).toEqual(['3']);
  expect(second.json()['next']).toBeUndefined();
  // Asked anew, what has closed meanwhile is no longer among them.
  expect(named((await ask('/v1/opportunities')).json())).toEqual(['2', '3']);
});

test('as at a day it is that day by which it is judged what was open', async () => {
  now = momentOf(noon('2027-06-01'));
  expect(named((await ask('/v1/opportunities')).json())).toEqual([]);
  expect(named((await ask('/v1/opportunities?as-at=2027-01-19')).json())).toEqual(['2', '3']);
  expect(named((await ask('/v1/opportunities?as-at=2027-01-19&standing=closed')).json())).toEqual(['1']);
});

test('one of them is answered with what was asked and answered, and with nothing of its bids', async () => {
  const { status, body, json } = await ask('/v1/opportunities/BEDS-2026-0001?lineage=true');
  expect(status).toBe(200);
  expect(json()).toMatchObject({
    commission: 'BEDS-2026-0001',
    clarifications: [{ asked: 'Does a consortium count as one bidder?' }],
    amendments: [],
    notices: [],
    results: [],
  });
  expect(json()['position']).toBeUndefined();
  expect(body).not.toContain('bid-');
});

test('the page of one says why it is open for fewer days, beside the time at which it closes', async () => {
  const shortened = (because: string) => ({
    tendering: {
      electronic: true,
      allDocumentsAtOnce: true,
      shortened: { because, reason: 'The shelter closes in March.' },
    },
  });
  for (const [id, more] of [
    ['4', shortened('urgency')],
    ['5', shortened('planned-notice')],
    ['6', { tendering: undefined }],
  ] as const)
    await world.tell(...inStream(`commission-BEDS-2026-000${id}`, like('SpecPublished', more)));
  const page = async (id: string) => (await ask(`/opportunities/BEDS-2026-000${id}`)).body;
  expect(await page('4')).toContain('As it is urgent: The shelter closes in March.');
  expect(await page('5')).toContain(
    'As a planned procurement notice came before: The shelter closes in March.',
  );
  expect(await page('6')).not.toContain('Open for fewer days');
});

test('a question that is not well formed is answered with what is wrong with it', async () => {
  expect((await ask('/v1/opportunities?standing=shut')).status).toBe(400);
  expect((await ask('/v1/opportunities?standign=open')).status).toBe(400);
  expect((await ask('/v1/opportunities?cursor=2027-01-01T00:00:00.000Z~nonsense')).status).toBe(400);
  expect((await ask('/v1/opportunities/BEDS-2099-0001')).status).toBe(404);
  expect((await ask('/v1/opportunities?after=1')).status).toBe(403);
});
