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
const back = (payment: string, recovery: string, pence: number) =>
  like('PaymentRecovered', { award: 'w1', payment, recovery, amount: outside(pence) });

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

  test('is called as it is today, and says what it was called before', async () => {
    await world.tell(
      {
        stream,
        event: bare('ProviderDetailsChanged', ['sector', 'contact'], {
          changedOn: '2026-12-01',
          name: 'Hall Trust',
          local: false,
        }),
      },
      {
        stream,
        event: bare('ProviderDetailsChanged', ['name', 'local', 'contact'], {
          change: 'c2',
          sector: 'public',
        }),
      },
    );
    expect(await theProvider()).toMatchObject({
      name: 'Hall Trust',
      sector: 'public',
      local: false,
      formerNames: [{ name: 'Village Hall Trust', until: '2026-12-01' }],
    });
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

describe('an award', () => {
  const theAward = async () => (await of('awards'))[0];
  const signed = like('AgreementSigned', {
    award: 'w1',
    amount: outside(290_000),
    term: { starts: '2027-04-01', ends: '2029-03-31' },
  });
  const varied = (variation: string, without: ReadonlyArray<string>, more: object = {}) =>
    bare('AgreementVaried', without, { award: 'w1', variation, ...more });

  test('that came to nothing says when and as what; one that its provider keeps does not', async () => {
    await inCommission(1, grant('w1'), grant('w2'));
    await inCommission(
      1,
      bare('AwardDeclined', ['challenge'], { award: 'w1', cause: 'declined', declinedOn: '2027-01-15' }),
    );
    expect(await of('awards')).toMatchObject([
      { award: 'w1', amount: outside(300_000), cameToNothing: { cause: 'declined', on: '2027-01-15' } },
      { award: 'w2', cameToNothing: null },
    ]);
  });

  test.each(['declined', 'diligence-failed', 'conditions-unmet', 'set-aside', 'cancelled'])(
    'may come to nothing as %s',
    async (cause) => {
      await inCommission(1, grant('w1'), like('AwardDeclined', { award: 'w1', cause }));
      expect(await theAward()).toMatchObject({ cameToNothing: { cause, on: '2027-01-18' } });
    },
  );

  test('has sum and term as they were varied last, and keeps what a variation does not name', async () => {
    await inCommission(1, grant('w1'), signed, varied('v1', ['term'], { amount: outside(350_000) }));
    expect(await theAward()).toMatchObject({
      amount: outside(350_000),
      starts: '2027-04-01',
      ends: '2029-03-31',
    });
    const term = { starts: '2027-05-01', ends: '2029-06-30' };
    await inCommission(1, varied('v2', ['amount', 'years'], { term }));
    expect(await theAward()).toMatchObject({ amount: outside(350_000), ...term, signedOn: '2027-03-10' });
    await inCommission(1, varied('v3', ['term'], { amount: outside(310_000) }));
    expect(await theAward()).toMatchObject({ amount: outside(310_000), ...term });
  });

  test('says what each breach of its agreement came to', async () => {
    await inCommission(1, grant('w1'), signed);
    expect(await theAward()).toMatchObject({ breaches: [] });
    await inCommission(
      1,
      like('BreachResolved', { award: 'w1', breach: 'b1' }),
      bare('BreachResolved', ['amount'], { award: 'w1', breach: 'b2', outcome: 'partial-termination' }),
    );
    expect(await theAward()).toMatchObject({
      breaches: [
        { outcome: 'settlement', on: '2028-02-14', amount: outside(240_000) },
        { outcome: 'partial-termination', on: '2028-02-14', amount: null },
      ],
    });
  });

  test('runs as long as it was extended, for more money only where that was agreed with it', async () => {
    const extended = (extension: string, without: ReadonlyArray<string>, more: object) =>
      bare('AgreementExtended', without, { award: 'w1', extension, ...more });
    await inCommission(1, grant('w1'), signed, extended('x1', ['amount', 'years'], { ends: '2029-09-30' }));
    const begun = { starts: '2027-04-01' };
    expect(await theAward()).toMatchObject({ ...begun, amount: outside(290_000), ends: '2029-09-30' });
    await inCommission(1, extended('x2', [], { ends: '2030-03-31', amount: outside(400_000) }));
    expect(await theAward()).toMatchObject({ ...begun, amount: outside(400_000), ends: '2030-03-31' });
  });

  test('that was ended says when and on which ground, and comes to what was paid and is owed', async () => {
    await inCommission(1, grant('w1'), signed, varied('v1', [], { amount: outside(350_000) }));
    expect(await theAward()).toMatchObject({ ended: null });
    await inCommission(
      1,
      like('AgreementTerminated', {
        award: 'w1',
        by: 'body',
        ground: 'breach',
        lastDay: '2028-06-30',
        amount: outside(120_000),
      }),
    );
    expect(await theAward()).toMatchObject({
      amount: outside(120_000),
      starts: '2027-04-01',
      ends: '2028-06-30',
      ended: { ground: 'breach', by: 'body', lastDay: '2028-06-30' },
      cameToNothing: null,
    });
  });

  test('is changed by what is told of it alone, whatever another one is called in another commission', async () => {
    await inCommission(1, grant('w1'), signed);
    await inCommission(
      2,
      grant('w1'),
      signed,
      like('AgreementTerminated', { award: 'w1', lastDay: '2028-06-30' }),
    );
    expect((await of('awards')).map(({ commission, ends }) => [commission, ends])).toEqual([
      ['BEDS-2026-0001', '2029-03-31'],
      ['BEDS-2026-0002', '2028-06-30'],
    ]);
  });

  test.each([
    'AwardDeclined',
    'AgreementVaried',
    'AgreementExtended',
    'AgreementTerminated',
    'PaymentRecovered',
  ])('is not made by an event %s that tells of one that is not known', async (type) => {
    await inCommission(1, like(type, { award: 'w9' }));
    for (const collection of ['awards', 'payments'])
      expect((await world.documents('provider-record', collection)).size).toBe(0);
  });
});

describe('an invoice', () => {
  const invoice = { award: 'w1', invoice: 'inv-1' };
  const theInvoices = async () => (await of('invoices')).map(({ payable, dispute }) => [payable, dispute]);
  const disputed = () =>
    world.tell({
      stream: 'commission-BEDS-2026-0001',
      event: like('InvoiceDisputed', invoice),
      at: noon('2027-07-09'),
    });
  beforeEach(() =>
    inCommission(
      1,
      grant('w1'),
      like('InvoiceReceived', { ...invoice, amount: outside(50_000) }),
      like('InvoiceReceived', { ...invoice, invoice: 'inv-2', amount: outside(60_000) }),
    ),
  );

  test('is to be paid as it came, and while it is disputed not at all', async () => {
    expect(await theInvoices()).toEqual([
      [outside(50_000), null],
      [outside(60_000), null],
    ]);
    await disputed();
    expect(await theInvoices()).toEqual([
      [null, { raisedOn: '2027-07-09', settledOn: null }],
      [outside(60_000), null],
    ]);
  });

  test.each([50_000, 37_500, 0])('of which %d pence are to be paid once that is settled', async (pence) => {
    await disputed();
    const settled = { payable: outside(pence), settledOn: '2027-08-09' };
    await inCommission(1, like('InvoiceDisputeSettled', { ...invoice, ...settled }));
    expect(await of('invoices')).toMatchObject([
      {
        amount: outside(50_000),
        payable: outside(pence),
        dispute: { raisedOn: '2027-07-09', settledOn: '2027-08-09' },
        payment: null,
      },
      { payable: outside(60_000), dispute: null },
    ]);
  });

  test.each(['InvoiceDisputed', 'InvoiceDisputeSettled'])(
    'is not made by an event %s that tells of one that is not known',
    async (type) => {
      await inCommission(1, like(type, { ...invoice, invoice: 'inv-9' }));
      expect((await world.documents('provider-record', 'invoices')).size).toBe(2);
    },
  );
});

test('what came back of a payment is taken off what was paid, of it and under its award', async () => {
  await inCommission(1, grant('w1'), approved('q1', 50_000), paid('q1', 50_000));
  await inCommission(1, approved('q2', 60_000), paid('q2', 60_000));
  await inCommission(1, back('q1', 'b1', 12_000), back('q1', 'b2', 3_000));
  expect(await of('awards')).toMatchObject([{ paid: 95_000 }]);
  const payments = async () =>
    (await of('payments')).map(({ payment, standing, amount, paid: left, recovered }) => [
      payment,
      standing,
      amount,
      left,
      recovered,
    ]);
  expect(await payments()).toEqual([
    ['q1', 'paid', outside(50_000), 35_000, 15_000],
    ['q2', 'paid', outside(60_000), 60_000, 0],
  ]);
  await inCommission(1, back('q2', 'b3', 60_000));
  expect(await of('awards')).toMatchObject([{ paid: 35_000 }]);
  expect((await payments())[1]).toEqual(['q2', 'paid', outside(60_000), 0, 60_000]);
});

test('a payment of whose approval nothing is known can come back too', async () => {
  await inCommission(1, grant('w1'), paid('q1', 50_000));
  expect(await of('payments')).toMatchObject([{ approvedOn: null, paid: 50_000, recovered: 0 }]);
  await inCommission(1, back('q1', 'b1', 20_000));
  expect(await of('payments')).toMatchObject([{ paid: 30_000, recovered: 20_000 }]);
});

test('a line of what was paid has for its event what came back of it last', async () => {
  await inCommission(1, grant('w1'), approved('q1', 50_000), paid('q1', 50_000), back('q1', 'b1', 12_000));
  const award = (await world.documents('provider-record', 'awards')).get('BEDS-2026-0001/w1');
  const [total] = providerRecord.totals ?? [];
  if (award === undefined || total === undefined) throw new Error('There is no such total');
  const serving = await right(world.projecting.serving('provider-record'));
  const { lines } = await right(linesBehind(world.reads, serving, total, award, { limit: 10 }));
  expect(lines.map(({ id, eventId: by }) => [id, by])).toEqual([['BEDS-2026-0001/w1/q1', eventId(4)]]);
});

test('whatever is approved, paid and recovered, an award is paid what its payments add up to', () => {
  const payments = fc.uniqueArray(
    fc.record({
      id: fc.nat(30),
      pence: fc.integer({ min: 1, max: 90_000 }),
      made: fc.boolean(),
      part: fc.integer({ min: 0, max: 100 }),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(payments, (each) => {
      const { take, documents } = folded(providerRecord);
      const made = each.filter((payment) => payment.made);
      const returned = made.filter(({ part }) => part > 0);
      const events = [
        grant('w1'),
        ...each.map(({ id, pence }) => approved(`p${id}`, pence)),
        ...made.map(({ id, pence }) => paid(`p${id}`, pence)),
        ...returned.map(({ id, pence, part }) => back(`p${id}`, `b${id}`, Math.ceil((pence * part) / 100))),
      ];
      for (const happening of opened(inStream('commission-BEDS-2026-0001', ...events), providerRecord.sees))
        take(happening);
      const lines = [...documents].filter(([name]) => name.startsWith('payments:'));
      const left = documents.get('awards:BEDS-2026-0001/w1')?.['paid'];
      expect(left).toBe(lines.reduce((sum, [, line]) => sum + Number(line['paid']), 0));
      const cameBack = lines.reduce((sum, [, line]) => sum + Number(line['recovered']), 0);
      expect(left).toBe(made.reduce((sum, { pence }) => sum + pence, 0) - cameBack);
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
