import { opportunities } from '@projections/opportunities';
import { inStream, like, momentOf, noon, type World, worldOf } from '../../../test/support/read-models';
import { asking } from './support/asking';

let world: World;
let now = momentOf(noon('2026-12-01'));
const ask = (url: string) => asking(world, () => now)(url);
const named = ({ items }: Record<string, unknown>) =>
  (items as ReadonlyArray<{ readonly id: string }>).map(({ id }) => id);

beforeEach(async () => {
  now = momentOf(noon('2026-12-01'));
  world = worldOf(opportunities);
  for (const [index, until] of ['2026-12-04', '2026-12-20', '2027-01-15'].entries())
    await world.tell(
      ...inStream(
        `commission-BEDS-2026-000${index + 1}`,
        like('ConsultationOpened', { consultation: 'winter', from: '2026-11-16', until }),
      ),
    );
});

test('anybody is told what is being consulted on, page by page, though days pass between the pages', async () => {
  const first = await ask('/v1/consultations?limit=2');
  expect(first.status).toBe(200);
  expect(named(first.json())).toEqual(['BEDS-2026-0001/winter', 'BEDS-2026-0002/winter']);
  now = momentOf(noon('2026-12-10'));
  const next = /^<(.*)>; rel="next"$/.exec(String(first.headers['link']))?.[1] ?? '';
  expect(named((await ask(next)).json())).toEqual(['BEDS-2026-0003/winter']);
  expect(named((await ask('/v1/consultations')).json())).toEqual([
    'BEDS-2026-0002/winter',
    'BEDS-2026-0003/winter',
  ]);
  expect(named((await ask('/v1/consultations?standing=closed')).json())).toEqual(['BEDS-2026-0001/winter']);
});

test('one is told whole; of one that is not there it is said so, and so of a standing that is none', async () => {
  const found = await ask('/v1/consultations/BEDS-2026-0003/winter');
  expect(found.json()).toMatchObject({ until: '2027-01-15', consulted: ['public', 'service-users'] });
  expect((await ask('/v1/consultations/BEDS-2026-0003/summer')).status).toBe(404);
  expect((await ask('/v1/consultations?standing=someday')).status).toBe(400);
});
