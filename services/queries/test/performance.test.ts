import { performance, publicPerformance } from '@projections/performance';
import { publicRegister } from '@projections/public-register';
import { inStream, like, momentOf, noon, worldOf } from '../../../test/support/read-models';
import { asking } from './support/asking';

const world = worldOf(performance, publicPerformance, publicRegister);
const ask = (role?: 'auditor' | 'finance' | 'provider' | 'panel-member') =>
  asking(world, () => momentOf(noon('2028-01-01')))(
    '/v1/performance?commission=BEDS-2026-0007',
    role && { id: 'somebody', role },
  );

beforeAll(() =>
  world.tell(
    ...inStream(
      'commission-BEDS-2026-0007',
      like('GrantAwarded', { award: 'azalea' }),
      like('DecisionPublished', { awards: ['azalea'], withheld: [] }),
      like('KPIsAgreed'),
      like('KPIReturned', {
        values: [
          { kpi: 'supported', value: 3 },
          { kpi: 'satisfied', value: 87.5, outOf: 40 },
        ],
      }),
      like('ReturnAccepted'),
    ),
  ),
);

const figures = (items: unknown) =>
  (
    items as ReadonlyArray<{
      readonly measures: ReadonlyArray<{ readonly series: ReadonlyArray<{ value: number }> }>;
    }>
  ).flatMap(({ measures }) => measures.map(({ series }) => series[0]?.value));

test('those who read measures in the file of a commission get every figure', async () => {
  expect(figures((await ask('auditor')).json()['items'])).toEqual([3, 87.5]);
});

test.each([undefined, 'finance', 'provider', 'panel-member'] as const)(
  'everybody else gets what is public, and nothing that points at few people: %s',
  async (role) => {
    const answer = await ask(role);
    expect(answer.status).toBe(200);
    expect(figures(answer.json()['items'])).toEqual([null, 87.5]);
    expect(answer.headers['vary']).toBe('authorization, cookie');
  },
);
