import type { Role } from '@commissioning/kernel';
import { performance } from '@projections/performance';
import { providerRecord } from '@projections/provider-record';
import { inStream, like, momentOf, noon, worldOf } from '../../../test/support/read-models';
import { asking } from './support/asking';

const hall = 'BEDS-village-hall';
const recipient = { provider: hall, name: 'Village Hall Trust' };
const world = worldOf(performance, providerRecord);
const ask = (role?: Role, id = 'somebody', url = `/v1/providers/${hall}`) =>
  asking(world, () => momentOf(noon('2028-01-01')))(url, role && { id, role });

beforeAll(async () => {
  await world.tell(
    ...inStream(
      `provider-${hall}`,
      like('ProviderRegistered', { provider: hall, name: 'Village Hall Trust' }),
      like('DiligenceChecked'),
      like('ProviderExcluded'),
    ),
    ...inStream(
      'commission-BEDS-2026-0007',
      like('GrantAwarded', { award: 'w1', recipient, title: 'Not public yet' }),
      like('KPIsAgreed', { award: 'w1' }),
      like('KPIReturned', { award: 'w1' }),
      like('PerformanceReviewed', { award: 'w1', rating: 'inadequate' }),
      like('InvoiceReceived', { award: 'w1' }),
      like('PaymentApproved', { award: 'w1' }),
      like('GrantAwarded', { award: 'w2', recipient }),
      like('AwardDeclined', { award: 'w2' }),
    ),
  );
});

test.each(['commissioning-officer', 'approver', 'auditor'] as const)(
  'an %s reads all there is of it, across commissions',
  async (role) => {
    expect((await ask(role)).json()).toMatchObject({
      provider: hall,
      name: 'Village Hall Trust',
      exclusions: [{ until: '2027-11-30' }],
      checks: [{ depth: 'standard' }],
      awards: [{ commission: 'BEDS-2026-0007', award: 'w1' }],
      invoices: [{ invoice: 'inv-1', payment: 'q1' }],
      payments: [{ payment: 'q1', standing: 'approved' }],
      performance: [{ award: 'w1', returns: [{ due: '2027-07-21' }], rating: 'inadequate' }],
    });
  },
);

test('what came to nothing is not among its awards, and stands apart with its cause and day', async () => {
  const { awards, cameToNothing } = (await ask('auditor')).json() as Record<string, ReadonlyArray<object>>;
  expect(awards).toHaveLength(1);
  expect(cameToNothing).toMatchObject([
    { award: 'w2', cameToNothing: { cause: 'set-aside', on: '2027-01-18' } },
  ]);
});

test('an award of which an earlier version of the record does not say what became of it is among its awards', async () => {
  const earlier: typeof providerRecord = {
    ...providerRecord,
    version: 1,
    project: (...told) => {
      const after = providerRecord.project(...told);
      return (
        after && Object.fromEntries(Object.entries(after).filter(([field]) => field !== 'cameToNothing'))
      );
    },
  };
  const before = worldOf(performance, earlier);
  await before.tell(
    ...inStream(`provider-${hall}`, like('ProviderRegistered', { provider: hall })),
    ...inStream('commission-BEDS-2026-0007', like('GrantAwarded', { award: 'w1', recipient })),
  );
  const answer = await asking(before, () => momentOf(noon('2028-01-01')))(`/v1/providers/${hall}`, {
    id: 'somebody',
    role: 'auditor',
  });
  expect(answer.json()).toMatchObject({ awards: [{ award: 'w1' }], cameToNothing: [] });
});

test('finance reads the same, and of performance in what time it was returned', async () => {
  const { performance: doing } = (await ask('finance')).json() as {
    readonly performance: ReadonlyArray<object>;
  };
  expect(Object.keys(doing[0] ?? {})).toEqual(['commission', 'award', 'returns']);
});

test('the provider reads how its own invoices and payments stand, and nothing of what is thought of it', async () => {
  const answer = await ask('provider', 'beds-village-hall:treasurer');
  expect(answer.json()).toEqual({
    id: hall,
    provider: hall,
    name: 'Village Hall Trust',
    invoices: [
      {
        commission: 'BEDS-2026-0007',
        award: 'w1',
        invoice: 'inv-1',
        number: 'AZ/2027/014',
        amount: { pence: 500_000, vat: 'including' },
        receivedOn: '2027-07-01',
        payable: { pence: 500_000, vat: 'including' },
        dispute: null,
        payment: 'q1',
      },
    ],
    payments: [
      {
        commission: 'BEDS-2026-0007',
        award: 'w1',
        payment: 'q1',
        for: 'First quarter of 2027-28',
        invoice: 'inv-1',
        amount: { pence: 500_000, vat: 'outside' },
        standing: 'approved',
        paidOn: null,
        recovered: 0,
      },
    ],
  });
});

test('nobody else reads any of it, or learns whether there is such a provider', async () => {
  expect((await ask()).status).toBe(401);
  for (const [role, id] of [
    ['provider', 'beds-azalea'],
    ['panel-member', 'somebody'],
    ['administrator', 'somebody'],
  ] as const)
    for (const url of [`/v1/providers/${hall}`, '/v1/providers/BEDS-nobody'])
      expect((await ask(role, id, url)).status).toBe(403);
  expect((await ask('auditor', 'somebody', '/v1/providers/BEDS-nobody')).status).toBe(404);
});
