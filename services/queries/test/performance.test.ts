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

describe('an award with more returns than are read at once', () => {
  const periods = Array.from({ length: 1_100 }, (_, index) => `p${index}`);
  const many = worldOf(performance, publicPerformance, publicRegister);
  const at = async (moment: string) => {
    const answer = await asking(many, () => momentOf(noon('2028-01-01')))(`/v1/performance?as-at=${moment}`, {
      id: 'somebody',
      role: 'auditor',
    });
    const [item] = answer.json()['items'] as ReadonlyArray<{
      readonly returns: ReadonlyArray<{ readonly kpi: { readonly standing: string } }>;
    }>;
    return item?.returns.map(({ kpi }) => kpi.standing);
  };

  test('has every one of them as it stood at the moment', async () => {
    const stream = 'commission-BEDS-2026-0007';
    const period = { from: '2027-04-01', to: '2027-06-30', due: '2027-07-21' };
    await many.tell(
      { stream, event: like('GrantAwarded', { award: 'azalea' }), at: noon('2027-01-01') },
      {
        stream,
        event: like('KPIsAgreed', { periods: periods.map((id) => ({ id, ...period })) }),
        at: noon('2027-01-02'),
      },
      ...periods.map((id) => ({
        stream,
        event: like('KPIReturned', { period: id, values: [{ kpi: 'supported', value: 60 }] }),
        at: noon('2027-07-01'),
      })),
      {
        stream,
        event: like('ReturnAccepted', { period: 'p1099', kind: 'kpi' }),
        at: noon('2027-07-02'),
      },
    );
    const standings = async (day: string) => {
      const found = (await at(noon(day))) ?? [];
      return [found.length, ...new Set(found)];
    };
    expect(await standings('2027-06-30')).toEqual([1_100, 'awaited']);
    expect(await standings('2027-07-01')).toEqual([1_100, 'returned']);
    expect(await standings('2027-07-03')).toEqual([1_100, 'returned', 'accepted']);
  });
});
