import { type DomainEvent, faultFinder } from '@commissioning/kernel';
import { linesBehind } from '@commissioning/projecting';
import fc from 'fast-check';
import {
  bare,
  eventId,
  folded,
  inStream,
  like,
  momentOf,
  noon,
  opened,
  right,
  type World,
  worldOf,
} from '../../../test/support/read-models';
import {
  actsFor,
  AwardDocument,
  CheckDocument,
  InvoiceDocument,
  ofOneProvider,
  PaymentDocument,
  ProviderDocument,
  providerRecord,
} from '../src';

const hall = 'BEDS-village-hall';
const stream = `provider-${hall}`;
const recipient = { provider: hall, name: 'Village Hall Trust' };
const outside = (pence: number) => ({ pence, vat: 'outside' });
const registered = like('ProviderRegistered', { provider: hall, name: 'Village Hall Trust' });
const grant = (award: string) => like('GrantAwarded', { award, recipient, amount: outside(300_000) });
const approved = (payment: string, pence: number, more: object = {}) =>
  bare('PaymentApproved', ['invoice', 'period'], { award: 'w1', payment, amount: outside(pence), ...more });
const paid = (payment: string, pence: number) =>
  like('PaymentMade', { award: 'w1', payment, amount: outside(pence), paidOn: '2027-07-14' });

let world: World;
beforeEach(async () => {
  world = worldOf(providerRecord);
  await world.tell({ stream, event: registered, at: noon('2026-11-23') });
});

const codecs = {
  providers: ProviderDocument,
  checks: CheckDocument,
  awards: AwardDocument,
  payments: PaymentDocument,
  invoices: InvoiceDocument,
};
afterEach(async () => {
  for (const [collection, codec] of Object.entries(codecs))
    for (const { body } of (await world.documents('provider-record', collection)).values())
      expect(faultFinder(codec)(body)).toEqual([]);
});

const inCommission = (number: number, ...events: ReadonlyArray<DomainEvent>) =>
  world.tell(...inStream(`commission-BEDS-2026-000${number}`, ...events));
const of = async (collection: string) =>
  (await world.find('provider-record', collection, ofOneProvider(hall, 100))).map(({ body }) => body);
const theProvider = async () => (await world.documents('provider-record', 'providers')).get(hall)?.body;

describe('the record of a provider', () => {
  test('has who it is and what it is known by, and not whom to write to', async () => {
    await world.tell({ stream, event: like('IdentifierClaimed') });
    expect(await theProvider()).toMatchObject({
      provider: hall,
      name: 'Village Hall Trust',
      identifiers: [{ scheme: 'GB-CHC', value: '1095642' }],
      registeredOn: '2026-11-23',
    });
    const { contact } = registered.data as { readonly contact: { readonly name: string } };
    expect(JSON.stringify(await theProvider())).not.toContain(contact.name);
  });

  test('keeps each exclusion with its ground, and how it ended', async () => {
    await world.tell(
      { stream, event: like('ProviderExcluded', { ground: 'First.' }), at: noon('2027-01-01') },
      { stream, event: like('ProviderReinstated', { reason: 'Put right.' }), at: noon('2027-02-01') },
      { stream, event: bare('ProviderExcluded', ['until'], { ground: 'Second.' }), at: noon('2027-03-01') },
    );
    expect((await theProvider())?.['exclusions']).toEqual([
      {
        ground: 'First.',
        from: '2027-01-01',
        until: '2027-11-30',
        reinstated: { reason: 'Put right.', on: '2027-02-01' },
      },
      { ground: 'Second.', from: '2027-03-01', until: null, reinstated: null },
    ]);
  });

  test('has each time it was looked into, for all or for one commission', async () => {
    await world.tell({ stream, event: like('DiligenceChecked') });
    await inCommission(1, like('DueDiligenceCompleted', { provider: hall }));
    await inCommission(2, like('DueDiligenceCompleted', { provider: 'BEDS-azalea' }));
    expect((await of('checks')).map(({ commission, upTo }) => [commission, upTo])).toEqual([
      [null, 6_000_000],
      ['BEDS-2026-0001', null],
    ]);
  });

  test('has its awards of every commission, made here or brought in, as they were signed', async () => {
    await inCommission(1, grant('w1'));
    await inCommission(
      2,
      like('PriorAwardRecorded', { reference: 'BEDS-2026-0002', award: 'w0', recipient }),
      like('GrantAwarded', { award: 'other' }),
    );
    await inCommission(
      1,
      like('AgreementSigned', { award: 'w1', amount: outside(290_000), signedOn: '2027-01-20' }),
    );
    expect(await of('awards')).toMatchObject([
      {
        commission: 'BEDS-2026-0001',
        award: 'w1',
        amount: outside(290_000),
        signedOn: '2027-01-20',
        origin: 'here',
      },
      { commission: 'BEDS-2026-0002', award: 'w0', amount: null, origin: 'before' },
    ]);
  });

  test('says of an invoice which payment was approved on it, and of a payment whether it was made', async () => {
    await inCommission(1, grant('w1'), like('InvoiceReceived', { award: 'w1', invoice: 'inv-1' }));
    expect(await of('invoices')).toMatchObject([{ invoice: 'inv-1', number: 'AZ/2027/014', payment: null }]);
    await inCommission(1, approved('q1', 50_000, { invoice: 'inv-1' }));
    expect(await of('invoices')).toMatchObject([{ payment: 'q1' }]);
    expect(await of('payments')).toMatchObject([{ standing: 'approved', paidOn: null, paid: 0 }]);
    await inCommission(1, paid('q1', 50_000));
    expect(await of('payments')).toMatchObject([
      {
        standing: 'paid',
        for: 'First quarter of 2027-28',
        invoice: 'inv-1',
        paidOn: '2027-07-14',
        paid: 50_000,
      },
    ]);
  });

  test('has nothing of what it bid for', async () => {
    await inCommission(
      1,
      like('BidReceived'),
      like('BidsOpened'),
      like('QuoteReceived', { from: recipient }),
    );
    for (const collection of Object.keys(codecs).filter((each) => each !== 'providers'))
      expect(await of(collection)).toEqual([]);
  });

  test('can be had as it was known at a moment', async () => {
    const before = await world.documents('provider-record', 'providers', {
      knownAt: momentOf(noon('2026-11-22')),
    });
    expect(before.size).toBe(0);
  });
});

test('what was paid under an award is the sum of its payments, each with its event', async () => {
  await inCommission(1, grant('w1'), approved('q1', 50_000), paid('q1', 50_000), approved('q2', 60_000));
  await inCommission(1, paid('q2', 60_000), approved('q3', 70_000));
  const award = (await world.documents('provider-record', 'awards')).get('BEDS-2026-0001/w1');
  const [total] = providerRecord.totals ?? [];
  if (award === undefined || total === undefined) throw new Error('There is no such total');
  expect(award.body['paid']).toBe(110_000);
  const serving = await right(world.projecting.serving('provider-record'));
  const { lines } = await right(linesBehind(world.reads, serving, total, award, { limit: 10 }));
  expect(lines.map(({ id, eventId: by }) => [id, by])).toEqual([
    ['BEDS-2026-0001/w1/q1', eventId(3)],
    ['BEDS-2026-0001/w1/q2', eventId(5)],
    ['BEDS-2026-0001/w1/q3', eventId(6)],
  ]);
});

test('whatever is approved and paid, an award is paid what its payments add up to', () => {
  const payments = fc.uniqueArray(
    fc.record({ id: fc.nat(30), pence: fc.integer({ min: 1, max: 90_000 }), made: fc.boolean() }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(payments, (each) => {
      const { take, documents } = folded(providerRecord);
      const events = [
        grant('w1'),
        ...each.map(({ id, pence }) => approved(`p${id}`, pence)),
        ...each.filter(({ made }) => made).map(({ id, pence }) => paid(`p${id}`, pence)),
      ];
      for (const happening of opened(inStream('commission-BEDS-2026-0001', ...events), providerRecord.sees))
        take(happening);
      const lines = [...documents].filter(([name]) => name.startsWith('payments:'));
      expect(documents.get('awards:BEDS-2026-0001/w1')?.['paid']).toBe(
        lines.reduce((sum, [, line]) => sum + Number(line['paid']), 0),
      );
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['beds-village-hall', 'provider', true],
  ['beds-village-hall:treasurer', 'provider', true],
  ['beds-village-hall-two', 'provider', false],
  ['beds-azalea', 'provider', false],
  ['beds-village-hall', 'panel-member', false],
] as const)('%s in the role %s acts for the provider: %s', (id, role, own) => {
  expect(actsFor({ id: id as never, role }, hall)).toBe(own);
});
